"""Which office of a commune or of the province is the desk that a rule or a topic names."""

from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet

from tinhso.core.accounts.models import Post
from tinhso.core.organisations.models import Organisation
from tinhso.core.places.domain import Kind as PlaceKind
from tinhso.core.places.models import Place
from tinhso.government.petitions.domain.desks import DeskKind, ways_to_a_desk
from tinhso.kit.prepared import Objects


class Desk(NamedTuple):
    """An office, and where the case lies for it: the commune, also when the office is the province's."""

    agency: Organisation
    place: Place


def _office(place: int, begins: str, at: datetime) -> QuerySet[Organisation, Any]:
    there = Q(organisation=OuterRef("pk")) | Q(organisation=OuterRef("parent"))
    people = Post.objects.in_force(at).filter(there, role__in=ANSWERING, account__is_active=True)
    offices = Organisation.objects.current().offices().filter(Exists(people), place=place, folded__startswith=begins)
    return offices.order_by("pk")[:1]


OFFICE = Objects[Organisation](_office)
ANSWERING = ("officer", "head")
"""Roles of which somebody must be there, at the office or the one above it, or it cannot answer."""


def commune_of(place: Place) -> Place:
    """The commune of a village, or the place itself."""
    return place.parent if place.kind == PlaceKind.VILLAGE and place.parent else place


def find_desk(code: str, place: Place, *, at: datetime) -> Desk | None:
    """The office of this kind, else the counter of the commune, its committee, the province: the first of them where
    somebody is there to answer. None when nobody is anywhere."""
    commune = commune_of(place)
    for kind in ways_to_a_desk(code):
        for agency in _offices(kind, commune, at):
            return Desk(agency, commune)
    return None


def _offices(kind: DeskKind, commune: Place, at: datetime) -> list[Organisation]:
    if not kind.is_of_a_commune:
        return OFFICE(Place.objects.home().pk, kind.begins, at)
    return OFFICE(commune.pk, kind.begins, at) if commune.kind == PlaceKind.COMMUNE else []
