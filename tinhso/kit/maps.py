"""Maps of areas, computed here and drawn by the page as SVG with their list. No server of maps, no script.

Quiet places are pale, worry is darker, below the target is hatched; places to look at carry a number, and the same
numbers head the list beside. Latitude and longitude in degrees, WGS 84; sizes in units of the drawing.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import cos, radians
from typing import Any

from tinhso.kit.passport import Text
from tinhso.kit.saying import say_number

Point = tuple[float, float]
Ring = tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Area:
    """One place: rings of (longitude, latitude), the value it is coloured by (None: not known), where a press leads."""

    code: str
    name: str
    rings: tuple[Ring, ...]
    value: float | None = None
    href: str = ""


@dataclass(frozen=True, slots=True)
class Drawn:
    """An area on the page: its path and class (`below`, m1 darkest … m4 palest, m0 not known)."""

    area: Area
    path: str
    kind: str
    said: str


@dataclass(frozen=True, slots=True)
class Label:
    """A name on the map, with a number in a circle when the place is one to look at."""

    x: float
    y: float
    text: str
    number: int | None
    anchor: str


@dataclass(frozen=True, slots=True)
class LegendLine:
    """One colour and its words."""

    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class AreaMap:
    """A drawing `width` wide; `look_at` are the numbered places, worst first."""

    finding: Text
    width: int
    height: int
    drawn: tuple[Drawn, ...]
    labels: tuple[Label, ...]
    look_at: tuple[Drawn, ...]
    legend: tuple[LegendLine, ...]


@dataclass(frozen=True, slots=True)
class Projection:
    """Degrees onto the page, equal along the middle parallel: right enough for a province."""

    west: float
    north: float
    squeeze: float
    scale: float

    def at(self, point: Point) -> tuple[int, int]:
        """The place on the page, in whole units."""
        return (
            round((point[0] - self.west) * self.squeeze * self.scale + 4),
            round((self.north - point[1]) * self.scale + 4),
        )


def rings_of(geometry: Mapping[str, Any]) -> tuple[Ring, ...]:
    """The rings of a GeoJSON Polygon or MultiPolygon (RFC 7946). Raises `ValueError` for other geometries."""
    kinds = {"Polygon": lambda found: [found], "MultiPolygon": list}
    if geometry["type"] not in kinds:
        raise ValueError(f"no area: {geometry['type']}")
    polygons = kinds[geometry["type"]](geometry["coordinates"])
    return tuple(tuple((float(x), float(y)) for x, y, *_ in ring) for polygon in polygons for ring in polygon)


def projection(areas: Iterable[Area], width: int) -> tuple[Projection, int]:
    """How the areas fill a drawing of that width, and the height they then need."""
    points = [point for area in areas for ring in area.rings for point in ring]
    if not points:
        raise ValueError("a map needs an area")
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    squeeze = cos(radians((south + north) / 2))
    scale = (width - 8) / max((east - west) * squeeze, 1e-9)
    return Projection(west, north, squeeze, scale), round((north - south) * scale) + 8


def area_map(
    finding: Text,
    areas: Sequence[Area],
    *,
    bounds: Sequence[float],
    unit: str = "",
    places: int = 0,
    bearings: Iterable[str] = (),
    below_word: str = "",
    width: int = 880,
) -> AreaMap:
    """Areas coloured by value. `bounds`: the target first, then the rising limits of up to three paler classes.

    `bearings` are codes of the six to eight places named for orientation.
    """
    to_page, height = projection(areas, width)
    drawn = tuple(_drawn(area, to_page, bounds, _said(area.value, places, unit)) for area in areas)
    look_at = tuple(sorted((one for one in drawn if one.kind == "below"), key=lambda one: one.area.value or 0))
    named = frozenset(bearings) - {one.area.code for one in look_at}
    labels = [_pin(number, one, to_page, width) for number, one in enumerate(look_at, 1)]
    labels += [_name(one, to_page) for one in drawn if one.area.code in named]
    legend = tuple(_legend(bounds, unit, places, below_word, unknown=any(one.kind == "m0" for one in drawn)))
    return AreaMap(finding, width, height, drawn, tuple(labels), look_at, legend)


def _drawn(area: Area, to_page: Projection, bounds: Sequence[float], said: str) -> Drawn:
    return Drawn(area, _path(area, to_page), kind_of(area.value, bounds), said)


def kind_of(value: float | None, bounds: Sequence[float]) -> str:
    """`below` under the first bound, then m1 (darkest) … m4 (palest); m0 when nothing is known."""
    if value is None:
        return "m0"
    if value < bounds[0]:
        return "below"
    return f"m{min(4, 1 + sum(value >= bound for bound in bounds[1:]))}"


def _path(area: Area, to_page: Projection) -> str:
    return "".join(_ring_path([to_page.at(point) for point in ring]) for ring in area.rings)


def _ring_path(points: Sequence[tuple[int, int]]) -> str:
    """Relative steps in whole units; points that fall together are one."""
    kept = [point for place, point in enumerate(points) if place == 0 or point != points[place - 1]]
    if len(kept) > 1 and kept[0] == kept[-1]:
        kept.pop()
    steps = (f"{x - px} {y - py}" for (px, py), (x, y) in pairwise(kept))
    return f"M{kept[0][0]} {kept[0][1]}l{' '.join(steps)}z"


def middle(area: Area) -> Point:
    """The centre of gravity of the largest ring, in degrees."""
    ring = max(area.rings, key=lambda points: abs(_twice_area(points)))
    whole = _twice_area(ring)
    if not whole:
        return sum(x for x, _ in ring) / len(ring), sum(y for _, y in ring) / len(ring)
    pairs = list(zip(ring, ring[1:] + ring[:1], strict=True))
    x = sum((ax + bx) * (ax * by - bx * ay) for (ax, ay), (bx, by) in pairs) / (3 * whole)
    y = sum((ay + by) * (ax * by - bx * ay) for (ax, ay), (bx, by) in pairs) / (3 * whole)
    return x, y


def _twice_area(ring: Ring) -> float:
    return sum(ax * by - bx * ay for (ax, ay), (bx, by) in zip(ring, ring[1:] + ring[:1], strict=True))


def _pin(number: int, one: Drawn, to_page: Projection, width: int) -> Label:
    x, y = to_page.at(middle(one.area))
    return Label(x, y, f"{one.area.name} {one.said}", number, "start" if x < width * 0.6 else "end")


def _name(one: Drawn, to_page: Projection) -> Label:
    x, y = to_page.at(middle(one.area))
    return Label(x, y, one.area.name, None, "middle")


def _legend(bounds: Sequence[float], unit: str, places: int, below_word: str, *, unknown: bool) -> Iterable[LegendLine]:
    limits = [say_number(bound, places) for bound in bounds]
    yield LegendLine("below", f"< {limits[0]}{unit} {below_word}".strip())
    for place, (low, high) in enumerate(pairwise(limits), 1):
        yield LegendLine(f"m{place}", f"{low}–{high}")
    yield LegendLine(f"m{min(4, len(bounds))}", f"≥ {limits[-1]}{unit}")
    if unknown:
        yield LegendLine("m0", "–")


def _said(value: float | None, places: int, unit: str) -> str:
    return say_number(value, places) + (unit if value is not None else "")
