"""Hours and queues for machines: what is free, book, take another hour, call off; a queue now; a number for a kiosk.

The same actions as the pages, and the same limits: a visitor's address holds so many hours, a kiosk shows its key.
"""

from datetime import date, datetime
from typing import Annotated, Self
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Header, Query, Router, Schema, Status
from pydantic import AwareDatetime, Field

from tinhso.core.accounts.models.mandates import for_whom_in
from tinhso.core.cases.domain.slips import same
from tinhso.core.people.domain.phones import read_phone
from tinhso.core.people.models import Person
from tinhso.government.appointments.actions.booking import (
    SYSTEM,
    Wanted,
    book_appointment,
    cancel_appointment,
    days_ahead,
    free_hours,
    move_appointment,
)
from tinhso.government.appointments.actions.estimating import line_of
from tinhso.government.appointments.actions.offices import SERVE
from tinhso.government.appointments.actions.taking import Taken, take_number
from tinhso.government.appointments.domain.waiting import Wait
from tinhso.government.appointments.domain.words import Booked, How, Standing, Way
from tinhso.government.appointments.models import Appointment, Group, Matter, Office, Ticket
from tinhso.government.appointments.models.slips import address_mark, kiosk_key, opened_by
from tinhso.kit.doors import Request, open_to_all, signed_in
from tinhso.kit.refusals import NotYours

router = Router(tags=["appointments"])
MOST = 100
NEXT = 20
Word = Annotated[str, Field(max_length=20, pattern=r"^[\w.\-]*$")]
Spoken = Annotated[str, Field(max_length=40, pattern=r"^[^\x00]*$")]


class OfficeOut(Schema):
    """An office that receives people; `place`: code of its commune or province."""

    uuid: UUID
    name: str
    place: str
    address: str


class NamedOut(Schema):
    """What people come for, or who goes first by law."""

    code: str
    title: str


class ToChoose(Schema):
    matters: list[NamedOut]
    groups: list[NamedOut]


class HourOut(Schema):
    """An hour of a day and how many places are left."""

    starts_at: datetime
    left: int


class NewAppointment(Schema):
    """`starts_at`: one of the hours that were offered. `phone`: of a visitor, forgotten when the hour is over."""

    matter: Word
    starts_at: AwareDatetime
    group: Word = ""
    phone: Spoken = ""
    language: Annotated[str, Field(pattern=r"^(vi|en|id)$")] = "vi"


class Moved(Schema):
    starts_at: AwareDatetime


class AppointmentOut(Schema):
    """An appointment. Code and nine digits, or code and token, are the only way back to it for a visitor."""

    code: str
    secret: str
    token: str
    office: UUID
    matter: str
    starts_at: datetime
    state: Booked

    @classmethod
    def of(cls, one: Appointment) -> Self:
        return cls(
            code=one.ref, secret=one.secret, token=one.token, office=one.office.uuid, matter=one.matter.code,
            starts_at=timezone.localtime(one.starts_at), state=Booked(one.state),
        )  # fmt: skip


class WaitOut(Schema):
    """How many come before, and in how many minutes one is called: eight of ten; null when no counter is open."""

    people: int
    low: int | None
    high: int | None

    @classmethod
    def of(cls, wait: Wait) -> Self:
        return cls(people=wait.people, low=wait.low if wait.known else None, high=wait.high if wait.known else None)


class CallOut(Schema):
    number: int
    counter: int | None


class QueueOut(Schema):
    """A queue at this moment: who was called last, the next numbers, how long one who comes now would wait."""

    called: list[CallOut]
    next: list[int]
    waits: dict[str, WaitOut]


class NewNumber(Schema):
    matter: Word
    group: Word = ""


class NumberOut(Schema):
    """A number in the line of today."""

    number: int
    code: str
    secret: str
    token: str
    matter: str
    state: Standing
    counter: int | None
    wait: WaitOut | None

    @classmethod
    def of(cls, one: Ticket) -> Self:
        line = line_of(one.office, one.day) if one.waits else None
        return cls(
            number=one.number, code=one.ref, secret=one.secret, token=one.token, matter=one.matter.code,
            state=Standing(one.state), counter=one.counter.number if one.counter else None,
            wait=WaitOut.of(line.wait_for(one.matter.code, counts_from=one.counts_from, pk=one.pk)) if line else None,
        )  # fmt: skip


@router.get("/offices", response=list[OfficeOut])
@open_to_all
def offices(request: Request, place: Annotated[str, Query(max_length=12)] = "") -> list[OfficeOut]:
    """The offices at which hours can be booked, of a commune if one is named; 100 at most."""
    found = Office.objects.receiving().by_name()
    if place:
        found = found.filter(organisation__place__code=place)
    return [
        OfficeOut(uuid=one.uuid, name=str(one), place=one.organisation.place.code, address=one.organisation.address)
        for one in found[:MOST]
    ]


@router.get("/matters", response=ToChoose)
@open_to_all
def matters(request: Request) -> ToChoose:
    """What people come for, and who goes first by law, in the language of the call."""
    named = [
        [NamedOut(code=one.code, title=one.title) for one in rows]
        for rows in (Matter.objects.filter(retired_at=None), Group.objects.filter(retired_at=None))
    ]
    return ToChoose(matters=named[0], groups=named[1])


@router.get("/offices/{uuid}/days", response=list[date])
@open_to_all
def days(request: Request, uuid: UUID) -> list[date]:
    """The days on which hours can be booked."""
    return days_ahead(_office(uuid), at=request.at)


