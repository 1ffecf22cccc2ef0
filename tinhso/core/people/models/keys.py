"""The keys of identity numbers: files under `VAR/keys` that the machine makes for itself.

`people-seal-1`, `-2`, … seal numbers; the highest is used for new ones, older ones stay until all rows are sealed anew.
`people-find` makes the fingerprints. Whoever has the database without these files has no number.
"""

import re
from functools import cache
from pathlib import Path

from django.conf import settings

from tinhso.kit.secrets import kept_secret

_SEAL = re.compile(r"^people-seal-(\d+)$")


def folder() -> Path:
    """Where the keys lie."""
    return Path(settings.VAR) / "keys"


def newest_seal() -> int:
    """The id of the key that seals now; the first key is made when there is none."""
    ids = [int(match[1]) for path in folder().glob("people-seal-*") if (match := _SEAL.match(path.name))]
    return max(ids, default=1)


def seal_key(key_id: int) -> bytes:
    """The sealing key of that id."""
    return _key(folder() / f"people-seal-{key_id}")


def find_key() -> bytes:
    """The key of the fingerprints."""
    return _key(folder() / "people-find")


def make_seal() -> int:
    """Make the next sealing key and tell its id."""
    new = newest_seal() + 1
    seal_key(new)
    return new


def drop_seal(key_id: int) -> None:
    """Destroy a key that no row needs any more."""
    (folder() / f"people-seal-{key_id}").unlink(missing_ok=True)
    _key.cache_clear()


@cache
def _key(path: Path) -> bytes:
    return bytes.fromhex(kept_secret(path))
