"""Calendars of other sites: where they are, what they said last, and which of their nights we had sold before."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from tinhso.economy.stays.actions.booking import lock_room
from tinhso.economy.stays.actions.homes import locked_home
from tinhso.economy.stays.domain.feeds import Busy, NotACalendar, read_address, read_calendar
from tinhso.economy.stays.domain.prices import nights
from tinhso.economy.stays.events import HomeChanged
from tinhso.economy.stays.models import Feed, FeedSpan, Night, Room
from tinhso.events.log import record
from tinhso.kit.actors import Actor

FAR = timedelta(days=550)
EMPTY = "empty"


@transaction.atomic
def add_feed(room: Room, *, site: str, address: str, by: Actor, at: datetime) -> Feed:
    """Take in a calendar of another site from now on. Raises NotYours, SiteUnknown."""
    home = locked_home(room.home, by=by, at=at)
    feed = Feed(room=room, site=site.strip()[:60])
    feed.keep_address(read_address(address))
    feed.save()
    record(HomeChanged(), about=home, by=by, at=at, place=home.place_id)
    return feed


@transaction.atomic
def drop_feed(feed: Feed, *, by: Actor, at: datetime) -> None:
    """No longer take it in; its nights are free. Raises NotYours."""
    home = locked_home(feed.room.home, by=by, at=at)
    feed.delete()
    record(HomeChanged(), about=home, by=by, at=at, place=home.place_id)


def take_content(feed: Feed, content: bytes, *, at: datetime) -> bool:
    """What a site sent; says whether it counts. What is broken, or suddenly empty, leaves the last good copy."""
    try:
        spans = read_calendar(content)
    except NotACalendar:
        note_trouble(feed, "broken", at=at)
        return False
    if not spans and feed.spans.filter(end__gt=timezone.localdate(at)).exists():
        note_trouble(feed, EMPTY, at=at)
        return False
    replace_spans(feed, spans, at=at)
    return True


def note_trouble(feed: Feed, why: str, *, at: datetime) -> None:
    """It could not be fetched: the age of the last good copy says how far to trust it."""
    Feed.objects.filter(pk=feed.pk).update(asked_at=at, trouble=why[:20])


@transaction.atomic
def replace_spans(feed: Feed, spans: Sequence[Busy], *, at: datetime) -> None:
    """The new copy in place of the old one, as a whole. Nights that we had sold stay sold and are shown as conflict."""
    room = lock_room(feed.room)
    today = timezone.localdate(at)
    Night.objects.filter(feed=feed).delete()
    feed.spans.all().delete()
    coming = [one for one in spans if today < one.end and one.first < today + FAR]
    sold = set(Night.objects.filter(room=room, day__gte=today, booking__isnull=False).values_list("day", flat=True))
    FeedSpan.objects.bulk_create(
        FeedSpan(
            feed=feed, uid=one.uid, first=one.first, end=one.end, came=one.came,
            conflict=any(day in sold for day in nights(max(one.first, today), one.end)),
        )
        for one in coming
    )  # fmt: skip
    taken = (
        Night(room=room, day=day, bed=bed, feed=feed)
        for one in coming
        for day in nights(max(one.first, today), min(one.end, today + FAR))
        for bed in range(room.beds)
    )
    Night.objects.bulk_create(taken, ignore_conflicts=True)
    Feed.objects.filter(pk=feed.pk).update(asked_at=at, good_at=at, trouble="")
