"""Signed receipts: for anything that was accepted, verifiable without a network by a pinned key."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from tinhso.core.files.domain.receipts import Receipt, key_id, read_receipt, write_receipt
from tinhso.events.checkpoints import latest_checkpoint
from tinhso.kit.secrets import kept_secret, put_secret


def make_receipt(*, kind: str, ref: str, digest: bytes, at: datetime) -> str:
    """The signed line for something that was accepted: `digest` is its SHA-256 (32 bytes).

    It carries the size of the log at the last checkpoint, so that whoever holds it witnesses that the log had come so
    far. Raises ValueError for words that do not fit into a receipt.
    """
    last = latest_checkpoint()
    said = Receipt(kind=kind, ref=ref.upper(), digest=digest, position=last.size if last else 0, at=at)
    return write_receipt(said, _keys()[-1])


def believe_receipt(text: str) -> Receipt:
    """What a receipt of this house, or of one that it believes, says. Raises ReceiptIsWrong."""
    return read_receipt(text, believed_keys())


def believed_keys() -> dict[str, bytes]:
    """Our keys, before them those of another installation (a node's province). What phones are to believe."""
    folder = _folder() / "believed"
    others = [bytes.fromhex(path.read_text()) for path in sorted(folder.iterdir())] if folder.is_dir() else []
    return {key_id(public): public for public in others} | public_keys()


def believe_keys(publics: Iterable[bytes]) -> None:
    """Believe the receipts of another installation from now on (keys of 32 bytes)."""
    for public in publics:
        put_secret(_folder() / "believed" / key_id(public), public.hex())


def public_keys() -> dict[str, bytes]:
    """All keys that ever signed receipts here (id → 32 bytes), the oldest first; the last one signs now."""
    publics = [key.public_key().public_bytes_raw() for key in _keys()]
    return {key_id(public): public for public in publics}


def renew_receipt_key() -> str:
    """Make the next key; from now on it signs. The id of the new key. The old ones stay, to verify what they signed."""
    number = len(_keys()) + 1
    kept_secret(_folder() / f"{number:04}")
    return list(public_keys())[-1]


def _keys() -> list[Ed25519PrivateKey]:
    kept_secret(_folder() / "0001")
    files = sorted(path for path in _folder().iterdir() if path.name.isdigit())
    return [Ed25519PrivateKey.from_private_bytes(bytes.fromhex(kept_secret(path))) for path in files]


def _folder() -> Path:
    return Path(settings.VAR) / "keys" / "receipts"
