"""A bundle: what one side tells the other, signed and sealed, whether it goes by network or on a memory stick.

    "TINHSO-BUNDLE-1\\n"
    length of the head (4 bytes, big-endian), head: JSON that may be read by everyone
    public key made for this bundle (X25519, 32 bytes)
    body: ChaCha20-Poly1305 (RFC 8439) under HKDF-SHA256 of the shared secret; the head is bound to it
    signature of the sender (Ed25519, 64 bytes) over all before

Who finds the stick learns which node it is of, and how many items it holds. The body is a piece of JSON, compressed,
and the files one after another; each piece has its length before it.
"""

import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MAGIC = b"TINHSO-BUNDLE-1\n"
LARGEST = 60_000_000
"""Bytes of a whole bundle, and of its unpacked JSON."""
_LONGEST_HEAD = 2000
_LENGTH, _KEY, _SIGNATURE = 4, 32, 64
_NONCE = bytes(12)
"""Each bundle has a key of its own, so that its nonce may stand still."""


class NotABundle(ValueError):
    """Damaged, changed, not sealed for us, or not signed by whom it says it is from."""


class Way(StrEnum):
    """From a node up to the province, or down."""

    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What stands on the outside.

    node       of which node it is
    first      place of its first item in the chain of its sender; `count` items follow
    previous   the hash before the first
    heard      how far the sender has heard the other side
    """

    node: UUID
    way: Way
    first: int
    count: int
    previous: bytes
    heard: int
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Opened:
    """A bundle whose signature and seal were good."""

    head: Head
    body: dict[str, Any]
    files: tuple[bytes, ...]


def pack(
    head: Head, body: dict[str, Any], files: Sequence[bytes], *, sign: Ed25519PrivateKey, seal_for: bytes
) -> bytes:
    """Sign it as the sender, seal it for the receiver (X25519, 32 bytes). Raises ValueError over LARGEST."""
    told = _written(head)
    outside = MAGIC + len(told).to_bytes(_LENGTH) + told
    pieces = [zlib.compress(json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode(), 9), *files]
    plain = b"".join(len(piece).to_bytes(_LENGTH) + piece for piece in pieces)
    once = X25519PrivateKey.generate()
    public = once.public_key().public_bytes_raw()
    key = _key(once.exchange(X25519PublicKey.from_public_bytes(seal_for)), public + seal_for)
    signed = outside + public + ChaCha20Poly1305(key).encrypt(_NONCE, plain, outside)
    if len(signed) + _SIGNATURE > LARGEST:
        raise ValueError("too large")
    return signed + sign.sign(signed)


def head_of(bundle: bytes) -> Head:
    """What stands on the outside, not yet proven. Raises NotABundle."""
    return _split(bundle)[0]


def unpack(bundle: bytes, *, signed_by: bytes, box: X25519PrivateKey) -> Opened:
    """Open a bundle of this signer (Ed25519, 32 bytes) that is sealed for us. Raises NotABundle."""
    head, outside, public, sealed = _split(bundle)
    try:
        Ed25519PublicKey.from_public_bytes(signed_by).verify(bundle[-_SIGNATURE:], bundle[:-_SIGNATURE])
        shared = box.exchange(X25519PublicKey.from_public_bytes(public))
        key = _key(shared, public + box.public_key().public_bytes_raw())
        told, *files = _pieces(ChaCha20Poly1305(key).decrypt(_NONCE, sealed, outside))
        body = json.loads(_inflated(told))
    except (InvalidSignature, InvalidTag, ValueError, zlib.error) as wrong:
        raise NotABundle from wrong
    if not isinstance(body, dict):
        raise NotABundle
    return Opened(head, body, tuple(files))


def _split(bundle: bytes) -> tuple[Head, bytes, bytes, bytes]:
    start = len(MAGIC) + _LENGTH
    length = int.from_bytes(bundle[len(MAGIC) : start])
    end = start + length
    if not bundle.startswith(MAGIC) or length > _LONGEST_HEAD or not end + _KEY + _SIGNATURE < len(bundle) <= LARGEST:
        raise NotABundle
    try:
        head = _read(bundle[start:end])
    except (ValueError, KeyError, TypeError) as wrong:
        raise NotABundle from wrong
    return head, bundle[:end], bundle[end : end + _KEY], bundle[end + _KEY : -_SIGNATURE]


def _written(head: Head) -> bytes:
    told = {
        "node": str(head.node), "way": head.way, "first": head.first, "count": head.count,
        "previous": head.previous.hex(), "heard": head.heard, "made_at": head.made_at.isoformat(),
    }  # fmt: skip
    return json.dumps(told, separators=(",", ":")).encode()


def _read(text: bytes) -> Head:
    told = json.loads(text)
    made_at = datetime.fromisoformat(told["made_at"])
    numbers = [told[name] for name in ("first", "count", "heard")]
    if made_at.tzinfo is None or any(type(number) is not int or not 0 <= number < 2**31 for number in numbers):
        raise ValueError("a head")
    return Head(
        node=UUID(told["node"]),
        way=Way(told["way"]),
        first=told["first"],
        count=told["count"],
        previous=bytes.fromhex(told["previous"]),
        heard=told["heard"],
        made_at=made_at,
    )


def _key(shared: bytes, bound: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=_KEY, salt=bound, info=MAGIC).derive(shared)


def _pieces(plain: bytes) -> list[bytes]:
    pieces, at = list[bytes](), 0
    while at < len(plain):
        end = at + _LENGTH + int.from_bytes(plain[at : at + _LENGTH])
        if end > len(plain):
            raise ValueError("a piece is cut")
        pieces.append(plain[at + _LENGTH : end])
        at = end
    if not pieces:
        raise ValueError("nothing in it")
    return pieces


def _inflated(packed: bytes) -> bytes:
    inflating = zlib.decompressobj()
    plain = inflating.decompress(packed, LARGEST)
    if inflating.unconsumed_tail or not inflating.eof:
        raise ValueError("too large, or cut")
    return plain
