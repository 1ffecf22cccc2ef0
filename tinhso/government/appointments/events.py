"""What can happen to appointments and in queues. Codes, ids and minutes only; every event names its office."""

from datetime import date

from tinhso.events.definitions import Code, Event, event
from tinhso.government.appointments.domain.words import How, Way, Why


@event()
class OfficeOpened(Event):
    """An office has a queue from now on."""


@event()
class OfficeHoursChanged(Event):
    """How hours are booked, or what is added to the calendar's hours."""


@event()
class CounterSet(Event):
    """A counter was made, or serves other matters."""

    counter: int
    matters: int


@event()
class CounterRemoved(Event):
    counter: int


@event()
class CounterManned(Event):
    """Somebody sits down at a counter."""

    counter: int


@event()
class CounterLeft(Event):
    counter: int


@event()
class AppointmentBooked(Event):
    """`days`: how many days ahead."""

    office: int
    matter: Code
    way: Way
    days: int


@event()
class AppointmentMoved(Event):
    """Its holder took another hour (`why`: asked), or the office changed its hour or its place (closed)."""

    office: int
    matter: Code
    why: Why = Why.ASKED


@event()
class VisitorTold(Event):
    """An officer told a visitor themselves what the office changed."""

    office: int
    matter: Code


@event()
class AppointmentCancelled(Event):
    office: int
    matter: Code
    why: Why


@event()
class AppointmentMissed(Event):
    """Its day is over and nobody came."""

    office: int
    matter: Code


@event()
class NumberTaken(Event):
    """`group`: who goes first by law; empty for all others."""

    office: int
    matter: Code
    how: How
    group: Code


@event()
class NumberCalled(Event):
    """`waited`: minutes of reception since it was taken; `right`: whether that lay in the range that was told."""

    office: int
    matter: Code
    counter: int
    again: bool
    waited: int
    right: bool | None


@event()
class NumberServed(Event):
    """`took`: minutes at the counter."""

    office: int
    matter: Code
    took: int


@event()
class NumberMissed(Event):
    """It was called and nobody came."""

    office: int
    matter: Code


@event()
class NumberPutBack(Event):
    """It is called again after some others."""

    office: int
    matter: Code


@event()
class NumberSentOn(Event):
    """Another counter, or another matter."""

    office: int
    matter: Code
    counter: int


@event()
class QueueDayClosed(Event):
    """The day is counted. `unserved`: who still waited when it ended."""

    office: int
    day: date
    served: int
    unserved: int
