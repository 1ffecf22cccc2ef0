"""What can happen to the working calendar. Clocks that run over a changed day react to these."""

from datetime import date

from tinhso.core.calendar.domain import DayKind
from tinhso.events.definitions import Event, event


@event()
class CalendarLoaded(Event):
    """The days that come with the product were entered."""

    days: int


@event()
class WorkingDayChanged(Event):
    """A day became a day off, a working day or half a day, for everyone or for a place and all below it."""

    day: date
    kind: DayKind
    place: int | None


@event()
class WorkingDayCleared(Event):
    """A day follows the week again."""

    day: date
    place: int | None


@event()
class OpeningHoursChanged(Event):
    """The hours of work, or the time after which reception counts from the next day, changed."""

    place: int | None
