#!/usr/bin/env python3
"""Verify an exported log of Tỉnh Số. One file, standard library only: carry it away and run it anywhere.

    python3 verify_log.py log.jsonl --checkpoints log.checkpoints --key KEY [--leaves FILE]

log.jsonl     one JSON object a line. {"epoch": …} begins a tree; {"leaf": {…}, "hash": hex, "salt": hex or null,
              "data": text or null} is one entry. Salt and data are null when the payload was erased.
checkpoints   any number of files of signed notes (C2SP tlog-checkpoint), one after the other: the log's own, those of
              the signer, those saved by offices and printed on receipts.
KEY           the signer's Ed25519 public key in hex, or a file that holds it.
leaves        the signer's own copy of the leaf hashes (32 bytes each) of the last epoch in the log: with it a forger
              who recomputed every hash is still caught at the very first entry.

It checks the numbering, every leaf hash, every commitment against its payload, the tree of RFC 6962, the signature of
every checkpoint (RFC 8032), that all checkpoints are of one growing tree, and their order in time. It names the first
entry that was changed, added, removed, cut off or rolled back. It was written apart from the code that writes the log.
"""

import argparse
import base64
import hashlib
import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from pathlib import Path
from typing import Any

Line = Mapping[str, Any]
Point = tuple[int, int, int, int]
EMPTY_ROOT = hashlib.sha256(b"").digest()


class Fault(Exception):
    """What is wrong. `seq` is the number of the first bad entry, None when no entry is to blame.

    `first` is the earliest entry that may be the one: with nothing to compare hash by hash, a forger who recomputed all
    hashes is caught by the next checkpoint, so the change lies from `first` to `seq`.
    """

    def __init__(self, kind: str, seq: int | None, told: str, first: int | None = None) -> None:
        self.kind, self.seq, self.first = kind, seq, seq if first is None else first
        super().__init__(told)


# ---- Ed25519, RFC 8032 section 5.1 ------------------------------------------------------------------------------

P = 2**255 - 19
Q = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)


def _add(a: Point, b: Point) -> Point:
    s = (a[1] - a[0]) * (b[1] - b[0]) % P
    t = (a[1] + a[0]) * (b[1] + b[0]) % P
    u = 2 * a[3] * b[3] * D % P
    v = 2 * a[2] * b[2] % P
    e, f, g, h = t - s, v - u, v + u, t + s
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def _times(scalar: int, point: Point) -> Point:
    made: Point = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            made = _add(made, point)
        point = _add(point, point)
        scalar >>= 1
    return made


def _same(a: Point, b: Point) -> bool:
    return (a[0] * b[2] - b[0] * a[2]) % P == 0 and (a[1] * b[2] - b[1] * a[2]) % P == 0


def _x_of(y: int, odd: int) -> int | None:
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    if square == 0:
        return None if odd else 0
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT_OF_MINUS_ONE % P
    if (x * x - square) % P:
        return None
    return P - x if x & 1 != odd else x


def _point(data: bytes) -> Point | None:
    y = int.from_bytes(data, "little")
    odd, y = y >> 255, y & ((1 << 255) - 1)
    x = _x_of(y, odd)
    return None if x is None else (x, y, 1, x * y % P)


_BASE_Y = 4 * pow(5, P - 2, P) % P
_BASE_X = _x_of(_BASE_Y, 0) or 0
BASE = (_BASE_X, _BASE_Y, 1, _BASE_X * _BASE_Y % P)


