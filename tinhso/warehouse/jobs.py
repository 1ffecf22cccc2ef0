"""The clock of the warehouse."""

from datetime import datetime, timedelta

from django.utils import timezone

from tinhso.events.jobs import daily, every
from tinhso.warehouse.actions import take_stock, tally
from tinhso.warehouse.fresh import keep_today_fresh
from tinhso.warehouse.publishing import publish_last_months


@every(seconds=2)
def tally_today(at: datetime) -> None:
    """Today's numbers within seconds of what happened, for the leader."""
    keep_today_fresh(at=at)


@daily(hour=1)
def tally_last_days(at: datetime) -> None:
    """The last three days once more: what was done without signal arrives late."""
    yesterday = timezone.localdate(at) - timedelta(days=1)
    tally(first=yesterday - timedelta(days=2), last=yesterday, at=at)


@every(minutes=30)
def take_stock_today(at: datetime) -> None:
    """What stands open now. The last answer of the day stays that day's for ever."""
    take_stock(at=at)


@daily(hour=2)
def publish(at: datetime) -> None:
    """Months that are over become open data; what came late is in them the next morning."""
    publish_last_months(at=at)
