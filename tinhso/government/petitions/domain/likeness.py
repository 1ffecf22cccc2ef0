"""Whether two petitions tell of the same thing: near in place, in time and in words. Only a person joins them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tinhso.government.petitions.domain.suggesting import words_of
from tinhso.kit.ground import metres

NEAR = 150.0
"""Metres at which the place counts half: a photograph is taken from beside what it shows."""
SOON = 14.0
"""Days after which the time counts half."""
ALIKE = 0.25
"""What scores less is not shown to anyone."""
_SAME_VILLAGE, _SAME_COMMUNE = 0.7, 0.3
_SAME_TOPIC = 0.5


@dataclass(frozen=True, slots=True)
class Told:
    """What is compared of a petition. `point` is latitude and longitude in degrees (WGS 84), `places` the village's and
    the commune's ids as far as known, narrowest first."""

    topic: str
    words: frozenset[str]
    at: datetime
    point: tuple[float, float] | None = None
    village: int | None = None
    commune: int | None = None


class Why(StrEnum):
    """What speaks for it, to be said in words."""

    METRES = "metres"
    VILLAGE = "village"
    COMMUNE = "commune"
    DAYS = "days"
    TOPIC = "topic"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two petitions are, from 0 to 1, and why: a reason with its number (metres, days) or words."""

    score: float
    reasons: tuple[tuple[Why, int], ...]
    words: tuple[str, ...]


def told_words(text: str) -> frozenset[str]:
    """The folded words and pairs by which texts are compared."""
    return frozenset(words_of(text))


def compare(one: Told, other: Told, *, weights: Mapping[str, float] | None = None) -> Likeness:
    """How alike two petitions are. Symmetric; falls with the distance and the days, rises with the words they share.

    weights   how rare a word is (see `rarity`); without it every word weighs the same
    """
    days = abs((one.at - other.at).total_seconds()) / 86_400
    place, where = _place(one, other)
    shared = one.words & other.words
    words = _share(one.words, other.words, weights or {})
    same = one.topic == other.topic
    content = _SAME_TOPIC + (1 - _SAME_TOPIC) * words if same else words
    score = place * (SOON / (SOON + days)) * content
    reasons = [*where, (Why.DAYS, round(days))]
    reasons += [(Why.TOPIC, 1)] if same else []
    reasons += [(Why.WORDS, len(shared))] if shared else []
    return Likeness(score, tuple(reasons), _best(shared, weights or {}))


def rarity(texts: Iterable[frozenset[str]]) -> dict[str, float]:
    """A word's weight: one over the number of texts that say it."""
    counts: dict[str, int] = {}
    for words in texts:
        for word in words:
            counts[word] = counts.get(word, 0) + 1
    return {word: 1 / count for word, count in counts.items()}


def _place(one: Told, other: Told) -> tuple[float, list[tuple[Why, int]]]:
    """How near, from 0 to 1. A point says more than a village, a village more than a commune."""
    if one.point and other.point:
        way = metres(one.point, other.point)
        return NEAR / (NEAR + way), [(Why.METRES, round(way))]
    if one.village is not None and one.village == other.village:
        return _SAME_VILLAGE, [(Why.VILLAGE, 1)]
    if one.commune is not None and one.commune == other.commune and None in (one.village, other.village):
        return _SAME_COMMUNE, [(Why.COMMUNE, 1)]
    return 0.0, []


def _share(one: frozenset[str], other: frozenset[str], weights: Mapping[str, float]) -> float:
    """Jaccard's index, weighted by how rare the words are."""
    whole = sum(weights.get(word, 1.0) for word in one | other)
    return sum(weights.get(word, 1.0) for word in one & other) / whole if whole else 0.0


def _best(shared: frozenset[str], weights: Mapping[str, float]) -> tuple[str, ...]:
    """Up to three shared words, pairs and rare ones first, none told twice."""
    told: list[str] = []
    for word in sorted(shared, key=lambda one: (-len(one.split()), -weights.get(one, 1.0), one)):
        if len(told) < 3 and not any(set(word.split()) & set(other.split()) for other in told):
            told.append(word)
    return tuple(told)
