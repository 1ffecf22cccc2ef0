"""Checkpoints as text: C2SP tlog-checkpoint in a C2SP signed note. Standard library only.

<origin>
<size>
<root, base64>
<time of signing, UTC>

— <origin> <base64(4 bytes of key id ‖ 64 bytes of Ed25519 signature)>
"""

import base64
import binascii
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

_DASH = "\u2014 "
_ED25519 = b"\x01"


class BadNoteError(ValueError):
    """A text is not a signed checkpoint."""


@dataclass(frozen=True, slots=True)
class Note:
    """A checkpoint: `size` and `root` of the tree called `origin`, signed at `at` (whole seconds, UTC)."""

    origin: str
    size: int
    root: bytes
    at: datetime

    @property
    def body(self) -> str:
        """The signed text."""
        time = self.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        return f"{self.origin}\n{self.size}\n{_b64(self.root)}\n{time}\n"


def key_id(name: str, public: bytes) -> bytes:
    """The first 4 bytes of SHA-256(name ‖ newline ‖ 0x01 ‖ public key)."""
    return sha256(name.encode() + b"\n" + _ED25519 + public).digest()[:4]


def verifier_key(name: str, public: bytes) -> str:
    """The public key as C2SP notes write it: `<name>+<key id>+<base64(0x01 ‖ key)>`."""
    return f"{name}+{key_id(name, public).hex()}+{_b64(_ED25519 + public)}"


def signed(note: Note, *, signature: bytes, public: bytes) -> str:
    """The note with its signature line."""
    return f"{note.body}\n{_DASH}{note.origin} {_b64(key_id(note.origin, public) + signature)}\n"


def read(text: str) -> tuple[Note, bytes]:
    """The checkpoint of a signed note and its signature by the origin's own key. Raises BadNoteError."""
    body, gap, signatures = text.partition("\n\n")
    lines = body.split("\n")
    if not gap or len(lines) != 4:
        raise BadNoteError("not a checkpoint with a signature")
    try:
        at = datetime.strptime(lines[3], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
        note = Note(origin=lines[0], size=int(lines[1]), root=_unb64(lines[2]), at=at)
        return note, _signature(note.origin, signatures)
    except ValueError as wrong:
        raise BadNoteError(str(wrong)) from wrong


def _signature(origin: str, lines: str) -> bytes:
    for line in lines.splitlines():
        if line.startswith(f"{_DASH}{origin} "):
            return _unb64(line.rsplit(" ", 1)[1])[4:]
    raise BadNoteError("no signature by the log itself")


def _b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _unb64(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as wrong:
        raise BadNoteError("not base64") from wrong
