"""What is heard of a page, in order: sentence by sentence, each with the way to its sound."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass

from tinhso.core.speech.actions.house_words import is_public
from tinhso.core.speech.actions.joining import Bit, joined
from tinhso.core.speech.actions.sounding import edition
from tinhso.core.speech.domain.keeping import public_name
from tinhso.core.speech.domain.sentences import sentences
from tinhso.core.speech.domain.voices import Voice
from tinhso.kit.addresses import url
from tinhso.kit.aloud import is_stamped, stamp

MOST_PARTS = 60
MOST_LETTERS = 6_000
"""Of one page: some seven minutes."""
_NUMBERED = re.compile(r"(\d{1,2},) (.+)")


@dataclass(frozen=True, slots=True)
class Part:
    """What a page marked to be read, with its stamp."""

    words: str
    stamp: str


@dataclass(frozen=True, slots=True)
class Piece:
    """One sentence or a piece of one.

    part   which part of the page it belongs to
    words  what is said, as it stands there
    src    where everyone can fetch its sound; empty: it is asked for with words and stamp
    stamp  lets it be asked for
    """

    part: int
    words: str
    src: str = ""
    stamp: str = ""

    def as_told(self) -> dict[str, object]:
        """As the page is given it."""
        return {name: value for name, value in asdict(self).items() if value != ""}


@dataclass(frozen=True, slots=True)
class Plan:
    """The pieces of a page in order; `strange` when some of it is not recorded in the language that was chosen."""

    pieces: list[Piece]
    strange: bool = False


def plan(parts: Iterable[Part], voice: Voice, recorded: str = "") -> Plan:
    """What is heard of a page; parts without our stamp are left out, and what goes on for too long.

    recorded   language of the recordings to be heard first; empty: none
    """
    cut = list(_sentences(parts, voice))
    words = [sentence for _, sentence in cut]
    bits = joined(words, recorded) if recorded and words else [[Bit(sentence)] for sentence in words]
    pieces = [_piece(part, bit, voice) for (part, _), some in zip(cut, bits, strict=True) for bit in some]
    strange = recorded != voice.language and any(not bit.sha256 for some in bits for bit in some)
    return Plan(pieces, strange=bool(recorded) and strange)


def _sentences(parts: Iterable[Part], voice: Voice) -> Iterator[tuple[int, str]]:
    """Number of the part and sentence, as far as there is time for it."""
    letters = 0
    for number, part in enumerate(parts):
        if number >= MOST_PARTS or not is_stamped(part.words, part.stamp):
            continue
        for words in _cut(part.words, voice):
            letters += len(words)
            if letters <= MOST_LETTERS:
                yield number, words


def _cut(text: str, voice: Voice) -> Iterator[str]:
    """Sentences; the number of a choice apart from its name when the name is one that all hear."""
    for sentence in sentences(text):
        numbered = _NUMBERED.fullmatch(sentence)
        name = numbered[2].rstrip(".") if numbered else ""
        if numbered and is_public(name, voice):
            yield numbered[1]
            yield name
        else:
            yield sentence


def _piece(part: int, bit: Bit, voice: Voice) -> Piece:
    if bit.sha256:
        return Piece(part, bit.words, src=url("say_recorded", bit.sha256))
    if is_public(bit.words, voice):
        return Piece(part, bit.words, src=url("say_public", voice.code, public_name(bit.words, edition=edition(voice))))
    return Piece(part, bit.words, stamp=stamp(bit.words))
