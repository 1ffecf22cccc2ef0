"""Trying a version on the facts that are there: nothing is written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from tinhso.core.places.models import Place
from tinhso.operations.alerts.domain.rules import RuleTold
from tinhso.operations.alerts.domain.trying import Tried, each_day, try_out
from tinhso.operations.alerts.models.numbers import numbers_of
from tinhso.warehouse.definitions import promised

TRIED_DAYS = 60


@dataclass(frozen=True, slots=True)
class TriedAt:
    """What a rule would have done at one place. `since`: the day on which the place began, where that is later."""

    place: Place
    tried: Tried
    since: date | None


@dataclass(frozen=True, slots=True)
class Trial:
    """A rule on past days: the places where it would have fired, most often first."""

    first: date
    last: date
    fired_at: list[TriedAt]
    places: int

    @property
    def firings(self) -> int:
        return sum(len(one.tried.fired) for one in self.fired_at)

    @property
    def flapped(self) -> list[TriedAt]:
        return [one for one in self.fired_at if one.tried.flapped]


@dataclass(frozen=True, slots=True)
class Unread:
    """Days × places of which the number could not be judged, of how many."""

    days: int
    of: int


def try_rule(told: RuleTold, root: Place, *, today: date) -> tuple[Trial, Unread]:
    """What it would have done on the last days that are over. Raises UnknownIndicator."""
    first, last = today - timedelta(days=TRIED_DAYS), today - timedelta(days=1)
    begin = first - timedelta(days=told.days_wanted)
    numbers = numbers_of(promised(told.indicator), root, first=begin, last=last)
    tried = [
        TriedAt(place, try_out(told, numbers.meter, days, each_day(since or first, last)), since)
        for place, days in numbers.judged(told.level)
        for since in [_later(place, first)]
    ]
    fired = sorted((one for one in tried if one.tried.fired), key=lambda one: -len(one.tried.fired))
    looked = sum(len(each_day(one.since or first, last)) for one in tried)
    return Trial(first, last, fired, len(tried)), Unread(sum(one.tried.unread for one in tried), looked)


def _later(place: Place, first: date) -> date | None:
    """The day the place began, where it did not stand on all those days."""
    return place.valid_from if place.valid_from and place.valid_from > first else None
