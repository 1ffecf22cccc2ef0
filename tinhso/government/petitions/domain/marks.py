"""What in a text may name a person: marked for an officer to look at before all read it; a machine never decides.

Numbers of telephones and identity cards as people write them (with dots, spaces or dashes), e-mail addresses, and the
names of who sent it. Everything is shown, nothing is taken out by itself.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

_GAP: Final = r"[ .\-]?"
_PHONE: Final = rf"(?<!\d)(?:\+?84|0){_GAP}\d(?:{_GAP}\d){{7,9}}(?!\d)"
_IDENTITY: Final = rf"(?<!\d)\d(?:{_GAP}\d){{11}}(?!\d)|(?<!\d)\d{{9}}(?!\d)"
_MAIL: Final = r"[\w.+-]+@[\w-]+\.[\w.-]+\w"


class Doubt(StrEnum):
    """Why a piece is marked."""

    PHONE = "phone"
    IDENTITY = "identity"
    MAIL = "mail"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text; `doubt` says why an officer should look at it, empty where nobody is named."""

    text: str
    doubt: Doubt | None = None


def pieces(text: str, names: Iterable[str] = ()) -> list[Piece]:
    """A text in pieces that together are it again, those that may name somebody marked."""
    text = unicodedata.normalize("NFC", text)
    found: list[Piece] = []
    end = 0
    for start, stop, doubt in sorted(_doubts(text, names)):
        if start < end:
            continue
        found += [Piece(text[end:start]), Piece(text[start:stop], doubt)]
        end = stop
    return [piece for piece in (*found, Piece(text[end:])) if piece.text]


def _doubts(text: str, names: Iterable[str]) -> Iterator[tuple[int, int, Doubt]]:
    patterns = [(_PHONE, Doubt.PHONE), (_IDENTITY, Doubt.IDENTITY), (_MAIL, Doubt.MAIL)]
    known = [unicodedata.normalize("NFC", name) for name in names if len(name) > 1]
    patterns += [(rf"(?<!\w){re.escape(name)}(?!\w)", Doubt.NAME) for name in known]
    for pattern, doubt in patterns:
        for match in re.finditer(pattern, text, re.IGNORECASE):
            yield match.start(), match.end(), doubt
