"""What accounts do by the clock."""

from datetime import datetime

from tinhso.core.accounts.actions import sweep
from tinhso.core.accounts.actions.closing import close_what_was_asked
from tinhso.events.jobs import every


@every(minutes=30)
def sweep_entrance(at: datetime) -> None:
    """Throw away ended sessions and tries that count no more."""
    sweep(at=at)


@every(hours=1)
def close_accounts(at: datetime) -> None:
    """Close for good what people asked to be closed, when their time to think is over."""
    close_what_was_asked(at=at)
