"""Finding, registering, correcting and reading people."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from ninja import Router, Status

from tinhso.core.people.actions import (
    correct_number,
    correct_person,
    forget_person,
    leave_household,
    lists_showing,
    looks_at,
    move_person,
    note_list,
    read_person,
    record_death,
    register_person,
    told_of,
)
from tinhso.core.people.api.schemas import (
    CardIn,
    ClaimOut,
    Contact,
    DeathIn,
    ForgetIn,
    HomeIn,
    Known,
    Line,
    ListedOut,
    LookOut,
    Me,
    NewPerson,
    Nothing,
    NumberIn,
    Read,
    Told,
    Words,
)
from tinhso.core.people.domain.births import read_birth
from tinhso.core.people.domain.card import read_card
from tinhso.core.people.domain.names import Name
from tinhso.core.people.domain.numbers import FormerNumber, IdentityNumber
from tinhso.core.people.domain.particulars import Particulars
from tinhso.core.people.domain.phones import read_phone
from tinhso.core.people.domain.words import Basis, ListWay
from tinhso.core.people.forms import places_for
from tinhso.core.people.models import Person
from tinhso.core.places.models import Place
from tinhso.kit.doors import Request, needs, signed_in

router = Router()
A_PAGE = 50


@router.get("/", response=list[Line])
@needs("read_person")
def people(request: Request, commune: str = "", after_uuid: UUID | None = None) -> list[Line]:
    """Living people by given name, 50 at a time; `after_uuid` is the last of the page before."""
    below = get_object_or_404(Place.objects.current().communes(), code=commune[:12]) if commune else None
    listed = Person.objects.listed(request.rights, below=below, last=after_uuid)
    return _lines(request, list(listed[:A_PAGE]), ListWay.LIST)


@router.post("/search", response=list[Line])
@needs("read_person")
def search(request: Request, body: Words) -> list[Line]:
    """Whom the words find: beginnings of names, or a whole identity number."""
    return _lines(request, Person.objects.found_by(body.words, request.rights, limit=A_PAGE), ListWay.SEARCH)


@router.post("/", response={201: Line})
@needs("register_person")
def register(request: Request, body: NewPerson) -> Status[Line]:
    home = get_object_or_404(places_for(request.rights, "register_person"), uuid=body.home)
    told = replace(
        _told(body),
        home=home.pk,
        number=IdentityNumber.read(body.number) if body.number else None,
        former_number=FormerNumber.read(body.former_number) if body.former_number else None,
        basis=_at_the_desk(body.basis),
    )
    return Status(201, Line.of(register_person(told, by=request.actor, at=request.at)))


@router.post("/card", response=ClaimOut)
@needs("register_person")
def card(request: Request, body: CardIn) -> ClaimOut:
    """Read the text of a card's code. Nothing is kept."""
    claim = read_card(body.card)
    known = Person.objects.reached(request.rights, "read_person").with_number(claim.number.digits).first()
    return ClaimOut(
        number=claim.number.digits,
        former_number=claim.former_number.digits if claim.former_number else None,
        full_name=claim.name.full,
        born=claim.born,
        birth_year=claim.birth_year,
        sex=claim.sex,
        address=claim.address,
        issued=claim.issued,
        faults=sorted(claim.faults),
        known=known.uuid if known else None,
    )


@router.get("/me", response=Me)
@signed_in
def me(request: Request) -> Me:
    """What is known about the one who asks, and who looked at it."""
    mine = _me(request)
    looks = [
        LookOut(
            uuid=look.uuid,
            at=look.at.isoformat(),
            reason=str(look.reason),
            case=look.case,
            who=look.who,
            agency=look.agency,
        )
        for look in looks_at(mine)
    ]
    lists = [ListedOut(day=one.day, way=str(one.way), who=one.who) for one in lists_showing(mine)]
    return Me(**Known.of(mine).model_dump(), looks=looks, lists=lists)


