"""Near in place, in time and in words: symmetric, and the nearer the likelier."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from tinhso.government.petitions.domain.likeness import ALIKE, Told, Why, compare, rarity, told_words
from tinhso.kit.ground import metres

AT = datetime(2026, 11, 20, 8, tzinfo=UTC)
HERE = (21.3270, 103.9140)
BRIDGE = Told("bridge", told_words("Cầu treo bản Lướt gãy ván"), AT, HERE, 12, 3)
points = some.tuples(some.floats(8.0, 23.4), some.floats(102.0, 110.0))
words = some.frozensets(some.sampled_from(["cau", "gay", "suoi", "cau gay", "rac", "cho"]))
moments = some.integers(0, 500_000).map(lambda minutes: AT + timedelta(minutes=minutes))
tolds = some.builds(
    Told,
    some.sampled_from(["bridge", "road"]),
    words,
    moments,
    some.none() | points,
    some.none() | some.integers(1, 3),
    some.none() | some.integers(1, 2),
)


def test_the_way_between_two_towns_is_known():
    """Hà Nội – Sơn La: 201 km by the great circle from their published coordinates."""
    assert metres((21.0285, 105.8542), (21.3270, 103.9140)) == pytest.approx(204_000, rel=0.02)
    assert metres(HERE, HERE) == 0
    assert metres((0, 0), (0, 180)) == pytest.approx(20_015_115, rel=1e-4)


def test_the_same_broken_bridge_told_twice_is_found_with_its_reasons():
    other = replace(BRIDGE, words=told_words("cau treo bi gay, khong qua suoi duoc"), at=AT + timedelta(days=1))
    found = compare(BRIDGE, replace(other, point=(21.3272, 103.9142)))
    assert found.score > ALIKE
    assert dict(found.reasons)[Why.METRES] == pytest.approx(30, abs=3)
    assert dict(found.reasons)[Why.DAYS] == 1
    assert "cau treo" in found.words


def test_what_lies_far_away_or_long_ago_or_is_something_else_is_not_shown():
    assert compare(BRIDGE, replace(BRIDGE, point=(21.40, 103.99))).score < ALIKE
    assert compare(BRIDGE, replace(BRIDGE, at=AT + timedelta(days=60))).score < ALIKE
    assert compare(BRIDGE, replace(BRIDGE, topic="waste", words=told_words("rác đầy chợ"))).score < ALIKE


def test_a_voice_note_without_words_is_compared_by_place_time_and_topic():
    spoken = replace(BRIDGE, words=frozenset())
    assert compare(BRIDGE, spoken).score > ALIKE
    assert compare(BRIDGE, replace(spoken, topic="road")).score == 0


def test_without_points_the_village_counts_more_than_the_commune_and_other_places_nothing():
    inside = replace(BRIDGE, point=None)
    same, unknown = compare(inside, inside).score, compare(inside, replace(inside, village=None)).score
    assert same > unknown > 0
    assert compare(inside, replace(inside, village=13)).score == 0
    assert compare(inside, replace(inside, village=None, commune=4)).score == 0


def test_a_word_that_everyone_says_makes_less_alike_than_a_rare_one():
    texts = [told_words(text) for text in ("đường hỏng", "đường bẩn", "đường ngập", "cầu treo hỏng")]
    weights = rarity(texts)
    common = replace(BRIDGE, words=frozenset({"duong", "x"})), replace(BRIDGE, words=frozenset({"duong", "y"}))
    rare = replace(BRIDGE, words=frozenset({"treo", "x"})), replace(BRIDGE, words=frozenset({"treo", "y"}))
    assert compare(*common, weights=weights).score < compare(*rare, weights=weights).score


@settings(max_examples=40, deadline=None)
@given(tolds, tolds)
def test_likeness_is_the_same_from_both_sides_and_lies_between_nothing_and_one(one, other):
    assert compare(one, other).score == pytest.approx(compare(other, one).score)
    assert 0 <= compare(one, other).score <= 1


@settings(max_examples=40, deadline=None)
@given(tolds, tolds, some.integers(0, 400), some.integers(0, 400))
def test_more_days_between_never_make_more_alike(one, other, days, more):
    near = compare(one, replace(other, at=one.at + timedelta(days=days))).score
    assert compare(one, replace(other, at=one.at + timedelta(days=days + more))).score <= near


@settings(max_examples=40, deadline=None)
@given(tolds, tolds, some.floats(0, 0.5), some.floats(0, 0.5))
def test_a_longer_way_between_never_makes_more_alike(one, other, north, more):
    one = replace(one, point=HERE)
    near = compare(one, replace(other, point=(HERE[0] + north, HERE[1]))).score
    assert compare(one, replace(other, point=(HERE[0] + north + more, HERE[1]))).score <= near + 1e-12


@settings(max_examples=40, deadline=None)
@given(tolds, tolds, words)
def test_saying_more_of_the_same_words_never_makes_less_alike(one, other, said):
    before = compare(one, other).score
    shared = said & one.words
    assert compare(one, replace(other, words=other.words | shared)).score >= before - 1e-12
