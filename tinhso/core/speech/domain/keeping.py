"""How sound that was made is named and kept: what all hear by a hash, what one person heard sealed by its words.

The seal of a personal sentence is made from the sentence itself and a key of the house: only who shows the words again
can have them said again, and a stolen disk says nothing.
"""

import hmac
from hashlib import sha256
from os import urandom

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE = 12


def public_name(words: str, *, edition: str) -> str:
    """Under which name everyone may fetch a sentence: 32 hex digits, others when the voice changes."""
    return sha256(f"{edition}\n{words}".encode()).hexdigest()[:32]


def own_name(words: str, *, key: bytes, edition: str) -> str:
    """Under which name a personal sentence lies; without the key nobody can try sentences out."""
    return hmac.digest(key, f"name\n{edition}\n{words}".encode(), "sha256").hex()[:32]


def close(sound: bytes, words: str, *, key: bytes) -> bytes:
    """Seal a sound by the words it says."""
    nonce = urandom(NONCE)
    return nonce + AESGCM(_own_key(words, key)).encrypt(nonce, sound, None)


def unclosed(sealed: bytes, words: str, *, key: bytes) -> bytes | None:
    """The sound again, or None when it was broken."""
    try:
        return AESGCM(_own_key(words, key)).decrypt(sealed[:NONCE], sealed[NONCE:], None)
    except (InvalidTag, ValueError):
        return None


def _own_key(words: str, key: bytes) -> bytes:
    return hmac.digest(key, f"seal\n{words}".encode(), "sha256")
