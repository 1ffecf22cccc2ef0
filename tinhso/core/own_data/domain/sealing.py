"""Sealing a copy: AES-256-GCM over pieces of a mebibyte, each bound to its number and to whether it is the last.

So no piece can be moved, left out or cut off without being found, and a large copy is never whole in memory.
"""

import secrets
from collections.abc import Iterator
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

PIECE = 1 << 20
_NONCE, _TAG = 12, 16


class BrokenSeal(ValueError):
    """The bytes are not what was sealed."""


def seal(source: BinaryIO, key: bytes) -> Iterator[bytes]:
    """The sealed bytes of what a file holds, piece by piece."""
    cipher, number = AESGCM(key), 0
    piece = source.read(PIECE)
    while True:
        following = source.read(PIECE)
        nonce = secrets.token_bytes(_NONCE)
        yield nonce + cipher.encrypt(nonce, piece, _bound(number, last=not following))
        if not following:
            return
        piece, number = following, number + 1


def unseal(source: BinaryIO, key: bytes) -> Iterator[bytes]:
    """What was sealed, piece by piece; nothing of a broken piece is given out. Raises BrokenSeal."""
    cipher, whole = AESGCM(key), _NONCE + PIECE + _TAG
    number, piece = 0, source.read(whole)
    if not piece:
        raise BrokenSeal
    while piece:
        following = source.read(whole)
        if len(piece) < _NONCE + _TAG:
            raise BrokenSeal
        try:
            yield cipher.decrypt(piece[:_NONCE], piece[_NONCE:], _bound(number, last=not following))
        except InvalidTag as broken:
            raise BrokenSeal from broken
        number, piece = number + 1, following


def _bound(number: int, *, last: bool) -> bytes:
    return number.to_bytes(8) + bytes([last])
