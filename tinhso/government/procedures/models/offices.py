"""Which office takes in papers at a place, and whether an office may take in a procedure."""

from typing import Any

from django.db.models import QuerySet

from tinhso.core.organisations.models import Organisation
from tinhso.core.places.models import Place
from tinhso.government.procedures.domain.catalogue import Facts
from tinhso.kit.prepared import Objects

COUNTER = "trung tam phuc vu hanh chinh cong"
"""The public administration service centre of a commune or of the province (Decree 118/2025/NĐ-CP), as it is named."""
OF_THE_PROVINCE = frozenset({"province", "land_office", "several"})


def _centre(place: int) -> QuerySet[Organisation, Any]:
    there = Organisation.objects.current().offices().filter(place=place, folded__startswith=COUNTER)
    return there.order_by("pk")[:1]


def _committee(place: int) -> QuerySet[Organisation, Any]:
    return Organisation.objects.current().agencies().filter(place=place, parent=None).order_by("pk")[:1]


CENTRE, COMMITTEE = Objects[Organisation](_centre), Objects[Organisation](_committee)


def counter_of(place: Place) -> Organisation | None:
    """The office that takes in papers at a commune or for the province: its service centre, else its committee."""
    for found in CENTRE(place.pk) or COMMITTEE(place.pk):
        found.place = place
        return found
    return None


def commune_of(place: Place) -> Place:
    """The commune of a village, or the place itself."""
    return place.parent if place.kind == "village" and place.parent else place


def takes_in(agency: Organisation, facts: Facts) -> bool:
    """Whether the office may take in this procedure: one that still stands, of the level that decides it, or a service
    centre, which takes in for others within the province."""
    if agency.valid_to is not None:
        return False
    if agency.folded.startswith(COUNTER):
        return True
    level = "province" if facts.decides.kind in OF_THE_PROVINCE else "commune"
    return agency.place.kind == level
