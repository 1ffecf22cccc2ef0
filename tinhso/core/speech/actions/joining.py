"""A sentence in recorded voices: the phrase as a whole, or its runs and numbers one after another."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import F, Max

from tinhso.core.speech.domain.numerals import words_of
from tinhso.core.speech.domain.phrases import Filled, Sayings, bare, name_of
from tinhso.core.speech.models import Clip, Phrase, Saying


@dataclass(frozen=True, slots=True)
class Bit:
    """Words with the hash of their recording; without one they are said by the voice."""

    words: str
    sha256: str = ""


def joined(sentences: Sequence[str], language: str) -> list[list[Bit]]:
    """The bits of each sentence in a language, with as many recordings as there are. Two questions, however many."""
    sayings = _sayings(_state())
    cuts = [_parts(sentence, sayings) for sentence in sentences]
    wanted = {name_of(word) for parts in cuts for part in parts for word in (part.words, *_number(part))}
    clips = Clip.objects.sounds(language, wanted)
    Phrase.objects.filter(name__in=wanted).update(heard=F("heard") + 1)
    return [_bits(sentence, parts, clips) for sentence, parts in zip(sentences, cuts, strict=True)]


def _parts(sentence: str, sayings: Sayings) -> list[Filled]:
    """A number that stands alone is what a gap holds elsewhere."""
    if bare(sentence).isdigit():
        return [Filled(bare(sentence), is_gap=True)]
    return sayings.know(sentence) or [Filled(sentence, is_gap=False)]


def _number(part: Filled) -> list[str]:
    return words_of(part.words) if part.is_gap else []


def _bits(sentence: str, parts: Iterable[Filled], clips: Mapping[str, str]) -> list[Bit]:
    """A sentence of which nothing is recorded stays whole, so that the voice can give it its melody."""
    bits = [bit for part in parts for bit in _bits_of(part, clips)]
    return bits if any(bit.sha256 for bit in bits) else [Bit(sentence)]


def _bits_of(part: Filled, clips: Mapping[str, str]) -> list[Bit]:
    numbers = _number(part)
    if numbers and all(name_of(word) in clips for word in numbers):
        return [Bit(word, clips[name_of(word)]) for word in numbers]
    return [Bit(part.words, clips.get(name_of(part.words), ""))]


def _state() -> int:
    return Saying.objects.aggregate(last=Max("id"))["last"] or 0


@lru_cache(2)
def _sayings(_last: int) -> Sayings:
    """All sayings, read again when a newer one came."""
    return Sayings(Saying.objects.values_list("parts", flat=True))
