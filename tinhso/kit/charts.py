"""Charts, computed here and drawn by the page as SVG with their table. Sizes are in units of the drawing (1 = 1 px).

The title is the finding, in words. Bars start at zero; lines may not. One series is drawn strongly, others are only for
comparison; red and green never colour a series; below the target is orange with a hatch. Four series at most.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

from tinhso.kit.passport import Text
from tinhso.kit.saying import say_number

LETTER = 8.8
"""Width of one letter at 16 px, on the safe side."""


class TooManySeries(ValueError):
    """More than four series cannot be read: make small multiples."""


@dataclass(frozen=True, slots=True)
class Scale:
    """Values `low`…`high` onto places `start`…`end`. When all values are one, it lies in the middle."""

    low: float
    high: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """The place of a value, to a tenth of a unit."""
        if self.high == self.low:
            return round((self.start + self.end) / 2, 1)
        return round(self.start + (value - self.low) / (self.high - self.low) * (self.end - self.start), 1)


def round_bounds(low: float, high: float) -> tuple[float, float]:
    """Round numbers around low…high: a step of 1, 2 or 5 tens, so that an axis begins and ends at something sayable."""
    if high - low <= 1e-9 * max(1, abs(low), abs(high)):
        return low - 1, high + 1
    rough = (high - low) / 4
    power = 10.0 ** floor(log10(rough))
    step = next(power * times for times in (1, 2, 5, 10) if power * times >= rough)
    return floor(low / step) * step, ceil(high / step) * step


@dataclass(frozen=True, slots=True)
class Series:
    """One line: its name and a value for each label; None where nothing is known."""

    name: Text
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Target:
    """A level to reach, and the word beside its line."""

    value: float
    word: Text


@dataclass(frozen=True, slots=True)
class Forecast:
    """What is expected at the next label: between two numbers, never one."""

    label: str
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Words:
    """A text in the drawing; `anchor` is start, middle or end."""

    x: float
    y: float
    text: str
    anchor: str = "middle"
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Curve:
    """A drawn line with the dots that carry a value."""

    points: str
    dots: tuple[tuple[float, float], ...]
    main: bool


@dataclass(frozen=True, slots=True)
class Table:
    """The same numbers for reading: heads and rows as `p.table` takes them."""

    heads: tuple[object, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class LineChart:
    """A drawing of `width` × `height`."""

    finding: Text
    width: int
    height: int
    base: float
    curves: tuple[Curve, ...]
    fan: str
    target_y: float | None
    words: tuple[Words, ...]
    table: Table


def line_chart(
    finding: Text,
    labels: Sequence[str],
    series: Sequence[Series],
    *,
    target: Target | None = None,
    forecast: Forecast | None = None,
    places: int = 1,
    width: int = 360,
    height: int = 220,
) -> LineChart:
    """Lines over time. The first series is the one that is told about. Raises `TooManySeries` for more than four."""
    if len(series) > 4:
        raise TooManySeries(len(series))
    columns = [*labels, forecast.label] if forecast else list(labels)
    up = _heights(series, target, forecast, height - 32)
    across = Scale(0, max(1, len(columns) - 1), 32, width - _room_at_the_end(series, forecast, places))
    return LineChart(
        finding=finding,
        width=width,
        height=height,
        base=height - 32,
        curves=tuple(_curve(one, up, across, main=one is series[0]) for one in series),
        fan=_fan(series[0], forecast, up, across) if forecast else "",
        target_y=up.at(target.value) if target else None,
        words=tuple(_line_words(columns, series, target, forecast, up, across, height, places)),
        table=_line_table(labels, series, forecast, places),
    )


def _heights(series: Sequence[Series], target: Target | None, forecast: Forecast | None, bottom: float) -> Scale:
    known = [value for one in series for value in one.values if value is not None]
    known += [target.value] if target else []
    known += [forecast.low, forecast.high] if forecast else []
    highest = max(known, default=1)
    low, _high = round_bounds(min(known, default=0), highest)
    return Scale(low, highest, bottom - 14, 34)


def _room_at_the_end(series: Sequence[Series], forecast: Forecast | None, places: int) -> float:
    if len(series) == 1:
        return 48 if forecast else 32
    return max(len(f"{one.name} {_said(_last(one), places)}") for one in series) * LETTER + 12


def _curve(one: Series, up: Scale, across: Scale, *, main: bool) -> Curve:
    dots = tuple((across.at(place), up.at(value)) for place, value in enumerate(one.values) if value is not None)
    shown = dots if main else ()
    return Curve(" ".join(f"{x:g},{y:g}" for x, y in dots), shown, main)


def _fan(one: Series, forecast: Forecast, up: Scale, across: Scale) -> str:
    here, value = len(one.values) - 1, _last(one)
    if value is None:
        return ""
    ahead = across.at(here + 1)
    return (
        f"M{across.at(here):g} {up.at(value):g}L{ahead:g} {up.at(forecast.high):g}L{ahead:g} {up.at(forecast.low):g}Z"
    )


def _line_words(
    columns: Sequence[str],
    series: Sequence[Series],
    target: Target | None,
    forecast: Forecast | None,
    up: Scale,
    across: Scale,
    height: int,
    places: int,
) -> list[Words]:
    words = [Words(across.at(place), height - 10, label) for place, label in _thinned(columns)]
    if target:
        words.append(Words(10, up.at(target.value) - 8, str(target.word), "start", strong=True))
    if len(series) == 1:
        words += _value_words(series[0], up, across, places)
    else:
        words += _end_words(series, up, across, places)
    if forecast:
        between = f"{_said(forecast.low, places)}–{_said(forecast.high, places)}"
        words.append(Words(across.at(len(columns) - 1), up.at(forecast.low) + 20, between, strong=True))
    return words


def _thinned(columns: Sequence[str]) -> list[tuple[int, str]]:
    """Every label when there are few, else the first, the last and some between."""
    step = ceil(len(columns) / 6)
    last = len(columns) - 1
    return [(place, label) for place, label in enumerate(columns) if (last - place) % step == 0]


def _value_words(one: Series, up: Scale, across: Scale, places: int) -> list[Words]:
    known = [(place, value) for place, value in enumerate(one.values) if value is not None]
    told = known if len(known) <= 6 else known[-1:]
    return [Words(across.at(place), up.at(value) - 14, _said(value, places), strong=True) for place, value in told]


def _end_words(series: Sequence[Series], up: Scale, across: Scale, places: int) -> list[Words]:
    """Name and last value at the end of each line, pushed apart so that none covers another."""
    ends = [(one, value) for one in series if (value := _last(one)) is not None]
    words: list[Words] = []
    lowest = -18.0
    for one, value in sorted(ends, key=lambda end: -end[1]):
        lowest = max(up.at(value) + 5, lowest + 18)
        x = across.at(len(one.values) - 1) + 12
        words.append(Words(x, lowest, f"{one.name} {_said(value, places)}", "start", strong=one is series[0]))
    return words


def _line_table(labels: Sequence[str], series: Sequence[Series], forecast: Forecast | None, places: int) -> Table:
    heads = ("", *({"text": one.name, "number": True} for one in series))
    rows = [(label, *(_said(one.values[place], places) for one in series)) for place, label in enumerate(labels)]
    if forecast:
        between = f"{_said(forecast.low, places)}–{_said(forecast.high, places)}"
        rows.append((forecast.label, between, *("–" for _ in series[1:])))
    return Table(heads, tuple(rows))


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: where it lies, how long it is, what is written beside it."""

    name: str
    y: float
    length: float
    said: str
    below: bool


