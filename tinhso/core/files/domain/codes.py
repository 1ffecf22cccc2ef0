"""Codes of what was signed: twelve letters that nobody guesses and one that finds a slip of the finger."""

import secrets
from urllib.parse import urlsplit

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 13
_MEANT = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})
_SAID_BETWEEN = " -.\u2013\u00a0\t\r\n"


class CodeIsWrong(ValueError):
    """Typed wrong: it is too short, has strange letters, or the last one does not fit."""


class OtherHouse(ValueError):
    """The address leads to another house than ours: somebody may want to deceive."""


def new_code() -> str:
    """A code that was never given: 60 random bits and the letter of control."""
    random = "".join(secrets.choice(LETTERS) for _place in range(LENGTH - 1))
    return random + _control(random)


def read_code(told: str, *, hosts: frozenset[str]) -> str:
    """The code in what somebody typed or scanned: the code itself in any spelling, or our address with it.

    Raises CodeIsWrong, or OtherHouse for an address on another host.
    """
    text = told.strip()
    if "/" in text:
        parts = urlsplit(text if "://" in text else f"https://{text}")
        if (parts.hostname or "").lower() not in hosts or parts.username:
            raise OtherHouse
        text = parts.path.rstrip("/").rpartition("/")[2]
    plain = "".join(letter for letter in text.upper() if letter not in _SAID_BETWEEN).translate(_MEANT)
    if len(plain) != LENGTH or set(plain) - set(LETTERS) or _control(plain[:-1]) != plain[-1]:
        raise CodeIsWrong
    return plain


def _control(letters: str) -> str:
    """Luhn's sum for 32 letters (ISO/IEC 7812-1 annex B, to another base): every single slip shows."""
    total = 0
    for place, letter in enumerate(reversed(letters)):
        value = LETTERS.index(letter) * (2 - place % 2)
        total += value // len(LETTERS) + value % len(LETTERS)
    return LETTERS[-total % len(LETTERS)]
