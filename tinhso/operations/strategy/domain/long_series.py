"""A forecast from more than six yearly figures: damped exponential smoothing, its gains estimated by statsmodels.

Run as a program of its own (`domain/apart.py`), because the library takes 150 MB: no room of the web server imports
this one. It reads series as JSON from its input and writes the years ahead as JSON to its output; it knows no database.
"""

import json
import sys
import warnings
from collections.abc import Sequence
from dataclasses import replace
from math import sqrt
from statistics import fmean
from typing import Any

from statsmodels.tsa.statespace.exponential_smoothing import ExponentialSmoothing

from tinhso.operations.strategy.domain.figures import Point
from tinhso.operations.strategy.domain.scales import Scale
from tinhso.operations.strategy.domain.short_series import Ahead, Year

ESTIMATED = 5
"""Two gains, the damping, the first level and the first slope."""
LEAST_FREEDOM = 3
ORIGINS = 4
"""From so many of the last years it is tried anew."""


def ahead(points: Sequence[Point], ceiling: float | None, until: int) -> Ahead:
    """The years after the last point up to `until`. A year without a figure is a year without news.

    What the library finds from few years is often too sure of itself: the spread is never below what the last years
    were missed by, growing with the root of the years.
    """
    scale, missed = Scale.of([point.value for point in points], ceiling), _misses(points, ceiling)
    least = sqrt(fmean([(scale.inward(guess) - scale.inward(seen)) ** 2 for guess, seen, _before in missed] or [0.0]))
    first, *rest = _fitted(points, scale, until)
    years = [
        replace(year, spread=max(year.spread, least * sqrt(year.year - first.year + 1))) for year in (first, *rest)
    ]
    return Ahead(scale, tuple(year for year in years if year.year <= until))


def errors(points: Sequence[Point], ceiling: float | None) -> list[tuple[float, float]]:
    """How far off the forecasts of the last years were, each from the years before, and how far "as last year"."""
    return [(abs(guess - seen), abs(before - seen)) for guess, seen, before in _misses(points, ceiling)]


def _fitted(points: Sequence[Point], scale: Scale, until: int) -> list[Year]:
    """At least the next year, as the library sees it."""
    ordered = sorted(points, key=lambda point: point.year)
    first, last = ordered[0].year, ordered[-1].year
    found = {point.year: scale.inward(point.value) for point in ordered}
    series = [found.get(year, float("nan")) for year in range(first, last + 1)]
    model = ExponentialSmoothing(series, trend=True, damped_trend=True)
    told: Any = model.fit(disp=False).get_forecast(max(1, until - last))
    freedom = float(max(LEAST_FREEDOM, len(ordered) - ESTIMATED))
    pairs = zip(told.predicted_mean, told.se_mean, strict=True)
    return [Year(last + step, float(mid), float(spread), freedom) for step, (mid, spread) in enumerate(pairs, start=1)]


def _misses(points: Sequence[Point], ceiling: float | None) -> list[tuple[float, float, float]]:
    """Of the last years: what was forecast from the years before, what came, and what was the year before."""
    ordered, found = sorted(points, key=lambda point: point.year), list[tuple[float, float, float]]()
    for end in range(max(ESTIMATED + 1, len(ordered) - ORIGINS), len(ordered)):
        known, after = ordered[:end], ordered[end]
        scale = Scale.of([point.value for point in known], ceiling)
        guess = scale.outward(_fitted(known, scale, after.year)[-1].middle)
        found.append((guess, after.value, known[-1].value))
    return found


def answer(asked: dict[str, Any]) -> dict[str, Any]:
    """One series, as `domain/apart.py` sends and reads it."""
    points = [Point(int(year), float(value)) for year, value in asked["points"]]
    years = ahead(points, asked["ceiling"], asked["until"]).years
    told = [[year.year, year.middle, year.spread, year.freedom] for year in years]
    return {"years": told, "errors": errors(points, asked["ceiling"])}


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    json.dump([answer(asked) for asked in json.load(sys.stdin)], sys.stdout)
