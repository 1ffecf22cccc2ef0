"""What the wall does by the clock."""

from datetime import datetime

from tinhso.events.jobs import daily
from tinhso.operations.wall.actions.briefings import make_briefing


@daily(hour=6, minute=30)
def write_the_briefing(at: datetime) -> None:
    """Before the leader's day begins."""
    make_briefing(at=at)
