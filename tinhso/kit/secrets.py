"""Secrets that a machine makes for itself on its first start and keeps in a file only its owner can read."""

import os
import secrets
from pathlib import Path


def kept_secret(path: Path, size: int = 32) -> str:
    """The secret in the file, as hex; made (`size` random bytes, mode 600) when the file is not there yet."""
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _write_once(path, secrets.token_hex(size))
    return path.read_text().strip()


def put_secret(path: Path, text: str) -> None:
    """Keep a secret that another machine made, in place of the one that stands there."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    _write_once(path, text)


def _write_once(path: Path, text: str) -> None:
    """Processes and threads may start at once: the first to link its file wins, all read the same."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
