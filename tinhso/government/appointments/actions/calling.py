"""Calling numbers: the next one, once more, nobody came, later, to another counter, done.

Every change locks the day of the queue first, so that two officers who call at the same moment call two people.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tinhso.events.definitions import Code, Event
from tinhso.events.log import record
from tinhso.government.appointments.actions.offices import SERVE, require_at
from tinhso.government.appointments.actions.queueing import NotNow, locked_day, locked_ticket, turned
from tinhso.government.appointments.domain.order import behind
from tinhso.government.appointments.domain.slots import passed
from tinhso.government.appointments.domain.waiting import is_plausible, remembered
from tinhso.government.appointments.domain.words import Standing
from tinhso.government.appointments.events import (
    NumberCalled,
    NumberMissed,
    NumberPutBack,
    NumberSentOn,
    NumberServed,
)
from tinhso.government.appointments.models import Counter, Matter, PaceKept, Sitting, Ticket
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import Refusal

MINUTE = 60


class NotSeated(Refusal):
    sentence = _("Sit down at a counter first.")


class SomebodyStands(Refusal):
    sentence = _("Somebody was called to your counter already. Say what became of them first.")


class NoSuchCounter(Refusal):
    sentence = _("Choose another counter or another matter.")
    field = "to"


@transaction.atomic
def call_next(counter: Counter, *, done: UUID | None = None, by: Actor, at: datetime) -> Ticket | None:
    """Call who comes next to a counter; None: nobody waits.

    done  the number with which the counter has just finished. Sent twice it is done once, and the second time nobody
          else is called.

    Raises NotYours, NotSeated, SomebodyStands.
    """
    queue = locked_day(counter.office, at)
    require_at(counter.office, by, SERVE, at=at)
    _refuse_standing(counter, by, at)
    here = Ticket.objects.called(counter.office_id, queue.day).filter(counter=counter).first()
    if here and done != here.uuid:
        if done is None:
            raise SomebodyStands
        return here
    if here:
        _serve(here, by=by, at=at)
    found = (
        Ticket.objects.for_counter(counter, counter.serves, queue.day)
        .select_related("office__organisation", "matter")
        .first()
    )
    if found is None and here is None:
        return None
    turned(queue)
    return _called(found, counter, by=by, at=at) if found else None


@transaction.atomic
def call_again(ticket: Ticket, *, by: Actor, at: datetime) -> Ticket:
    """Call the same number once more. Raises NotYours, NotNow."""
    ticket = _standing(ticket, by, at)
    if ticket.counter is None:
        raise NotNow
    return _called(ticket, ticket.counter, by=by, at=at)


@transaction.atomic
def serve(ticket: Ticket, *, by: Actor, at: datetime) -> Ticket:
    """They were served; how long it took is remembered. Raises NotYours, NotNow."""
    ticket = _standing(ticket, by, at)
    _serve(ticket, by=by, at=at)
    return ticket


@transaction.atomic
def miss(ticket: Ticket, *, by: Actor, at: datetime) -> Ticket:
    """Nobody came. Who comes back on the same day is put back into the line. Raises NotYours, NotNow."""
    ticket = _standing(ticket, by, at)
    ticket.state, ticket.ended_at = Standing.MISSED, at
    ticket.save(update_fields=["state", "ended_at"])
    _note(ticket, NumberMissed(office=ticket.office_id, matter=Code(ticket.matter.code)), by, at)
    return ticket


@transaction.atomic
def put_back(ticket: Ticket, *, by: Actor, at: datetime) -> Ticket:
    """Call them again after a few others: they stepped out, or came back after they were missed.

    Raises NotYours, NotNow.
    """
    ticket = locked_ticket(ticket)
    require_at(ticket.office, by, SERVE, at=at)
    if ticket.state not in (Standing.CALLED, Standing.MISSED):
        raise NotNow
    line = list(Ticket.objects.waiting(ticket.office_id, ticket.day).values_list("counts_from", flat=True))
    ticket.counts_from = behind(line, at=at)
    _wait_again(ticket)
    _note(ticket, NumberPutBack(office=ticket.office_id, matter=Code(ticket.matter.code)), by, at)
    return ticket


@transaction.atomic
def send_on(
    ticket: Ticket, *, counter: Counter | None = None, matter: Matter | None = None, by: Actor, at: datetime
) -> Ticket:
    """Send someone to another counter, or with another matter to whoever serves it; they keep their place in the line.

    Raises NotYours, NotNow, NoSuchCounter.
    """
    ticket = _standing(ticket, by, at)
    if (counter is None and matter is None) or (counter and _is_elsewhere(counter, ticket)):
        raise NoSuchCounter
    ticket.sent_to, ticket.matter = counter, matter or ticket.matter
    _wait_again(ticket)
    sent = NumberSentOn(
        office=ticket.office_id, matter=Code(ticket.matter.code), counter=counter.number if counter else 0
    )
    _note(ticket, sent, by, at)
    return ticket


def _standing(ticket: Ticket, by: Actor, at: datetime) -> Ticket:
    """A number that was called, with its day locked. Raises NotYours, NotNow."""
    ticket = locked_ticket(ticket)
    require_at(ticket.office, by, SERVE, at=at)
    if not ticket.is_called:
        raise NotNow
    return ticket


def _refuse_standing(counter: Counter, by: Actor, at: datetime) -> None:
    here = Sitting.objects.open_on(timezone.localdate(at)).filter(counter=counter, account=by.account)
    if not here.exists():
        raise NotSeated


def _is_elsewhere(counter: Counter, ticket: Ticket) -> bool:
    return counter.office_id != ticket.office_id or counter.pk == ticket.counter_id or bool(counter.closed_at)


def _called(ticket: Ticket, counter: Counter, *, by: Actor, at: datetime) -> Ticket:
    again = ticket.waited is not None
    if ticket.waited is None:
        ticket.waited = round(_minutes_waited(ticket, counter, at))
    ticket.state, ticket.counter, ticket.called_at = Standing.CALLED, counter, at
    ticket.calls += 1
    ticket.save(update_fields=["state", "counter", "called_at", "calls", "waited"])
    called = NumberCalled(
        office=ticket.office_id,
        matter=Code(ticket.matter.code),
        counter=counter.number,
        again=again,
        waited=ticket.waited,
        right=None if again else ticket.told_right,
    )
    _note(ticket, called, by, at)
    return ticket


def _minutes_waited(ticket: Ticket, counter: Counter, at: datetime) -> float:
    """Minutes of reception since it was taken: the noon break is nobody's waiting at a counter."""
    return passed(counter.office.reception(ticket.day), ticket.taken_at, at).total_seconds() / MINUTE


def _serve(ticket: Ticket, *, by: Actor, at: datetime) -> None:
    seconds = (at - ticket.called_at).total_seconds() if ticket.called_at else 0
    ticket.state, ticket.ended_at = Standing.SERVED, at
    ticket.save(update_fields=["state", "ended_at"])
    if is_plausible(seconds):
        _remember(ticket, int(seconds))
    served = NumberServed(office=ticket.office_id, matter=Code(ticket.matter.code), took=round(seconds / MINUTE))
    _note(ticket, served, by, at)


def _remember(ticket: Ticket, seconds: int) -> None:
    kept, _new = PaceKept.objects.get_or_create(office=ticket.office, matter=ticket.matter)
    kept.seconds = remembered(kept.seconds, seconds)
    kept.save(update_fields=["seconds"])


def _wait_again(ticket: Ticket) -> None:
    ticket.state, ticket.counter, ticket.ended_at = Standing.WAITS, None, None
    ticket.save(update_fields=["state", "counter", "ended_at", "counts_from", "sent_to", "matter"])


def _note(ticket: Ticket, event: Event, by: Actor, at: datetime) -> None:
    record(event, about=ticket, by=by, at=at, place=ticket.office.place)
