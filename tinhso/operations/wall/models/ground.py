"""The drawing of the communes, kept in the process until places or borders change; pages differ in colours only."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from typing import NamedTuple

from django.db.models import Count, Max

from tinhso.core.places.models import Boundary, Place, coloured, home_line, map_of
from tinhso.kit.maps import Area, Drawn, area_map, middle, projection
from tinhso.kit.prepared import Listing

WIDTH, BEARINGS, APART = 880, 7, 110
"""Units of the drawing: how wide, how far apart names stand that help one find one's way; and how many there are."""


class Standing(NamedTuple):
    """What of the register a drawing depends on."""

    many: int
    last: int
    ended: date | None


class Borders(NamedTuple):
    many: int
    imported: datetime | None


@dataclass(frozen=True, slots=True)
class Plot:
    """A commune on the drawing: its middle in units, its path ready to be coloured."""

    place: int
    key: str
    name: str
    full_name: str
    x: int
    y: int
    drawn: Drawn


@dataclass(frozen=True, slots=True)
class Ground:
    """The province: its communes by id. `plots` lacks those whose middle nobody knows.

    schematic  cells around centres stand for borders that are not known
    bearings   places named for orientation
    """

    province: str
    communes: Mapping[int, Place]
    plots: Mapping[int, Plot]
    width: int
    height: int
    schematic: bool
    bearings: tuple[int, ...]


_STANDING = Listing(
    Standing, lambda: Place.objects.values("kind").values_list(Count("id"), Max("id"), Max("valid_to")).order_by("kind")
)
_BORDERS = Listing(
    Borders,
    lambda: Boundary.objects.values("source").values_list(Count("place"), Max("imported_at")).order_by("source"),
)


def ground(day: date) -> Ground:
    """The communes that stand on a day."""
    return _drawn(day, home_line().id, (*_STANDING(), *_BORDERS()))


@lru_cache(8)
def _drawn(day: date, _home: int, _depends: tuple[object, ...]) -> Ground:
    province = Place.objects.home()
    found = map_of(province, day)
    areas = coloured(found, {})
    by_code = {place.code: pk for pk, place in found.places.items()}
    height, plots = 0, dict[int, Plot]()
    if areas:
        to_page, _height = projection(areas, WIDTH)
        made = area_map("", areas, bounds=(0.0,), width=WIDTH)
        height = made.height
        for one in made.drawn:
            pk = by_code[one.area.code]
            place, (x, y) = found.places[pk], to_page.at(middle(one.area))
            bare = replace(one, area=Area(one.area.code, one.area.name, ()))
            plots[pk] = Plot(pk, place.address_key, place.name, place.full_name, x, y, bare)
    named = _bearings(found.places, plots)
    return Ground(province.full_name, found.places, plots, WIDTH, height, found.schematic, named)


def _bearings(places: Mapping[int, Place], plots: Mapping[int, Plot]) -> tuple[int, ...]:
    """The few places named on the map: the most peopled, none close to another."""
    named: list[Plot] = []
    for plot in sorted(plots.values(), key=lambda plot: -(places[plot.place].population or 0)):
        if len(named) < BEARINGS and all(abs(plot.x - one.x) + abs(plot.y - one.y) > APART for one in named):
            named.append(plot)
    return tuple(plot.place for plot in named)
