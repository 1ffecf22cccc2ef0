"""Rules that every plan keeps, whatever is wished for."""

from datetime import date
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as some

from tinhso.economy.destinations.domain.occasions import is_held
from tinhso.economy.destinations.domain.planning import (
    CLOSED_TO,
    ENDS,
    LUNCH,
    MOST_STOPS,
    NOON,
    STARTS,
    Sight,
    Wish,
    plan,
)
from tinhso.economy.destinations.domain.words import SERVES, Interest, Kind, Road, Vehicle

START = (20.8445, 104.6413)
RULES = {Kind.MARKET: ["week:7", "zodiac:2,8", ""], Kind.FESTIVAL: ["lunar:5/1", "solar:29/11", ""]}


@some.composite
def sights(draw):
    kind = draw(some.sampled_from(Kind))
    opens = draw(some.sampled_from([0, 7 * 60, 9 * 60]))
    return Sight(
        code=draw(some.uuids()).hex, kind=kind,
        point=(draw(some.floats(20.7, 21.2)), draw(some.floats(104.3, 104.9))), serves=SERVES[kind],
        held=draw(some.sampled_from(RULES.get(kind, [""]))), opens=opens,
        closes=draw(some.sampled_from([16 * 60, 24 * 60])), road=draw(some.sampled_from(Road)),
    )  # fmt: skip


def wish(vehicle: Vehicle = Vehicle.CAR, days: int = 2) -> Wish:
    return Wish(
        start=START, first=date(2026, 11, 28), days=days, interests=frozenset({Interest.NATURE}), vehicle=vehicle
    )


@settings(max_examples=40, deadline=None)
@given(some.lists(sights(), max_size=14), some.sampled_from(Vehicle), some.integers(1, 3))
def test_every_plan_can_be_kept(places, vehicle, days):
    made = plan(wish(vehicle, days), places)
    codes = [stop.sight.code for day in made for stop in day.stops]
    assert len(made) == days
    assert len(codes) == len(set(codes))
    for day in made:
        assert len(day.stops) <= MOST_STOPS
        clock = STARTS
        for stop in day.stops:
            sight = stop.sight
            assert stop.comes >= clock + stop.drive
            assert stop.comes >= sight.opens
            assert stop.goes == stop.comes + sight.minutes <= min(sight.closes, ENDS)
            assert sight.road not in CLOSED_TO[vehicle]
            assert is_held(sight.held, day.on) if sight.held else sight.kind is not Kind.FESTIVAL
            clock = stop.goes
        if len(day.stops) > 1 and day.stops[0].comes < NOON <= day.stops[-1].comes:
            pairs = pairwise(day.stops)
            assert any(later.comes - earlier.goes - later.drive >= LUNCH for earlier, later in pairs), "nobody eats"


@settings(max_examples=20, deadline=None)
@given(some.lists(sights(), max_size=10))
def test_the_same_wish_has_the_same_plan(places):
    assert plan(wish(), places) == plan(wish(), places)


def test_a_market_is_seen_on_its_day():
    """Saturday and Sunday: the market of Sundays comes on the second day, though it lies beside the start."""
    market = Sight(code="cho", kind=Kind.MARKET, point=START, serves=SERVES[Kind.MARKET], held="week:7")
    first, second = plan(wish(), [market])
    assert not first.stops
    assert [stop.sight.code for stop in second.stops] == ["cho"]