@dataclass(frozen=True, slots=True)
class BarChart:
    """Lying bars from zero; `left` is where they start."""

    finding: Text
    width: int
    height: int
    left: float
    thick: float
    bars: tuple[Bar, ...]
    target_x: float | None
    target_word: str
    table: Table


ROW = 34


def bar_chart(
    finding: Text,
    rows: Sequence[tuple[str, float]],
    *,
    head: tuple[Text, Text] = ("", ""),
    target: Target | None = None,
    places: int = 1,
    width: int = 360,
) -> BarChart:
    """Bars from zero, in the order given. Those below the target are hatched. Values must not be negative."""
    if any(value < 0 for _, value in rows):
        raise ValueError("a bar starts at zero and grows")
    left = max((len(name) for name, _ in rows), default=0) * LETTER + 10
    longest = max([value for _, value in rows] + ([target.value] if target else []), default=0) or 1
    along = Scale(0, longest, 0, width - left - 52)
    bars = tuple(_bar(place, name, value, along, target, places) for place, (name, value) in enumerate(rows))
    return BarChart(
        finding=finding,
        width=width,
        height=ROW * len(rows) + (30 if target else 6),
        left=left,
        thick=20,
        bars=bars,
        target_x=left + along.at(target.value) if target else None,
        target_word=str(target.word) if target else "",
        table=Table((head[0], {"text": head[1], "number": True}), tuple((bar.name, bar.said) for bar in bars)),
    )


