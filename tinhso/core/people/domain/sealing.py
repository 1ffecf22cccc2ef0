"""Sealing an identity number: AES-256-GCM for keeping, HMAC-SHA-256 under another key for finding.

The seal is bound to its row (`bound_to`), so that a sealed number copied to another row does not open.
"""

import hmac
import os
from hashlib import sha256

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE = 12


def seal(number: str, *, key: bytes, bound_to: bytes) -> bytes:
    """Nonce and ciphertext of a number."""
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, number.encode(), bound_to)


def unseal(sealed: bytes, *, key: bytes, bound_to: bytes) -> str:
    """The number again. Raises `cryptography.exceptions.InvalidTag` when a bit was changed or the key is another."""
    return AESGCM(key).decrypt(sealed[:NONCE], sealed[NONCE:], bound_to).decode()


def fingerprint(number: str, *, key: bytes) -> str:
    """The keyed hash by which a number is found: 64 hex digits. Without the key nobody can try numbers out."""
    return hmac.new(key, number.encode(), sha256).hexdigest()
