"""What a text message means: a code with its nine digits, a rating, a cry for help, or something else.

Letters of any case, with marks or without, with gaps or without, words before and after: people type on small keys.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from tinhso.core.cases.domain.slips import DIGITS
from tinhso.kit.folding import fold

Spell = Callable[[str], Iterable[str]]
"""Letters and digits without anything between → the codes that they may stand for."""
MOST_WORDS, LONGEST, SHORTEST = 40, 60, 8
FACES = frozenset("12345")
A_RATING = 4
"""So many words a message has at most that is nothing but a rating: `chấm 5 điểm`."""


class Asks(StrEnum):
    """What who wrote wants."""

    CODE = "code"
    RATING = "rating"
    HELP = "help"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a message with a code. `faces`: 1 to 5, 0 when nothing was rated."""

    code: str
    secret: str = ""
    faces: int = 0


@dataclass(frozen=True, slots=True)
class Understood:
    """What a message means; `readings` the likeliest first; `language` when the words tell it."""

    asks: Asks
    readings: Sequence[Reading] = ()
    faces: int = 0
    language: str = "vi"


def understand(text: str, *, spell: Spell, cries: Mapping[str, Iterable[str]]) -> Understood:
    """`cries`: by which folded words one asks for help, by language."""
    words = fold(text).split()[:MOST_WORDS]
    if readings := list(_readings(words, spell)):
        return Understood(Asks.CODE, readings)
    numbers = [word for word in words if word.isdigit()]
    if len(words) <= A_RATING and len(numbers) == 1 and numbers[0] in FACES:
        return Understood(Asks.RATING, faces=int(numbers[0]))
    said = " ".join(words)
    language = next((one for one, some in cries.items() if said in some), "")
    return Understood(Asks.HELP, language=language) if language else Understood(Asks.NOTHING)


def read_code(typed: str, spell: Spell) -> list[Reading]:
    """A code, alone or with the nine digits behind it, nothing between."""
    together = [Reading(code, typed[-DIGITS:]) for code in spell(typed[:-DIGITS])] if _is_secret(typed) else []
    return [*together, *(Reading(code) for code in spell(typed))]


def _is_secret(typed: str) -> bool:
    return len(typed) > DIGITS and typed[-DIGITS:].isdigit()


def _readings(words: Sequence[str], spell: Spell) -> Iterator[Reading]:
    """Every run of words that reads as a code: those with a rating behind come first, then the longer ones."""
    found = [one for first in range(len(words)) for one in _from(words, first, spell)]
    return iter(sorted(found, key=lambda one: (not one.faces, not one.secret)))


def _from(words: Sequence[str], first: int, spell: Spell) -> Iterator[Reading]:
    for last in range(len(words), first, -1):
        typed = "".join(words[first:last]).upper()
        if SHORTEST <= len(typed) <= LONGEST:
            faces = next((int(word) for word in words[last:] if word in FACES), 0)
            yield from (Reading(one.code, one.secret, faces) for one in read_code(typed, spell))
