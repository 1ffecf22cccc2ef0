"""The log's own figures: what `record` costs inside an action, how fast entries are sealed and verified.

CPU is that of this process and, on PostgreSQL, of the connection's server process, read from /proc.
"""

import base64
import json
import os
import platform
import secrets
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import orjson
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.utils import timezone

from tinhso.core.idempotency.models import Answer
from tinhso.events.definitions import Code, Event, event
from tinhso.events.encoding import leaf_fields, leaf_of
from tinhso.events.log import record
from tinhso.events.merkle import Frontier, leaf_hash
from tinhso.events.models import Entry, Leaf
from tinhso.events.notes import Note, signed
from tinhso.events.sealing import seal_all
from tinhso.events.verification import verify_database
from tinhso.events.verifier.verify_log import verify
from tinhso.kit.actors import Actor

Row = tuple[str, str, str]
ACTIONS = 2000
SEALED = 20_000
VERIFIED = 1_000_000
_TICKS = os.sysconf("SC_CLK_TCK")


@event()
class Measured(Event):
    """An event of ordinary size."""

    number: int
    on_time: bool
    topic: Code


def run() -> list[Row]:
    """Measure everything on the database of the settings. Its tables must be there; entries are left behind."""
    return [*_record_cost(), *_sealing(), _verifying_here(), _verifying_a_million()]


