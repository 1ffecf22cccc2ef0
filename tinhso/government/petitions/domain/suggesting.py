"""Which topic a petition is about, learnt from those that the province decided before.

Complement naive Bayes over folded words and pairs of neighbours (Rennie and others 2003, without the normalisation of
weights): a topic is likely when the words of all the other topics are unlike those that were said. What was learnt is
counts, so that a person can read why: "because of: cầu, gãy, suối".
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from math import log
from typing import TypedDict

from tinhso.kit.folding import fold

LONGEST = 4000
SMOOTHING = 1.0
MOST_WORDS = 20_000
TOLD = 3
_EMPTY = (
    "a ah ai anh ba ban bao bi cac cai can chi cho chua chung co con cua cung da dang day de den di do duoc em gi gio "
    "ha hay hom khi khong la lai lam lan len luc ma minh moi mot nay nen neu nha nhe nhieu nhu nhung noi o phai qua "
    "ong ra rat roi sao se tai the thi thoi toi trong tu tren va van vao ve vi voi xin xuong the of and to is are it"
)
EMPTY_WORDS = frozenset(_EMPTY.split())


class Learnt(TypedDict):
    """What was learnt, as it is kept: how many petitions a topic had, and how often each word was said there."""

    topics: dict[str, int]
    words: dict[str, dict[str, int]]


@dataclass(frozen=True, slots=True)
class Decided:
    """A petition that people decided: what was said, which topic it had in the end, when it came."""

    text: str
    topic: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A topic, how far it leads the next one (in nats; 0 for all but the first), and the words that speak for it."""

    topic: str
    lead: float
    because: tuple[str, ...]


def words_of(text: str) -> dict[str, str]:
    """Folded words and pairs of a text that say something → how they were written there."""
    said = [(fold(word), word.strip(".,;:!?()[]\"'“”…")) for word in text[:LONGEST].split()]
    kept = [(folded, written) for folded, written in said if folded and folded not in EMPTY_WORDS]
    pairs = ((f"{a} {b}", f"{x} {y}") for (a, x), (b, y) in pairwise(kept))
    return {folded: written.casefold() for folded, written in [*pairs, *kept]}


def learn(decided: Iterable[Decided]) -> Learnt:
    """Count the words of each topic. A word that was said once in all is left out: it cannot tell topics apart."""
    topics: Counter[str] = Counter()
    words: dict[str, Counter[str]] = {}
    for one in decided:
        topics[one.topic] += 1
        for word in words_of(one.text):
            words.setdefault(word, Counter())[one.topic] += 1
    shared = {word: counts for word, counts in words.items() if counts.total() > 1}
    most = sorted(shared, key=lambda word: (-shared[word].total(), word))[:MOST_WORDS]
    return {"topics": dict(topics), "words": {word: dict(shared[word]) for word in most}}


class Model:
    """Suggests topics by what was learnt."""

    def __init__(self, learnt: Learnt, *, smoothing: float = SMOOTHING) -> None:
        self._words, self._smoothing = learnt["words"], smoothing
        self._topics = sorted(learnt["topics"])
        said = dict.fromkeys(self._topics, 0)
        for counts in self._words.values():
            for topic, count in counts.items():
                said[topic] += count
        everything = sum(said.values()) + smoothing * len(self._words)
        self._others = {topic: log(everything - said[topic]) for topic in self._topics if everything > said[topic]}

    def weight(self, word: str, topic: str) -> float:
        """How much a known word speaks for a topic: the less the others say it, the more. In nats."""
        counts = self._words[word]
        elsewhere = sum(counts.values()) - counts.get(topic, 0)
        return self._others[topic] - log(elsewhere + self._smoothing)

    def suggest(self, text: str, *, most: int = TOLD) -> list[Suggestion]:
        """The likeliest topics, the best first; none when no word is known or there are not two topics to choose of."""
        known = {word: written for word, written in words_of(text).items() if word in self._words}
        if not known or len(self._topics) < 2:
            return []
        weights = {topic: {word: self.weight(word, topic) for word in known} for topic in self._topics}
        scores = {topic: sum(by_word.values()) for topic, by_word in weights.items()}
        ranked = sorted(self._topics, key=lambda topic: (-scores[topic], topic))
        lead = scores[ranked[0]] - scores[ranked[1]]
        return [
            Suggestion(topic, lead if topic == ranked[0] else 0.0, self._because(topic, known, weights))
            for topic in ranked[:most]
        ]

    def _because(
        self, topic: str, known: Mapping[str, str], weights: Mapping[str, Mapping[str, float]]
    ) -> tuple[str, ...]:
        """The words that speak most for a topic beside the mean of all; no word that a told pair contains."""
        mean = {word: sum(by[word] for by in weights.values()) / len(weights) for word in known}
        gain = {word: weights[topic][word] - mean[word] for word in known if topic in self._words[word]}
        told: list[str] = []
        for word in sorted(gain, key=lambda one: (-gain[one], one)):
            inside = any(set(word.split()) & set(other.split()) for other in told)
            if gain[word] > 0 and not inside and len(told) < TOLD:
                told.append(word)
        return tuple(known[word] for word in told)


@dataclass(frozen=True, slots=True)
class Measured:
    """What the hold-out showed: of `tried` petitions `right` first and `among` the first three; with a bar, the lead
    (in nats) from which on a suggestion was right that often, and how many of the tried lead so far (`sure`)."""

    tried: int
    right: int
    among: int
    lead: float | None = None
    sure: int = 0

    @property
    def accuracy(self) -> float | None:
        """The share that was right at first; None when nothing was tried."""
        return self.right / self.tried if self.tried else None


def hold_out(decided: Sequence[Decided], *, share: float = 0.25) -> tuple[list[Decided], list[Decided]]:
    """The petitions to learn from, and the latest ones to try on: as in life, nothing is learnt from the future."""
    by_time = sorted(decided, key=lambda one: one.at)
    first = len(by_time) - int(len(by_time) * share)
    return by_time[:first], by_time[first:]


def measure(decided: Sequence[Decided], *, bar: float = 0.0, enough: int = 50) -> Measured:
    """How often suggestions would have been right, told by time-ordered hold-out.

    bar     the share that must be right before anything is routed without a person; 0: never
    enough  how many tried petitions must lead that far before the bar counts as passed
    """
    before, after = hold_out(decided)
    model = Model(learn(before))
    found = [(one.topic, model.suggest(one.text)) for one in after]
    right = sum(bool(told) and told[0].topic == topic for topic, told in found)
    among = sum(topic in [one.topic for one in told] for topic, told in found)
    leads = sorted(((told[0].lead, told[0].topic == topic) for topic, told in found if told), reverse=True)
    lead, sure = _passing(leads, bar, enough) if bar else (None, 0)
    return Measured(len(after), right, among, lead, sure)


def _passing(leads: Sequence[tuple[float, bool]], bar: float, enough: int) -> tuple[float | None, int]:
    """The smallest lead from which on at least `bar` were right, among at least `enough`."""
    passed: tuple[float | None, int] = (None, 0)
    for number, lead, share in _shares(leads):
        if number >= enough and share >= bar:
            passed = (lead, number)
    return passed


def _shares(leads: Sequence[tuple[float, bool]]) -> Iterator[tuple[int, float, float]]:
    """For each lead that occurs: how many lead at least so far, and the share of them that was right."""
    right = 0
    for number, (lead, was_right) in enumerate(leads, 1):
        right += was_right
        if number == len(leads) or leads[number][0] < lead:
            yield number, lead, right / number
