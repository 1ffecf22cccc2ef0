"""What is done with copies by the clock."""

from datetime import datetime

from tinhso.core.own_data.actions import destroy_old_copies, make_copies
from tinhso.events.jobs import every


@every(seconds=30)
def make_what_was_asked(at: datetime) -> None:
    """Make copies that people wait for."""
    make_copies(at=at)


@every(hours=1)
def destroy_what_is_over(at: datetime) -> None:
    """Copies whose days are over are destroyed."""
    destroy_old_copies(at=at)
