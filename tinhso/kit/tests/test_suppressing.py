"""A group of fewer than five is told of nowhere, and cannot be found by taking the others from the whole."""

from hypothesis import given, settings
from hypothesis import strategies as some

from tinhso.kit.suppressing import LEAST, told_groups

sizes = some.dictionaries(some.text("abcdef", min_size=1, max_size=2), some.integers(0, 30), max_size=8)


def test_the_small_one_and_the_next_smallest_are_left_out():
    assert told_groups({"a": 2, "b": 6, "c": 40}) == {"c"}
    assert told_groups({"a": 5, "b": 6}) == {"a", "b"}
    assert told_groups({"a": 2, "b": 6}, whole_is_told=False) == {"b"}
    assert told_groups({"a": 2}) == frozenset()


@settings(max_examples=150, deadline=None)
@given(sizes)
def test_no_small_group_is_told_and_none_can_be_found_from_the_whole(found):
    told = told_groups(found)
    assert all(found[key] >= LEAST for key in told)
    left_out = [size for key, size in found.items() if key not in told and size]
    if told and left_out:
        assert len(left_out) > 1
        assert sum(left_out) >= LEAST


@settings(max_examples=60, deadline=None)
@given(sizes)
def test_where_nobody_is_few_everybody_is_told(found):
    large = {key: size + LEAST for key, size in found.items()}
    assert told_groups(large) == set(large)
