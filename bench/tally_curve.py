"""The curve of a tally over the size of the log: kept as CSV beside this file, drawn as SVG for the documents."""

import csv
from collections.abc import Iterable
from itertools import groupby
from math import log10
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
TABLE, DRAWING = HERE / "tallying.csv", HERE / "tallying.svg"
WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM = 720, 440, 70, 50, 210, 60
INKS = {"DuckDB, Ibis": "#2b3a82", "DuckDB, by hand": "#0c6270", "PostgreSQL": "#b4541a"}


class Point(NamedTuple):
    """CPU seconds to count a year with so many lines."""

    engine: str
    lines: int
    seconds: float


def keep_curve(points: Iterable[Point]) -> None:
    """Put new points in the place of older ones, and draw all of them."""
    known = {one[:2]: one for one in [*_kept(), *points]}
    rows = sorted(known.values())
    with TABLE.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(Point._fields)
        writer.writerows((one.engine, one.lines, f"{one.seconds:.2f}") for one in rows)
    DRAWING.write_text(drawn(rows), encoding="utf-8")


def drawn(points: list[Point]) -> str:
    """Both axes logarithmic: a straight line of slope 1 is a cost that grows as the log does."""
    sizes = sorted({one.lines for one in points})
    top = max(one.seconds for one in points)
    low = min(one.seconds for one in points)
    told = "; ".join(f"{one.engine} {one.lines // 10**6} million {one.seconds:.1f} s" for one in points)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif" '
        f'font-size="14" fill="#333"><title>CPU seconds to count a year of the log: {told}</title>'
        f'<rect width="100%" height="100%" fill="#fff"/>'
        f'<text x="{LEFT}" y="28" font-weight="bold">A year of the log counted: CPU seconds by lines</text>'
    )
    parts = [head]
    for size in sizes:
        x = _along(size, sizes[0], sizes[-1], LEFT, WIDTH - RIGHT)
        parts.append(f'<text x="{x}" y="{HEIGHT - 32}" text-anchor="middle">{size // 10**6}</text>')
    parts.append(f'<text x="{(LEFT + WIDTH - RIGHT) // 2}" y="{HEIGHT - 10}" text-anchor="middle">million lines</text>')
    for engine, some in groupby(points, attrgetter("engine")):
        places = [
            (
                _along(one.lines, sizes[0], sizes[-1], LEFT, WIDTH - RIGHT),
                _along(one.seconds, low, top, HEIGHT - BOTTOM, TOP),
                one.seconds,
            )
            for one in some
        ]
        parts.append(_line(engine, places))
    return "\n".join([*parts, "</svg>\n"])


def _line(engine: str, places: list[tuple[float, float, float]]) -> str:
    ink = INKS.get(engine, "#333")
    path = "L".join(f"{x} {y}" for x, y, _seconds in places)
    dots = "".join(
        f'<circle cx="{x}" cy="{y}" r="4" fill="{ink}"/>'
        f'<text x="{x - 8}" y="{y - 8}" text-anchor="end" fill="{ink}">{seconds:.1f}</text>'
        for x, y, seconds in places
    )
    x, y, _seconds = places[-1]
    name = f'<text x="{x + 10}" y="{y + 5}" fill="{ink}">{engine}</text>'
    return f'<path d="M{path}" fill="none" stroke="{ink}" stroke-width="2"/>{dots}{name}'


def _along(value: float, low: float, top: float, begin: float, end: float) -> float:
    part = (log10(value) - log10(low)) / (log10(top) - log10(low)) if top > low else 0.5
    return round(begin + part * (end - begin), 1)


def _kept() -> list[Point]:
    if not TABLE.exists():
        return []
    with TABLE.open(newline="", encoding="utf-8") as file:
        return [Point(row["engine"], int(row["lines"]), float(row["seconds"])) for row in csv.DictReader(file)]
