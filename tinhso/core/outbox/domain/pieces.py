"""A file that comes in pieces: which bytes of which file a piece is, and which files a form refers to."""

import json
from dataclasses import dataclass
from hashlib import sha256

FIELD = "outbox_files"
"""The field of a form that names files which came in pieces: JSON `[[name, filename, type, sha256], …]`."""
LARGEST_PIECE = 512_000
MOST_FILES = 60
_HEX = frozenset("0123456789abcdef")


class NotPieces(ValueError):
    """What the phone says of a piece, or of files that came in pieces, cannot be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PieceOf:
    """Bytes of a file from `start` on; the file has `total` bytes and this SHA-256 (hexadecimal)."""

    sha256: str
    total: int
    start: int

    @classmethod
    def read(cls, header: str, content: bytes, *, largest: int) -> "PieceOf":
        """Of `sha256=…; total=…; start=…; own=<SHA-256 of the piece>`. Raises NotPieces, also for damaged bytes."""
        told = dict(part.strip().partition("=")[::2] for part in header[:400].split(";"))
        try:
            made = cls(sha256=hash_read(told["sha256"]), total=int(told["total"]), start=int(told["start"]))
            own = hash_read(told["own"])
        except (KeyError, ValueError) as wrong:
            raise NotPieces from wrong
        fits = 0 <= made.start < made.start + len(content) <= made.total <= largest
        if not fits or len(content) > LARGEST_PIECE or sha256(content).hexdigest() != own:
            raise NotPieces
        return made


@dataclass(frozen=True, slots=True)
class Referred:
    """A file of a form that came in pieces before."""

    name: str
    filename: str
    type: str
    sha256: str


def read_referred(words: str) -> list[Referred]:
    """The files that a form names. Raises NotPieces."""
    try:
        told = json.loads(words)
        found = [Referred(str(name), str(file), str(kind), hash_read(digest)) for name, file, kind, digest in told]
    except (ValueError, TypeError) as wrong:
        raise NotPieces from wrong
    if len(found) > MOST_FILES:
        raise NotPieces
    return found


def hash_read(word: object) -> str:
    """A SHA-256 in hexadecimal. Raises ValueError."""
    if not isinstance(word, str) or len(word) != 64 or not set(word) <= _HEX:
        raise ValueError
    return word
