"""The outbox as a file, for a memory stick: sealed for the province, signed by the locker of a member.

Who finds the stick learns nothing; who changes a letter is found out. Made by `kit/static/kit/outbox/carry.js`:

    {"format": "TINHSO-OUTBOX-1", "key": <id of the province's key>, "locker": <uuid or "">,
     "locks": [{"public", "iv", "key"}, …],        keys of the blobs, each locked for the province
     "head": {"iv", "bytes"},                      under lock 0: {"at", "blobs": [SHA-256, …], "items": […]}
     "signature": …,                               ECDSA over the bytes of the head, by the locker's key
     "blobs": [{"lock", "name", "iv", "bytes"}, …]}

Bytes are in base 64. A lock: ephemeral ECDH on P-256 with the province's key, HKDF-SHA256, AES-256-GCM. A blob is
AES-GCM with its name as additional data, so that none can stand for another.
"""

import json
from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from uuid import UUID

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.utils.translation import gettext_lazy as _

from tinhso.kit.refusals import Refusal

FORMAT = b"TINHSO-OUTBOX-1"
_CURVE = ec.SECP256R1()


class NotAnOutbox(Refusal):
    sentence = _("This file is no outbox of a phone. Choose the file that the phone made.")
    field = "file"


class OutboxChanged(Refusal):
    sentence = _("This file was changed or is damaged. Nothing of it was taken in. Make it again on the phone.")
    field = "file"


class OutboxOfAnother(Refusal):
    sentence = _("This file was made for another province, or for a key that we no longer have.")
    field = "file"


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """One item as it lay on the phone: what the phone says of it, its content, and its files."""

    about: Mapping[str, Any]
    content: Mapping[str, Any]
    files: tuple[bytes, ...]


class SealedOutbox:
    """A file that was brought; opened by the province's key."""

    def __init__(self, content: bytes) -> None:
        try:
            told = json.loads(content)
            if told["format"] != FORMAT.decode():
                raise NotAnOutbox
            self.key, self.locker = str(told["key"]), str(told["locker"])
            self._locks, self._blobs, self._head = list(told["locks"]), list(told["blobs"]), dict(told["head"])
            self._signature = b64decode(told["signature"], validate=True)
        except (ValueError, KeyError, TypeError, NotBase64) as wrong:
            raise NotAnOutbox from wrong

    def is_signed_by(self, public: bytes) -> bool:
        """Whether this locker's key (an uncompressed point) signed the head; by it everything else is bound."""
        try:
            return is_signed(_bytes(self._head, "bytes"), self._signature, public)
        except (ValueError, KeyError, TypeError):
            return False

    def open(self, key: ec.EllipticCurvePrivateKey) -> list[Carried]:
        """All items. Raises OutboxChanged when one letter is not as it was."""
        try:
            keys = [_unlocked(lock, key) for lock in self._locks]
            head = json.loads(_opened(self._head, keys[0], FORMAT))
            blobs = {str(one["name"]): one for one in self._blobs}
            if [sha256(_bytes(one, "bytes")).hexdigest() for one in self._blobs] != head["blobs"]:
                raise OutboxChanged
            return [_item(about, blobs, keys) for about in head["items"]]
        except (InvalidTag, ValueError, KeyError, TypeError, IndexError) as wrong:
            raise OutboxChanged from wrong


def is_signed(content: bytes, signature: bytes, public: bytes) -> bool:
    """Whether a locker's key (an uncompressed point) signed this: ECDSA with SHA-256, r then s, as in WebCrypto."""
    half = len(signature) // 2
    numbers = [int.from_bytes(part) for part in (signature[:half], signature[half:])]
    try:
        known = ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, public)
        known.verify(encode_dss_signature(*numbers), content, ec.ECDSA(SHA256()))
    except (InvalidSignature, ValueError):
        return False
    return True


def emptied(locker: UUID) -> bytes:
    """What a locker signs when its phone has emptied it."""
    return f"TINHSO-EMPTIED-1 {locker}".encode()


def _item(about: Mapping[str, Any], blobs: Mapping[str, Any], keys: list[AESGCM]) -> Carried:
    def plain(name: str) -> bytes:
        return _opened(blobs[name], keys[blobs[name]["lock"]], name.encode())

    content = json.loads(plain(about["uuid"]))
    files = tuple(plain(f"{about['uuid']}/{number}") for number in range(len(content["files"])))
    return Carried(about=about, content=content, files=files)


def _unlocked(lock: Mapping[str, Any], key: ec.EllipticCurvePrivateKey) -> AESGCM:
    shared = key.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, _bytes(lock, "public")))
    wrapping = HKDF(algorithm=SHA256(), length=32, salt=b"", info=FORMAT).derive(shared)
    return AESGCM(AESGCM(wrapping).decrypt(_bytes(lock, "iv"), _bytes(lock, "key"), FORMAT))


def _opened(sealed: Mapping[str, Any], key: AESGCM, name: bytes) -> bytes:
    return key.decrypt(_bytes(sealed, "iv"), _bytes(sealed, "bytes"), name)


def _bytes(told: Mapping[str, Any], name: str) -> bytes:
    return b64decode(told[name], validate=True)
