"""The sealer: gives committed entries their number, extends the tree, and writes one delivery for each handler.

One sealer at a time: an advisory lock on PostgreSQL, the one writer on SQLite. An entry that commits later gets a later
number, whatever its id, so a reader of the order never misses one (promise P36).
"""

import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import QuerySet

from tinhso.events.encoding import LEAF_FIELDS, leaf_of
from tinhso.events.merkle import leaf_hash
from tinhso.events.models import Delivery, Entry, Epoch, Leaf, Outbox
from tinhso.events.reactions import handlers
from tinhso.events.tiles import Tree

BATCH = 5000
_LOCK = 0x7365616C
"""The advisory lock's name: "seal" in ASCII."""

Row = dict[str, Any]


def seal(*, at: datetime) -> int:
    """Number the entries that wait, at most a batch. Returns how many; 0 also when another process seals just now."""
    if not Outbox.objects.exists():
        return 0
    with transaction.atomic():
        if not take_turn(wait=False):
            return 0
        waiting = rows_of(Entry.objects.filter(outbox__isnull=False))
        number(waiting, epoch=current_epoch(at=at), at=at)
    return len(waiting)


def seal_all(*, at: datetime) -> int:
    """Number everything that waits. Returns how many."""
    sealed = 0
    while batch := seal(at=at):
        sealed += batch
    return sealed


def take_turn(*, wait: bool) -> bool:
    """Become the one sealer until the transaction ends. SQLite's immediate transaction is that already."""
    if connection.vendor != "postgresql":
        return True
    with connection.cursor() as cursor:
        if wait:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
            return True
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        return bool(cursor.fetchone()[0])


def current_epoch(*, at: datetime) -> Epoch:
    """The epoch that grows; the first one is opened here, inside the sealer's turn."""
    epoch = Epoch.objects.order_by("number").last()
    return epoch or Epoch.objects.create(number=1, origin=new_origin(1), first=0, opened_at=at)


def new_origin(number: int) -> str:
    """A name for a tree that no other installation has: province, chance, how it hashes and signs, which epoch."""
    return f"tinhso/{settings.PROVINCE}/{secrets.token_hex(4)}/rfc6962-sha256-ed25519/{number}"


def number(entries: Sequence[Row], *, epoch: Epoch, at: datetime) -> None:
    """Give entries the next numbers of an epoch. Inside the sealer's turn and transaction."""
    if not entries:
        return
    tree = Tree(epoch)
    first = epoch.first + epoch.size
    Leaf.objects.bulk_create(
        (Leaf(seq=seq, entry_id=entry["id"]) for seq, entry in enumerate(entries, first)), batch_size=1000
    )
    tree.append([leaf_hash(leaf_of(seq, entry)) for seq, entry in enumerate(entries, first)])
    epoch.size, epoch.sealed_at = tree.size, at
    epoch.save(update_fields=["size", "sealed_at"])
    Delivery.objects.write(_deliveries(entries, at))
    _forget_outbox([entry["id"] for entry in entries])


def _deliveries(entries: Iterable[Row], at: datetime) -> Iterable[Delivery]:
    wanted: dict[str, list[str]] = {}
    for handler, (_, names) in handlers().items():
        for name in names:
            wanted.setdefault(name, []).append(handler)
    for entry in entries:
        for handler in wanted.get(entry["name"], ()):
            yield Delivery(handler=handler, entry_id=entry["id"], due=at)


def rows_of(entries: QuerySet[Entry]) -> list[Row]:
    """What the sealer needs to know of entries, in the order of their ids, at most a batch."""
    return list(entries.order_by("id").values("id", *LEAF_FIELDS)[:BATCH])


def _forget_outbox(ids: list[int]) -> None:
    for start in range(0, len(ids), 500):
        Outbox.objects.filter(pk__in=ids[start : start + 500]).delete()
