"""What messages do by the clock."""

from datetime import datetime

from tinhso.core.notices.actions import forget_reports, send_due
from tinhso.core.notices.actions.proving import send_codes
from tinhso.core.notices.clients import senders
from tinhso.events.jobs import daily, every


@every(seconds=20)
def send_messages(at: datetime) -> None:
    """Send codes, then all that is due by every channel."""
    ready = senders()
    send_codes(ready, at=at)
    send_due(ready, at=at)


@daily(hour=3, minute=30)
def forget_old_reports(at: datetime) -> None:
    """Drop reports of providers that are older than a fortnight."""
    forget_reports(at=at)
