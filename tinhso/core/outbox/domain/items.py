"""What a phone says of an item, and how its content is counted, alike on the phone and here.

A sending is an ordinary form post with two headers more:

    Idempotency-Key: <uuid>
    Outbox-Item: device=<uuid>; sequence=7; sha256=<hex>; made=<time>; sent=<time>; heard=<time>

device    the phone, or the item's own uuid when its sender has no name
sequence  the place of the item among all that this phone ever kept; 0 without a name
sha256    of the content, see `content_digest`
made, sent, heard   ISO 8601 in UTC: when it was kept and when it left, by its clock; when it last heard us, by ours
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from uuid import UUID

KIND = "OUTBOX"
"""The kind of the receipts for items (`core/files`)."""
_LONGEST = 600
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?Z")
_MOST = 2**31 - 1


class NotAnItem(ValueError):
    """The header is not what a phone of ours writes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What the phone says. `digest`: 32 bytes; `heard_at` is None when it never heard us."""

    uuid: UUID
    device: UUID
    sequence: int
    digest: bytes
    made_at: datetime
    sent_at: datetime
    heard_at: datetime | None

    def truly_made_at(self, at: datetime) -> datetime:
        """When it was made by our clock: as long before now as its phone counted from keeping to sending.

        A phone whose clock was set in between may count wrongly; it was made after it last heard us and before now.
        """
        counted = at - (self.sent_at - self.made_at)
        return min(max(counted, self.heard_at or counted), at)


def read_item(key: str, header: str) -> Item:
    """The item of the two headers. Raises NotAnItem."""
    told = dict(part.strip().partition("=")[::2] for part in header[:_LONGEST].split(";"))
    try:
        return Item(
            uuid=UUID(key),
            device=UUID(told["device"]),
            sequence=_counted(told["sequence"]),
            digest=_digest(told["sha256"]),
            made_at=_time(told["made"]),
            sent_at=_time(told["sent"]),
            heard_at=_time(told["heard"]) if told.get("heard") else None,
        )
    except (KeyError, ValueError) as wrong:
        raise NotAnItem from wrong


def write_item(item: Item) -> str:
    """The header `Outbox-Item` of an item, as `read_item` reads it."""
    told = {
        "device": str(item.device),
        "sequence": str(item.sequence),
        "sha256": item.digest.hex(),
        "made": _said(item.made_at),
        "sent": _said(item.sent_at),
        "heard": _said(item.heard_at) if item.heard_at else "",
    }
    return "; ".join(f"{name}={value}" for name, value in told.items())


def content_digest(fields: Iterable[tuple[str, str]], files: Iterable[tuple[str, bytes]]) -> bytes:
    """SHA-256 of what a form says: its fields, and the SHA-256 of each of its files, by name, in their order.

    As JSON without spaces: `[["place","2"],["photo","<hex>"]]`, fields before files, lines ended by CR LF.
    """
    told = [[name, value] for name, value in sorted(fields, key=_name)]
    told += [[name, digest.hex()] for name, digest in sorted(files, key=_name)]
    return sha256(json.dumps(told, separators=(",", ":"), ensure_ascii=False).encode()).digest()


def bound_digest(uuid: UUID, digest: bytes) -> bytes:
    """What a receipt signs: SHA-256 of the item's uuid (16 bytes) and the digest of its content."""
    return sha256(uuid.bytes + digest).digest()


def _name(pair: tuple[str, object]) -> str:
    return pair[0]


def _counted(word: str) -> int:
    number = int(word) if word.isascii() and word.isdigit() else -1
    if not 0 <= number <= _MOST:
        raise ValueError(word)
    return number


def _digest(word: str) -> bytes:
    digest = bytes.fromhex(word)
    if len(digest) != sha256().digest_size:
        raise ValueError(word)
    return digest


def _said(time: datetime) -> str:
    return time.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _time(word: str) -> datetime:
    if not _TIME.fullmatch(word):
        raise ValueError(word)
    return datetime.fromisoformat(word.removesuffix("Z")).replace(tzinfo=UTC)
