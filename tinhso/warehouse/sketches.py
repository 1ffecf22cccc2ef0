"""Sketches of distributions: counts by bucket, which add up over places and days and give medians and percentiles.

The buckets are those of HdrHistogram (Gil Tene, public domain): whole numbers only, no logarithm, so every engine
puts a value into the same bucket. Values below 64 stand alone and are exact; above, each doubling has 32 buckets, and
a percentile is off by at most 1/64 of itself (1.6 %).
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from fractions import Fraction

EXACT_BITS = 6
_HALF = EXACT_BITS - 1
MEDIAN, NINTH_DECILE = Fraction(1, 2), Fraction(9, 10)


def bucket_of(value: int) -> int:
    """The number of the bucket that holds a value. Raises ValueError below 0."""
    if value < 0:
        raise ValueError(f"{value} is below 0")
    shift = max(0, value.bit_length() - EXACT_BITS)
    return (shift << _HALF) + (value >> shift)


def middle_of(bucket: int) -> int:
    """The value that stands for a bucket: itself below 64, else the middle, rounded down."""
    shift = max(0, (bucket >> _HALF) - 1)
    return ((bucket - (shift << _HALF)) << shift) + ((1 << shift) >> 1)


class Sketch:
    """How often each bucket was met."""

    def __init__(self, buckets: Mapping[int, int]) -> None:
        self.buckets = Counter(buckets)

    @classmethod
    def of_values(cls, values: Iterable[int]) -> "Sketch":
        return cls(Counter(map(bucket_of, values)))

    @classmethod
    def merged(cls, kept: Iterable[Mapping[str, int]]) -> "Sketch":
        """The sum of sketches as facts keep them: JSON, whose keys are text."""
        together: Counter[int] = Counter()
        for buckets in kept:
            together.update({int(bucket): count for bucket, count in buckets.items()})
        return cls(together)

    @property
    def count(self) -> int:
        return self.buckets.total()

    @property
    def median(self) -> int | None:
        return self.quantile(MEDIAN)

    @property
    def ninth_decile(self) -> int | None:
        return self.quantile(NINTH_DECILE)

    def quantile(self, share: Fraction) -> int | None:
        """The value (nearest rank) below which this share of all lies; None when there is none."""
        rank, passed = min(self.count - 1, int(share * self.count)), 0
        for bucket, count in sorted(self.buckets.items()):
            passed += count
            if passed > rank:
                return middle_of(bucket)
        return None
