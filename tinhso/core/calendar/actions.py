"""Changing the working calendar: a day, the opening hours. Tết moved is a few lines of data."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tinhso.core.calendar.domain import DayKind, Hours
from tinhso.core.calendar.events import CalendarLoaded, OpeningHoursChanged, WorkingDayChanged, WorkingDayCleared
from tinhso.core.calendar.models import Day, OpeningHours, Version
from tinhso.events.log import record
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import Refusal


class NothingChanges(Refusal):
    sentence = _("This day is entered like that already.")
    field = "date"


class SameDay(Refusal):
    sentence = _("Choose two different days.")
    field = "work_on"


class HoursOverlap(Refusal):
    sentence = _("Each time must come after the one before it. Check morning and afternoon.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A day as a table or a person gives it."""

    day: date
    kind: DayKind
    note: str
    source: str = ""
    place: int | None = None


@transaction.atomic
def load_days(entries: Iterable[Entry], *, by: Actor, at: datetime) -> int:
    """Enter days that nobody has entered yet; those that a person changed stay as they are. Says how many are new."""
    known = set(Day.objects.values_list("date", "place"))
    rows = [_row(entry) for entry in entries if (entry.day, entry.place) not in known]
    if not rows:
        return 0
    Day.objects.bulk_create(rows)
    Version.renew()
    record(CalendarLoaded(days=len(rows)), about=rows[0], by=by, at=at)
    return len(rows)


@transaction.atomic
def change_day(entry: Entry, *, by: Actor, at: datetime) -> Day:
    """Make a day off, a working day or half a day, for the country or for a place and all below it.

    Raises NothingChanges when it is entered like that already.
    """
    day = Day.objects.select_for_update().filter(date=entry.day, place=entry.place).first() or _row(entry)
    if day.pk and (day.kind, day.note, day.source) == (entry.kind, entry.note, entry.source):
        raise NothingChanges
    day.kind, day.note, day.source = entry.kind.value, entry.note, entry.source
    day.save()
    Version.renew()
    changed = WorkingDayChanged(day=entry.day, kind=entry.kind, place=entry.place)
    record(changed, about=day, by=by, at=at, place=entry.place)
    return day


@transaction.atomic
def swap_days(
    *, off_on: date, work_on: date, note: str, source: str, place: int | None, by: Actor, at: datetime
) -> tuple[Day, Day]:
    """Give a day off and make it up on another, as the Prime Minister does around holidays. Raises SameDay."""
    if off_on == work_on:
        raise SameDay
    off = Entry(day=off_on, kind=DayKind.OFF, note=note, source=source, place=place)
    work = Entry(day=work_on, kind=DayKind.WORK, note=note, source=source, place=place)
    return change_day(off, by=by, at=at), change_day(work, by=by, at=at)


@transaction.atomic
def clear_day(day: Day, *, by: Actor, at: datetime) -> None:
    """Let a day follow the week, or the wider calendar, again."""
    day = Day.objects.select_for_update().get(pk=day.pk)
    record(WorkingDayCleared(day=day.date, place=day.place), about=day, by=by, at=at, place=day.place)
    day.delete()
    Version.renew()


@transaction.atomic
def change_hours(hours: Hours, *, place: int | None, by: Actor, at: datetime) -> OpeningHours:
    """Set the opening hours of the country's offices, or of those of a place and all below it."""
    row = OpeningHours.objects.select_for_update().filter(place=place).first() or OpeningHours(place=place)
    row.morning_from, row.morning_to = hours.morning
    row.afternoon_from, row.afternoon_to = hours.afternoon
    row.reception_until = hours.reception_until
    row.save()
    Version.renew()
    record(OpeningHoursChanged(place=place), about=row, by=by, at=at, place=place)
    return row


def _row(entry: Entry) -> Day:
    return Day(date=entry.day, kind=entry.kind.value, note=entry.note, source=entry.source, place=entry.place)
