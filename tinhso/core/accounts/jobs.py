"""What accounts do by the clock."""

from datetime import datetime

from tinhso.core.accounts.actions import sweep
from tinhso.events.jobs import every


@every(minutes=30)
def sweep_entrance(at: datetime) -> None:
    """Throw away ended sessions and tries that count no more."""
    sweep(at=at)
