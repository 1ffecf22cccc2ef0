"""What follows when the morning was put into words."""

from uuid import UUID

from tinhso.events.reactions import Delivered, reacts_to
from tinhso.operations.wall.actions.briefings import tell_leaders
from tinhso.operations.wall.models import Briefing


@reacts_to("wall.BriefingMade")
def the_leaders_are_told(delivered: Delivered) -> None:
    """Each once."""
    for briefing in Briefing.objects.filter(uuid=UUID(delivered.about)):
        tell_leaders(briefing, at=delivered.at)
