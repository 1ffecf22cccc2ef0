"""What files do when something happens elsewhere."""

from uuid import UUID

from tinhso.core.files.actions import forget_files_of
from tinhso.events.reactions import Delivered, reacts_to
from tinhso.kit.actors import Actor


@reacts_to("people.PersonForgotten")
def forget_their_files(delivered: Delivered) -> None:
    """Who is forgotten leaves no file behind."""
    forget_files_of(UUID(delivered.about), by=Actor.system(), at=delivered.at)
