"""What community teams do by the clock."""

from datetime import datetime

from tinhso.events.jobs import every
from tinhso.society.teams.actions.helping import go_on_without_silent
from tinhso.society.teams.actions.lists import forget_lists


@every(hours=1)
def throw_old_lists_away(at: datetime) -> None:
    """Lists that nobody took in for a day."""
    forget_lists(at=at)


@every(minutes=5)
def ask_the_next(at: datetime) -> None:
    """Whoever does not answer a request for help is passed over: the head of the team, then the commune has it."""
    go_on_without_silent(at=at)
