"""What a person can do about their own data."""

from tinhso.core.own_data.actions.asking import make_request, withdraw_request
from tinhso.core.own_data.actions.copying import ask_copy, destroy_old_copies, make_copies, open_copy

__all__ = ["ask_copy", "destroy_old_copies", "make_copies", "make_request", "open_copy", "withdraw_request"]
