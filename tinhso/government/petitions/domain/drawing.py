"""Where on a drawing of a commune something was reported: pins in units of the drawing, those that touch as one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tinhso.kit.maps import Area, Projection, projection

WIDTH = 640
TALLEST = 760
APART = 34
"""Pins nearer to each other than this many units become one."""


@dataclass(frozen=True, slots=True)
class Ground:
    """A commune as a drawing: its path and how degrees fall on it."""

    width: int
    height: int
    path: str
    place: Projection


@dataclass(frozen=True, slots=True)
class Spot:
    """One reported thing on the ground, by its number in the list of points."""

    index: int
    lat: float
    lon: float
    done: bool


@dataclass(frozen=True, slots=True)
class Pin:
    """One or several things at one place; `done` when all of them are."""

    number: int
    x: int
    y: int
    spots: tuple[int, ...]
    done: bool


def ground_of(area: Area) -> Ground:
    """The drawing of one area, as wide as it may be and no taller than a page."""
    width = WIDTH
    place, height = projection([area], width)
    if height > TALLEST:
        width = WIDTH * TALLEST // height
        place, height = projection([area], width)
    path = "".join(_ring([place.at(point) for point in ring]) for ring in area.rings)
    return Ground(width, height, path, place)


def _ring(points: Sequence[tuple[int, int]]) -> str:
    return "M" + "L".join(f"{x} {y}" for x, y in dict.fromkeys(points)) + "Z"


def pins(ground: Ground, spots: Iterable[Spot]) -> list[Pin]:
    """Pins from north to south, numbered as people read. What lies outside the drawing is left out."""
    groups: list[tuple[int, int, list[Spot]]] = []
    for spot in spots:
        x, y = ground.place.at((spot.lon, spot.lat))
        if not (0 <= x <= ground.width and 0 <= y <= ground.height):
            continue
        near = next((one for one in groups if (one[0] - x) ** 2 + (one[1] - y) ** 2 < APART**2), None)
        if near:
            near[2].append(spot)
        else:
            groups.append((x, y, [spot]))
    groups.sort(key=lambda one: (one[1], one[0]))
    return [
        Pin(number, x, y, tuple(spot.index for spot in held), all(spot.done for spot in held))
        for number, (x, y, held) in enumerate(groups, 1)
    ]
