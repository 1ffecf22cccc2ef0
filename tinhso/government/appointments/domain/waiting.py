"""How long one will wait, said honestly: a range from how long people here really took, never a single number.

What was measured is kept per office and matter as the last `KEPT` times. Before there are enough of them, what the
table of matters expects counts like `PRIOR` measured times. Waiting is what lies ahead, shared by the counters that
work now: means and variances of independent times add up, and 80 of 100 waits should end within the range.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil, sqrt

KEPT = 60
PRIOR = 4
SPREAD = 0.6
"""Standard deviation of a time that nobody measured yet, as a share of it."""
SHORTEST, LONGEST = 20, 7200
"""Seconds: a shorter time is a slip of the finger, a longer one a counter that was left."""
WITHIN = 1.28
"""Standard deviations on each side that hold 80 of 100 (normal distribution)."""
STEP = 5


@dataclass(frozen=True, slots=True)
class Pace:
    """How long one person takes: mean in seconds, and variance."""

    mean: float
    variance: float


@dataclass(frozen=True, slots=True)
class Ahead:
    """Somebody before me: their pace, and the share of them that falls to the counters I wait for."""

    pace: Pace
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class Wait:
    """Minutes of work until one is called: most likely between `low` and `high`; `middle` is the expectation.

    people   how many are called before
    counters that serve this matter now; with none nobody can say how long
    """

    people: int
    counters: int
    low: int = 0
    middle: int = 0
    high: int = 0

    @property
    def known(self) -> bool:
        return self.counters > 0


def pace_of(measured: Sequence[int], expected_minutes: int) -> Pace:
    """The pace from measured seconds, leaning on what was expected while they are few."""
    expected = expected_minutes * 60.0
    count = len(measured)
    mean = (expected * PRIOR + sum(measured)) / (PRIOR + count)
    away = sum((one - mean) ** 2 for one in measured)
    variance = (PRIOR * (SPREAD * expected) ** 2 + away) / (PRIOR + count)
    return Pace(mean, variance)


def is_plausible(seconds: float) -> bool:
    """Whether a measured time tells how long somebody took."""
    return SHORTEST <= seconds <= LONGEST


def remembered(measured: Sequence[int], seconds: int) -> list[int]:
    """The last measured times with a new one."""
    return [*measured, seconds][-KEPT:]


def wait(ahead: Sequence[Ahead], *, people: int, now_served: Iterable[Pace], counters: int) -> Wait:
    """How long one waits behind others.

    ahead       who is called before
    now_served  the pace of those who stand at a counter: half of a time is left of each on the average
    """
    if not counters:
        return Wait(people=people, counters=0)
    there = list(now_served)
    if not ahead and len(there) < counters:
        return Wait(people=people, counters=counters, high=STEP)
    work = sum(one.pace.mean * one.share for one in ahead) + sum(one.mean / 2 for one in there)
    variance = sum(one.pace.variance * one.share for one in ahead) + sum(
        one.variance / 4 + one.mean**2 / 12 for one in there
    )
    middle, away = work / counters, WITHIN * sqrt(variance) / counters
    low = int(max(0.0, middle - away) / 60) // STEP * STEP
    high = max(low + STEP, ceil((middle + away) / 60 / STEP) * STEP)
    return Wait(people=people, counters=counters, low=low, middle=round(middle / 60), high=high)


def was_right(low: int, high: int, minutes: float) -> bool:
    """Whether a wait ended within the range that was told."""
    return low <= minutes <= high


def quantile(values: Sequence[float], share: float) -> float | None:
    """The value that a share of all does not exceed (nearest rank); None of nothing."""
    ordered = sorted(values)
    return ordered[max(0, ceil(share * len(ordered)) - 1)] if ordered else None
