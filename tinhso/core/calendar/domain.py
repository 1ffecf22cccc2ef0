"""Counting in working days and hours. Pure: the days and hours are given, and so is the moment.

Law: state offices work 40 hours in five days (Decision 188/1999/QĐ-TTg); public holidays are those of article 112
of the Labour Code 2019; a term in days does not count the day on which it begins (article 147 of the Civil Code 2015);
what is received after 15:00 is begun on the next working day (rules of the one-stop service).

A working day has two sessions, morning and afternoon; half a day has the morning only. One working day of a term is two
sessions, so that half a day counts as half, and a term ends when its last session ends.
"""

from calendar import Calendar
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from zoneinfo import ZoneInfo

ONE_DAY = timedelta(days=1)
VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
SATURDAY = 5
LONGEST_TERM = 5000
LONGEST_CLOSURE = 400


class DayKind(StrEnum):
    """What a day is: nobody works, all work, work until noon."""

    OFF = "off"
    WORK = "work"
    HALF = "half"


class TermTooLongError(ValueError):
    """A term has more than 5,000 working days, or the offices are closed for more than 400 days on end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hours:
    """The hours of an office. Reception after `reception_until` counts from the next working day."""

    morning: tuple[time, time] = (time(7, 30), time(11, 30))
    afternoon: tuple[time, time] = (time(13, 30), time(17, 0))
    reception_until: time = time(15, 0)

    def __post_init__(self) -> None:
        edges = (*self.morning, *self.afternoon)
        if sorted(set(edges)) != list(edges):
            raise ValueError("the hours of a day must follow each other")


Session = tuple[datetime, datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingCalendar:
    """The days and hours on which work counts, for one place.

    days    what differs from the week (Monday to Friday work)
    until   the last day that someone has looked at; later days follow the plain week
    zone    the place's time zone; moments may come in any zone, answers are in this one
    """

    days: Mapping[date, DayKind]
    hours: Hours = Hours()
    until: date | None = None
    zone: ZoneInfo = VIETNAM

    def kind(self, day: date) -> DayKind:
        """What a day is."""
        return self.days.get(day, DayKind.OFF if day.weekday() >= SATURDAY else DayKind.WORK)

    def is_working_day(self, day: date) -> bool:
        """Whether the office opens at all."""
        return self.kind(day) is not DayKind.OFF

    def sessions(self, day: date) -> tuple[Session, ...]:
        """The sessions of a day, as moments."""
        kind = self.kind(day)
        if kind is DayKind.OFF:
            return ()
        spans = (self.hours.morning,) if kind is DayKind.HALF else (self.hours.morning, self.hours.afternoon)
        return tuple((self._at(day, start), self._at(day, end)) for start, end in spans)

    def is_open(self, moment: datetime) -> bool:
        """Whether work counts at a moment."""
        local = moment.astimezone(self.zone)
        return any(start <= local < end for start, end in self.sessions(local.date()))

    def received_at(self, moment: datetime) -> datetime:
        """When the clock starts for what came in at a moment: then, or when the office next opens.

        What comes after the last hour of reception starts when the next working day opens.
        """
        local = moment.astimezone(self.zone)
        if local.time() > self.hours.reception_until:
            return self._opening_after(local.date())
        for start, end in self.sessions(local.date()):
            if local < end:
                return max(local, start)
        return self._opening_after(local.date())

    def due_after_days(self, moment: datetime, days: Decimal | int) -> datetime:
        """When a term of working days ends for what came in at a moment: see `received_at`, `add_working_days`."""
        return self.add_working_days(self.received_at(moment), days)

    def due_after_hours(self, moment: datetime, hours: Decimal | int) -> datetime:
        """When a term of working hours ends for what came in at a moment."""
        return self.add_working_hours(self.received_at(moment), hours)

    def add_working_days(self, moment: datetime, days: Decimal | int) -> datetime:
        """The end of the last session of a term that begins on the day of the moment, which itself does not count.

        `days` may be negative and go by halves; 0 is the end of that day's work, or of the next day that has any.
        Raises ValueError for other fractions, TermTooLongError.
        """
        sessions = Decimal(days) * 2
        if sessions != int(sessions):
            raise ValueError("a term is counted in half days")
        return self.end_of(self.session_after(moment.astimezone(self.zone).date(), int(sessions)))

    def session_after(self, day: date, count: int) -> tuple[date, int]:
        """The session (day, 0 or 1) reached by counting `count` sessions from the last one of a day."""
        steps = self._days_from(day, 1 if count >= 0 else -1)
        here = next(steps)
        position, left = len(self.sessions(here)) - 1, abs(count)
        if count < 0 and here != day:
            left -= 1
        while left:
            room = len(self.sessions(here)) - 1 - position if count > 0 else position
            if room >= left:
                return here, position + (left if count > 0 else -left)
            left -= room + 1
            here = next(steps)
            position = 0 if count > 0 else len(self.sessions(here)) - 1
        return here, position

    def end_of(self, session: tuple[date, int]) -> datetime:
        """When a session ends."""
        day, position = session
        return self.sessions(day)[position][1]

    def add_working_hours(self, moment: datetime, hours: Decimal | int) -> datetime:
        """The moment at which so many working hours have passed; negative hours go back.

        Forward it never lands before the office opens, back never after it closes. Raises TermTooLongError.
        """
        left = timedelta(seconds=float(Decimal(hours) * 3600))
        if left < timedelta(0):
            return self._back(moment.astimezone(self.zone), -left)
        return self._forward(moment.astimezone(self.zone), left)

    def working_time_between(self, start: datetime, end: datetime) -> timedelta:
        """How much working time lies between two moments; negative when the end comes first."""
        if end < start:
            return -self.working_time_between(end, start)
        first, last = start.astimezone(self.zone), end.astimezone(self.zone)
        total, day = timedelta(0), first.date()
        while day <= last.date():
            for opens, closes in self.sessions(day):
                total += max(timedelta(0), min(closes, last) - max(opens, first))
            day += ONE_DAY
        return total

    def working_days_between(self, start: date, end: date) -> Decimal:
        """Working days after `start` up to and with `end`, half days as halves; negative when the end comes first."""
        if end < start:
            return -self.working_days_between(end, start)
        days = ((start + timedelta(days=step)) for step in range(1, (end - start).days + 1))
        return Decimal(sum(len(self.sessions(day)) for day in days)) / 2

    def _forward(self, moment: datetime, left: timedelta) -> datetime:
        for start, end in self._sessions_from(moment.date(), 1):
            begin = max(start, moment)
            if begin < end and end - begin >= left:
                return begin + left
            left -= max(timedelta(0), end - begin)
        raise TermTooLongError

    def _back(self, moment: datetime, left: timedelta) -> datetime:
        for start, end in self._sessions_from(moment.date(), -1):
            finish = min(end, moment)
            if finish > start and finish - start >= left:
                return finish - left
            left -= max(timedelta(0), finish - start)
        raise TermTooLongError

    def _sessions_from(self, day: date, step: int) -> Iterator[Session]:
        for here in self._days_from(day, step):
            yield from self.sessions(here)[::step]

    def _days_from(self, day: date, step: int) -> Iterator[date]:
        """The working days from a day on, itself included. Raises TermTooLongError."""
        found, closed = 0, 0
        while found <= LONGEST_TERM and closed <= LONGEST_CLOSURE:
            if self.is_working_day(day):
                found, closed = found + 1, 0
                yield day
            else:
                closed += 1
            day += step * ONE_DAY
        raise TermTooLongError

    def _opening_after(self, day: date) -> datetime:
        return self.sessions(next(self._days_from(day + ONE_DAY, 1)))[0][0]

    def _at(self, day: date, clock: time) -> datetime:
        return datetime.combine(day, clock, tzinfo=self.zone)


def layered(layers: list[Mapping[date, DayKind]]) -> dict[date, DayKind]:
    """Days of a place: those of the whole country, then of its province, then its own; the nearer one decides."""
    days: dict[date, DayKind] = {}
    for layer in layers:
        days |= layer
    return days


def month_sheet(calendar: WorkingCalendar, year: int, month: int) -> list[list[tuple[date, DayKind] | None]]:
    """The weeks of a month, Monday first, as one prints them; None fills the days of other months."""
    weeks = Calendar().monthdatescalendar(year, month)
    return [[(day, calendar.kind(day)) if day.month == month else None for day in week] for week in weeks]
