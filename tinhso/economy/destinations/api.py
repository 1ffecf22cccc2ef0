"""Places to visit for machines: what the pages show to all, and what an officer keeps. Under `/api/destinations/`."""

from datetime import date
from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Router, Schema, Status

from tinhso.economy.destinations.actions import entries
from tinhso.economy.destinations.actions.trips import plan_trip, told_days
from tinhso.economy.destinations.domain.planning import MOST_DAYS, Wish
from tinhso.economy.destinations.domain.words import Interest, Kind, Vehicle
from tinhso.economy.destinations.models import OSM, PERMISSION, Destination
from tinhso.kit.doors import Request, needs, open_to_all

router = Router(tags=["destinations"])
A_PAGE = 50


class PlaceOut(Schema):
    """One place. `point` is exact or the centre of its commune; `credit` must be shown with it."""

    code: str
    kind: Kind
    name: str
    about: str
    commune: str
    point: tuple[float, float]
    exact: bool
    credit: str
    held: str
    next_day: date | None
    price: int | None


class PlacesOut(Schema):
    items: list[PlaceOut]
    next: str


class PlanOut(Schema):
    days: list[dict[str, Any]]


@router.get("/places", response=PlacesOut)
@open_to_all
def places(request: Request, kind: str = "", q: str = "", after: str = "") -> PlacesOut:
    """Places by name, fifty a page."""
    last = Destination.objects.filter(code=after).values_list("sort_key", "pk").first()
    found = list(Destination.objects.shown().for_page().listed(kind, q, last)[: A_PAGE + 1])
    rows = found[:A_PAGE]
    return PlacesOut(items=[_told(one, request) for one in rows], next=rows[-1].code if len(found) > A_PAGE else "")


@router.get("/places/{code}", response=PlaceOut)
@open_to_all
def place(request: Request, code: str) -> PlaceOut:
    """One place."""
    return _told(get_object_or_404(Destination.objects.shown().for_page(), code=code), request)


@router.get("/plan", response=PlanOut)
@open_to_all
def plan(
    request: Request, lat: float, lon: float, first: date, days: int = 2, vehicle: Vehicle = Vehicle.MOTORBIKE
) -> PlanOut:
    """A journey from a point. Times are minutes after midnight; `basis` tells from what a way was reckoned."""
    wish = Wish(
        start=(lat, lon), first=first, days=max(1, min(days, MOST_DAYS)), interests=frozenset(Interest), vehicle=vehicle
    )
    return PlanOut(days=told_days(plan_trip(wish)))


@router.post("/places/{code}/publication", response={200: PlaceOut})
@needs(PERMISSION)
def publish(request: Request, code: str) -> PlaceOut:
    """Show it to all. Refused: NotReady."""
    return _told(entries.publish_entry(_mine(request, code), by=request.actor, at=request.at), request)


@router.delete("/places/{code}/publication", response={204: None})
@needs(PERMISSION)
def withdraw(request: Request, code: str) -> Status[None]:
    """Show it no more."""
    entries.withdraw_entry(_mine(request, code), by=request.actor, at=request.at)
    return Status(204, None)


def _mine(request: Request, code: str) -> Destination:
    return get_object_or_404(Destination.objects.reached(request.rights), code=code)


def _told(one: Destination, request: Request) -> PlaceOut:
    return PlaceOut(
        code=one.code, kind=Kind(one.kind), name=one.name, about=one.about, commune=one.place.full_name,
        point=one.point, exact=one.exact, credit=OSM if one.from_osm else "", held=one.held,
        next_day=one.next_held(timezone.localdate(request.at)), price=one.price,
    )  # fmt: skip