@router.get("/offices/{uuid}/hours", response=list[HourOut])
@open_to_all
def hours(request: Request, uuid: UUID, day: date) -> list[HourOut]:
    """The hours of a day with how many places are left; full ones too. None on a day that cannot be booked."""
    return [HourOut(starts_at=one.starts, left=one.left) for one in free_hours(_office(uuid), day, at=request.at)]


@router.get("/offices/{uuid}/queue", response=QueueOut)
@open_to_all
def queue(request: Request, uuid: UUID) -> QueueOut:
    """What the screen of the office shows now. No number is anyone's name."""
    office, day = _office(uuid), timezone.localdate(request.at)
    called = Ticket.objects.called(office.pk, day).select_related("counter")[:NEXT]
    line = line_of(office, day)
    codes = Matter.objects.filter(retired_at=None).values_list("code", flat=True)
    return QueueOut(
        called=[CallOut(number=one.number, counter=one.counter.number if one.counter else None) for one in called],
        next=list(Ticket.objects.waiting(office.pk, day).values_list("number", flat=True)[:NEXT]),
        waits={code: WaitOut.of(line.wait_for(code, counts_from=request.at)) for code in codes},
    )


@router.post("/offices/{uuid}/appointments", response={201: AppointmentOut})
@open_to_all
def book(request: Request, uuid: UUID, body: NewAppointment) -> Status[AppointmentOut]:
    """Book an hour: for oneself, for whom one acts, or as a visitor. Send an `Idempotency-Key`: the same books once."""
    person = _person(request)
    wanted = Wanted(
        office=_office(uuid), matter=_matter(body.matter), starts=body.starts_at,
        way=Way.HELPER if request.actor.for_person else Way.PAGE, person=person, group=_group(body.group),
        phone=read_phone(body.phone) if body.phone.strip() and person is None else "", language=body.language,
        came_from="" if person else address_mark(request.META.get("REMOTE_ADDR", "")),
    )  # fmt: skip
    return Status(201, AppointmentOut.of(book_appointment(wanted, by=request.actor, at=request.at)))


@router.get("/appointments/mine", response=list[AppointmentOut])
@signed_in
def mine(request: Request) -> list[AppointmentOut]:
    """Mine, or of whom I act for; the newest 100."""
    person = for_whom_in(request.actor, SYSTEM, at=request.at)
    found = Appointment.objects.for_page().of_person(person).order_by("-booked_at", "-id")[:MOST] if person else []
    return [AppointmentOut.of(one) for one in found]


@router.get("/appointments/{ref}/{token}", response=AppointmentOut)
@open_to_all
def appointment(request: Request, ref: str, token: str) -> AppointmentOut:
    """The appointment of a code and its token."""
    return AppointmentOut.of(_appointment(ref, token))


@router.put("/appointments/{ref}/{token}/hour", response=AppointmentOut)
@open_to_all
def move(request: Request, ref: str, token: str, body: Moved) -> AppointmentOut:
    """Take another hour instead."""
    found = _appointment(ref, token)
    return AppointmentOut.of(move_appointment(found, body.starts_at, slip=found.token, by=request.actor, at=request.at))


@router.post("/appointments/{ref}/{token}/cancel", response=AppointmentOut)
@open_to_all
def cancel(request: Request, ref: str, token: str) -> AppointmentOut:
    """Call it off; somebody else can have the hour."""
    found = _appointment(ref, token)
    return AppointmentOut.of(cancel_appointment(found, slip=found.token, by=request.actor, at=request.at))


@router.post("/offices/{uuid}/numbers", response={201: NumberOut})
@open_to_all
def take(
    request: Request, uuid: UUID, body: NewNumber, x_kiosk_key: Annotated[str, Header(max_length=40)] = ""
) -> Status[NumberOut]:
    """Take the next number of today: a kiosk with its key in `X-Kiosk-Key`, or an officer. Nobody from home."""
    office = _office(uuid)
    is_kiosk = same(kiosk_key(office.uuid), x_kiosk_key.lower())
    if not is_kiosk and not request.rights.may(SERVE, place=office.place, agency=office.organisation_id):
        raise NotYours
    how = How.KIOSK if is_kiosk else How.OFFICER
    wish = Taken(office=office, matter=_matter(body.matter), group=_group(body.group), how=how)
    return Status(201, NumberOut.of(take_number(wish, by=request.actor, at=request.at)))


@router.get("/numbers/{ref}/{token}", response=NumberOut)
@open_to_all
def number(request: Request, ref: str, token: str) -> NumberOut:
    """One's own number, and how long it still takes."""
    found = opened_by(Ticket.objects.for_page().filter(ref=ref[:20]).first(), token)
    if found is None:
        raise Http404
    return NumberOut.of(found)


def _office(uuid: UUID) -> Office:
    return get_object_or_404(Office.objects.receiving(), uuid=uuid)


def _matter(code: str) -> Matter:
    return get_object_or_404(Matter, code=code, retired_at=None)


def _group(code: str) -> Group | None:
    return get_object_or_404(Group, code=code, retired_at=None) if code else None


def _person(request: Request) -> Person | None:
    uuid = request.actor.for_person or request.actor.person
    return get_object_or_404(Person.objects.current(), uuid=uuid) if uuid else None


def _appointment(ref: str, token: str) -> Appointment:
    found = opened_by(Appointment.objects.for_page().filter(ref=ref[:20]).first(), token)
    if found is None:
        raise Http404
    return found
