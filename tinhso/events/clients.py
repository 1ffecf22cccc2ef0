"""Speaking with the signer over its unix socket."""

import base64
import json
import socket
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

PATIENCE = 20
HASH = 32
AT_ONCE = 32768
"""Leaf hashes sent or fetched in one call."""


class SignerSilentError(Exception):
    """The signer does not answer. Sign later."""


class SignerRefusedError(Exception):
    """The signer will not sign; `why` is its word: smaller, inconsistent, clock, stranger, malformed."""

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(why)


@dataclass(frozen=True, slots=True)
class Signed:
    """What the signer remembers of an origin: the last size and root it signed, and the note (empty at first)."""

    size: int
    root: bytes
    note: str


class Signer:
    """A caller of the signer. Every question is one connection."""

    def __init__(self, path: Path | None = None) -> None:
        self.path = path or socket_path()

    def public_key(self) -> bytes:
        """The 32 bytes of its Ed25519 key. Raises SignerSilentError."""
        return bytes.fromhex(self._ask({"ask": "key"})["public"])

    def state(self, origin: str) -> Signed:
        """What it signed last. Raises SignerSilentError, SignerRefusedError."""
        answer = self._ask({"ask": "state", "origin": origin})
        return Signed(answer["size"], bytes.fromhex(answer["root"]), answer["note"])

    def notes(self, origin: str) -> str:
        """All notes it signed, oldest first, one after the other."""
        return str(self._ask({"ask": "notes", "origin": origin})["notes"])

    def leaves(self, origin: str, start: int = 0) -> Iterator[bytes]:
        """Its copy of the leaf hashes, from `start`."""
        while row := base64.b64decode(
            self._ask({"ask": "leaves", "origin": origin, "start": start, "count": AT_ONCE})["leaves"]
        ):
            yield from (row[at : at + HASH] for at in range(0, len(row), HASH))
            start += len(row) // HASH

    def sign(self, *, origin: str, size: int, root: bytes, proof: list[bytes], leaves: bytes) -> str:
        """The signed note. `leaves` are the hashes after the last signed size, side by side."""
        wish = {
            "ask": "sign",
            "origin": origin,
            "size": size,
            "root": root.hex(),
            "proof": [one.hex() for one in proof],
            "leaves": base64.b64encode(leaves).decode(),
        }
        return str(self._ask(wish)["note"])

    def _ask(self, question: dict[str, Any]) -> dict[str, Any]:
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as wire:
                wire.settimeout(PATIENCE)
                wire.connect(str(self.path))
                wire.sendall(json.dumps(question).encode() + b"\n")
                with wire.makefile("rb") as answer:
                    said: dict[str, Any] = json.loads(answer.readline())
        except (OSError, ValueError) as silent:
            raise SignerSilentError(str(self.path)) from silent
        if "refused" in said:
            raise SignerRefusedError(said["refused"])
        return said


def socket_path() -> Path:
    """Where the signer listens: SIGNER_SOCKET of the settings, or `signer.socket` under VAR."""
    return Path(getattr(settings, "SIGNER_SOCKET", settings.VAR / "signer.socket"))
