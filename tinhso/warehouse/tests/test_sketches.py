"""Sketches add up like the values they stand for, and say how far off they can be."""

from fractions import Fraction
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tinhso.warehouse.sketches import Sketch, bucket_of, middle_of

VALUES = st.lists(st.integers(0, 10**12) | st.integers(0, 200), min_size=1)
SHARES = st.sampled_from([Fraction(1, 2), Fraction(9, 10), Fraction(0), Fraction(1)])


@given(VALUES, SHARES)
def test_a_percentile_is_off_by_at_most_a_64th(values, share):
    meant = sorted(values)[min(len(values) - 1, int(share * len(values)))]
    assert abs(Sketch.of_values(values).quantile(share) - meant) * 64 <= meant


@given(st.lists(st.integers(0, 63), min_size=1), SHARES)
def test_days_and_minutes_below_64_are_exact(values, share):
    assert Sketch.of_values(values).quantile(share) == sorted(values)[min(len(values) - 1, int(share * len(values)))]


@given(VALUES, VALUES)
def test_parts_merge_to_the_whole(some, others):
    parts = [
        {str(bucket): count for bucket, count in Sketch.of_values(part).buckets.items()} for part in (some, others)
    ]
    assert Sketch.merged(parts).buckets == Sketch.of_values([*some, *others]).buckets


def test_buckets_follow_each_other_without_a_hole():
    buckets = [bucket_of(value) for value in range(5000)]
    assert {after - before for before, after in pairwise(buckets)} == {0, 1}
    assert all(bucket_of(middle_of(bucket)) == bucket for bucket in buckets)


def test_nothing_has_no_median():
    assert Sketch({}).median is None
