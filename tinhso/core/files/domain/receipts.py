"""Signed receipts: a line of text that proves, without a network, that something was accepted here.

    TINHSO1:<key>:<kind>:<ref>:<hash>:<position>:<time>:<signature>

key        first 8 hexadecimal digits of SHA-256 of the public key
kind, ref  what was accepted and how it is called; capital letters, digits, `.` and `-`
hash       SHA-256 of what was accepted, in base 32 without padding
position   entries in the log when it was accepted
time       when, in UTC: 20261122T093000Z
signature  Ed25519 (RFC 8032) over all before its colon, in base 32 without padding

Every letter belongs to the alphanumeric mode of a QR code (ISO/IEC 18004), which keeps the square small.
"""

import re
from base64 import b32decode, b32encode
from binascii import Error as NotBase32
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

VERSION = "TINHSO1"
LONGEST = 400
_WORD = re.compile(r"[A-Z0-9.-]{1,60}")
_TIME = "%Y%m%dT%H%M%SZ"
_PARTS = 8


class ReceiptIsWrong(ValueError):
    """No receipt of ours: damaged, changed, or signed by a key we do not know."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What a receipt says. `digest`: 32 bytes; `at` to the second."""

    kind: str
    ref: str
    digest: bytes
    position: int
    at: datetime


def key_id(public: bytes) -> str:
    """How a receipt names the key (32 bytes) that signed it."""
    return sha256(public).hexdigest()[:8].upper()


def write_receipt(said: Receipt, key: Ed25519PrivateKey) -> str:
    """The receipt as text. Raises ValueError for words that would not fit."""
    if not (_WORD.fullmatch(said.kind) and _WORD.fullmatch(said.ref)) or len(said.digest) != sha256().digest_size:
        raise ValueError("not a kind, a ref or a digest")
    words = (
        VERSION,
        key_id(key.public_key().public_bytes_raw()),
        said.kind,
        said.ref,
        _base32(said.digest),
        str(said.position),
        said.at.astimezone(UTC).strftime(_TIME),
    )
    body = ":".join(words)
    return f"{body}:{_base32(key.sign(body.encode()))}"


def read_receipt(text: str, keys: Mapping[str, bytes]) -> Receipt:
    """What a receipt says, once its signature is verified by one of the pinned keys (id → 32 bytes).

    Raises ReceiptIsWrong.
    """
    body, _, signature = text.strip().rpartition(":")
    parts = body.split(":")
    if len(text) > LONGEST or len(parts) != _PARTS - 1 or parts[0] != VERSION or parts[1] not in keys:
        raise ReceiptIsWrong
    try:
        public = Ed25519PublicKey.from_public_bytes(keys[parts[1]])
        public.verify(_bytes(signature), body.encode())
        return Receipt(
            kind=parts[2],
            ref=parts[3],
            digest=_bytes(parts[4]),
            position=int(parts[5]),
            at=datetime.strptime(parts[6], _TIME).replace(tzinfo=UTC),
        )
    except (InvalidSignature, NotBase32, ValueError) as wrong:
        raise ReceiptIsWrong from wrong


def _base32(data: bytes) -> str:
    return b32encode(data).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    """Back to bytes; only the one spelling that we write is read."""
    data = b32decode(text + "=" * (-len(text) % 8))
    if _base32(data) != text:
        raise ValueError(text)
    return data
