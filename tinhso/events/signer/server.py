"""The signer's door: a unix socket, one JSON line in, one JSON line out."""

import base64
import json
import socketserver
import threading
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

from tinhso.events.signer.memory import HASH, Memory, Refused, Wish

LINE = 8 * 1024 * 1024
"""The longest request in bytes."""
PATIENCE = 30
"""Seconds a caller may take to say its line."""


class Door(socketserver.ThreadingUnixStreamServer):
    """Listens; answers one caller at a time from the memory."""

    daemon_threads = True

    def __init__(self, socket: Path, memory: Memory) -> None:
        socket.unlink(missing_ok=True)
        super().__init__(str(socket), Caller)
        socket.chmod(0o660)
        self.memory = memory
        self.turn = threading.Lock()

    def answer(self, line: bytes) -> dict[str, Any]:
        """The answer to a request line; a refusal is an answer too."""
        with self.turn:
            try:
                return _answer(self.memory, json.loads(line))
            except Refused as refused:
                return {"refused": refused.why, "told": str(refused)}
            except (ValueError, KeyError, TypeError):
                return {"refused": "malformed", "told": "not a request"}


class Caller(socketserver.StreamRequestHandler):
    """One connection: one question."""

    timeout = PATIENCE

    def handle(self) -> None:
        """Read a line, write a line."""
        door = cast(Door, self.server)
        try:
            line = self.rfile.readline(LINE)
        except TimeoutError:
            return
        self.wfile.write(json.dumps(door.answer(line)).encode() + b"\n")


def _answer(memory: Memory, asked: dict[str, Any]) -> dict[str, Any]:
    if asked["ask"] == "key":
        return {"public": memory.public.hex()}
    tree = memory.tree(str(asked["origin"]))
    if asked["ask"] == "state":
        return {"size": tree.frontier.size, "root": tree.frontier.root.hex(), "note": tree.note}
    if asked["ask"] == "notes":
        return {"notes": tree.notes()}
    if asked["ask"] == "leaves":
        hashes = tree.leaves(max(int(asked["start"]), 0), int(asked["count"]))
        return {"leaves": base64.b64encode(hashes).decode()}
    if asked["ask"] == "sign":
        return {"note": memory.sign(_wish(asked), at=datetime.now(UTC).replace(microsecond=0))}
    raise Refused("malformed", "not a question this signer knows")


def _wish(asked: dict[str, Any]) -> Wish:
    row = base64.b64decode(asked["leaves"], validate=True)
    if len(row) % HASH:
        raise Refused("malformed", "a leaf hash has 32 bytes")
    return Wish(
        origin=str(asked["origin"]),
        size=int(asked["size"]),
        root=bytes.fromhex(asked["root"]),
        proof=[bytes.fromhex(one) for one in asked["proof"]],
        leaves=[row[at : at + HASH] for at in range(0, len(row), HASH)],
    )
