"""What stays do by the clock."""

from datetime import datetime, timedelta

from django.utils import timezone

from tinhso.economy.stays.actions.booking import let_go
from tinhso.economy.stays.actions.desk import count_nights, forget_guests, miss_guests
from tinhso.economy.stays.actions.feeds import note_trouble, take_content
from tinhso.economy.stays.clients import fetch_calendar
from tinhso.economy.stays.domain.feeds import SiteUnknown
from tinhso.economy.stays.models import Feed
from tinhso.events.jobs import daily, every
from tinhso.kit.lines import LineDown, WrongAddress

A_ROUND, FRESH = 40, timedelta(minutes=55)
PHONES_KEEP = timedelta(days=1)
"""What a host wrote without signal may come so much later: until then nobody is missed, and no night is counted."""


@every(minutes=1)
def end_holds(at: datetime) -> None:
    """Beds that were held for long enough are free again."""
    let_go(at=at)


@every(minutes=10)
def fetch_feeds(at: datetime) -> None:
    """Calendars of other sites, each about once an hour, outside any transaction."""
    for feed in Feed.objects.due(at - FRESH)[:A_ROUND]:
        try:
            take_content(feed, fetch_calendar(feed.address), at=at)
        except LineDown as down:
            note_trouble(feed, down.why, at=at)
        except (SiteUnknown, WrongAddress):
            note_trouble(feed, "elsewhere", at=at)


@daily(hour=9)
def close_a_day(at: datetime) -> None:
    """Who slept where, once telephones had a day to tell; who never came; what is forgotten."""
    over = timezone.localdate(at) - PHONES_KEEP
    count_nights(over - timedelta(days=1), at=at)
    miss_guests(today=over, at=at)
    forget_guests(at=at)
