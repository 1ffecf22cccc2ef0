"""The curve of CPU over the number of dossiers: kept as CSV beside this file, drawn as SVG for the documents."""

import csv
from collections.abc import Iterable
from itertools import groupby
from math import log10
from operator import attrgetter
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent
TABLE, DRAWING = HERE / "dossiers.csv", HERE / "dossiers.svg"
WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM = 400, 300, 56, 48, 20, 40
INKS = {"SQLite": "#1f5f8b", "PostgreSQL": "#b4541a"}
BAND = 0.15
"""As far as a flat line may stray from where it begins."""


class Point(NamedTuple):
    """CPU of one piece of work with so many dossiers in the database."""

    database: str
    dossiers: int
    what: str
    cpu_ms: float


def keep_curve(points: Iterable[Point]) -> None:
    """Put new points in the place of older ones, and draw all of them."""
    known = {one[:3]: one for one in [*_kept(), *points]}
    rows = sorted(known.values(), key=lambda one: (one.what, one.database, one.dossiers))
    with TABLE.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(Point._fields)
        writer.writerows((*one[:3], f"{one.cpu_ms:.3f}") for one in rows)
    DRAWING.write_text(drawn(rows), encoding="utf-8")


def drawn(points: list[Point]) -> str:
    """A panel for each piece of work, the number of dossiers on a logarithmic axis, CPU from zero."""
    panels = [(what, list(some)) for what, some in groupby(points, attrgetter("what"))]
    rows = (len(panels) + 1) // 2
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {2 * WIDTH} {rows * HEIGHT}" font-family="sans-serif" '
        f'font-size="14" fill="#333"><title>CPU of a request by the number of dossiers</title>'
        f'<rect width="100%" height="100%" fill="#fff"/>'
    )
    parts = [
        f'<g transform="translate({place % 2 * WIDTH} {place // 2 * HEIGHT})">{_panel(what, some)}</g>'
        for place, (what, some) in enumerate(panels)
    ]
    return "\n".join([head, *parts, "</svg>\n"])


def _panel(what: str, points: list[Point]) -> str:
    top = max(one.cpu_ms for one in points) * 1.25
    counts = sorted({one.dossiers for one in points})
    parts = [f'<text x="{LEFT}" y="24" font-weight="bold">{what}, ms CPU</text>', _grid(top, counts)]
    for place, (database, some) in enumerate(groupby(points, attrgetter("database"))):
        parts.append(_line(list(some), database, counts, top, place))
    return "".join(parts)


def _grid(top: float, counts: list[int]) -> str:
    parts = []
    for part in (0, 0.5, 1):
        y = _up(top * part, top)
        parts.append(f'<path d="M{LEFT} {y}H{WIDTH - RIGHT}" stroke="#ddd"/>')
        parts.append(f'<text x="{LEFT - 6}" y="{y + 5}" text-anchor="end">{top * part:.1f}</text>')
    for count in counts:
        x = _across(count, counts)
        parts.append(f'<text x="{x}" y="{HEIGHT - 16}" text-anchor="middle">{count:,}</text>')
    return "".join(parts)


def _line(points: list[Point], database: str, counts: list[int], top: float, place: int) -> str:
    ink = INKS.get(database, "#333")
    ends = _across(points[0].dossiers, counts), _across(points[-1].dossiers, counts)
    high, low = (_up(points[0].cpu_ms * (1 + sign * BAND), top) for sign in (1, -1))
    band = f'<path d="M{ends[0]} {high}H{ends[1]}V{low}H{ends[0]}Z" fill="{ink}" opacity="0.1"/>'
    places = [(_across(one.dossiers, counts), _up(one.cpu_ms, top)) for one in points]
    line = f'<path d="M{"L".join(f"{x} {y}" for x, y in places)}" fill="none" stroke="{ink}" stroke-width="2"/>'
    dots = "".join(
        f'<circle cx="{x}" cy="{y}" r="4" fill="{ink}"/>'
        f'<text x="{x}" y="{y - 9}" text-anchor="middle" fill="{ink}" font-size="12">{one.cpu_ms:.2f}</text>'
        for one, (x, y) in zip(points, places, strict=True)
    )
    name = f'<text x="{WIDTH - RIGHT}" y="{24 + 18 * place}" text-anchor="end" fill="{ink}">{database}</text>'
    return band + line + dots + name


def _across(count: int, counts: list[int]) -> float:
    low, high = log10(counts[0]), log10(counts[-1])
    share = (log10(count) - low) / (high - low) if high > low else 0.5
    return round(LEFT + 30 + share * (WIDTH - LEFT - RIGHT - 70), 1)


def _up(value: float, top: float) -> float:
    return round(HEIGHT - BOTTOM - value / top * (HEIGHT - BOTTOM - TOP), 1)


def _kept() -> list[Point]:
    if not TABLE.exists():
        return []
    with TABLE.open(newline="", encoding="utf-8") as file:
        return [
            Point(row["database"], int(row["dossiers"]), row["what"], float(row["cpu_ms"]))
            for row in csv.DictReader(file)
        ]
