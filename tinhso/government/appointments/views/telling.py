"""How waiting and places in the line are put into words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tinhso.government.appointments.actions.estimating import line_of
from tinhso.government.appointments.domain.slots import Span, reached
from tinhso.government.appointments.domain.waiting import STEP, Wait
from tinhso.government.appointments.domain.words import Standing
from tinhso.government.appointments.models import Matter, Office, Ticket
from tinhso.kit.saying import say_clock


@dataclass(frozen=True, slots=True)
class Told:
    """A wait in words: how long, and how many come before. `late`: it may not end today."""

    length: str
    before: str
    late: bool = False


def told(wait: Wait, spans: Sequence[Span], *, at: datetime) -> Told:
    """A wait as a clerk would say it: a range in minutes, or in hours of the clock when a break lies between."""
    before = ngettext("%(count)s person before you", "%(count)s people before you", wait.people) % {
        "count": wait.people
    }
    if not wait.people:
        before = _("Nobody before you")
    if not wait.known:
        return Told(_not_known(spans, at), before)
    first, last = reached(spans, at, wait.low), reached(spans, at, wait.high)
    if last is None:
        return Told(_("Perhaps not today any more"), before, late=True)
    if first and (last - at).total_seconds() > (wait.high + STEP) * 60:
        return Told(_("about %(from)s to %(to)s o'clock") % {"from": say_clock(first), "to": say_clock(last)}, before)
    if not wait.low:
        return Told(_("less than %(minutes)s minutes") % {"minutes": wait.high}, before)
    return Told(_("about %(low)s–%(high)s minutes") % {"low": wait.low, "high": wait.high}, before)


def _not_known(spans: Sequence[Span], at: datetime) -> str:
    opens = next((start for start, _end in spans if start > at), None)
    if opens:
        return _("The counters open at %(hour)s") % {"hour": say_clock(opens)}
    return _("No counter is open for this at the moment")


def wait_told(ticket: Ticket, *, at: datetime) -> Told:
    """How long the holder of a number will still wait."""
    line = line_of(ticket.office, ticket.day)
    wait = line.wait_for(ticket.matter.code, counts_from=ticket.counts_from, pk=ticket.pk)
    return told(wait, ticket.office.reception(ticket.day), at=at)


def waits_told(office: Office, matters: Sequence[Matter], *, day: date, at: datetime) -> list[tuple[Matter, Told]]:
    """How long somebody would wait for each matter who comes now."""
    line, spans = line_of(office, day), office.reception(day)
    return [(matter, told(line.wait_for(matter.code, counts_from=at), spans, at=at)) for matter in matters]


def state_said(ticket: Ticket) -> str:
    """Where a number stands, in a sentence."""
    counter = ticket.counter.number if ticket.counter else 0
    return {
        Standing.WAITS: _("Your number has not been called yet."),
        Standing.CALLED: _("Please come to counter %(counter)s.") % {"counter": counter},
        Standing.SERVED: _("You have been served. Good-bye."),
        Standing.MISSED: _("Your number was called. Tell an officer that you are here."),
        Standing.UNSERVED: _("The day is over. Please come again, or book an hour."),
    }[Standing(ticket.state)]


def call_said(number: int, counter: int) -> str:
    """What is called out."""
    return _("Number %(number)s, please come to counter %(counter)s.") % {"number": number, "counter": counter}
