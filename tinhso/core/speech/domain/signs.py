"""Codes and telephone numbers sign by sign, in groups that an ear can keep."""

import re
from collections.abc import Iterator, Mapping

from tinhso.core.speech.domain.numbers import say_digits

LETTERS: Mapping[str, str] = {
    "A": "a", "Ă": "á", "Â": "ớ", "B": "bê", "C": "xê", "D": "dê", "Đ": "đê", "E": "e", "Ê": "ê", "F": "ép",
    "G": "giê", "H": "hát", "I": "i", "J": "gi", "K": "ca", "L": "e lờ", "M": "em mờ", "N": "en nờ", "O": "o",
    "Ô": "ô", "Ơ": "ơ", "P": "pê", "Q": "quy", "R": "e rờ", "S": "ét sì", "T": "tê", "U": "u", "Ư": "ư", "V": "vê",
    "W": "vê kép", "X": "ích xì", "Y": "i dài", "Z": "dét",
}  # fmt: skip
_RUNS = re.compile(r"\d+|[^\W\d_]+")
_SIZES = {9: (3, 3, 3), 10: (4, 3, 3), 11: (4, 3, 4), 12: (4, 4, 4), 13: (3, 3, 3, 4)}
_SHORTEST_MOBILE = 9


def say_letters(letters: str) -> str:
    """Letter by letter: UBND `u bê en nờ dê`."""
    return " ".join(LETTERS.get(letter, letter) for letter in letters.upper())


def say_code(code: str) -> str:
    """A code in groups with a rest between them: `hát năm hai, một hai, hai sáu một, một hai một`.

    Dots, dashes and strokes are only rests: whoever writes it down sees where a group ends.
    """
    groups = [part for piece in re.split(r"[^\w]+", code) for part in _grouped(piece)]
    return ", ".join(groups)


def _grouped(piece: str) -> Iterator[str]:
    """The groups of a piece without separators. A letter and the few digits beside it are one group."""
    said: list[str] = []
    for run in _RUNS.findall(piece):
        if not run.isdigit():
            said.append(say_letters(run))
        elif len(run) <= 4:
            said.append(say_digits(run))
        else:
            if said:
                yield " ".join(said)
                said = []
            *firsts, last = parts(run)
            yield from map(say_digits, firsts)
            said.append(say_digits(last))
    if said:
        yield " ".join(said)


def parts(digits: str) -> list[str]:
    """Digits cut as people cut them: an identity number of 12 by fours, a telephone number 4-3-3, others by threes."""
    sizes = _SIZES.get(len(digits)) or _threes(len(digits))
    cut, at = [], 0
    for size in sizes:
        cut.append(digits[at : at + size])
        at += size
    return cut


def _threes(length: int) -> tuple[int, ...]:
    """Threes, with fours at the end so that no digit stands alone: 4 → 4, 5 → 3+2, 7 → 3+4."""
    if length <= 4:
        return (length,)
    if length % 3 == 1:
        return (*(3,) * (length // 3 - 1), 4)
    return (*(3,) * (length // 3), *((length % 3,) if length % 3 else ()))


def say_phone(number: str) -> str:
    """A telephone number as it is dialled here: +84 is the 0 in front; 4-3-3; short numbers digit by digit."""
    digits = re.sub(r"\D", "", number)
    if number.strip().startswith("+84") or (digits.startswith("84") and len(digits) > _SHORTEST_MOBILE + 1):
        digits = "0" + digits.removeprefix("84").removeprefix("0")
    if len(digits) == 8 and digits.startswith(("18", "19")):
        return f"{say_digits(digits[:4])}, {say_digits(digits[4:])}"
    return ", ".join(say_digits(part) for part in parts(digits)) if digits else ""
