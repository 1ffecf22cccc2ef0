"""What messages do by the clock."""

from datetime import datetime

from tinhso.core.notices.actions import forget_reports, send_due
from tinhso.core.notices.actions.posting import send_at_once
from tinhso.core.notices.actions.replying import forget_replies
from tinhso.core.notices.clients import senders
from tinhso.events.jobs import daily, every


@every(seconds=5)
def send_answers(at: datetime) -> None:
    """Send codes and answers, for which somebody waits with the telephone in their hand."""
    send_at_once(senders(), at=at)


@every(seconds=20)
def send_messages(at: datetime) -> None:
    """Send all that is due by every channel."""
    send_due(senders(), at=at)


@daily(hour=3, minute=30)
def forget_old_reports(at: datetime) -> None:
    """Drop reports of providers that are older than a fortnight, and answers that no limit counts any more."""
    forget_reports(at=at)
    forget_replies(at=at)
