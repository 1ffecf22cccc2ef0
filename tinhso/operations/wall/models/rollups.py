"""What the wall asks of the warehouse: days of a few numbers, places of one, and when they last changed."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db.models import Max, Sum
from django.utils import timezone

from tinhso.core.places.models import Place
from tinhso.kit.prepared import Listing
from tinhso.operations.wall.domain.figures import Figure, Kind, Sums, first_day
from tinhso.operations.wall.models.tiles import MOST_TILES
from tinhso.warehouse.definitions import Indicator, Stock
from tinhso.warehouse.models import Fact, Mark


class DayLine(NamedTuple):
    """A number of the whole province on a day."""

    indicator: str
    day: date
    top: int
    bottom: int | None


class PlaceLine(NamedTuple):
    """A number of a place over some days."""

    place: int
    top: int
    bottom: int | None


class Moment(NamedTuple):
    """When something last was."""

    at: datetime | None


class Last(NamedTuple):
    """The last day of which something is known."""

    day: date | None


_SUMS = (Sum("numerator"), Sum("denominator"))
_DAYS = Listing(
    DayLine,
    lambda first, last, *codes: (
        Fact.objects.filter(indicator__in=codes, day__gte=first, day__lte=last, desk=None)
        .values("indicator", "day")
        .values_list("indicator", "day", *_SUMS)
    ),
)
_PLACES = Listing(
    PlaceLine,
    lambda code, first, last: (
        Fact.objects.filter(indicator=code, day__gte=first, day__lte=last, desk=None, place__isnull=False)
        .values("place")
        .values_list("place", *_SUMS)
    ),
)
_LAST = Listing(
    Last,
    lambda code, first, last: (
        Fact.objects.filter(indicator=code, day__gte=first, day__lte=last, desk=None)
        .order_by()
        .values("indicator")
        .values_list(Max("day"))
    ),
)
_CHANGED = Listing(Moment, lambda: Mark.objects.values_list("changed_at"))
_ANEW = timedelta(hours=1)


def days_of(codes: Collection[str], *, first: date, last: date) -> Mapping[str, Sums]:
    """The province day by day, by indicator."""
    found: defaultdict[str, dict[date, tuple[int, int | None]]] = defaultdict(dict)
    asked = [*dict.fromkeys(codes), *[""] * (MOST_TILES + 1)][: MOST_TILES + 1]
    for line in _DAYS(first, last, *asked):
        found[line.indicator][line.day] = (line.top, line.bottom)
    return found


def places_of(promise: Indicator, communes: Collection[int], *, until: date, days: int) -> dict[int, Figure]:
    """Commune → its figure, with all below it; a commune of which nothing is known is left out."""
    first, last = first_day(promise, until, days), until
    if isinstance(promise, Stock):
        known = next((one.day for one in _LAST(promise.code, first, last)), None)
        first = last = known or until
    sums: dict[int, tuple[int, int | None]] = {}
    lines = _PLACES(promise.code, first, last)
    homes = _homes({line.place for line in lines if line.place not in communes}, communes)
    for line in lines:
        home = homes.get(line.place, line.place)
        top, bottom = sums.get(home, (0, None))
        sums[home] = (top + line.top, bottom if line.bottom is None else (bottom or 0) + line.bottom)
    kind = Kind.of(promise)
    return {place: Figure(kind, *both) for place, both in sums.items() if place in communes}


def _homes(villages: Collection[int], communes: Collection[int]) -> dict[int, int]:
    """The commune in which each of some villages lies."""
    if not villages:
        return {}
    above = ((place.pk, place.ancestors) for place in Place.objects.filter(pk__in=villages))
    homes = ((pk, next((one for one in reversed(line) if one in communes), None)) for pk, line in above)
    return {pk: home for pk, home in homes if home is not None}


def changed_at() -> datetime | None:
    """When today's numbers last changed; None: they are being counted anew."""
    return next((one.at for one in _CHANGED()), None)


def version() -> str:
    """Another text each time that the numbers changed; empty while it is not known."""
    at = changed_at()
    return f"{at.timestamp():.6f}" if at else ""


def today_of(at: datetime) -> date:
    """The day on the province's clock."""
    return timezone.localdate(at)
