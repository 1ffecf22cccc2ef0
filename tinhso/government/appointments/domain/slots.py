"""When an office receives people, and the hours that can be booked."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tinhso.core.calendar.domain import WorkingCalendar

Span = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True)
class Hour:
    """An hour that can be booked, and how many places are left."""

    starts: datetime
    left: int


def reception(calendar: WorkingCalendar, day: date, extra: Iterable[Span] = ()) -> list[Span]:
    """When people are received on a day: the sessions of the working calendar, and what the office adds."""
    return joined([*calendar.sessions(day), *extra])


def bookable(calendar: WorkingCalendar, day: date, extra: Iterable[Span] = ()) -> list[Span]:
    """The same for booking: nothing after the last hour of reception, from which papers count for the next day."""
    last = datetime.combine(day, calendar.hours.reception_until, tzinfo=calendar.zone)
    spans = [(start, min(end, last)) for start, end in calendar.sessions(day)]
    return joined([*((start, end) for start, end in spans if start < end), *extra])


def joined(spans: Iterable[Span]) -> list[Span]:
    """Spans in order; those that touch are one."""
    made: list[Span] = []
    for start, end in sorted(spans):
        if made and start <= made[-1][1]:
            made[-1] = (made[-1][0], max(end, made[-1][1]))
        else:
            made.append((start, end))
    return made


def starts(spans: Iterable[Span], minutes: int) -> Iterator[datetime]:
    """The beginnings of the slots that fit into spans."""
    step = timedelta(minutes=minutes)
    for begin, end in spans:
        for turn in range((end - begin) // step):
            yield begin + turn * step


def is_open(spans: Iterable[Span], at: datetime) -> bool:
    """Whether a moment lies in one of the spans."""
    return any(start <= at < end for start, end in spans)


def fits(spans: Iterable[Span], at: datetime, minutes: int) -> bool:
    """Whether a slot lies within one of the spans."""
    return any(start <= at and at + timedelta(minutes=minutes) <= end for start, end in spans)


def reached(spans: Iterable[Span], at: datetime, minutes: int) -> datetime | None:
    """When so many minutes of reception have passed; None: not on this day any more."""
    left = timedelta(minutes=minutes)
    for start, end in spans:
        begin = max(start, at)
        if begin < end and end - begin >= left:
            return begin + left
        left -= max(timedelta(), end - begin)
    return None


def passed(spans: Iterable[Span], start: datetime, end: datetime) -> timedelta:
    """How much time of reception lies between two moments; outside of it nobody is being served."""
    return sum((max(timedelta(), min(end, to) - max(start, begin)) for begin, to in spans), timedelta())
