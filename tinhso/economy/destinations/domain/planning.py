"""A journey of some days through places: in which order, when one is where, and what is held just then.

Every place is put where it costs the least time, the one with the most worth for its time first; nothing is put where
it would be closed, not held, or where the day would grow too long. The same wish has the same plan.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import sqrt

from tinhso.economy.destinations.domain.occasions import is_held
from tinhso.economy.destinations.domain.words import STAYS, Basis, Interest, Kind, Road, Vehicle
from tinhso.kit.ground import Point, metres

STARTS, ENDS = 8 * 60, 18 * 60
LUNCH, NOON = 60, 11 * 60 + 30
MOST_DAYS, MOST_STOPS = 7, 6
OF_ITS_DAY = 4.0
"""How much more a market or festival is worth on the day on which it is held."""
WANTED, UNWANTED = 3.0, 0.6
TERRAIN, CROW_SPEED = 1.6, 28.0
"""A mountain road is so much longer than a straight line; kilometres an hour on it."""
PACE: Mapping[Vehicle, float] = {Vehicle.CAR: 1.0, Vehicle.MOTORBIKE: 1.1, Vehicle.COACH: 1.3}
CLOSED_TO: Mapping[Vehicle, frozenset[Road]] = {
    Vehicle.MOTORBIKE: frozenset(),
    Vehicle.CAR: frozenset({Road.MOTORBIKE}),
    Vehicle.COACH: frozenset({Road.MOTORBIKE, Road.CAR}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """A place as the planner sees it. `opens`, `closes`: minutes after midnight; `held`: a rule of days, or empty."""

    code: str
    kind: Kind
    point: Point
    serves: frozenset[Interest]
    held: str = ""
    opens: int = 0
    closes: int = 24 * 60
    road: Road = Road.UNKNOWN
    stay: int = 0

    @property
    def minutes(self) -> int:
        return self.stay or STAYS[self.kind]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What somebody wants: from where, when, how long, what for, with what. `start` is a point of the earth."""

    start: Point
    first: date
    days: int
    interests: frozenset[Interest]
    vehicle: Vehicle


@dataclass(frozen=True, slots=True)
class Drive:
    """The way between two points by car: kilometres, minutes, and from what that is known."""

    km: float
    minutes: int
    basis: Basis


@dataclass(frozen=True, slots=True)
class Stop:
    """A visit: the drive there, when one comes and goes (minutes after midnight)."""

    sight: Sight
    km: float
    drive: int
    basis: Basis
    comes: int
    goes: int


@dataclass(slots=True)
class Day:
    """One day of a journey."""

    on: date
    start: Point
    stops: list[Stop] = field(default_factory=list)

    @property
    def end(self) -> Point:
        """Where one sleeps."""
        return self.stops[-1].sight.point if self.stops else self.start


Drives = Callable[[Point, Point], Drive]


def as_the_crow_flies(one: Point, other: Point) -> Drive:
    """The way where no road is known: longer than a straight line, and slow."""
    km = metres(one, other) / 1000 * TERRAIN
    return Drive(round(km, 1), round(km / CROW_SPEED * 60), Basis.CROW)


def plan(wish: Wish, sights: Iterable[Sight], drives: Drives = as_the_crow_flies) -> list[Day]:
    """The days of a journey, each with its stops in order."""
    left = {one.code: one for one in sights if one.road not in CLOSED_TO[wish.vehicle]}
    days, start = list[Day](), wish.start
    for number in range(min(wish.days, MOST_DAYS)):
        day = Day(wish.first + timedelta(number), start)
        seen = {code: sight for code, sight in left.items() if _may_be_seen(sight, day.on)}
        while len(day.stops) < MOST_STOPS and (better := _best(day, seen.values(), wish, drives)):
            day.stops = better
            for stop in better:
                seen.pop(stop.sight.code, None)
        for stop in day.stops:
            del left[stop.sight.code]
        days.append(day)
        start = day.end
    return days


def _best(day: Day, sights: Iterable[Sight], wish: Wish, drives: Drives) -> list[Stop] | None:
    """The stops with one more: the place with the most worth for the minutes that it adds."""
    now, best, most = _spent(day.stops), None, 0.0
    order = [stop.sight for stop in day.stops]
    for sight in sights:
        for place in range(len(order) + 1):
            stops = _timed(day, [*order[:place], sight, *order[place:]], wish.vehicle, drives)
            worth = stops and _worth(sight, wish.interests) / max(_spent(stops) - now, 1)
            if worth and worth > most:
                best, most = stops, worth
    return best


def _may_be_seen(sight: Sight, on: date) -> bool:
    """A market or festival only on its day; of which no day is known, nobody is sent to it."""
    if sight.held:
        return is_held(sight.held, on)
    return sight.kind is not Kind.FESTIVAL


def _worth(sight: Sight, interests: frozenset[Interest]) -> float:
    wanted = WANTED if sight.serves & interests else UNWANTED
    return wanted * (OF_ITS_DAY if sight.held else 1.0) * sqrt(sight.minutes)


def _spent(stops: Sequence[Stop]) -> int:
    return stops[-1].goes - STARTS if stops else 0


def _timed(day: Day, order: Sequence[Sight], vehicle: Vehicle, drives: Drives) -> list[Stop] | None:
    """When one is where in that order; None when something is closed by then or the day grows too long."""
    clock, here, stops, hungry = STARTS, day.start, list[Stop](), True
    for sight in order:
        way = drives(here, sight.point)
        minutes = round(way.minutes * PACE[vehicle])
        comes = max(clock + minutes, sight.opens)
        if hungry and comes >= NOON:
            comes, hungry = comes + LUNCH, False
        goes = comes + sight.minutes
        if goes > min(sight.closes, ENDS):
            return None
        stops.append(Stop(sight, way.km, minutes, way.basis, comes, goes))
        clock, here = goes, sight.point
    return stops
