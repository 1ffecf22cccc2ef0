"""Vietnamese words for machines: folded for search, keyed for sorting, cut to slugs.

Databases disagree about ấ, ể and đ, so all three are computed here and stored.
"""

import re
import unicodedata

_STROKED = str.maketrans("đĐ", "dD")
_NOT_WORD = re.compile(r"[^0-9a-z]+")

# The order of a Vietnamese dictionary: first the letter, then its tone (TCVN 6909, Unicode CLDR `vi`).
_LETTERS = {letter: rank for rank, letter in enumerate("aăâbcdđeêfghijklmnoôơpqrstuưvwxyz")}
_TONES = {"\u0300": 1, "\u0309": 2, "\u0303": 3, "\u0301": 4, "\u0323": 5}


def fold(text: str) -> str:
    """Lower case, without tone marks, đ as d, single spaces: what a person types without an input method."""
    decomposed = unicodedata.normalize("NFD", text.translate(_STROKED).casefold())
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return " ".join(_NOT_WORD.sub(" ", bare).split())


def slug(text: str) -> str:
    """A name for a URL: `Đoàn Kết` → `doan-ket`."""
    return fold(text).replace(" ", "-")


def sort_key(text: str) -> str:
    """A string whose plain byte order is the order of a Vietnamese dictionary (a ă â … d đ …, then tones)."""
    words = [_word_key(word) for word in unicodedata.normalize("NFC", text).casefold().split()]
    return " ".join(letters for letters, _ in words) + "!" + "".join(tones for _, tones in words)


def _word_key(word: str) -> tuple[str, str]:
    letters, tones = [], []
    for char in word:
        base, tone = _untone(char)
        rank = _LETTERS.get(base)
        letters.append(chr(ord("0") + rank) if rank is not None else base)
        tones.append(str(tone))
    return "".join(letters), "".join(tones)


def _untone(char: str) -> tuple[str, int]:
    decomposed = unicodedata.normalize("NFD", char)
    tone = next((_TONES[mark] for mark in decomposed if mark in _TONES), 0)
    return unicodedata.normalize("NFC", "".join(mark for mark in decomposed if mark not in _TONES)), tone
