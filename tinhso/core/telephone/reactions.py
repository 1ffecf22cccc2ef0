"""What the telephone does when something comes in."""

from uuid import UUID

from tinhso.core.telephone.actions import answer_text
from tinhso.events.reactions import Delivered, reacts_to


@reacts_to("telephone.TextReceived")
def answer_who_wrote(delivered: Delivered) -> None:
    """Whoever wrote is answered."""
    answer_text(UUID(delivered.about), at=delivered.at)
