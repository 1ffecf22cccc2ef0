"""What the people register does by the clock."""

from datetime import datetime

from tinhso.core.people.actions import forget_old_lists, tell_lists
from tinhso.events.jobs import daily, every


@every(seconds=20)
def tell_about_lists(at: datetime) -> None:
    """Whose names stood in lists can see it within a minute (promise P18)."""
    tell_lists(at=at)


@daily(3, 30)
def clean_lists(at: datetime) -> None:
    """Lists of more than a year ago are forgotten."""
    forget_old_lists(at=at)
