"""Bytes on disk under the name of their SHA-256, in the one order that keeps row and file true (promise P04).

Write beside → fsync the file → rename to its name → fsync the folder → only then may a row be committed.
"""

import hashlib
import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Store:
    """A folder of blobs: `ab/cdef…` for finished ones, `arriving/` for what is not yet known to be good."""

    folder: Path

    @property
    def arriving(self) -> Path:
        """Where uploads land; made when missing, on the same filesystem as the blobs."""
        folder = self.folder / "arriving"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return folder

    def new_place(self) -> Path:
        """A name in `arriving/` that nobody uses."""
        return self.arriving / secrets.token_hex(16)

    def path(self, sha256: str) -> Path:
        """Where the blob of that hash lies, or would lie."""
        return self.folder / sha256[:2] / sha256[2:]

    def has(self, sha256: str) -> bool:
        return self.path(sha256).is_file()

    def place(self, source: Path, sha256: str) -> None:
        """Move a file that arrived to its name, so that it is there after a power cut. Placing it twice is harmless."""
        target = self.path(sha256)
        _fsync(source)
        if not target.parent.is_dir():
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            _fsync(self.folder)
        source.replace(target)
        _fsync(target.parent)

    def remove(self, sha256: str) -> None:
        """Take the bytes away; harmless when they are gone."""
        self.path(sha256).unlink(missing_ok=True)

    def blobs(self) -> Iterator[tuple[str, float]]:
        """The hash of every blob on disk, and when it was placed (seconds since 1970)."""
        for folder in self.folder.glob("[0-9a-f][0-9a-f]"):
            for path in folder.iterdir():
                yield folder.name + path.name, path.stat().st_mtime

    def left_behind(self) -> Iterator[tuple[Path, float]]:
        """Everything in `arriving/`, with its age stamp: what a killed process never finished."""
        for path in self.arriving.iterdir():
            yield path, path.stat().st_mtime


def sha256_of(path: Path) -> str:
    """The hash of a file's content, as hex."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_CHUNK):
            digest.update(piece)
    return digest.hexdigest()


def _fsync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
