"""A forecast from more than six yearly figures: damped exponential smoothing, its gains estimated by statsmodels.

Run as a program of its own (`domain/apart.py`), because the library takes 150 MB: no room of the web server imports
this one. It reads series as JSON from its input and writes the years ahead as JSON to its output; it knows no database.
"""

import json
import sys
import warnings
from collections.abc import Sequence
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
    """The years after the last point up to `until`. A year without a figure is a year without news."""
    ordered = sorted(points, key=lambda point: point.year)
    scale = Scale.of([point.value for point in ordered], ceiling)
    first, last = ordered[0].year, ordered[-1].year
    found = {point.year: scale.inward(point.value) for point in ordered}
    series = [found.get(year, float("nan")) for year in range(first, last + 1)]
    model = ExponentialSmoothing(series, trend=True, damped_trend=True)
    told: Any = model.fit(disp=False).get_forecast(max(1, until - last))
    freedom = float(max(LEAST_FREEDOM, len(ordered) - ESTIMATED))
    years = [
        Year(last + step, float(middle), float(spread), freedom)
        for step, (middle, spread) in enumerate(zip(told.predicted_mean, told.se_mean, strict=True), start=1)
    ]
    return Ahead(scale, tuple(year for year in years if year.year <= until))


def errors(points: Sequence[Point], ceiling: float | None) -> list[tuple[float, float]]:
    """How far off the next figure was from each of the last years, and how far "as last year"."""
    ordered, found = sorted(points, key=lambda point: point.year), list[tuple[float, float]]()
    for end in range(max(ESTIMATED + 1, len(ordered) - ORIGINS), len(ordered)):
        known, after = ordered[:end], ordered[end]
        guess = ahead(known, ceiling, after.year)
        middle = guess.scale.outward(guess.years[-1].middle)
        found.append((abs(middle - after.value), abs(known[-1].value - after.value)))
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
