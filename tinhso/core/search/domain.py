"""How a typed word meets a stored one: lexemes, the same for every database.

A row is kept as a bag of lexemes, each a class letter followed by plain letters and digits:

    public row   closed row
    a…           e…           a whole word of the title
    b…           p…           a beginning of a word of the title
    d…           x…           a beginning of a word of the other text
    k…           k…           the kind of the row
                 s…           who may see it: a permission, alone or with a place

Beginnings are stored, not computed, and public words are kept apart from closed ones, so that a database only ever
intersects sorted lists: a visitor never walks over a million people, one letter costs no more than a whole name, and
operators of a query language never reach the database.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum

from tinhso.kit.folding import fold

LONGEST_QUESTION = 200
MOST_WORDS = 8
LONGEST_WORD = 24
LONGEST_BEGINNING = 12
MOST_TITLE_WORDS = 24
MOST_TEXT_WORDS = 40
_PLAIN = re.compile(r"[^0-9a-z]")

Alternatives = tuple[str, ...]
"""Lexemes of which a row must have at least one."""

Question = list[list[Alternatives]]
"""Branches of which a row must meet at least one; it meets a branch when it has one lexeme of each alternative."""


class Stage(IntEnum):
    """How close a match is asked for."""

    WHOLE_WORDS = 0
    BEGINNINGS = 1
    ANYWHERE = 2


@dataclass(frozen=True, slots=True)
class Letters:
    """The class letters of a row's words."""

    whole: str
    start: str
    text: str


PUBLIC, CLOSED = Letters("a", "b", "d"), Letters("e", "p", "x")


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
    letters = CLOSED if permission else PUBLIC
    bag = [f"k{_plain(kind)}", *scope_lexemes(permission, place)]
    bag += [f"{letters.whole}{word}" for word in heads]
    bag += [f"{letters.start}{start}" for word in heads for start in beginnings(word)]
    bag += [f"{letters.text}{start}" for word in others for start in beginnings(word)]
    return " ".join(dict.fromkeys(bag))


def beginnings(word: str) -> Iterator[str]:
    """`moc` → m, mo, moc; at most twelve letters, which is longer than any Vietnamese syllable or phone number."""
    yield from (word[:length] for length in range(1, min(len(word), LONGEST_BEGINNING) + 1))


def scope_lexemes(permission: str, place: int | None) -> list[str]:
    """`s<permission>` for who holds it everywhere, `s<permission>0<place>` for who holds it there only."""
    name = _plain(permission)
    if not name:
        return []
    return [f"s{name}"] if place is None else [f"s{name}", f"s{name}0{place}"]


def question(words: tuple[str, ...], stage: Stage, *, scopes: Collection[Scope], kinds: Collection[str]) -> Question:
    """What a row must have: the words, a kind if kinds are given, and where it is closed one of the asker's scopes."""
    kind = [tuple(f"k{_plain(name)}" for name in kinds)] if kinds else []
    branches = [_fitting(words, stage, PUBLIC) + kind]
    if scopes:
        branches.append([*_fitting(words, stage, CLOSED), _seen_by(scopes), *kind])
    return branches


def _fitting(words: tuple[str, ...], stage: Stage, letters: Letters) -> list[Alternatives]:
    if stage is Stage.WHOLE_WORDS:
        return [(f"{letters.whole}{word}",) for word in words]
    starts = [word[:LONGEST_BEGINNING] for word in words]
    if stage is Stage.BEGINNINGS:
        return [(f"{letters.start}{start}",) for start in starts]
    return [(f"{letters.start}{start}", f"{letters.text}{start}") for start in starts]


def _seen_by(scopes: Iterable[Scope]) -> Alternatives:
    seen: list[str] = []
    for scope in scopes:
        name = f"s{_plain(scope.permission)}"
        seen += [name] if scope.places is None else [f"{name}0{place}" for place in sorted(scope.places)]
    return tuple(seen)


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