def _record_cost() -> Iterator[Row]:
    """An ordinary action, locked, looked at, changed, with and without its entry."""
    _repeat(ACTIONS // 4, _action_with_record)
    bare, whole = _fairly(_action, _action_with_record)
    share = (whole - bare) / whole
    where = connection.vendor
    yield f"an action without record, {where}", f"{bare * 1000:.2f} ms CPU", ""
    yield f"record inside an action, {where}", f"{(whole - bare) * 1000:.2f} ms CPU, {share:.0%} of it", "< 25 %"


def _sealing() -> Iterator[Row]:
    seal_all(at=timezone.now())
    with transaction.atomic():
        for number in range(SEALED):
            _write(number)
    begun = time.perf_counter()
    sealed = seal_all(at=timezone.now())
    took = time.perf_counter() - begun
    yield f"sealing, {connection.vendor}", f"{sealed / took:,.0f} entries a second", "> 1,000"


def _verifying_here() -> Row:
    if os.environ.get("BENCH_FULL"):
        fill_to(VERIFIED)
    count = Leaf.objects.count()
    begun = time.process_time()
    verify_database(signer=None, key=bytes(32))
    took = time.process_time() - begun
    per_million = took / count * 1e6
    what = f"{per_million:.0f} s CPU for a million, measured on {count:,}"
    return f"verify_log in the database, {connection.vendor}", what, "≤ 60 s"


def fill_to(count: int) -> None:
    """Write as many sealed entries as are missing; all say the same, each is hashed and proven on its own."""
    salt, data = bytes(16), '{"number":1,"on_time":true,"topic":"road"}'
    missing = count - Entry.objects.count()
    first = (Entry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) + 1
    columns = "at, name, version, about_kind, about, place, account, channel, request_id, commitment"
    values = [
        timezone.now(),
        Measured.name,
        1,
        "bench.thing",
        "1",
        7,
        7,
        "web",
        "",
        sha256(salt + data.encode()).digest(),
    ]
    numbers = "WITH RECURSIVE n(n) AS (SELECT %s UNION ALL SELECT n + 1 FROM n WHERE n < %s) "
    span: list[Any] = [first, first + missing - 1]
    if missing > 0:
        with transaction.atomic(), connection.cursor() as cursor:
            places = ", ".join(["%s"] * len(values))
            into = f"INSERT INTO events_entry (id, {columns}) {numbers} SELECT n, {places} FROM n"
            cursor.execute(into, span + values)
            cursor.execute(
                f"INSERT INTO events_payload (entry_id, salt, data) {numbers} SELECT n, %s, %s FROM n",
                [*span, salt, data],
            )
            cursor.execute(f"INSERT INTO events_outbox (entry_id) {numbers} SELECT n FROM n", span)
    seal_all(at=timezone.now())


def _verifying_a_million() -> Row:
    """The stand-alone verifier over an exported log of a million entries, with its checkpoint."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "log.jsonl"
        key, note = _forge(path, VERIFIED)
        begun = time.process_time()
        with path.open(encoding="utf-8") as log:
            entries, _, _ = verify(map(json.loads, log), note, key)
        took = time.process_time() - begun
    return "verify_log.py over an export", f"{took:.0f} s CPU for {entries:,} entries", "≤ 60 s"


def _forge(path: Path, count: int) -> tuple[bytes, str]:
    """Write a log of that many entries as export_log would, and sign it. Returns key and note."""
    frontier, key, at = Frontier(), Ed25519PrivateKey.generate(), datetime.now(UTC).replace(microsecond=0)
    origin = f"tinhso/bench/{platform.node()}/1"
    epoch = {"number": 1, "origin": origin, "first": 0, "size": count}
    cites = dict.fromkeys(("cites_size", "cites_root", "cites_surviving"))
    with path.open("wb") as file:
        file.write(orjson.dumps({"epoch": epoch | cites}) + b"\n")
        for seq in range(count):
            salt, data = secrets.token_bytes(16), f'{{"number":{seq},"on_time":true,"topic":"road"}}'
            row = _plain(seq, at, sha256(salt + data.encode()).digest())
            made = leaf_hash(leaf_of(seq, row))
            frontier.add(made)
            line = {"leaf": leaf_fields(seq, row), "hash": made.hex(), "salt": salt.hex(), "data": data}
            file.write(orjson.dumps(line) + b"\n")
    note = Note(origin=origin, size=count, root=frontier.root, at=at)
    public = key.public_key().public_bytes_raw()
    return public, signed(note, signature=key.sign(note.body.encode()), public=public)


def _plain(seq: int, at: datetime, commitment: bytes) -> dict[str, object]:
    ids = {"place": seq % 75, "account": 7, "person": None, "for_person": None, "mandate": None, "post": 3}
    about = {"about": str(seq // 9), "about_kind": "bench.thing", "at": at, "channel": "web", "request_id": ""}
    return ids | about | {"commitment": commitment, "name": "bench.Measured", "version": 1}


@transaction.atomic
def _action() -> None:
    """Lock and look, refuse, change two tables: what a plain action does besides recording."""
    _change()


@transaction.atomic
def _action_with_record() -> None:
    _change()
    _write(1)


def _change() -> None:
    row: dict[str, Any] = {"scope": "bench", "route": "POST /", "key": "log"}
    kept = Answer.objects.select_for_update().filter(**row).first()
    if kept is None:
        Answer.objects.create(**row, request_hash=b"", kept_at=timezone.now())
        return
    kept.body = base64.b64encode(secrets.token_bytes(60))
    kept.save(update_fields=["body"])
    Answer.objects.update_or_create(**row | {"key": "log 2"}, defaults={"body": b"x", "kept_at": timezone.now()})


def _write(number: int) -> None:
    about = ContentType(pk=9_000_000 + number % 1000, app_label="bench", model="thing")
    happened = Measured(number=number, on_time=True, topic=Code("road"))
    record(happened, about=about, by=Actor.system(), at=timezone.now(), place=number % 75)


def _fairly(one: Callable[[], None], two: Callable[[], None]) -> tuple[float, float]:
    """CPU seconds a call of each, measured in turns so that a noisy machine treats both alike."""
    spent = [0.0, 0.0]
    for _ in range(20):
        for which, do in enumerate((one, two)):
            with _cpu(spent, which):
                _repeat(ACTIONS // 20, do)
    return spent[0] / ACTIONS, spent[1] / ACTIONS


def _repeat(times: int, do: Callable[[], None]) -> None:
    for _ in range(times):
        do()


@contextmanager
def _cpu(spent: list[float], which: int) -> Iterator[None]:
    server = server_process()
    begun = time.process_time() + cpu_of(server)
    yield
    spent[which] += time.process_time() + cpu_of(server) - begun


def server_process() -> int | None:
    """The process of PostgreSQL that serves this connection; None on SQLite."""
    if connection.vendor != "postgresql":
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


def cpu_of(process: int | None) -> float:
    """CPU seconds of a process on this machine, 0 for none or one elsewhere."""
    stat = Path(f"/proc/{process}/stat")
    if process is None or not stat.exists():
        return 0.0
    after_name = stat.read_text().rsplit(")", 1)[1].split()
    return (int(after_name[11]) + int(after_name[12])) / _TICKS
