"""Planning a journey, keeping it, forgetting it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from tinhso.core.places.models import Place
from tinhso.economy.destinations.domain.planning import Day, Drive, Wish, as_the_crow_flies, plan
from tinhso.economy.destinations.domain.words import Basis
from tinhso.economy.destinations.events import TripKept
from tinhso.economy.destinations.models import Destination, Leg, Trip
from tinhso.events.definitions import Code
from tinhso.events.log import record
from tinhso.kit.actors import Actor
from tinhso.kit.ground import Point, to_the_metre

KEPT_FOR = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class KnownDrives:
    """The ways that were reckoned from roads; what is missing, or worse than going straight, is estimated."""

    legs: dict[tuple[Point, Point], Drive]
    found: dict[tuple[Point, Point], Drive] = field(default_factory=dict)

    def __call__(self, one: Point, other: Point) -> Drive:
        if (one, other) not in self.found:
            self.found[one, other] = self._find(one, other)
        return self.found[one, other]

    def _find(self, one: Point, other: Point) -> Drive:
        crow = as_the_crow_flies(one, other)
        known = self.legs.get((to_the_metre(one), to_the_metre(other)))
        return known if known and known.minutes <= 3 * crow.minutes + 30 else crow


def known_drives() -> KnownDrives:
    """All ways that were reckoned."""
    rows = Leg.objects.values_list("from_lat", "from_lon", "to_lat", "to_lon", "km", "minutes", "basis")
    return KnownDrives(
        {
            ((lat, lon), (to_lat, to_lon)): Drive(km, minutes, Basis(basis))
            for lat, lon, to_lat, to_lon, km, minutes, basis in rows
        }
    )


def plan_trip(wish: Wish) -> list[Day]:
    """The days of a journey through all places that are shown."""
    sights = [one.sight for one in Destination.objects.shown().order_by("code")]
    return plan(wish, sights, known_drives())


@transaction.atomic
def keep_trip(wish: Wish, start: str, *, by: Actor, at: datetime) -> Trip:
    """Plan it and keep the plan under an address that nobody guesses. `start`: the name of where it begins."""
    days = plan_trip(wish)
    told = {
        "start": start, "point": wish.start, "days": wish.days, "vehicle": wish.vehicle,
        "interests": sorted(wish.interests),
    }  # fmt: skip
    trip = Trip.objects.create(first=wish.first, wish=told, days=told_days(days), kept_at=at)

    stops = [stop for day in days for stop in day.stops]
    basis = min((stop.basis for stop in stops), default=Basis.CROW)
    kept = TripKept(days=wish.days, stops=len(stops), basis=Code(basis))
    record(kept, about=trip, by=Actor(channel=by.channel), at=at, place=Place.objects.home().pk)
    return trip


def forget_trips(*, at: datetime) -> int:
    """Plans that were kept long ago go; says how many."""
    return Trip.objects.filter(kept_at__lt=at - KEPT_FOR).delete()[0]


def told_days(days: Iterable[Day]) -> list[dict[str, Any]]:
    """A plan as it is kept."""
    return [_told(day) for day in days]


def _told(day: Day) -> dict[str, Any]:
    stops = [
        {
            "code": stop.sight.code,
            "km": stop.km,
            "drive": stop.drive,
            "basis": stop.basis,
            "comes": stop.comes,
            "goes": stop.goes,
        }
        for stop in day.stops
    ]
    return {"on": day.on.isoformat(), "end": day.end, "stops": stops}
