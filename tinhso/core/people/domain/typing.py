"""Undoing what keyboards do to Vietnamese: Telex and VNI keystrokes that arrived as plain letters.

A scanner that acts as a keyboard sends `Nguyeenx` (Telex) or `Nguye64n` (VNI) where the card says `Nguyễn`.
"""

import re
import unicodedata
from enum import StrEnum


class Typing(StrEnum):
    """How a text was typed."""

    PLAIN = "plain"
    TELEX = "telex"
    VNI = "vni"


_TONES = {"s": "\u0301", "f": "\u0300", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
_HAT = "\u0302"
_VNI_TONES = dict(zip("12345", ("\u0301", "\u0300", "\u0309", "\u0303", "\u0323"), strict=True))
_VNI_MARKS = {"6": "\u0302", "7": "\u031b", "8": "\u0306"}
_VOWELS = frozenset("aeiouy")
_TELEX_WORD = re.compile(r"aa|ee|oo|dd|w|[aeiouy][a-z]*[sfrxj]", re.IGNORECASE)
_VNI_WORD = re.compile(r"^(?:[^\W\d_]{2,}\d|[dD]9)[^\W_]*$")
_SYLLABLE = re.compile(r"^(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdghklmnprstvx])?[aeiouy]{1,3}(?:ch|ng|nh|[cmnpt])?$")


def typing_of(words: list[str]) -> Typing:
    """How these words were typed: any word that cannot be Vietnamese as it stands gives it away."""
    if any(_VNI_WORD.match(word) and _is_syllable(untype(word, Typing.VNI)) for word in words):
        return Typing.VNI
    if any(word.isascii() and _TELEX_WORD.search(word) and _telex(word) != word for word in words):
        return Typing.TELEX
    return Typing.PLAIN


def untype(word: str, typing: Typing) -> str:
    """The word that was meant; a word that makes no Vietnamese syllable is left as it is."""
    if typing is Typing.TELEX and word.isascii():
        return _telex(word)
    if typing is Typing.VNI and _VNI_WORD.match(word):
        return _vni(word)
    return word


def _telex(word: str) -> str:
    made: list[str] = []
    tone = ""
    for letter in word:
        low = letter.lower()
        if low in _TONES and any(char[0].lower() in _VOWELS for char in made):
            tone = _TONES[low]
        elif low in "aeo" and made and made[-1].lower() == low + _HAT:
            made[-1:] = [made[-1][0], letter]
        elif low in "aeo" and (twin := _last(made, low)) is not None:
            made[twin] += _HAT
        elif low == "d" and made and made[-1].lower() == "d":
            made[-1] = "Đ" if made[-1] == "D" else "đ"
        elif low == "w" and made:
            _horn(made)
        else:
            made.append(letter)
    return _spelled(made, tone) or word


def _last(made: list[str], low: str) -> int | None:
    return next((at for at in range(len(made) - 1, -1, -1) if made[at].lower() == low), None)


def _horn(made: list[str]) -> None:
    """`w` makes ă of a, ơ of o, ư of u; after `uo` both."""
    for at in range(len(made) - 1, -1, -1):
        low = made[at].lower()
        if low in ("o", "u", "a"):
            if low == "a" and at and made[at - 1].lower() == "u":
                made[at - 1] += "\u031b"
                return
            made[at] += "\u0306" if low == "a" else "\u031b"
            if low == "o" and at and made[at - 1].lower() == "u":
                made[at - 1] += "\u031b"
            return


def _vni(word: str) -> str:
    made: list[str] = []
    tone = ""
    for char in word:
        if char in _VNI_TONES:
            tone = _VNI_TONES[char]
        elif char == "9" and made and made[-1].lower() == "d":
            made[-1] = "Đ" if made[-1] == "D" else "đ"
        elif char in _VNI_MARKS and made:
            _mark(made, char)
        else:
            made.append(char)
    return _spelled(made, tone) or word


def _mark(made: list[str], digit: str) -> None:
    fits = {"6": "aeo", "7": "ou", "8": "a"}[digit]
    for at in range(len(made) - 1, -1, -1):
        if made[at].lower() in fits:
            made[at] += _VNI_MARKS[digit]
            if digit == "7" and made[at][0].lower() == "o" and at and made[at - 1].lower() == "u":
                made[at - 1] += _VNI_MARKS[digit]
            return


def _spelled(letters: list[str], tone: str) -> str:
    """The letters with the tone on its vowel; empty when that is no Vietnamese syllable."""
    if tone and (at := _tone_seat(letters)) is not None:
        letters = [letter + tone if place == at else letter for place, letter in enumerate(letters)]
    word = unicodedata.normalize("NFC", "".join(letters))
    return word if _is_syllable(word) else ""


def _tone_seat(letters: list[str]) -> int | None:
    """Which letter bears the tone: a marked vowel, the last of them; else by the old rule of spelling."""
    vowels = [at for at, letter in enumerate(letters) if letter[0].lower() in _VOWELS]
    if not vowels:
        return None
    start = "".join(letter[0] for letter in letters[:2]).lower()
    if len(vowels) > 1 and start in ("qu", "gi") and vowels[0] == 1:
        vowels = vowels[1:]
    marked = [at for at in vowels if len(letters[at]) > 1]
    if marked:
        return marked[-1]
    closed = vowels[-1] < len(letters) - 1
    if len(vowels) == 1:
        return vowels[0]
    if len(vowels) == 3 or closed:
        return vowels[1]
    return vowels[0]


def _is_syllable(word: str) -> bool:
    bare = unicodedata.normalize("NFD", word.replace("đ", "d").replace("Đ", "D")).casefold()
    return bool(_SYLLABLE.match("".join(char for char in bare if not unicodedata.combining(char))))