@router.patch("/me", response=Known)
@signed_in
def correct_me(request: Request, body: Contact) -> Known:
    """Put right my phone, languages and what I am called."""
    mine = _me(request)
    sent = {name: value for name, value in _contact(body).items() if name in body.model_fields_set}
    correct_person(mine, replace(told_of(mine), **sent), by=request.actor, at=request.at)
    return Known.of(_me(request))


@router.post("/{uuid}/read", response=Known)
@needs("read_person")
def read(request: Request, uuid: UUID, body: Read) -> Known:
    """All that is known of a person. That one looked, and why, is kept for that person to see."""
    person = _person(request, uuid, "read_person")
    return Known.of(read_person(person, reason=body.reason, case=body.case, by=request.actor, at=request.at))


@router.put("/{uuid}", response=Line)
@needs("correct_person")
def correct(request: Request, uuid: UUID, body: Told) -> Line:
    """Put right what is known, except home and number."""
    person = _person(request, uuid, "correct_person")
    return Line.of(correct_person(person, _told(body), by=request.actor, at=request.at))


@router.post("/{uuid}/number", response=Line)
@needs("correct_person")
def number(request: Request, uuid: UUID, body: NumberIn) -> Line:
    person = _person(request, uuid, "correct_person")
    known = IdentityNumber.read(body.number) if body.number else None
    return Line.of(correct_number(person, known, basis=_at_the_desk(body.basis), by=request.actor, at=request.at))


@router.post("/{uuid}/move", response=Line)
@needs("move_person")
def move(request: Request, uuid: UUID, body: HomeIn) -> Line:
    person = _person(request, uuid, "move_person")
    to = get_object_or_404(Place.objects.filter(kind__in=("commune", "village")), uuid=body.home)
    return Line.of(move_person(person, to, by=request.actor, at=request.at))


@router.post("/{uuid}/leave", response=Line)
@needs("form_household")
def leave(request: Request, uuid: UUID) -> Line:
    """The person is no longer of their household."""
    return Line.of(leave_household(_person(request, uuid, "form_household"), by=request.actor, at=request.at))


@router.post("/{uuid}/death", response=Line)
@needs("record_death")
def death(request: Request, uuid: UUID, body: DeathIn) -> Line:
    return Line.of(record_death(_person(request, uuid, "record_death"), on=body.died, by=request.actor, at=request.at))


@router.post("/{uuid}/forget", response=Nothing)
@needs("forget_person")
def forget(request: Request, uuid: UUID, body: ForgetIn) -> Nothing:
    """Remove all that names the person, for good."""
    forget_person(_person(request, uuid, "forget_person"), reason=body.reason, by=request.actor, at=request.at)
    return Nothing()


def _lines(request: Request, people: list[Person], way: ListWay) -> list[Line]:
    """The lines of a list, which is noted."""
    note_list([one.uuid for one in people], way=way, by=request.actor, at=request.at)
    return [Line.of(one) for one in people]


def _contact(body: Contact) -> dict[str, Any]:
    return {
        "phone": read_phone(body.phone) if body.phone else None,
        "title": body.title,
        "can_read": body.can_read,
        "speaks": tuple(body.speaks),
        "reads": tuple(body.reads),
    }


def _told(body: Told) -> Particulars:
    born, year = read_birth(body.born) if body.born else (None, None)
    told = Particulars(
        name=Name.read(body.full_name), born=born, birth_year=year, sex=body.sex, ethnic_group=body.ethnic_group
    )
    return replace(told, **_contact(body))


def _at_the_desk(basis: Basis) -> Basis:
    return Basis.SEEN if basis is Basis.CONFIRMED else basis


def _me(request: Request) -> Person:
    if request.rights.person is None:
        raise Http404
    return get_object_or_404(Person.objects.current().for_page(), uuid=request.rights.person)


def _person(request: Request, uuid: UUID, permission: str) -> Person:
    return get_object_or_404(Person.objects.reached(request.rights, permission), uuid=uuid)
