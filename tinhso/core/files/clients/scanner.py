"""The virus scanner: clamd's INSTREAM command, over TCP or a Unix socket."""

import socket
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from django.conf import settings

_PIECE = 1 << 16
_LONGEST_ANSWER = 4_096


class Finding(StrEnum):
    """What the scanner said. Only CLEAN lets a file pass; UNKNOWN is every other outcome, also no scanner at all."""

    CLEAN = "clean"
    INFECTED = "infected"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Scanner:
    """A clamd at `host:port` or at the path of its socket.

    Wire form (clamd(8)): `zINSTREAM\\0`, then pieces each after its length in 4 bytes big-endian, then a zero length;
    the answer ends in NUL: `stream: OK`, `stream: NAME FOUND`, or an error.
    """

    address: str
    timeout: float = 30.0

    def scan(self, path: Path) -> Finding:
        """Send a file's bytes and hear what the scanner says. Never raises: what went wrong is UNKNOWN."""
        try:
            with self._connect() as connection, path.open("rb") as file:
                connection.sendall(b"zINSTREAM\0")
                for piece in iter(lambda: file.read(_PIECE), b""):
                    connection.sendall(len(piece).to_bytes(4, "big") + piece)
                connection.sendall(bytes(4))
                return _read(_answer(connection))
        except OSError:
            return Finding.UNKNOWN

    def _connect(self) -> socket.socket:
        if self.address.startswith("/"):
            connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            connection.settimeout(self.timeout)
            connection.connect(self.address)
            return connection
        host, _, port = self.address.rpartition(":")
        return socket.create_connection((host, int(port)), timeout=self.timeout)


def _answer(connection: socket.socket) -> bytes:
    pieces: list[bytes] = []
    while sum(map(len, pieces)) < _LONGEST_ANSWER and (piece := connection.recv(_LONGEST_ANSWER)):
        pieces.append(piece)
        if piece.endswith(b"\0"):
            break
    return b"".join(pieces)


def _read(answer: bytes) -> Finding:
    if answer == b"stream: OK\0":
        return Finding.CLEAN
    return Finding.INFECTED if answer.endswith(b" FOUND\0") else Finding.UNKNOWN


def scanner() -> Scanner | None:
    """The scanner of this installation (`CLAMD=host:port` or a socket's path), or None when none is used."""
    return Scanner(settings.CLAMD) if settings.CLAMD else None


def findings(paths: Iterable[Path]) -> Finding:
    """The worst of what is found in several files; CLEAN when no scanner is used."""
    asked = scanner()
    if asked is None:
        return Finding.CLEAN
    said = {asked.scan(path) for path in paths}
    return next((bad for bad in (Finding.INFECTED, Finding.UNKNOWN) if bad in said), Finding.CLEAN)
