"""iCalendar (RFC 5545): a room's taken nights for other sites, and theirs for us.

Out go only dates and the word "Reserved". In come whole days: what begins or ends at an hour counts by the day of the
province. The same UID told more than once is one stay, from its first day to its last.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from importlib import import_module
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from tinhso.economy.stays.domain.words import Came
from tinhso.kit.refusals import Refusal

HERE = ZoneInfo("Asia/Ho_Chi_Minh")
A_DAY = timedelta(days=1)
LARGEST = 512 * 1024
MOST = 2000
SITES = ("airbnb.com", "airbnb.com.vn", "booking.com", "agoda.com", "expedia.com", "google.com", "outlook.com")
"""Whose calendars are fetched; whoever names another address could make this house knock at doors inside."""
_SHUT = ("not available", "unavailable", "blocked")


class NotACalendar(Refusal):
    sentence = _("This is no calendar. Copy the address again from the other site.")
    field = "url"


class SiteUnknown(Refusal):
    sentence = _("We fetch calendars of Airbnb, Booking, Agoda, Expedia, Google and Outlook only.")
    field = "url"


@dataclass(frozen=True, slots=True)
class Busy:
    """Nights that are taken elsewhere: from `first` on, until the morning of `end`."""

    uid: str
    first: date
    end: date
    came: Came


def read_address(text: str) -> str:
    """The address of a calendar on one of the sites. Raises SiteUnknown."""
    parts = urlsplit(text.strip())
    host = parts.hostname or ""
    known = any(host == site or host.endswith(f".{site}") for site in SITES)
    if parts.scheme != "https" or not known or parts.port not in (None, 443) or parts.username:
        raise SiteUnknown
    return text.strip()


def read_calendar(content: bytes) -> list[Busy]:
    """What a site says is taken. Raises NotACalendar for what cannot be read or is larger than a calendar is."""
    if len(content) > LARGEST or b"BEGIN:VCALENDAR" not in content[:4096]:
        raise NotACalendar
    try:
        events = _library().Calendar.from_ical(content).walk("VEVENT")
        found = [busy for event in events[:MOST] if (busy := _busy(event))]
    except (ValueError, KeyError, AttributeError, TypeError, IndexError) as broken:
        raise NotACalendar from broken
    return _joined(found)


def write_calendar(taken: Iterable[tuple[str, date, date]], *, at: datetime) -> bytes:
    """A calendar of stays (uid, first night, day of leaving) that names nobody."""
    library = _library()
    calendar = library.Calendar()
    calendar.add("prodid", "-//Tinh So//Stays//VI")
    calendar.add("version", "2.0")
    for uid, first, end in taken:
        event = library.Event()
        event.add("uid", uid)
        event.add("dtstamp", at)
        event.add("dtstart", first)
        event.add("dtend", end)
        event.add("summary", "Reserved")
        event.add("status", "CONFIRMED")
        calendar.add_component(event)
    written: bytes = calendar.to_ical()
    return written


def _library() -> Any:
    """Loaded when the first calendar is read or written: the server at rest does without."""
    return import_module("icalendar")


def _busy(event: Any) -> Busy | None:
    if str(event.get("STATUS", "")).upper() == "CANCELLED":
        return None
    first = _day(event.decoded("DTSTART"))
    end = _end(event, first)
    summary = str(event.get("SUMMARY", "")).casefold()
    came = Came.SHUT if any(word in summary for word in _SHUT) else Came.RESERVED
    return Busy(str(event.get("UID", f"{first}-{end}"))[:200], first, max(end, first + A_DAY), came)


def _end(event: Any, first: date) -> date:
    if "DTEND" in event:
        end = event.decoded("DTEND")
        leaves_at_midnight = isinstance(end, datetime)
        return _day(end) if leaves_at_midnight else end
    return first + event.decoded("DURATION") if "DURATION" in event else first + A_DAY


def _day(moment: date | datetime) -> date:
    """The day in the province; an hour without a zone is one of here."""
    if not isinstance(moment, datetime):
        return moment
    return (moment.astimezone(HERE) if moment.tzinfo else moment).date()


def _joined(found: Iterable[Busy]) -> list[Busy]:
    by_uid: dict[str, Busy] = {}
    for one in found:
        other = by_uid.get(one.uid)
        if other is None:
            by_uid[one.uid] = one
        elif one.first <= other.end and other.first <= one.end:
            by_uid[one.uid] = Busy(one.uid, min(one.first, other.first), max(one.end, other.end), other.came)
        else:
            by_uid[f"{one.uid} {one.first}"] = one
    return list(by_uid.values())
