"""What a number is on a day: the sum of the days before it, or what last stood. Shares are in percent."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from tinhso.kit.saying import HARD, say_number
from tinhso.warehouse.definitions import Indicator, Spread, Stock

Sums = Mapping[date, tuple[int, int | None]]
"""Day → numerator and denominator."""
STANDS_FOR = 7
"""Days for which what last stood is still taken for what stands."""


class Kind(StrEnum):
    """How a number is told: a share in percent, a mean (of a distribution), or how many."""

    SHARE = "share"
    MEAN = "mean"
    COUNT = "count"

    @classmethod
    def of(cls, promise: Indicator) -> "Kind":
        if isinstance(promise, Spread):
            return cls.MEAN
        return cls.SHARE if promise.of else cls.COUNT

    @property
    def decimals(self) -> int:
        return 0 if self is Kind.COUNT else 1


@dataclass(frozen=True, slots=True)
class Figure:
    """A number as it is read. `value` is None when nothing is known, or there was nothing to take a share of."""

    kind: Kind
    top: int | None = None
    bottom: int | None = None

    @property
    def value(self) -> float | None:
        if self.kind is Kind.COUNT or self.top is None:
            return None if self.top is None else float(self.top)
        if not self.bottom:
            return None
        return (100 if self.kind is Kind.SHARE else 1) * self.top / self.bottom

    @property
    def said(self) -> str:
        """96,1 %, 3,4, 214; a dash when nothing is known."""
        return say(self.value, self.kind)


def say(value: float | None, kind: Kind) -> str:
    """A value of that kind in words."""
    told = say_number(value, kind.decimals)
    return f"{told}{HARD}%" if kind is Kind.SHARE and value is not None else told


def say_bare(value: float, kind: Kind) -> str:
    """A value that somebody set, with no more decimals than it has: 95 %."""
    told = say_number(int(value) if value == int(value) else value)
    return f"{told}{HARD}%" if kind is Kind.SHARE else told


def first_day(promise: Indicator, until: date, days: int) -> date:
    """The first day that the number of `days` days up to `until` is made of."""
    return until - timedelta(days=(STANDS_FOR if isinstance(promise, Stock) else days) - 1)


def figure_on(promise: Indicator, sums: Sums, until: date, days: int) -> Figure:
    """The number on a day: summed over `days` days, or as it last stood."""
    first = first_day(promise, until, days)
    found = [sums[day] for day in sorted(sums) if first <= day <= until]
    if not found:
        return Figure(Kind.of(promise))
    meant = found[-1:] if isinstance(promise, Stock) else found
    bottoms = [bottom for _top, bottom in meant if bottom is not None]
    return Figure(Kind.of(promise), sum(top for top, _bottom in meant), sum(bottoms) if bottoms else None)


def way(promise: Indicator, sums: Sums, until: date, days: int, points: int) -> list[tuple[date, Figure]]:
    """The same day by day, the last `points` days."""
    shown = [until - timedelta(days=back) for back in range(points - 1, -1, -1)]
    return [(day, figure_on(promise, sums, day, days)) for day in shown]
