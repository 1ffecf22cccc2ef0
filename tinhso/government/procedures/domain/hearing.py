"""Finding a procedure by what people say: whole sentences, without tone marks, half typed, with empty words.

There are a few hundred procedures at most, so all of them are listened to; nothing is asked of the database. A word
that many procedures share ("giấy") weighs little, one that few have ("khai sinh") much.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log

from tinhso.kit.folding import fold

LONGEST = 200
MOST_WORDS = 16
ENOUGH = 0.5
NEAR = 0.65
"""What scores less than this share of the best was not meant."""
_EMPTY = (
    "a ah ai anh ba bac bi bao ban can cai cac cho chi chu chua co cua da dang day de den di do duoc em gi gio hay hoi "
    "khi khong la lam luc may minh moi mot muon na nay nha nhe nhu o ong phai qua ra roi sao se tai the thi toi tu va "
    "vao ve voi xin i my the a an to of for want need how do saya ingin mau untuk"
)
EMPTY_WORDS = frozenset(_EMPTY.split())


@dataclass(frozen=True, slots=True)
class Voice:
    """What may be said to mean one thing: `texts` are folded lines, `words` all their words."""

    key: str
    texts: tuple[str, ...]
    words: frozenset[str]

    @classmethod
    def of(cls, key: str, texts: Iterable[str]) -> "Voice":
        folded = tuple(dict.fromkeys(fold(text) for text in texts if text))
        return cls(key, folded, frozenset(word for text in folded for word in text.split()))


class Ear:
    """Listens among the voices it was made with."""

    def __init__(self, voices: Sequence[Voice]) -> None:
        self._voices = voices
        shared = Counter(word for voice in voices for word in voice.words)
        self._weight = {word: 1 + log(len(voices) / count) for word, count in shared.items()}
        self._rare = 1 + log(len(voices) + 1)

    def hear(self, said: str) -> list[str]:
        """Keys of what was meant, the likeliest first. Nothing said: nothing meant."""
        typed = fold(said[:LONGEST]).split()[:MOST_WORDS]
        words = [word for word in typed if word not in EMPTY_WORDS] or typed
        if not words:
            return []
        scored = [(self._score(voice, words, " ".join(typed)), voice.key) for voice in self._voices]
        best = max(score for score, _key in scored)
        found = [(score, key) for score, key in scored if score >= max(ENOUGH, best * NEAR)]
        return [key for _score, key in sorted(found, key=lambda one: -one[0])]

    def _score(self, voice: Voice, words: Sequence[str], typed: str) -> float:
        """The weight of what fits over the weight of what was said, and more when it was said in one breath."""
        total = sum(self._weight_of(word) for word in words)
        fits = sum(self._weight_of(word) * _fit(word, voice.words) for word in words)
        together = max((_share(words, text) for text in voice.texts), default=0.0)
        exact = any(typed in text or text in typed for text in voice.texts if " " in text)
        return fits / total + together / 2 + (0.5 if exact else 0.0)

    def _weight_of(self, word: str) -> float:
        """A word not known as a whole may be the beginning of one that is."""
        if word in self._weight:
            return self._weight[word]
        begun = [weight for known, weight in self._weight.items() if known.startswith(word)]
        return max(begun, default=self._rare)


def _fit(word: str, known: frozenset[str]) -> float:
    if word in known:
        return 1.0
    return 0.7 if any(one.startswith(word) for one in known) else 0.0


def _share(words: Sequence[str], text: str) -> float:
    """How much of one line was said."""
    line = [word for word in text.split() if word not in EMPTY_WORDS]
    return sum(word in words for word in line) / len(line) if line else 0.0
