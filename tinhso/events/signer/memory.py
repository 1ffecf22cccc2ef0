"""What the signer remembers, on disk before it answers."""

import json
import os
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tinhso.events.merkle import BadProofError, Frontier, check_consistency
from tinhso.events.notes import Note, signed

HASH = 32
AT_MOST = 65536
"""Leaf hashes taken in one request."""


class Refused(Exception):
    """The signer will not sign. `why` is one word for machines: smaller, inconsistent, clock, stranger, malformed."""

    def __init__(self, why: str, told: str) -> None:
        self.why = why
        super().__init__(told)


_NOTHING = '{"size": 0, "edge": [], "at": null, "note": ""}'


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a log asks to be signed: its new size and root, the proof from the last one, and the new leaf hashes."""

    origin: str
    size: int
    root: bytes
    proof: list[bytes] = field(default_factory=list)
    leaves: list[bytes] = field(default_factory=list)


class Memory:
    """The state directory. One process at a time."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.key = _kept_key(folder / "key")
        self.public = self.key.public_key().public_bytes_raw()
        write_durably(folder / "public-key", f"{self.public.hex()}\n".encode())

    def allow(self, origin: str) -> None:
        """Let a further origin be signed. The first one ever asked for is allowed by itself."""
        if origin not in self.origins():
            write_durably(self.folder / "origins", "".join(f"{one}\n" for one in [*self.origins(), origin]).encode())

    def origins(self) -> list[str]:
        file = self.folder / "origins"
        return file.read_text().splitlines() if file.exists() else []

    def tree(self, origin: str) -> "SignedTree":
        """What was signed for an origin. Raises Refused for one that nobody allowed."""
        if not self.origins():
            self.allow(origin)
        if origin not in self.origins():
            raise Refused("stranger", f"nobody allowed the origin {origin}")
        return SignedTree(self.folder / sha256(origin.encode()).hexdigest()[:16], origin)

    def sign(self, wish: Wish, *, at: datetime) -> str:
        """The signed note for a wish, after it is on disk. Raises Refused."""
        tree = self.tree(wish.origin)
        if wish.size == tree.frontier.size and wish.root == tree.frontier.root and tree.note:
            return tree.note
        grown = tree.grown(wish, at=at)
        note = Note(origin=wish.origin, size=wish.size, root=wish.root, at=at)
        text = signed(note, signature=self.key.sign(note.body.encode()), public=self.public)
        tree.keep(grown, wish.leaves, text, at)
        return text


class SignedTree:
    """One origin's folder: `state` (size, edge, time), `notes` (all, oldest first), `leaves` (32 bytes each)."""

    def __init__(self, folder: Path, origin: str) -> None:
        self.folder = folder
        folder.mkdir(mode=0o700, exist_ok=True)
        kept: dict[str, Any] = json.loads(_text(folder / "state") or _NOTHING)
        self.origin = origin
        self.frontier = Frontier(kept["size"], [bytes.fromhex(one) for one in kept["edge"]])
        self.at = datetime.fromisoformat(kept["at"]) if kept["at"] else datetime.min.replace(tzinfo=UTC)
        self.note: str = kept["note"]

    def grown(self, wish: Wish, *, at: datetime) -> Frontier:
        """The tree after the wish, if it is the same tree and larger. Raises Refused."""
        last = self.frontier
        if wish.size < last.size:
            raise Refused("smaller", f"{last.size} entries were signed, {wish.size} are shown")
        if at < self.at:
            raise Refused("clock", "the clock went back behind the last signature")
        if len(wish.leaves) > AT_MOST or len(wish.leaves) != wish.size - last.size:
            raise Refused("malformed", "one leaf hash for each new entry, not too many at once")
        try:
            check_consistency(last.size, last.root, wish.size, wish.root, wish.proof)
        except BadProofError as wrong:
            raise Refused("inconsistent", str(wrong)) from wrong
        grown = Frontier(last.size, last.edge)
        for leaf in wish.leaves:
            grown.add(leaf)
        if grown.root != wish.root:
            raise Refused("inconsistent", "the leaf hashes do not make the root")
        return grown

    def keep(self, grown: Frontier, leaves: list[bytes], note: str, at: datetime) -> None:
        """Remember, in an order that a power cut cannot turn into a smaller state than what was answered."""
        _extend(self.folder / "leaves", self.frontier.size * HASH, b"".join(leaves))
        kept = {"size": grown.size, "edge": [one.hex() for one in grown.edge], "at": at.isoformat(), "note": note}
        write_durably(self.folder / "state", json.dumps(kept).encode())
        _extend(self.folder / "notes", None, f"{note}\n".encode())
        self.frontier, self.at, self.note = grown, at, note

    def leaves(self, start: int, count: int) -> bytes:
        """Copies of leaf hashes from `start`, at most `count`, never beyond what was signed."""
        size = max(min(count, self.frontier.size - start, AT_MOST), 0)
        if not size:
            return b""
        with (self.folder / "leaves").open("rb") as file:
            file.seek(start * HASH)
            return file.read(size * HASH)

    def notes(self) -> str:
        """All notes that were signed, oldest first."""
        kept = _text(self.folder / "notes")
        return kept if not self.note or kept.endswith(f"{self.note}\n") else f"{kept}{self.note}\n"


def write_durably(path: Path, data: bytes) -> None:
    """Replace a file: written beside it, on disk, renamed, the folder on disk."""
    draft = path.with_name(f".{path.name}.draft")
    with draft.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    _sync_folder(path.parent)


def _extend(path: Path, at: int | None, data: bytes) -> None:
    """Append, durably. With `at`, what lies beyond (left by a crash before its answer) is cut off first."""
    with path.open("ab") as file:
        if at is not None:
            file.truncate(at)
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _text(path: Path) -> str:
    return path.read_text() if path.exists() else ""


def _kept_key(path: Path) -> Ed25519PrivateKey:
    if not path.exists():
        descriptor = os.open(path.with_name(".key.draft"), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(Ed25519PrivateKey.generate().private_bytes_raw())
            file.flush()
            os.fsync(file.fileno())
        path.with_name(".key.draft").replace(path)
        _sync_folder(path.parent)
    return Ed25519PrivateKey.from_private_bytes(path.read_bytes())
