"""Which office of a commune or of the province is the desk that a rule or a topic names."""

from typing import Any, NamedTuple

from django.db.models import QuerySet

from tinhso.core.organisations.models import Organisation
from tinhso.core.places.domain import Kind as PlaceKind
from tinhso.core.places.models import Place
from tinhso.government.petitions.domain.desks import DeskKind, ways_to_a_desk
from tinhso.kit.prepared import Objects


class Desk(NamedTuple):
    """An office, and where the case lies for it: the commune, also when the office is the province's."""

    agency: Organisation
    place: Place


def _office(place: int, begins: str) -> QuerySet[Organisation, Any]:
    offices = Organisation.objects.current().offices().filter(place=place, folded__startswith=begins)
    return offices.order_by("pk")[:1]


OFFICE = Objects[Organisation](_office)


def commune_of(place: Place) -> Place:
    """The commune of a village, or the place itself."""
    return place.parent if place.kind == PlaceKind.VILLAGE and place.parent else place


def find_desk(code: str, place: Place) -> Desk | None:
    """The nearest office of this kind, else the counter of the commune, its committee, the province: never lost."""
    commune = commune_of(place)
    for kind in ways_to_a_desk(code):
        for agency in _offices(kind, commune):
            return Desk(agency, commune)
    return None


def _offices(kind: DeskKind, commune: Place) -> list[Organisation]:
    if not kind.is_of_a_commune:
        return OFFICE(Place.objects.home().pk, kind.begins)
    return OFFICE(commune.pk, kind.begins) if commune.kind == PlaceKind.COMMUNE else []
