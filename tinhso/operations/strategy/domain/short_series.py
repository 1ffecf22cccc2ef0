"""A forecast from three to six yearly figures: a damped trend whose first slope is drawn towards what is usual.

The damped local trend of E. S. Gardner and E. McKenzie (Management Science 31, 1985) in the form of states, filtered as
in J. Durbin and S. J. Koopman, Time Series Analysis by State Space Methods, section 4.3. A year without a figure is a
step without news. How noisy the series is comes from its own surprises, shrunk towards the noise of its sisters as in
G. K. Smyth (Statistical Applications in Genetics and Molecular Biology 3, 2004), which makes the futures a Student t.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from tinhso.operations.strategy.domain.figures import Point
from tinhso.operations.strategy.domain.priors import Prior
from tinhso.operations.strategy.domain.scales import Scale
from tinhso.operations.strategy.domain.student import t_below, t_point
from tinhso.operations.strategy.domain.words import Direction

Matrix = NDArray[np.float64]
LEAST_POINTS = 3
MOST_POINTS = 6
"""More yearly figures than these are forecast by the long method where it is installed."""
INSIDE = 0.8
"""Of a hundred futures so many lie between low and high."""


class TooFewPoints(ValueError):
    """A forecast needs three years."""


class AllZero(ValueError):
    """From zeros alone nothing can be told."""


@dataclass(frozen=True, slots=True)
class Year:
    """What is expected of a year, on the scale: middle, spread, and degrees of freedom (0: normal)."""

    year: int
    middle: float
    spread: float
    freedom: float


@dataclass(frozen=True, slots=True)
class Ahead:
    """The years to come of one series."""

    scale: Scale
    years: tuple[Year, ...]

    def fan(self) -> list[list[float]]:
        """Rows of year, low, middle, high, in the unit of the series."""
        return [self._row(one) for one in self.years]

    def _row(self, one: Year) -> list[float]:
        out, half = self.scale.outward, one.spread * t_point((1 + INSIDE) / 2, one.freedom)
        return [one.year, out(one.middle - half), out(one.middle), out(one.middle + half)]

    def probability(self, target: Point, way: Direction) -> float | None:
        """That the figure of the target's year is as good as the target. None when that year is not among them."""
        one = next((one for one in self.years if one.year == target.year), None)
        if one is None:
            return None
        below = t_below((self.scale.inward(target.value) - one.middle) / max(one.spread, 1e-9), one.freedom)
        return below if way is Direction.DOWN else 1 - below


@dataclass(frozen=True, slots=True)
class State:
    """Level and slope with how unsure they are; the sum and the number of squared surprises so far."""

    mean: Matrix
    cover: Matrix
    surprise: float = 0.0
    seen: int = 0


def ahead(points: Sequence[Point], ceiling: float | None, prior: Prior, until: int) -> Ahead:
    """The years after the last point up to `until`. Raises TooFewPoints, AllZero."""
    if len(points) < LEAST_POINTS:
        raise TooFewPoints
    if not any(point.value for point in points):
        raise AllZero
    return _ahead(points, ceiling, prior, until)


def _ahead(points: Sequence[Point], ceiling: float | None, prior: Prior, until: int) -> Ahead:
    ordered = sorted(points, key=lambda point: point.year)
    scale = Scale.of([point.value for point in ordered], ceiling)
    first = filtered(ordered, scale, prior, prior.noise)
    freedom = prior.weight + first.seen
    noise = prior.noise * sqrt((prior.weight + first.surprise) / freedom)
    state, years = filtered(ordered, scale, prior, noise), list[Year]()
    for year in range(ordered[-1].year + 1, until + 1):
        state = stepped(state, prior, noise)
        years.append(Year(year, float(state.mean[0]), sqrt(float(state.cover[0, 0])), freedom))
    return Ahead(scale, tuple(years))


def filtered(points: Sequence[Point], scale: Scale, prior: Prior, noise: float) -> State:
    """Level and slope after the last point."""
    start = np.array([scale.inward(points[0].value), prior.slope / prior.damping])
    state = State(start, np.diag([0.0, (prior.slope_spread / prior.damping) ** 2]))
    for before, point in pairwise(points):
        for _year in range(point.year - before.year):
            state = stepped(state, prior, noise)
        state = _corrected(state, scale.inward(point.value))
    return state


def stepped(state: State, prior: Prior, noise: float) -> State:
    """A year later, without news."""
    moved = np.array([[1.0, prior.damping], [0.0, prior.damping]])
    news = np.diag([noise**2, prior.slope_share * noise**2])
    return State(moved @ state.mean, moved @ state.cover @ moved.T + news, state.surprise, state.seen)


def _corrected(state: State, seen: float) -> State:
    """After a figure, which is taken as it was published."""
    spread = float(state.cover[0, 0])
    gain, error = state.cover[:, 0] / spread, seen - float(state.mean[0])
    cover = state.cover - np.outer(gain, state.cover[0])
    return State(state.mean + gain * error, cover, state.surprise + error**2 / spread, state.seen + 1)


@dataclass(frozen=True, slots=True)
class Tried:
    """Forecasts of each known year from the years before it: how many, how far off on average (in the unit), and how
    far off "as last year" would have been."""

    times: int
    error: float
    idle_error: float


def tried(points: Sequence[Point], ceiling: float | None, prior: Prior) -> Tried | None:
    """Rolling origin, one figure ahead, each from at least two. None where there are too few or only zeros."""
    ordered = sorted(points, key=lambda point: point.year)
    origins = [(ordered[:end], ordered[end]) for end in range(2, len(ordered)) if any(p.value for p in ordered[:end])]
    if not origins:
        return None
    errors = [abs(_middle(known, after.year, ceiling, prior) - after.value) for known, after in origins]
    idle = [abs(known[-1].value - after.value) for known, after in origins]
    return Tried(len(origins), sum(errors) / len(errors), sum(idle) / len(idle))


def _middle(known: Sequence[Point], year: int, ceiling: float | None, prior: Prior) -> float:
    found = _ahead(known, ceiling, prior, year)
    return found.scale.outward(found.years[-1].middle)
