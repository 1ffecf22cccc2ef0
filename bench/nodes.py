"""A commune's day as a bundle: bytes on the wire and on a stick, and what comes back.

Forty forms of some 400 letters; then the same with a photo of 60 KB for every second. Seals and signatures are
counted, HTTP is not.
"""

import json
import os
import random
from base64 import b32encode
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from tinhso.core.nodes.domain.bundles import Head, Way, pack
from tinhso.core.nodes.domain.chain import START
from tinhso.core.nodes.domain.items import FileSaid, Item, Outcome, Promise, State

FORMS, PHOTO = 40, 60_000
SENTENCE = "cầu treo bản gãy hai tấm ván trẻ em đi học phải lội suối nước lên cao xin xã cho người xuống xem sớm"
AT = datetime(2026, 11, 22, 2, tzinfo=UTC)
SIGN, BOX = Ed25519PrivateKey.generate(), X25519PrivateKey.generate().public_key().public_bytes_raw()


def run() -> list[tuple[str, str, str]]:
    """The bytes of each."""
    chance = random.Random(3)
    plain = [_item(chance, number, "") for number in range(FORMS)]
    pictured = [_item(chance, number, "ab" * 32 if number % 2 else "") for number in range(FORMS)]
    photos = [os.urandom(PHOTO) for number in range(FORMS // 2)]
    told = [_outcome(item, number).model_dump(mode="json") for number, item in enumerate(plain, 1)]
    answer = {"state": "active", "head": "0" * 64, "letters": told, "more": False}
    return [
        _row("a question for news", [], []),
        _row(f"{FORMS} forms", plain, []),
        _row(f"{FORMS} forms, {FORMS // 2} photos of {PHOTO // 1000} KB", pictured, photos),
        (f"the answer to {FORMS} forms", f"{len(_packed(answer, [], 0)):,} bytes", ""),
    ]


def _row(name: str, items: list[Item], files: list[bytes]) -> tuple[str, str, str]:
    body = {"items": [item.model_dump_json() for item in items], "waiting": len(items)}
    bare = len(json.dumps(body, ensure_ascii=False).encode()) + sum(map(len, files))
    return name, f"{len(_packed(body, files, len(items))):,} bytes ({bare:,} as it is)", ""


def _packed(body: dict[str, Any], files: list[bytes], count: int) -> bytes:
    return pack(_head(count), body, files, sign=SIGN, seal_for=BOX)


def _head(count: int) -> Head:
    return Head(node=uuid4(), way=Way.UP, first=1, count=count, previous=START, heard=0, made_at=AT)


def _item(chance: random.Random, number: int, photo: str) -> Item:
    words = " ".join(chance.choice(SENTENCE.split()) for _word in range(90))
    digest = chance.randbytes(32).hex()
    uuid, device = UUID(bytes=chance.randbytes(16)), UUID(bytes=chance.randbytes(16))
    return Item(
        uuid=uuid,
        header=f"device={device}; sequence=0; sha256={digest}; made={AT:%FT%TZ}; sent={AT:%FT%TZ}; heard=",
        digest=digest,
        path="/report/",
        language="vi",
        at=AT,
        ref=f"PA-261122-{700_001 + number}",
        fields=[("topic", "roads.bridge"), ("words", words), ("where", "xã Mường Lạn"), ("may_show", "on")],
        files=[FileSaid(field="photo_1", name="photo.jpg", kind="image/jpeg", sha256=photo)] if photo else [],
        numbers=[Promise(series="petition:1122", year=2026, number=700_001 + number)],
        seeds=[UUID(bytes=chance.randbytes(16))],
    )


def _outcome(item: Item, sequence: int) -> Outcome:
    receipt = f"TINHSO1:56475AA7:OUTBOX:{item.ref}:{_base32(32)}:1234:20261122T093000Z:{_base32(64)}"
    code, url = f"{item.ref} 482 915 307", f"/track/{item.ref}/{uuid4().hex[:16]}/slip/"
    return Outcome(
        sequence=sequence, uuid=item.uuid, state=State.ACCEPTED, ref=item.ref, receipt=receipt, code=code, url=url
    )


def _base32(size: int) -> str:
    return b32encode(os.urandom(size)).decode().rstrip("=")
