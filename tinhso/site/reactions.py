"""What the front door does when something is forgotten: it keeps a ledger outside the database."""

from tinhso.events.reactions import Delivered, reacts_to
from tinhso.site.restoring import remember_forgotten


@reacts_to("people.PersonForgotten")
def remember_forgotten_person(delivered: Delivered) -> None:
    """So that a copy made before can forget them again."""
    remember_forgotten("person", delivered.about, at=delivered.at)


@reacts_to("files.FileForgotten")
def remember_forgotten_file(delivered: Delivered) -> None:
    """So that a copy made before can forget it again."""
    remember_forgotten("file", delivered.about, at=delivered.at)
