"""Booking an hour, another hour instead, calling it off."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tinhso.core.accounts.models import Mandate
from tinhso.core.cases.actions.numbering import next_number
from tinhso.core.people.models import Person
from tinhso.events.definitions import Code, Event
from tinhso.events.log import record
from tinhso.government.appointments.actions.offices import SERVE, require_at
from tinhso.government.appointments.domain.slots import Hour, fits, starts
from tinhso.government.appointments.domain.words import TAKES_A_SEAT, Booked, Way, Why
from tinhso.government.appointments.events import AppointmentBooked, AppointmentCancelled, AppointmentMoved
from tinhso.government.appointments.models import Appointment, Group, Matter, Office
from tinhso.kit.actors import Actor, Channel
from tinhso.kit.refusals import NotYours, Refusal

SYSTEM = "appointments"
BY_OFFICER = (Way.PHONE, Way.COUNTER)
MOST_MISSED, REMEMBERED = 3, timedelta(days=60)
"""Who stayed away so often within that time takes a number at the office instead; an officer books for anyone."""
FROM_ONE_ADDRESS = 6
"""Hours that visitors may hold at one office from one address, which may have a village behind it."""
SOON = timedelta(minutes=15)
"""An hour that begins sooner is not booked any more: take a number."""


class Full(Refusal):
    sentence = _("Somebody else has just booked this hour. Choose another one.")
    field = "starts"


class NoSuchHour(Refusal):
    sentence = _("Nobody is received at this hour. Choose another one.")
    field = "starts"


class BookedAlready(Refusal):
    sentence = _("You have an appointment here for this already. You can change its hour.")


class MissedOften(Refusal):
    sentence = _("You could not come to your last three appointments. Come and take a number, whenever it suits you.")


class TooManyFromHere(Refusal):
    sentence = _("Many hours were booked from this device. Call us, or take a number at the office.")


class OverAlready(Refusal):
    sentence = _("This appointment is over, or was called off before.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """An hour that somebody wants.

    phone, language  of a visitor (E.164), in which they are told
    came_from        keyed hash of a visitor's address
    """

    office: Office
    matter: Matter
    starts: datetime
    way: Way
    person: Person | None = None
    group: Group | None = None
    phone: str = ""
    language: str = "vi"
    came_from: str = ""


@transaction.atomic
def book_appointment(wanted: Wanted, *, by: Actor, at: datetime) -> Appointment:
    """Book an hour. Raises NotYours, NoSuchHour, Full, BookedAlready, MissedOften, TooManyFromHere."""
    office = _locked(wanted.office)
    _refuse_stranger(wanted, office, by=by, at=at)
    _refuse_hour(office, wanted.starts, at=at)
    _refuse_flood(wanted, at=at)
    day = timezone.localdate(at)
    appointment = Appointment(
        ref=f"LH-{day:%y%m%d}-{next_number(f'appointment:{day:%m%d}', day.year):04}",
        office=office,
        matter=wanted.matter,
        group=wanted.group,
        person=wanted.person,
        came_from="" if wanted.person else wanted.came_from,
        language=wanted.language,
        starts_at=wanted.starts,
        seat=_free_seat(office, wanted.starts),
        way=wanted.way,
        booked_at=at,
    )
    appointment.keep_phone("" if wanted.person else wanted.phone)
    appointment.save()
    ahead = (timezone.localdate(wanted.starts) - day).days
    booked = AppointmentBooked(office=office.pk, matter=Code(wanted.matter.code), way=wanted.way, days=ahead)
    _note(appointment, booked, by, at)
    return appointment


@transaction.atomic
def move_appointment(
    appointment: Appointment, starts: datetime, *, slip: str = "", by: Actor, at: datetime
) -> Appointment:
    """Take another hour instead. `slip`: the secret of who holds it. Raises NotYours, OverAlready, NoSuchHour, Full."""
    office = _locked(appointment.office)
    appointment = _standing(appointment, slip=slip, by=by, at=at)
    if starts == appointment.starts_at:
        return appointment
    _refuse_hour(office, starts, at=at)
    appointment.seat, appointment.starts_at = _free_seat(office, starts), starts
    appointment.reminded_at = None
    appointment.save(update_fields=["seat", "starts_at", "reminded_at"])
    own = slip == appointment.token or _is_theirs(appointment.person_id, by, at=at)
    why = Why.ASKED if own else Why.CLOSED
    _note(appointment, AppointmentMoved(office=office.pk, matter=Code(appointment.matter.code), why=why), by, at)
    return appointment


@transaction.atomic
def cancel_appointment(
    appointment: Appointment, *, why: Why = Why.ASKED, slip: str = "", by: Actor, at: datetime
) -> Appointment:
    """Call it off; somebody else can have the hour. Raises NotYours, OverAlready."""
    _locked(appointment.office)
    appointment = _standing(appointment, slip=slip, by=by, at=at)
    appointment.state, appointment.why, appointment.ended_at = Booked.CANCELLED, why, at
    if why is Why.ASKED:
        appointment.sealed, appointment.untold_at = None, None
    appointment.save(update_fields=["state", "why", "ended_at", "sealed", "untold_at"])
    cancelled = AppointmentCancelled(office=appointment.office_id, matter=Code(appointment.matter.code), why=why)
    _note(appointment, cancelled, by, at)
    return appointment


def free_hours(office: Office, day: date, *, at: datetime) -> list[Hour]:
    """The hours of a day that can be booked, with how many places are left; full ones too."""
    if not _is_ahead(office, day, at):
        return []
    spans = office.bookable(day)
    if not spans:
        return []
    taken = Appointment.objects.seats_of(office, spans[0][0], spans[-1][1])
    return [
        Hour(start, max(0, office.per_slot - taken[start]))
        for start in starts(spans, office.slot_minutes)
        if start >= at + SOON
    ]


def days_ahead(office: Office, *, at: datetime) -> list[date]:
    """The days of an office that can be booked: those on which it receives anyone."""
    today = timezone.localdate(at)
    days = (today + timedelta(days=ahead) for ahead in range(office.days_ahead + 1))
    return [day for day in days if office.bookable(day)]


def _locked(office: Office) -> Office:
    """The office, locked: one books after the other. The constraint on seats holds whatever else happens."""
    rows = Office.objects.select_for_update(of=("self",)).select_related("organisation__place")
    return rows.get(pk=office.pk)


def _standing(appointment: Appointment, *, slip: str, by: Actor, at: datetime) -> Appointment:
    rows = Appointment.objects.select_for_update(of=("self",)).select_related("office__organisation__place", "matter")
    appointment = rows.get(pk=appointment.pk)
    if slip != appointment.token and not _is_theirs(appointment.person_id, by, at=at):
        require_at(appointment.office, by, SERVE, at=at)
    if not appointment.holds:
        raise OverAlready
    return appointment


def _refuse_stranger(wanted: Wanted, office: Office, *, by: Actor, at: datetime) -> None:
    """An officer of the office books for anyone, a person for themselves, a helper with a mandate, a visitor for
    nobody who is named."""
    if wanted.way in BY_OFFICER:
        require_at(office, by, SERVE, at=at)
    elif wanted.person and not _is_theirs(wanted.person.uuid, by, at=at):
        raise NotYours


def _is_theirs(person: object, by: Actor, *, at: datetime) -> bool:
    if by.account is None and by.channel is Channel.SYSTEM:
        return True
    if person is None:
        return False
    if by.for_person is not None:
        return by.for_person == person and bool(Mandate.objects.allowing(by, SYSTEM, at=at))
    return by.person == person


def _refuse_hour(office: Office, start: datetime, *, at: datetime) -> None:
    if office.closed_at or not at + SOON <= start <= at + timedelta(days=office.days_ahead + 1):
        raise NoSuchHour
    day = timezone.localdate(start)
    spans = office.bookable(day)
    listed = start in starts(spans, office.slot_minutes) and fits(spans, start, office.slot_minutes)
    if not listed or not _is_ahead(office, day, at):
        raise NoSuchHour


def _is_ahead(office: Office, day: date, at: datetime) -> bool:
    return 0 <= (day - timezone.localdate(at)).days <= office.days_ahead


def _refuse_flood(wanted: Wanted, *, at: datetime) -> None:
    here = Appointment.objects.holding().filter(office=wanted.office)
    if wanted.person:
        if here.of_person(wanted.person.uuid).filter(matter=wanted.matter).exists():
            raise BookedAlready
        own = wanted.way not in BY_OFFICER
        if own and Appointment.objects.missed_since(wanted.person.uuid, at - REMEMBERED) >= MOST_MISSED:
            raise MissedOften
    elif wanted.came_from and here.filter(came_from=wanted.came_from).count() >= FROM_ONE_ADDRESS:
        raise TooManyFromHere


def _free_seat(office: Office, start: datetime, *, beyond: bool = False) -> int:
    """The first free seat of an hour; `beyond`: one more than there are, for who lost theirs. Raises Full."""
    taken = set(
        Appointment.objects.filter(office=office, starts_at=start, state__in=TAKES_A_SEAT).values_list(
            "seat", flat=True
        )
    )
    seat = next(seat for seat in range(len(taken) + 1) if seat not in taken)
    if seat >= office.per_slot and not beyond:
        raise Full
    return seat


def take_over(appointment: Appointment, office: Office, *, by: Actor, at: datetime) -> Appointment:
    """Another office has taken over: the hour stays, and nobody loses theirs. Part of `changes`."""
    appointment.seat = _free_seat(office, appointment.starts_at, beyond=True)
    appointment.office = office
    appointment.save(update_fields=["office", "seat"])
    moved = AppointmentMoved(office=office.pk, matter=Code(appointment.matter.code), why=Why.CLOSED)
    _note(appointment, moved, by, at)
    return appointment


def _note(appointment: Appointment, event: Event, by: Actor, at: datetime) -> None:
    record(event, about=appointment, by=by, at=at, place=appointment.office.place)
