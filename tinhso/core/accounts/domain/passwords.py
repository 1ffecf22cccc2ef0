"""Passwords: what is refused, and how they are hashed."""

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from django.contrib.auth.hashers import Argon2PasswordHasher
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

from tinhso.kit.folding import fold

SHORTEST = 12
LONGEST = 512
_OWN_LETTERS = 6


class Argon2idHasher(Argon2PasswordHasher):
    """Argon2id with 19 MiB, two passes, one lane: the first setting of the OWASP Password Storage Cheat Sheet.

    Django's default (100 MiB, eight lanes) costs some 180 ms and 100 MiB a try, which a province's one machine pays at
    eight in the morning when three hundred officers sign in at once; this costs some 20 ms. Guessing on line is stopped
    by the limits, guessing off line by length: twelve characters and no known word.
    """

    time_cost = 2
    memory_cost = 19456
    parallelism = 1


def weakness(password: str, *, username: str, names: Iterable[str] = ()) -> str | None:
    """Why a password is refused: `short`, `long`, `common`, `local`, `name`; None when it is good.

    names   words of the place and of the person that an outsider would try first, beside the shipped list
    """
    if len(password) < SHORTEST:
        return "short"
    if len(password) > LONGEST:
        return "long"
    if _common(password):
        return "common"
    return _guessable(password, username, names)


def _common(password: str) -> bool:
    try:
        CommonPasswordValidator().validate(password)
    except ValidationError:
        return True
    return len(set(password)) < 4


def _guessable(password: str, username: str, names: Iterable[str]) -> str | None:
    letters = _letters(password)
    own = _letters(username)
    if len(own) > 3 and own in letters and len(letters.replace(own, "")) < _OWN_LETTERS:
        return "name"
    known = sorted({_letters(name) for name in names} | local_words(), key=len, reverse=True)
    return "local" if len(_without(letters, known)) < _OWN_LETTERS else None


def _without(letters: str, words: Iterable[str]) -> str:
    for word in words:
        if len(word) > 2:
            letters = letters.replace(word, " ")
    return letters.replace(" ", "")


def _letters(text: str) -> str:
    return re.sub("[^a-z]", "", fold(text))


@cache
def local_words() -> frozenset[str]:
    """Words of provinces, offices and this product that guessers try, folded, from `tables/local_words.txt`."""
    text = files("tinhso.core.accounts").joinpath("tables/local_words.txt").read_text(encoding="utf-8")
    return frozenset(_letters(line) for line in text.splitlines() if line.strip())
