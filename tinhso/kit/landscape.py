"""The drawn landscape: terraces, karst and one stilt house, as paths coloured by tokens (night in dark).

It is the same hill everywhere, so it is computed once from a fixed formula: no picture file, no randomness.
"""

from dataclasses import dataclass
from functools import cache
from math import cos, pi, sin

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Layer:
    """A filled shape: the name of its colour class and its path; `lip` is the light line along a terrace's edge."""

    kind: str
    path: str
    lip: str = ""


TERRACES = (
    "field-3", "field-2", "field-1", "ripe-1", "water", "ripe-2", "field-2",
    "field-3", "water", "ripe-1", "field-2", "field-4", "field-3", "field-5",
)  # fmt: skip
HOUSE_BEHIND = 7
"""The house stands on the terrace before this one, which hides the foot of its posts."""


@cache
def hillside(width: int = 1600, height: int = 640) -> tuple[Layer, ...]:
    """Back to front: far rock, near rock, terraces. Paths are in a box of `width` × `height` units."""
    rocks = (_rock("rock-1", width, height, 0.38, 0.26, 8), _rock("rock-2", width, height, 0.4, 0.15, 10))
    return rocks + tuple(_terrace(row, width, height) for row in range(len(TERRACES)))


@cache
def banks(width: int = 1600, height: int = 110) -> tuple[Layer, ...]:
    """The four terraces that close a page at its foot; the last is the soil the foot stands on."""
    kinds = ("field-2", "ripe-1", "field-4", "field-5")
    return tuple(_bank(kind, row, width, height) for row, kind in enumerate(kinds))


def _bank(kind: str, row: int, width: int, height: int) -> Layer:
    edge = [
        (x, height * (0.16 + 0.22 * row) + height * (0.1 - 0.02 * row) * sin(2 * pi * x / width + 0.5 + 0.25 * row))
        for x in _across(width, 8)
    ]
    return Layer(kind, _filled(edge, height))


def _terrace(row: int, width: int, height: int) -> Layer:
    depth = row / (len(TERRACES) - 1)
    top = height * (0.33 + 0.6 * depth**1.25)
    swing = height * (0.03 + 0.1 * depth)
    edge = [(x, top + swing * _roll(x / width, row)) for x in _across(width, 12)]
    path = _filled(edge, height)
    return Layer(TERRACES[row], path, _curve(edge))


def _roll(x: float, row: int) -> float:
    """The rise and fall of a terrace's edge at 0 ≤ x ≤ 1, −1…1; neighbours roll almost alike."""
    shift = 0.32 * row
    return 0.62 * sin(2 * pi * x * 1.1 + 0.9 + shift) + 0.38 * cos(2 * pi * x * 2.3 - 0.4 * shift)


def _rock(kind: str, width: int, height: int, foot: float, rise: float, towers: int) -> Layer:
    """Karst: round-headed towers with steep sides, from left to right."""
    step, path = width / towers, [f"M-9 {height}V{height * foot:.0f}"]
    for tower in range(towers + 1):
        left = (tower - 0.45 + 0.2 * sin(tower * 2.4)) * step
        peak = height * (foot - rise * (0.55 + 0.45 * abs(sin(tower * 1.9 + towers))))
        path.append(_tower(left, peak, step * (1.05 + 0.25 * cos(tower * 1.3)), height * foot))
    return Layer(kind, "".join(path) + f"L{width + 9} {height * foot:.0f}V{height}Z")


def _tower(left: float, peak: float, wide: float, foot: float) -> str:
    shoulder = (foot - peak) * 0.42
    return (
        f"L{left:.0f} {foot:.0f}"
        f"C{left + wide * 0.16:.0f} {foot - shoulder:.0f} {left + wide * 0.14:.0f} {peak:.0f} "
        f"{left + wide * 0.42:.0f} {peak:.0f}"
        f"S{left + wide * 0.68:.0f} {peak + shoulder * 0.6:.0f} {left + wide * 0.74:.0f} {foot - shoulder * 0.7:.0f}"
        f"S{left + wide * 0.95:.0f} {foot - 6:.0f} {left + wide:.0f} {foot:.0f}"
    )


def _across(width: int, pieces: int) -> list[float]:
    return [width * (piece / pieces * 1.04 - 0.02) for piece in range(pieces + 1)]


def _curve(points: list[Point]) -> str:
    """A smooth line through the points (Catmull–Rom as cubic Béziers), in whole units."""
    bits = [f"M{points[0][0]:.0f} {points[0][1]:.0f}"]
    padded = [points[0], *points, points[-1]]
    for (x0, y0), (x1, y1), (x2, y2), (x3, y3) in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        bits.append(
            f"C{x1 + (x2 - x0) / 6:.0f} {y1 + (y2 - y0) / 6:.0f} "
            f"{x2 - (x3 - x1) / 6:.0f} {y2 - (y3 - y1) / 6:.0f} {x2:.0f} {y2:.0f}"
        )
    return "".join(bits)


def _filled(points: list[Point], height: int) -> str:
    return f"{_curve(points)}V{height + 9}H{points[0][0]:.0f}Z"
