"""Whether a directive helped: the number before and after, its target, and what sister places did in the same days.

It is a plain difference, not a proof: places with a directive were chosen because something was wrong there, and what
is very bad tends to come back by itself. The page says so.
"""

from dataclasses import dataclass
from enum import StrEnum

from tinhso.operations.directives.domain.words import Better, Verdict

NOTHING = 1e-9


class Shape(StrEnum):
    """How a number is read from its two parts."""

    COUNT = "count"
    SHARE = "share"
    MEAN = "mean"


@dataclass(frozen=True, slots=True)
class Reading:
    """A number in its two parts; a part that is None is not known.

    A count is its `top`; a share is `top` of `bottom`, told in per cent; a mean is the sum `top` over `bottom` values.
    """

    top: int | None
    bottom: int | None
    shape: Shape

    @property
    def value(self) -> float | None:
        if self.top is None or self.shape is Shape.COUNT:
            return self.top
        if not self.bottom:
            return None
        return self.top / self.bottom * (100 if self.shape is Shape.SHARE else 1)


@dataclass(frozen=True, slots=True)
class Change:
    """From one reading to another. `gain` is positive when it became better: in units of the number, of counts in per
    cent of what there was, so that large and small places can be compared; None where it cannot be said."""

    before: Reading
    after: Reading
    better: Better

    @property
    def gain(self) -> float | None:
        before, after = self.before.value, self.after.value
        if before is None or after is None:
            return None
        way = after - before if self.better is Better.MORE else before - after
        if self.before.shape is not Shape.COUNT:
            return way
        return way / before * 100 if before else None

    @property
    def moved(self) -> float | None:
        """In units of the number, positive when it became better."""
        before, after = self.before.value, self.after.value
        if before is None or after is None:
            return None
        return after - before if self.better is Better.MORE else before - after


def more_than(own: Change, sisters: Change) -> float | None:
    """By how much more it became better than at the sisters, as `gain` is told; None where it cannot be said."""
    if own.gain is None or sisters.gain is None:
        return None
    return own.gain - sisters.gain


def reached(value: float, target: float, better: Better) -> bool:
    return value >= target - NOTHING if better is Better.MORE else value <= target + NOTHING


def judge(own: Change, sisters: Change, target: float | None) -> Verdict:
    """Did it help? A target that is reached counts only when the number moved at all."""
    moved, after = own.moved, own.after.value
    if moved is None or after is None:
        return Verdict.UNKNOWN
    if abs(moved) < NOTHING:
        return Verdict.SAME
    if moved < 0:
        return Verdict.WORSE
    if target is not None and reached(after, target, own.better):
        return Verdict.REACHED
    more = more_than(own, sisters)
    return Verdict.HELPED if more is None or more > NOTHING else Verdict.AS_ELSEWHERE


def helped(verdict: Verdict) -> bool | None:
    """For counting; None: it cannot be said."""
    return None if verdict in (Verdict.UNKNOWN, Verdict.SOON) else verdict in (Verdict.HELPED, Verdict.REACHED)
