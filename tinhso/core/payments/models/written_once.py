"""A transfer of the books is never changed or removed. A mistake is put right by a transfer back."""

from tinhso.kit.guards import Guard

BOOKS = Guard("payments_booktransfer", "the books are written once")
