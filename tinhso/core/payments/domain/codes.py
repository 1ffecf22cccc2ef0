"""Order codes: what a payer types or a QR carries, and how it is found again in what a bank passes on.

`TS` and eight characters of an alphabet without look-alikes (no 0, 1, I, O); the last one checks the seven before. Ten
characters leave nine of the nineteen that a bank's memo holds.
"""

import re
import secrets
from collections.abc import Iterator

PREFIX = "TS"
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
DIGITS = 7
LENGTH = len(PREFIX) + DIGITS + 1

_PLACE = {letter: place for place, letter in enumerate(ALPHABET)}
_CODE = re.compile(rf"(?={PREFIX}([{ALPHABET}]{{{DIGITS + 1}}}))")
_NOISE = re.compile(r"[^A-Z0-9]+")


def new_code() -> str:
    """A code by chance; the table refuses one that is there already."""
    digits = "".join(secrets.choice(ALPHABET) for _ in range(DIGITS))
    return f"{PREFIX}{digits}{check_letter(digits)}"


def check_letter(digits: str) -> str:
    """The letter that checks them: Luhn's rule in base 32, which finds one wrong letter and two that changed places."""
    total, double = 0, True
    for letter in reversed(digits):
        value = _PLACE[letter] * (2 if double else 1)
        total += value // 32 + value % 32
        double = not double
    return ALPHABET[-total % 32]


def codes_in(content: str) -> list[str]:
    """The order codes in a memo, first one first, each once. Banks cut it, add to it, break it with signs."""
    loud = content.upper()
    return list(dict.fromkeys([*_found(loud), *_found(_NOISE.sub("", loud))]))


def _found(text: str) -> Iterator[str]:
    for match in _CODE.finditer(text):
        body = match.group(1)
        if check_letter(body[:-1]) == body[-1]:
            yield PREFIX + body
