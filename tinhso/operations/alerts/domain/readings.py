"""Reading a number of a place from its days: by window, against days before, along a line ahead."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from statistics import StatisticsError, linear_regression

from tinhso.operations.alerts.domain.words import Doubt


class Measure(StrEnum):
    """How numerator and denominator make the number: alone, as a share in percent, as a mean."""

    NUMBER = "number"
    SHARE = "share"
    MEAN = "mean"


Sums = tuple[int, int | None]
Days = Mapping[date, Sums]
"""What is known of a place, by day. A day of which nothing is known is not there."""


@dataclass(frozen=True, slots=True)
class Meter:
    """How a number is read from its days. `lasting`: it stands, so of several days the last known counts."""

    measure: Measure
    lasting: bool = False

    def level(self, days: Days, day: date, window: int) -> "Reading":
        """The number of the `window` days that end with `day`."""
        known = [days[one] for one in _days(day, window) if one in days]
        if not known:
            return Reading(None, Doubt.NOTHING_KNOWN)
        return self._of(known[-1:] if self.lasting else known)

    def change(self, days: Days, day: date, window: int, back: int) -> "Reading":
        """Against the same days `back` earlier: in percent, of a share in points."""
        now, before = self.level(days, day, window), self.level(days, day - timedelta(days=back), window)
        if now.value is None or before.value is None:
            return Reading(None, now.doubt or before.doubt)
        if self.measure is Measure.SHARE:
            return Reading(now.value - before.value)
        if before.value == 0:
            return Reading(None, Doubt.NOTHING_TO_DIVIDE_BY)
        return Reading((now.value / before.value - 1) * 100)

    def ahead(self, days: Days, day: date, window: int, ahead: int) -> "Reading":
        """Where a straight line (least squares) through the known days leads."""
        points = [
            (float((one - day).days), reading.value)
            for one in _days(day, window)
            if (reading := self.level(days, one, 1)).value is not None
        ]
        if len(points) < 2:
            return Reading(None, Doubt.TOO_FEW_DAYS)
        try:
            line = linear_regression([x for x, _y in points], [y for _x, y in points])
        except StatisticsError:
            return Reading(None, Doubt.TOO_FEW_DAYS)
        return Reading(self._bounded(line.slope * ahead + line.intercept))

    def _of(self, known: Sequence[Sums]) -> "Reading":
        top = sum(one for one, _of in known)
        if self.measure is Measure.NUMBER:
            return Reading(float(top))
        bottom = sum(of or 0 for _one, of in known)
        if not bottom:
            return Reading(None, Doubt.NOTHING_TO_DIVIDE_BY)
        if self.measure is Measure.MEAN:
            return Reading(top / bottom)
        return Reading(None, Doubt.OVER_ALL) if top > bottom else Reading(top / bottom * 100)

    def _bounded(self, value: float) -> float:
        """No line leads under nothing, and none of a share over all."""
        return min(max(value, 0.0), 100.0) if self.measure is Measure.SHARE else max(value, 0.0)


@dataclass(frozen=True, slots=True)
class Reading:
    """A number, or None and why it cannot be told."""

    value: float | None
    doubt: Doubt | None = None


def silent_for(days: Days, day: date, at_most: int) -> int:
    """How many days, that day included, have brought nothing; `at_most` where none of that many has."""
    return next((gone for gone in range(at_most) if day - timedelta(days=gone) in days), at_most)


def _days(last: date, many: int) -> list[date]:
    return [last - timedelta(days=gone) for gone in range(many - 1, -1, -1)]
