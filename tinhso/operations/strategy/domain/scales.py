"""Scales on which a series moves freely: log-odds for what has a most, logarithm for amounts.

On the log-odds scale no forecast of a share leaves 0 and its most; on the logarithm twice as large an amount is
forecast twice as large.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log

EDGE = 0.001
"""A share is never taken to be nearer to its ends: 100 % means at least 99.9 %."""


@dataclass(frozen=True, slots=True)
class Scale:
    """`ceiling`: the most, None for amounts. `shift`: added to amounts among which there is a zero."""

    ceiling: float | None
    shift: float = 0.0

    @classmethod
    def of(cls, values: Sequence[float], ceiling: float | None) -> "Scale":
        """The scale for a series; an amount of zero is told from nothing by half the smallest that is above it."""
        least = min((value for value in values if value > 0), default=1.0)
        return cls(ceiling, 0.0 if ceiling or min(values) > 0 else least / 2)

    def inward(self, value: float) -> float:
        if self.ceiling is None:
            return log(max(value, 0.0) + self.shift) if value + self.shift > 0 else float("-inf")
        share = min(max(value / self.ceiling, EDGE), 1 - EDGE)
        return log(share / (1 - share))

    def outward(self, place: float) -> float:
        if self.ceiling is None:
            return max(0.0, exp(min(place, 700.0)) - self.shift)
        return self.ceiling / (1 + exp(-place)) if place > -700 else 0.0