def _bar(place: int, name: str, value: float, along: Scale, target: Target | None, places: int) -> Bar:
    below = target is not None and value < target.value
    return Bar(name, ROW * place + 7, along.at(value), _said(value, places), below)


@dataclass(frozen=True, slots=True)
class Share:
    """What a group has won of what it could: bars as long as the points possible, so that size is worth.

    href   where more is told of it
    """

    name: Text
    note: Text
    got: float
    possible: float
    href: str = ""

    @property
    def left(self) -> float:
        return round(self.possible - self.got, 6)


@dataclass(frozen=True, slots=True)
class ShareRow:
    """One row of a table that is its own chart: lengths in units of a drawing 302 wide."""

    share: Share
    outline: float
    filled: float
    said: tuple[str, str, str]


FULL = 300


def share_rows(shares: Sequence[Share], *, places: int = 1) -> tuple[ShareRow, ...]:
    """Rows sorted by what is still to gain, most first."""
    along = Scale(0, max((share.possible for share in shares), default=1) or 1, 0, FULL)
    return tuple(
        ShareRow(
            share,
            along.at(share.possible),
            along.at(min(share.got, share.possible)),
            (_said(share.got, places), _said(share.possible, 0), _said(share.left, places)),
        )
        for share in sorted(shares, key=lambda share: -share.left)
    )


@dataclass(frozen=True, slots=True)
class Spark:
    """A small line for a tile, 220 × 56, with its target and the gap still missed."""

    points: str
    end: tuple[float, float]
    target_y: float | None
    gap: str


def spark(values: Sequence[float], target: float | None = None) -> Spark:
    """The way of a figure. Only the gap to a target still missed is tinted. At least one value."""
    if not values:
        raise ValueError("a line needs a value")
    known = [*values, *([target] if target is not None else [])]
    up = Scale(min(known), max(known), 48, 8)
    across = Scale(0, max(1, len(values) - 1), 4, 210)
    dots = [(across.at(place), up.at(value)) for place, value in enumerate(values)]
    target_y = up.at(target) if target is not None else None
    points = " ".join(f"{x:g},{y:g}" for x, y in dots)
    missed = target is not None and values[-1] < target
    gap = f"{points} {dots[-1][0]:g},{target_y:g} {dots[0][0]:g},{target_y:g}" if missed else ""
    return Spark(points, dots[-1], target_y, gap)


def _last(one: Series) -> float | None:
    return next((value for value in reversed(one.values) if value is not None), None)


def _said(value: float | None, places: int) -> str:
    return say_number(value, places)
