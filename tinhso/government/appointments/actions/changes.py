"""What follows when days, offices and people change: nobody stands before a closed door, nobody loses an hour."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from tinhso.core.organisations.models import Organisation
from tinhso.events.definitions import Code
from tinhso.events.log import record
from tinhso.government.appointments.actions.booking import OverAlready, cancel_appointment, take_over
from tinhso.government.appointments.domain.slots import is_open
from tinhso.government.appointments.domain.words import Why
from tinhso.government.appointments.events import AppointmentMoved
from tinhso.government.appointments.models import Appointment, AppointmentQuerySet, Office, Opening, Sitting, Ticket
from tinhso.kit.actors import Actor


def call_off_closed(*, day: date | None = None, office: Office | None = None, by: Actor, at: datetime) -> int:
    """Call off what lies at hours when nobody is received any more; says how many.

    day, office  only what lies on that day, or at that office
    """
    rows = _of_office(office, at) if office else _ahead(at)
    if day is not None:
        rows = rows.filter(starts_at__date=day)
    return _called_off((one for one in rows if not _is_received(one)), by=by, at=at)


@transaction.atomic
def office_taken_over(*, old: UUID, new: UUID, by: Actor, at: datetime) -> None:
    """An office was taken over by another: its queue too. Where that one has a queue, appointments keep their hour.

    Who stands in the old queue today is served there.
    """
    office = Office.objects.select_for_update().filter(organisation__uuid=old).first()
    if office is None:
        return
    successor = Organisation.objects.get(uuid=new)
    there = Office.objects.select_for_update().select_related("organisation").filter(organisation=successor).first()
    if there is None:
        office.organisation = successor
        office.save(update_fields=["organisation"])
        tell_moved(_of_office(office, at), by=by, at=at)
        call_off_closed(office=office, by=by, at=at)
        return
    for opening in Opening.objects.filter(office=office, ends_at__gt=at):
        Opening.objects.get_or_create(
            office=there, starts_at=opening.starts_at, defaults={"ends_at": opening.ends_at, "why": opening.why}
        )
    for appointment in _of_office(office, at):
        _hand_over(appointment, there, by=by, at=at)
    call_off_closed(office=there, by=by, at=at)
    _close(office, at)


@transaction.atomic
def office_ended(organisation: UUID, *, by: Actor, at: datetime) -> None:
    """An office ended and nobody took over: nobody is received there any more."""
    office = Office.objects.select_for_update().filter(organisation__uuid=organisation).first()
    if office:
        _called_off(_of_office(office, at), by=by, at=at)
        _close(office, at)


def office_moved(organisation: UUID, *, by: Actor, at: datetime) -> None:
    """An office is at another place now: whoever has an appointment is told, and other holidays may hold there."""
    office = Office.objects.filter(organisation__uuid=organisation).first()
    if office:
        tell_moved(_of_office(office, at), by=by, at=at)
        call_off_closed(office=office, by=by, at=at)


def tell_moved(appointments: Iterable[Appointment], *, by: Actor, at: datetime) -> None:
    """Note that appointments are somewhere else now; their holders are told by the reaction to it."""
    for one in appointments:
        moved = AppointmentMoved(office=one.office_id, matter=Code(one.matter.code), why=Why.CLOSED)
        record(moved, about=one, by=by, at=at, place=one.office.place)


@transaction.atomic
def forget_visitor(person: UUID, *, by: Actor, at: datetime) -> None:
    """Who had an appointment or a number is forgotten; hours they booked are free for others, the counts stay."""
    for appointment in Appointment.objects.of_person(person).holding().filter(starts_at__gt=at):
        with suppress(OverAlready):
            cancel_appointment(appointment, by=by, at=at)
    Appointment.objects.of_person(person).update(person=None)
    Ticket.objects.of_person(person).update(person=None)


def _hand_over(appointment: Appointment, office: Office, *, by: Actor, at: datetime) -> None:
    """The hour goes along; who has one there for the same matter already keeps that one."""
    here = Appointment.objects.holding().filter(office=office, matter=appointment.matter)
    if appointment.person_id and here.filter(person__uuid=appointment.person_id).exists():
        cancel_appointment(appointment, why=Why.CLOSED, by=by, at=at)
    else:
        take_over(appointment, office, by=by, at=at)


def _close(office: Office, at: datetime) -> None:
    """No hour is booked there any more; who sits at its counters serves the day to its end."""
    Sitting.objects.filter(counter__office=office, until=None).exclude(day=timezone.localdate(at)).update(until=at)
    office.closed_at = office.closed_at or at
    office.save(update_fields=["closed_at"])


def _called_off(appointments: Iterable[Appointment], *, by: Actor, at: datetime) -> int:
    closed = list(appointments)
    for appointment in closed:
        with suppress(OverAlready):
            cancel_appointment(appointment, why=Why.CLOSED, by=by, at=at)
    return len(closed)


def _ahead(at: datetime) -> AppointmentQuerySet:
    rows = Appointment.objects.holding().filter(starts_at__gt=at).order_by("starts_at", "seat")
    return rows.select_related("office__organisation__place", "matter")


def _of_office(office: Office, at: datetime) -> AppointmentQuerySet:
    return _ahead(at).filter(office=office)


def _is_received(appointment: Appointment) -> bool:
    """Whether the office is open when it begins; how long a bookable hour is may have changed since."""
    spans = appointment.office.reception(timezone.localdate(appointment.starts_at))
    return is_open(spans, appointment.starts_at)
