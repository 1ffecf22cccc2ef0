"""Taking a number: as a walk-in, or with an appointment."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tinhso.core.cases.actions.numbering import next_number
from tinhso.core.people.models import Person
from tinhso.events.definitions import Code
from tinhso.events.log import record
from tinhso.government.appointments.actions.estimating import line_of
from tinhso.government.appointments.actions.offices import SERVE, require_at
from tinhso.government.appointments.actions.queueing import locked_day, turned
from tinhso.government.appointments.domain.order import counts_from
from tinhso.government.appointments.domain.words import Booked, How
from tinhso.government.appointments.events import NumberTaken
from tinhso.government.appointments.models import Appointment, Group, Matter, Office, QueueDay, Ticket
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import Refusal

EARLY = timedelta(hours=1)
"""From how long before opening numbers are given to those who wait at the door."""


class Closed(Refusal):
    """Nobody is received now, and nobody will be today."""

    sentence = _("The office is closed now. Book an hour for another day.")


class NotToday(Refusal):
    sentence = _("This appointment is for another day, or was used already.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """Who takes a number and for what. `how`: a kiosk asks nobody, an officer must be one of the office."""

    office: Office
    matter: Matter
    how: How
    group: Group | None = None
    person: Person | None = None
    appointment: Appointment | None = None


@transaction.atomic
def take_number(wish: Taken, *, by: Actor, at: datetime) -> Ticket:
    """Give the next number of the day, and tell how long it may take. Raises NotYours, Closed."""
    if wish.how is How.OFFICER:
        require_at(wish.office, by, SERVE, at=at)
    queue = locked_day(wish.office, at)
    _refuse_closed(wish.office, queue, at)
    return _given(wish, queue, by=by, at=at)


@transaction.atomic
def come(appointment: Appointment, *, by: Actor, at: datetime) -> Ticket:
    """Who booked an hour is here: they get a number that counts from before that hour. Raises NotToday, Closed."""
    office = Office.objects.select_related("organisation__place").get(pk=appointment.office_id)
    queue = locked_day(office, at)
    rows = Appointment.objects.select_for_update(of=("self",)).select_related("matter", "group", "person")
    appointment = rows.get(pk=appointment.pk)
    if not appointment.holds or timezone.localdate(appointment.starts_at) != queue.day:
        raise NotToday
    _refuse_closed(office, queue, at)

    appointment.state, appointment.ended_at = Booked.CAME, at
    appointment.save(update_fields=["state", "ended_at"])
    wish = Taken(
        office=office,
        matter=appointment.matter,
        how=How.BOOKED,
        group=appointment.group,
        person=appointment.person,
        appointment=appointment,
    )
    return _given(wish, queue, by=by, at=at)


def appointment_here(office: Office, typed: str, *, at: datetime) -> Appointment | None:
    """Today's appointment of an office by the last four digits of its code, as one types them at the kiosk."""
    digits = "".join(sign for sign in typed if sign.isdigit())[-4:]
    start, end = _today(at)
    rows = Appointment.objects.holding().filter(office=office, starts_at__gte=start, starts_at__lt=end)
    return rows.filter(ref__endswith=f"-{digits}").order_by("starts_at").first() if len(digits) == 4 else None


def _given(wish: Taken, queue: QueueDay, *, by: Actor, at: datetime) -> Ticket:
    queue.last += 1
    turned(queue)
    counts = _counts_from(wish, at)
    wait = line_of(wish.office, queue.day).wait_for(wish.matter.code, counts_from=counts)
    ticket = Ticket.objects.create(
        ref=f"ST-{queue.day:%y%m%d}-{next_number(f'ticket:{queue.day:%m%d}', queue.day.year):04}",
        office=wish.office,
        day=queue.day,
        number=queue.last,
        matter=wish.matter,
        group=wish.group,
        person=wish.person,
        appointment=wish.appointment,
        how=wish.how,
        taken_at=at,
        counts_from=counts,
        told_low=wait.low if wait.known else None,
        told_high=wait.high if wait.known else None,
    )
    group = Code(wish.group.code if wish.group else "")
    taken = NumberTaken(office=wish.office.pk, matter=Code(wish.matter.code), how=wish.how, group=group)
    record(taken, about=ticket, by=by, at=at, place=wish.office.place)
    return ticket


def _counts_from(wish: Taken, at: datetime) -> datetime:
    return counts_from(
        at,
        booked=wish.appointment.starts_at if wish.appointment else None,
        booked_first=timedelta(minutes=wish.office.booked_first),
        grace=timedelta(minutes=wish.office.grace),
        group_first=timedelta(minutes=wish.group.first if wish.group else 0),
    )


def _refuse_closed(office: Office, queue: QueueDay, at: datetime) -> None:
    spans = office.reception(queue.day)
    if queue.closed_at or not spans or not spans[0][0] - EARLY <= at < spans[-1][1]:
        raise Closed


def _today(at: datetime) -> tuple[datetime, datetime]:
    start = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    return start, start + timedelta(days=1)
