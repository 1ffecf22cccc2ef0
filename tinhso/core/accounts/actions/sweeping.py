"""Throwing away what is over."""

from datetime import datetime

from django.db import transaction

from tinhso.core.accounts.domain.limits import ACCOUNT_WINDOW
from tinhso.core.accounts.models import KnownDevice, Session, Try
from tinhso.core.accounts.models.tries import REMEMBERED


@transaction.atomic
def sweep(*, at: datetime) -> int:
    """Delete sessions that have ended, tries that count no more, devices not seen for half a year. How many rows."""
    over = (
        Session.objects.filter(expire_date__lte=at),
        Try.objects.filter(at__lte=at - ACCOUNT_WINDOW),
        KnownDevice.objects.filter(seen_at__lte=at - REMEMBERED),
    )
    return sum(rows.delete()[0] for rows in over)
