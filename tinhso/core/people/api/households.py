"""Households."""

from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from ninja import Router, Status

from tinhso.core.people.actions import (
    form_household,
    hand_over_household,
    join_household,
    move_household,
    note_list,
)
from tinhso.core.people.api.schemas import HeadIn, HomeIn, HouseholdIn, HouseholdOut, MemberIn
from tinhso.core.people.domain.words import ListWay
from tinhso.core.people.models import Household, Person
from tinhso.core.places.models import Place
from tinhso.kit.doors import Request, needs, signed_in

router = Router()


@router.post("/", response={201: HouseholdOut})
@needs("form_household")
def new_household(request: Request, body: HouseholdIn) -> Status[HouseholdOut]:
    """Form a household at the home of its head."""
    head = _person(request, body.head)
    if head.home is None:
        raise Http404
    made = form_household(
        head, place=head.home, number=body.number, address=body.address, by=request.actor, at=request.at
    )
    return Status(201, HouseholdOut.of(made))


@router.get("/{uuid}", response=HouseholdOut)
@signed_in
def household(request: Request, uuid: UUID) -> HouseholdOut:
    """The members by name. Who is not one of them leaves a trace."""
    found = _household_for(request, uuid)
    members = set(Person.objects.members_of(found).values_list("uuid", flat=True))
    if request.actor.person not in members:
        note_list(members, way=ListWay.HOUSEHOLD, by=request.actor, at=request.at)
    return HouseholdOut.of(found)


@router.post("/{uuid}/join", response=HouseholdOut)
@needs("form_household")
def join(request: Request, uuid: UUID, body: MemberIn) -> HouseholdOut:
    person = _person(request, body.person)
    found = _household_kept_by(request, uuid)
    return HouseholdOut.of(join_household(found, person, relation=body.relation, by=request.actor, at=request.at))


@router.post("/{uuid}/hand-over", response=HouseholdOut)
@needs("form_household")
def hand_over(request: Request, uuid: UUID, body: HeadIn) -> HouseholdOut:
    head = _person(request, body.head)
    found = _household_kept_by(request, uuid)
    return HouseholdOut.of(hand_over_household(found, head, by=request.actor, at=request.at))


@router.post("/{uuid}/move", response=HouseholdOut)
@needs("form_household")
def move_all(request: Request, uuid: UUID, body: HomeIn) -> HouseholdOut:
    found = _household_kept_by(request, uuid)
    to = get_object_or_404(Place.objects.filter(kind__in=("commune", "village")), uuid=body.home)
    return HouseholdOut.of(move_household(found, to, by=request.actor, at=request.at))


def _household_kept_by(request: Request, uuid: UUID) -> Household:
    found = _household_for(request, uuid)
    if not request.rights.may("form_household", place=found.place_id):
        raise Http404
    return found


def _household_for(request: Request, uuid: UUID) -> Household:
    return get_object_or_404(Household.objects.visible_to(request.rights).select_related("place", "head"), uuid=uuid)


def _person(request: Request, uuid: UUID) -> Person:
    return get_object_or_404(Person.objects.reached(request.rights, "form_household"), uuid=uuid)