def signature_holds(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether an Ed25519 signature is by this key over this message."""
    if len(public) != 32 or len(signature) != 64:
        return False
    a, r = _point(public), _point(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if a is None or r is None or s >= Q:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % Q
    return _same(_times(s, BASE), _add(r, _times(h, a)))


# ---- Checkpoints ------------------------------------------------------------------------------------------------

NOTE = re.compile(
    r"(?P<body>(?P<origin>[^\n]+)\n(?P<size>0|[1-9][0-9]*)\n(?P<root>[A-Za-z0-9+/=]+)\n(?P<time>[0-9T:Z-]{20})\n)"
    r"\n(?P<lines>(?:\u2014 [^ \n]+ [A-Za-z0-9+/=]+\n)+)"
)


class Checkpoint:
    """A signed note: origin, size, root, time (text that sorts), and the text it stands in."""

    def __init__(self, found: re.Match[str]) -> None:
        self.origin, self.size, self.time = found["origin"], int(found["size"]), found["time"]
        self.root = base64.b64decode(found["root"], validate=True)
        self.body, self.lines = found["body"], found["lines"]

    def signed_by(self, public: bytes) -> bool:
        """Whether one of the signature lines is the log's own and holds."""
        key_id = hashlib.sha256(self.origin.encode() + b"\n\x01" + public).digest()[:4]
        for line in self.lines.splitlines():
            name, blob = line[2:].rsplit(" ", 1)
            raw = base64.b64decode(blob, validate=True)
            if name == self.origin and raw[:4] == key_id and signature_holds(public, self.body.encode(), raw[4:]):
                return True
        return False


def read_checkpoints(text: str, public: bytes) -> dict[str, list[Checkpoint]]:
    """All checkpoints of a text, by origin, sorted by size. Raises Fault for a bad signature or anything left over."""
    found = [Checkpoint(match) for match in NOTE.finditer(text)]
    if NOTE.sub("", text).strip():
        raise Fault("note", None, "the checkpoints hold something that is not a checkpoint")
    trees: dict[str, list[Checkpoint]] = {}
    for one in {(c.origin, c.size, c.root, c.time, c.lines): c for c in found}.values():
        if not one.signed_by(public):
            raise Fault("signature", None, f"the checkpoint of size {one.size} is not signed by the signer's key")
        trees.setdefault(one.origin, []).append(one)
    for origin, row in trees.items():
        row.sort(key=lambda c: (c.size, c.time))
        _one_growing_tree(origin, row)
    return trees


def _one_growing_tree(origin: str, row: list[Checkpoint]) -> None:
    for before, after in pairwise(row):
        if after.size == before.size and after.root != before.root:
            told = f"two trees of size {after.size} were signed for {origin}: two histories were shown"
            raise Fault("fork", None, told)
        if after.time < before.time:
            told = f"the checkpoint of size {after.size} is older than the one of size {before.size}"
            raise Fault("time", None, told)


# ---- The tree, RFC 6962 section 2.1 -----------------------------------------------------------------------------


class Edge:
    """The right edge of a growing tree, as pairs of (leaves below, hash)."""

    def __init__(self) -> None:
        self.size = 0
        self.stack: list[tuple[int, bytes]] = []

    def add(self, leaf: bytes) -> None:
        """Append a leaf hash."""
        below = 1
        while self.stack and self.stack[-1][0] == below:
            leaf = hashlib.sha256(b"\x01" + self.stack.pop()[1] + leaf).digest()
            below *= 2
        self.stack.append((below, leaf))
        self.size += 1

    def root(self) -> bytes:
        """The root of all leaves so far."""
        made: bytes | None = None
        for _, subtree in reversed(self.stack):
            made = subtree if made is None else hashlib.sha256(b"\x01" + subtree + made).digest()
        return EMPTY_ROOT if made is None else made


# ---- The log ----------------------------------------------------------------------------------------------------

_canonical = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode


def check_entry(line: Line, seq: int) -> bytes:
    """The leaf hash of an entry that should carry the number `seq`. Raises Fault."""
    leaf = line["leaf"]
    if leaf["seq"] > seq:
        raise Fault("removed", seq, f"entry {seq} is missing; {leaf['seq']} follows")
    if leaf["seq"] < seq:
        raise Fault("added", leaf["seq"], f"entry {leaf['seq']} comes a second time")
    made = hashlib.sha256(b"\x00" + _canonical(leaf).encode()).digest()
    if made.hex() != line["hash"]:
        raise Fault("changed", seq, f"entry {seq} is not what was sealed")
    if (line["salt"] is None) != (line["data"] is None):
        raise Fault("changed", seq, f"half of the payload of entry {seq} is missing")
    if line["data"] is not None:
        commitment = hashlib.sha256(bytes.fromhex(line["salt"]) + line["data"].encode()).hexdigest()
        if commitment != leaf["commitment"]:
            raise Fault("changed", seq, f"the payload of entry {seq} is not what was sealed")
    return made


class Verification:
    """One epoch under examination: entries go in, one after the other; `finish` says whether the end is the end."""

    def __init__(self, epoch: Line, checkpoints: list[Checkpoint], leaves: Iterator[bytes] | None) -> None:
        self.first: int = epoch["first"]
        self.origin: str = epoch["origin"]
        self.size: int = epoch["size"]
        self.waiting, self.leaves = list(checkpoints), leaves
        self.edge, self.sure = Edge(), 0
        self._compare()

    @property
    def seq(self) -> int:
        """The number that the next entry must have."""
        return self.first + self.edge.size

    def add(self, line: Line) -> None:
        """Examine the next entry. Raises Fault."""
        made = check_entry(line, self.seq)
        kept = next(self.leaves, None) if self.leaves is not None else None
        if kept is not None and kept != made:
            raise Fault("changed", self.seq, f"entry {self.seq} is not the one that the signer has seen")
        self.edge.add(made)
        if self.waiting and self.edge.size >= self.waiting[0].size:
            self._compare()

    def finish(self, surviving: int | None = None) -> None:
        """The end of the epoch. `surviving`: a later epoch admits that only so many of the signed entries are left."""
        if surviving is not None:
            if surviving != self.edge.size:
                told = f"{surviving} entries should have survived in {self.origin}, {self.edge.size} are here"
                raise Fault("rolled back", self.first + min(surviving, self.edge.size), told)
            return
        wanted = max([self.size, *(one.size for one in self.waiting)])
        if wanted > self.edge.size:
            told = f"{wanted} entries were sealed, {self.edge.size} are here"
            raise Fault("cut off", self.seq, f"from entry {self.seq} on the log is cut off or rolled back: {told}")

    def _compare(self) -> None:
        while self.waiting and self.waiting[0].size == self.edge.size:
            signed = self.waiting.pop(0)
            if signed.root != self.edge.root():
                first, last = self.first + self.sure, self.seq - 1
                told = f"from entry {first} to {last} something was changed, added or removed, and the hashes made anew"
                raise Fault("recomputed", last, told, first=first)
            self.sure = signed.size


def verify(
    lines: Iterable[Line], checkpoints: str, public: bytes, leaves: Mapping[str, Iterator[bytes]] | None = None
) -> tuple[int, int, int]:
    """Verify a whole log. Raises the first Fault.

    lines         the decoded objects of the export, in order
    checkpoints   the text of all notes
    public        the signer's key, 32 bytes
    leaves        copies of the leaf hashes of the last epoch: a mapping origin → iterator of 32 bytes
    Returns (entries, checkpoints, entries that no checkpoint covers yet).
    """
    trees = read_checkpoints(checkpoints, public)
    entries, used = 0, 0
    now: Verification | None = None
    for line in lines:
        if "epoch" in line:
            epoch = line["epoch"]
            _check_opening(now, epoch)
            row = trees.pop(epoch["origin"], [])
            used += len(row)
            now = Verification(epoch, row, (leaves or {}).get(epoch["origin"]))
            continue
        if now is None:
            raise Fault("epoch", None, "an entry stands before the first epoch")
        now.add(line)
        entries += 1
    if now is not None:
        now.finish()
    if trees:
        raise Fault("cut off", 0, f"a tree was signed that is not in the log at all: {min(trees)}")
    return entries, used, now.edge.size - now.sure if now else 0


def _check_opening(before: Verification | None, epoch: Line) -> None:
    """A later epoch must cite what the one before was signed at."""
    if before is None:
        if epoch["first"] != 0:
            raise Fault("removed", 0, f"the log begins at entry {epoch['first']}")
        return
    before.finish(surviving=epoch["cites_surviving"])
    cited = before.first + max(epoch["cites_size"] or 0, before.edge.size)
    if epoch["first"] != cited:
        raise Fault("epoch", epoch["first"], f"{epoch['origin']} should begin at entry {cited}")
    last = before.waiting[-1] if before.waiting else None
    if last and (last.size, last.root.hex()) != (epoch["cites_size"], epoch["cites_root"]):
        raise Fault("epoch", epoch["first"], f"{epoch['origin']} does not cite the last size and root signed before it")


# ---- The command line -------------------------------------------------------------------------------------------


def main() -> int:
    """Verify the files named on the command line; 0 when all is well, 1 with the first fault."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("log")
    parser.add_argument("--checkpoints", action="append", default=[])
    parser.add_argument("--key", required=True)
    parser.add_argument("--leaves")
    asked = parser.parse_args()
    notes = "".join(Path(name).read_text(encoding="utf-8") + "\n" for name in asked.checkpoints)
    try:
        with Path(asked.log).open(encoding="utf-8") as log:
            copy = {_last_origin(asked.log): _hashes(asked.leaves)} if asked.leaves else None
            entries, used, open_ = verify(map(json.loads, log), notes, _key(asked.key), copy)
    except Fault as fault:
        sys.stdout.write(f"FAULT ({fault.kind}): {fault}\n")
        return 1
    sys.stdout.write(f"The log holds: {entries} entries, {used} checkpoints, {open_} entries not yet signed.\n")
    return 0


def _key(text: str) -> bytes:
    return bytes.fromhex(text if re.fullmatch("[0-9a-f]{64}", text) else Path(text).read_text().strip())


def _hashes(name: str) -> Iterator[bytes]:
    with Path(name).open("rb") as file:
        while one := file.read(32):
            yield one


def _last_origin(name: str) -> str:
    with Path(name).open(encoding="utf-8") as log:
        return str([json.loads(line)["epoch"]["origin"] for line in log if line.startswith('{"epoch"')][-1])


if __name__ == "__main__":
    sys.exit(main())
