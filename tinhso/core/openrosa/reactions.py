"""What happens to submissions when someone is forgotten."""

from uuid import UUID

from tinhso.core.openrosa.actions.settling import forget_submissions
from tinhso.events.reactions import Delivered, reacts_to


@reacts_to("people.PersonForgotten")
def person_forgotten(event: Delivered) -> None:
    """What their phones sent and nobody took in goes; what was taken in is forgotten where it lives."""
    forget_submissions(UUID(event.about), at=event.at)
