"""Work that need not be done again: a stamp beside what was made remembers what it was made from."""

import hashlib
from collections.abc import Iterable
from pathlib import Path


def fingerprint(paths: Iterable[Path]) -> str:
    """A short name for the state of files: their paths, sizes and times of change."""
    digest = hashlib.sha256()
    for path in sorted(paths):
        state = path.stat()
        digest.update(f"{path} {state.st_size} {state.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def is_current(stamp: Path, made_from: str) -> bool:
    """Whether the stamp says that the work was done from exactly this state."""
    return stamp.exists() and stamp.read_text() == made_from


def renew(stamp: Path, made_from: str) -> None:
    """Remember that the work is done."""
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(made_from)
