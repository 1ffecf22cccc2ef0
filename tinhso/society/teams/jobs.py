"""What community teams do by the clock."""

from datetime import datetime

from tinhso.events.jobs import every
from tinhso.society.teams.actions.lists import forget_lists


@every(hours=1)
def throw_old_lists_away(at: datetime) -> None:
    """Lists that nobody took in for a day."""
    forget_lists(at=at)
