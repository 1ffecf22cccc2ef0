"""What payments do by the clock."""

from datetime import datetime

from tinhso.core.payments.actions import expire_payments
from tinhso.events.jobs import every


@every(minutes=10)
def let_go_what_nobody_paid(at: datetime) -> None:
    """What was not paid in time is no longer asked for."""
    expire_payments(at=at)
