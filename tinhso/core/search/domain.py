"""How a typed word meets a stored one: lexemes, the same for every database.

A row is kept as a bag of lexemes, each a class letter followed by plain letters and digits:

    e…   a whole word of the title          p…   a beginning of a word of the title
    k…   the kind of the row                x…   a beginning of a word of the other text
    s…   the permission and the place of a closed row; also with the first two letters of each of its words

The words of a closed row carry its permission (`e<permission>0<word>`), those of a public one do not (`e0<word>`).
Beginnings are stored, not computed. So a database only ever intersects short sorted lists: a visitor never walks over a
million people, one letter costs no more than a whole name, and operators of a query language never reach the database.
The two letters beside a place are there for who asks within a commune: few of its rows have such a word.
"""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import IntEnum

from tinhso.kit.folding import fold

LONGEST_QUESTION = 200
MOST_WORDS = 8
LONGEST_WORD = 24
LONGEST_BEGINNING = 12
NARROWING = 2
MOST_NARROWING_WORDS = 3
MOST_NARROWED_PLACES = 40
MOST_TITLE_WORDS = 24
MOST_TEXT_WORDS = 40
_HEX_LETTERS = str.maketrans("0123456789abcdef", "abcdefghijklmnop")
_PLAIN = re.compile(r"[^0-9a-z]")

Alternatives = tuple[str, ...]
"""Lexemes of which a row must have at least one."""


@dataclass(frozen=True, slots=True)
class Branch:
    """A row meets it when it has one lexeme of each of `all_of`. `few`: whatever is asked, only few rows can."""

    all_of: list[Alternatives]
    few: bool = False


class Stage(IntEnum):
    """How close a match is asked for."""

    WHOLE_WORDS = 0
    BEGINNINGS = 1
    ANYWHERE = 2


@dataclass(frozen=True, slots=True)
class Scope:
    """Where someone holds a permission: `places` are ids, None means everywhere."""

    permission: str
    places: frozenset[int] | None


def words_of(question: str) -> tuple[str, ...]:
    """The words someone typed, folded: at most eight of at most 24 letters, whatever was pasted."""
    return tuple(word[:LONGEST_WORD] for word in fold(question[:LONGEST_QUESTION]).split()[:MOST_WORDS])


def lexemes(*, title: str, text: str, kind: str, permission: str, place: int | None) -> str:
    """What is stored of a row, separated by spaces, in a stable order."""
    heads = _words(title, MOST_TITLE_WORDS)
    others = [word for word in _words(text, MOST_TEXT_WORDS) if word not in heads]
    room = room_of(permission)
    bag = [f"k{_plain(kind)}"]
    if permission and place is not None:
        bag += [
            f"s{room}{place}",
            *(_within(room, place, word) for word in (*heads, *others) if len(word) >= NARROWING),
        ]
    bag += [f"e{room}{word}" for word in heads]
    bag += [f"p{room}{start}" for word in heads for start in beginnings(word)]
    bag += [f"x{room}{start}" for word in others for start in beginnings(word)]
    return " ".join(dict.fromkeys(bag))


def beginnings(word: str) -> Iterator[str]:
    """`moc` → m, mo, moc; at most twelve letters, which is longer than any Vietnamese syllable or phone number."""
    yield from (word[:length] for length in range(1, min(len(word), LONGEST_BEGINNING) + 1))


def question(
    words: tuple[str, ...], stage: Stage, *, scopes: Collection[Scope], kinds: Collection[str]
) -> list[Branch]:
    """Branches of which a row must meet one: the words among public rows, or among those that a permission opens."""
    kind = [tuple(f"k{_plain(name)}" for name in kinds)] if kinds else []
    branches = [Branch(_fitting(words, stage, room_of("")) + kind)]
    for scope in scopes:
        room = room_of(scope.permission)
        where = [] if scope.places is None else _where(words, room, sorted(scope.places))
        few = scope.places is not None and len(scope.places) <= MOST_NARROWED_PLACES
        branches.append(Branch(_fitting(words, stage, room) + where + kind, few))
    return branches


def _where(words: tuple[str, ...], room: str, places: list[int]) -> list[Alternatives]:
    """In one of the places; of few places, only their rows with words that begin like those asked for."""
    telling = dict.fromkeys(word[:NARROWING] for word in words if len(word) >= NARROWING)
    if not telling or len(places) > MOST_NARROWED_PLACES:
        return [tuple(f"s{room}{place}" for place in places)]
    starts = list(telling)[:MOST_NARROWING_WORDS]
    return [tuple(_within(room, place, start) for place in places) for start in starts]


def _within(room: str, place: int, word: str) -> str:
    return f"s{room}{place}x{word[:NARROWING]}"


def _fitting(words: tuple[str, ...], stage: Stage, room: str) -> list[Alternatives]:
    if stage is Stage.WHOLE_WORDS:
        return [(f"e{room}{word}",) for word in words]
    starts = [room + word[:LONGEST_BEGINNING] for word in words]
    if stage is Stage.BEGINNINGS:
        return [(f"p{start}",) for start in starts]
    return [(f"p{start}", f"x{start}") for start in starts]


def room_of(permission: str) -> str:
    """What stands before the words that a permission opens: letters only, another for every permission, then a 0."""
    return "".join(_letters(char) for char in permission) + "0"


def _letters(char: str) -> str:
    """a–y are themselves, z is `zy`, anything else `zz` and its number in letters."""
    if "a" <= char <= "y":
        return char
    digits = f"{ord(char):x}".translate(_HEX_LETTERS)
    return "zy" if char == "z" else f"zz{digits}z"


def closeness(words: tuple[str, ...], folded: str) -> tuple[int, int, int]:
    """The smaller, the closer a folded title is: the same, the words in this order, more of them whole, shorter."""
    asked = " ".join(words)
    heads = folded.split()
    step = 0 if folded == asked else 1 if f" {asked} " in f" {folded} " else 2 if asked in folded else 3
    return step, sum(word not in heads for word in words), len(folded)


def _words(text: str, most: int) -> list[str]:
    return [word[:LONGEST_WORD] for word in dict.fromkeys(fold(text[: most * 40]).split())][:most]


def _plain(name: str) -> str:
    """`core.people_x` → `corepeoplex`: what both databases keep as one lexeme."""
    return _PLAIN.sub("", name.casefold())
