"""A phone in Python: it makes items, posts them in pieces or whole, and writes sealed files, as the scripts do."""

import json
from base64 import b64encode
from dataclasses import dataclass, field
from hashlib import sha256
from os import urandom
from typing import Any
from uuid import UUID, uuid4

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tinhso.core.outbox.actions.lockers import key_name, province_key, public_point
from tinhso.core.outbox.domain import content_digest
from tinhso.core.outbox.domain.sealed import FORMAT

CURVE = ec.SECP256R1()


@dataclass
class Kept:
    """One item on the phone."""

    fields: list[tuple[str, str]]
    files: list[tuple[str, bytes]] = field(default_factory=list)
    action: str = "/tell/"
    owner: str = ""
    sequence: int = 7
    uuid: UUID = field(default_factory=uuid4)

    @property
    def digest(self) -> str:
        return content_digest(self.fields, [(name, sha256(file).digest()) for name, file in self.files]).hex()

    @property
    def content(self) -> dict[str, Any]:
        files = [{"name": name, "filename": f"{name}.jpg", "type": "image/jpeg"} for name, _file in self.files]
        said = {"title": "Word", "action": f"http://phone{self.action}", "page": self.action, "fields": self.fields}
        return {**said, "files": files, "sha256": self.digest}


@dataclass
class Phone:
    """Its name, its key that signs, and how it speaks."""

    device: UUID = field(default_factory=uuid4)
    locker: UUID = field(default_factory=uuid4)
    signing: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(CURVE))

    @property
    def key(self) -> str:
        return self.signing.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint).hex()

    def headers(self, item: Kept) -> dict[str, str]:
        told = {"device": self.device, "sequence": item.sequence, "sha256": item.digest}
        told |= {"made": "2026-11-21T07:00:00.000Z", "sent": "2026-11-21T09:00:00.000Z"}
        said = "; ".join(f"{name}={value}" for name, value in told.items())
        return {"Idempotency-Key": str(item.uuid), "Outbox-Item": said}

    def send(self, client: Client, item: Kept, *, in_pieces: bool = False):
        """The form itself; its files with it, or only the words that refer to them."""
        body: dict[str, Any] = {}
        for name, value in item.fields:
            body.setdefault(name, []).append(value)
        if in_pieces:
            told = [[name, f"{name}.jpg", "image/jpeg", sha256(file).hexdigest()] for name, file in item.files]
            body["outbox_files"] = json.dumps(told)
        else:
            body |= {name: SimpleUploadedFile(f"{name}.jpg", file) for name, file in item.files}
        return client.post(item.action, body, headers=self.headers(item))

    def piece(self, client: Client, item: Kept, number: int, start: int, size: int, *, own: str = ""):
        """Some bytes of one of its files."""
        file = item.files[number][1]
        some = file[start : start + size]
        own = own or sha256(some).hexdigest()
        header = f"sha256={sha256(file).hexdigest()}; total={len(file)}; start={start}; own={own}"
        address = f"/outbox/pieces/{item.uuid}/"
        return client.post(address, some, content_type="application/octet-stream", headers={"Piece": header})

    def written(self, *items: Kept, signed: bool = True) -> bytes:
        """The sealed file of some items: owned ones under the locker's own key, the others under that of the file."""
        keys = [urandom(32), urandom(32)]
        blobs = [blob for item in items for blob in self._blobs(item, keys)]
        hashes = [sha256(one["raw"]).hexdigest() for one in blobs]
        head = _sealed(keys[0], FORMAT, json.dumps({"at": "", "blobs": hashes, "items": list(map(self._about, items))}))
        told = {
            "format": FORMAT.decode(),
            "key": key_name(province_key()),
            "locker": str(self.locker) if signed else "",
            "locks": [_lock(key) for key in keys],
            "head": {name: head[name] for name in ("iv", "bytes")},
            "signature": b64encode(self.signs(head["raw"]) if signed else b"").decode(),
            "blobs": [{name: one[name] for name in ("lock", "name", "iv", "bytes")} for one in blobs],
        }
        return json.dumps(told).encode()

    def _about(self, item: Kept) -> dict[str, Any]:
        device = str(self.device if item.owner else item.uuid)
        told = {"uuid": str(item.uuid), "owner": item.owner, "sequence": item.sequence, "device": device}
        return {**told, "made": "2026-11-21T07:00:00.000Z", "heard": "", "language": "vi"}

    def _blobs(self, item: Kept, keys: list[bytes]) -> list[dict[str, Any]]:
        lock = 1 if item.owner else 0
        parts = [(str(item.uuid), json.dumps(item.content).encode())]
        parts += [(f"{item.uuid}/{number}", file) for number, (_name, file) in enumerate(item.files)]
        return [{"lock": lock, "name": name, **_sealed(keys[lock], name.encode(), part)} for name, part in parts]

    def emptied(self, locker: UUID | None = None) -> dict[str, str]:
        """What it says when it has emptied a locker."""
        uuid = str(locker or self.locker)
        return {"uuid": uuid, "signature": self.signs(f"TINHSO-EMPTIED-1 {uuid}".encode()).hex()}

    def signs(self, content: bytes) -> bytes:
        """By the key of its locker, as WebCrypto does: r, then s."""
        r, s = decode_dss_signature(self.signing.sign(content, ec.ECDSA(SHA256())))
        return r.to_bytes(32) + s.to_bytes(32)


def _sealed(key: bytes, name: bytes, content: bytes | str) -> dict[str, Any]:
    iv = urandom(12)
    raw = AESGCM(key).encrypt(iv, content.encode() if isinstance(content, str) else content, name)
    return {"iv": b64encode(iv).decode(), "bytes": b64encode(raw).decode(), "raw": raw}


def _lock(raw: bytes) -> dict[str, str]:
    own, iv = ec.generate_private_key(CURVE), urandom(12)
    province = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, public_point(province_key()))
    wrapping = HKDF(algorithm=SHA256(), length=32, salt=b"", info=FORMAT).derive(own.exchange(ec.ECDH(), province))
    point = own.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    told = {"public": point, "iv": iv, "key": AESGCM(wrapping).encrypt(iv, raw, FORMAT)}
    return {name: b64encode(value).decode() for name, value in told.items()}
