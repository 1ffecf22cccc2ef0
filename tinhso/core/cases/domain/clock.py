"""The legal clock: when a case is due, from its term, the moment it was received, its stops and its extension.

Law: the term runs from reception (`WorkingCalendar.received_at`: after 15:00 from the next working day); a term in days
ends with the last working session of its last day and, in plain days, on the next working day when that day is off
(article 148 of the Civil Code 2015); the time in which the applicant adds papers is left out (Decree 118/2025/NĐ-CP).
Everything is computed from the segments, so that a changed calendar gives the same answer as a clock that started anew.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum

from tinhso.core.calendar.domain import ONE_DAY, WorkingCalendar
from tinhso.core.cases.domain.definition import Span, Unit

_MICROSECONDS = Decimal(3_600_000_000)


class SpellKind(StrEnum):
    """What the clock did in a segment."""

    RUNNING = "running"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Segment:
    """A span in which the clock ran or stood. `until` is None in the last one."""

    kind: SpellKind
    since: datetime
    until: datetime | None = None


def due(
    calendar: WorkingCalendar,
    term: Span,
    *,
    since: datetime,
    segments: Iterable[Segment] = (),
    more: Span | None = None,
) -> datetime:
    """When a term ends that began with what came in at `since`; never before it began.

    segments   what the clock did: each stop that has ended moves the end by the time it took, in the unit of the term
    more       an extension, counted on from the end
    """
    begun = calendar.received_at(since)
    stops = [(max(start, begun), max(end, begun)) for start, end in _stops(segments)]
    if term.unit is Unit.DAYS:
        stood = sum((_days(calendar, *stop) for stop in stops), Decimal(0))
        end = after(calendar, begun, Span(term.unit, term.value + stood))
    else:
        end = after(calendar, begun, term)
        for stop in stops:
            end = _later(calendar, term.unit, end, *stop)
    return end if more is None or not more.value else after(calendar, end, more)


def after(calendar: WorkingCalendar, moment: datetime, term: Span) -> datetime:
    """The end of a term that begins with a moment which is already an office's: an extension, a step, an escalation."""
    if term.unit is Unit.WORKING_HOURS:
        return calendar.add_working_hours(moment, term.value)
    if term.unit is Unit.WORKING_DAYS:
        return calendar.add_working_days(moment, term.value)
    days = int(term.value) if term.unit is Unit.DAYS else 0
    return end_of_office(calendar, moment.astimezone(calendar.zone).date() + days * ONE_DAY)


def before(calendar: WorkingCalendar, moment: datetime, term: Span) -> datetime:
    """The moment that lies a term before another: when to remind."""
    return after(calendar, moment, Span(term.unit, -term.value))


def end_of_office(calendar: WorkingCalendar, day: date) -> datetime:
    """When the last session of a day ends, or of the next working day when that day is off."""
    noon = datetime.combine(day, time(0), tzinfo=calendar.zone)
    return calendar.add_working_days(noon, 0)


def _stops(segments: Iterable[Segment]) -> Iterator[tuple[datetime, datetime]]:
    for segment in segments:
        if segment.kind is SpellKind.STOPPED and segment.until is not None:
            yield segment.since, segment.until


def _later(calendar: WorkingCalendar, unit: Unit, end: datetime, since: datetime, until: datetime) -> datetime:
    """An end moved by the working days (halves) or the working time that a stop took."""
    if unit is Unit.WORKING_HOURS:
        stood = Decimal(calendar.working_time_between(since, until) // timedelta(microseconds=1)) / _MICROSECONDS
        return calendar.add_working_hours(end, stood) if stood else end
    first, last = since.astimezone(calendar.zone).date(), until.astimezone(calendar.zone).date()
    stood = calendar.working_days_between(first, last)
    return calendar.add_working_days(end, stood) if stood else end


def _days(calendar: WorkingCalendar, since: datetime, until: datetime) -> int:
    """Days of the almanac from one moment to another."""
    return (until.astimezone(calendar.zone).date() - since.astimezone(calendar.zone).date()).days
