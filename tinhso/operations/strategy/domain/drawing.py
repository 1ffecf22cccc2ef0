"""The way of a target as a drawing: what was, the target, and the years to come as a fan."""

from collections.abc import Sequence
from dataclasses import dataclass

from tinhso.kit.charts import Curve, LineChart, Scale, Table, Words, round_bounds
from tinhso.kit.passport import Text
from tinhso.kit.saying import say_number
from tinhso.operations.strategy.domain.figures import Point

WIDTH, HEIGHT, LEFT, RIGHT, TOP, FOOT = 420, 250, 30, 62, 40, 32
Fan = Sequence[Sequence[float]]
"""Rows of year, low, middle, high."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """What is drawn: figures of one method by year, the target with its word, the fan."""

    points: Sequence[Point]
    target: Point | None
    target_word: Text
    fan: Fan
    places: int
    heads: tuple[Text, Text, Text]


def way_chart(drawn: Drawn, finding: Text) -> LineChart:
    """The drawing with its table; at least one point or a target must be there."""
    up, across = _up(drawn), _across(drawn)
    dots = tuple((across.at(point.year), up.at(point.value)) for point in drawn.points)
    curves = (Curve(" ".join(f"{x:g},{y:g}" for x, y in dots), dots, main=True),) if dots else ()
    return LineChart(
        finding=finding, width=WIDTH, height=HEIGHT, base=HEIGHT - FOOT, curves=curves,
        fan=_fan_path(drawn, up, across), target_y=up.at(drawn.target.value) if drawn.target else None,
        words=tuple(_words(drawn, up, across)), table=_table(drawn),
    )  # fmt: skip


def _up(drawn: Drawn) -> Scale:
    values = [point.value for point in drawn.points] + [value for row in drawn.fan for value in row[1:]]
    values += [drawn.target.value] if drawn.target else []
    low, _high = round_bounds(min(values), max(values))
    return Scale(max(0.0, low), max(values), HEIGHT - FOOT - 14, TOP)


def _across(drawn: Drawn) -> Scale:
    years = [point.year for point in drawn.points] + [int(row[0]) for row in drawn.fan]
    years += [drawn.target.year] if drawn.target else []
    return Scale(min(years), max(years), LEFT, WIDTH - RIGHT)


def _fan_path(drawn: Drawn, up: Scale, across: Scale) -> str:
    """From the last figure along the upper edge and back along the lower one."""
    if not drawn.fan or not drawn.points:
        return ""
    last = drawn.points[-1]
    upper = [(across.at(row[0]), up.at(row[3])) for row in drawn.fan]
    lower = [(across.at(row[0]), up.at(row[1])) for row in reversed(drawn.fan)]
    edge = "".join(f"L{x:g} {y:g}" for x, y in (*upper, *lower))
    return f"M{across.at(last.year):g} {up.at(last.value):g}{edge}Z"


def _words(drawn: Drawn, up: Scale, across: Scale) -> list[Words]:
    words = [Words(across.at(year), HEIGHT - 10, str(year)) for year in _told_years(drawn)]
    if drawn.target:
        words.append(Words(10, up.at(drawn.target.value) - 8, str(drawn.target_word), "start", strong=True))
    for point in drawn.points[-1:]:
        below = drawn.target is not None and abs(up.at(point.value) - up.at(drawn.target.value)) < 30
        y = up.at(point.value) + (24 if below else -14)
        words.append(Words(across.at(point.year), y, say_number(point.value, drawn.places), strong=True))
    for row in drawn.fan[-1:]:
        x = across.at(row[0]) + 6
        words.append(Words(x, up.at(row[3]) + 12, say_number(row[3], drawn.places), "start"))
        words.append(Words(x, max(up.at(row[1]), up.at(row[3]) + 30), say_number(row[1], drawn.places), "start"))
    return words


def _told_years(drawn: Drawn) -> list[int]:
    """The first, the last known and the last of all; one that would cover another is left out."""
    years = [point.year for point in drawn.points] + [int(row[0]) for row in drawn.fan]
    years += [drawn.target.year] if drawn.target else []
    wanted = {min(years), max(years)}
    if drawn.points:
        span, last = max(years) - min(years) or 1, drawn.points[-1].year
        if all(abs(last - year) / span > 0.16 for year in wanted):
            wanted.add(last)
    return sorted(wanted)


def _table(drawn: Drawn) -> Table:
    heads = (drawn.heads[0], *({"text": head, "number": True} for head in drawn.heads[1:]))
    rows = [(str(point.year), _said(point.value), "–") for point in drawn.points]
    rows += [
        (str(int(year)), "–", f"{say_number(low, drawn.places)}–{say_number(high, drawn.places)}")
        for year, low, _middle, high in drawn.fan
    ]
    return Table(heads, tuple(rows))


def _said(value: float) -> str:
    """As published: with as many decimals as it has, two at most."""
    told = round(value, 2)
    return say_number(int(told) if told == int(told) else told)
