"""What is usual: how far such series move in a year, pooled from those of sister provinces.

Empirical Bayes by moments (C. N. Morris, Journal of the American Statistical Association 78, 1983): the steps of all
series together tell the noise, the means of the series tell the usual slope and how far slopes lie apart. What is set
by hand in `tables/forecasting.json` weighs as much as a few series, and stands alone where there is no sister.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from statistics import fmean
from typing import Any

from tinhso.operations.strategy.domain.scales import Scale
from tinhso.operations.strategy.domain.tables import read_table

LEAST_SPREAD = 0.05
Series = Sequence[tuple[int, float]]


@dataclass(frozen=True, slots=True)
class Prior:
    """What is usual on the scale of the series.

    slope, slope_spread   mean and standard deviation of the steps a year
    noise                 standard deviation of one step around its slope
    weight                how many observations the noise is worth
    damping               what is left of a slope after a year
    slope_share           how much of the noise's variance moves the slope
    """

    slope: float
    slope_spread: float
    noise: float
    weight: float
    damping: float
    slope_share: float


@cache
def usual(*, share: bool) -> Prior:
    """What is set by hand, for a share or for an amount."""
    told = read_table("forecasting.json")
    mine: dict[str, Any] = told["share" if share else "amount"]
    return Prior(**mine, **{name: told[name] for name in ("weight", "damping", "slope_share")})


def pooled(sisters: Iterable[Series], ceiling: float | None) -> Prior:
    """What is usual among sister series of at least three years, together with what is set by hand."""
    begun = usual(share=ceiling is not None)
    steps = [made for series in sisters if len(made := _steps(series, ceiling)) >= 2]
    if not steps:
        return begun
    means = [fmean(made) for made in steps]
    rest = sum((step - mean) ** 2 for made, mean in zip(steps, means, strict=True) for step in made)
    freedom = sum(len(made) - 1 for made in steps)
    noise = (begun.weight * begun.noise**2 + rest) / (begun.weight + freedom)
    slope = (begun.weight * begun.slope + sum(means)) / (begun.weight + len(means))
    apart = sum((mean - slope) ** 2 - noise / len(made) for mean, made in zip(means, steps, strict=True))
    spread = max((begun.weight * begun.slope_spread**2 + apart) / (begun.weight + len(means)), LEAST_SPREAD**2)
    return Prior(slope, spread**0.5, noise**0.5, begun.weight, begun.damping, begun.slope_share)


def _steps(series: Series, ceiling: float | None) -> list[float]:
    """The changes a year between neighbours, on the scale; of years far apart each year's part."""
    scale = Scale.of([value for _year, value in series], ceiling)
    places = [(year, scale.inward(value)) for year, value in sorted(series)]
    return [(there - here) / (later - year) for (year, here), (later, there) in pairwise(places)]
