"""A province's year of log lines, made inside DuckDB: the bulk path of `bench.tallying`.

What a line says is written by the log's own hand (`payload_of`) in many variants, a dossier's number is its own; the
same number always makes the same line. `prove` holds a sample to the real road: recorded, sealed and exported.
"""

import csv
import json
import tempfile
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import duckdb
from django.db import connection

from tinhso.core.people.events import PersonRead
from tinhso.core.places.models import Place
from tinhso.events import parquet
from tinhso.events.definitions import Code, Event
from tinhso.events.encoding import event_of, payload_of
from tinhso.events.log import record
from tinhso.events.sealing import seal_all
from tinhso.government.appointments.events import NumberCalled, NumberServed
from tinhso.government.petitions.domain.words import Kind, Way
from tinhso.government.petitions.events import PetitionAnswered, PetitionTakenIn
from tinhso.government.procedures.domain.steps import Door, Release
from tinhso.government.procedures.events import DossierDecided, DossierFiled, DossierRated, ResultReleased
from tinhso.kit.actors import Actor

COMMUNES, VARIANTS, SAMPLE = 75, 3000, 2000
BEGIN = datetime(2025, 1, 1, tzinfo=UTC)
YEAR = timedelta(days=365)
DUE = BEGIN + timedelta(days=9)
CHANCE = Random(7)
_MATTER, _TOPIC = Code("land"), Code("roads")


def _yes() -> bool:
    return CHANCE.random() < 0.9


def _days() -> int:
    return int(CHANCE.expovariate(0.2))


def _procedure() -> Code:
    return Code(f"1.{CHANCE.randrange(33):06}")


MADE: list[tuple[int, Callable[[], Event]]] = [
    (16, lambda: DossierFiled(
        procedure=_procedure(), number=0, door=CHANCE.choice(list(Door)), agency=1, due=DUE, papers=3, reused=1,
        looked_up=1, digital=2,
    )),
    (14, lambda: DossierDecided(
        procedure=_procedure(), on_time=_yes(), door=CHANCE.choice(list(Door)), digital=_yes(), days=_days()
    )),
    (12, lambda: ResultReleased(procedure=_procedure(), how=CHANCE.choice(list(Release)), digital=_yes())),
    (6, lambda: DossierRated(procedure=_procedure(), faces=CHANCE.choice([1, 3, 5, 5]), on_time=_yes())),
    (6, lambda: PetitionTakenIn(topic=_TOPIC, in_term=_yes())),
    (6, lambda: PetitionAnswered(
        topic=_TOPIC, kind=Kind.BROKEN, channel=CHANCE.choice(list(Way)), language=Code("vi"), assisted=_yes(),
        on_time=_yes(), days=_days(), again=False,
    )),
    (10, lambda: NumberCalled(
        office=1, matter=_MATTER, counter=2, again=not _yes(), waited=CHANCE.randrange(90), right=_yes()
    )),
    (10, lambda: NumberServed(office=1, matter=_MATTER, took=CHANCE.randrange(3, 40))),
    (20, lambda: PersonRead(reason=Code("dossier"), case=Code(f"H52-{CHANCE.randrange(10**6)}"))),
]  # fmt: skip


def make(engine: duckdb.DuckDBPyConnection, first: int, last: int, of: int) -> None:
    """The table `lines` with the numbers from first up to before last, of a year that has so many."""
    CHANCE.seed(7)
    weights, makers = zip(*MADE, strict=True)
    events = [made() for made in CHANCE.choices(makers, weights, k=VARIANTS)]
    rows = [(number, event.name, event.version, payload_of(event)) for number, event in enumerate(events)]
    engine.execute("CREATE TABLE variants (number INTEGER, name VARCHAR, version SMALLINT, data VARCHAR)")
    engine.executemany("INSERT INTO variants VALUES (?, ?, ?, ?)", rows)
    asked = {"first": first, "last": last, "step": YEAR // timedelta(microseconds=1) // of, "begin": BEGIN}
    engine.execute(_LINES, {**asked, "variants": VARIANTS, "communes": COMMUNES})
    engine.execute("DROP TABLE variants")


_LINES = """
CREATE TABLE lines AS
WITH numbered AS (
  SELECT range AS seq, $begin::TIMESTAMP + to_microseconds(range * $step) AS "at", hash(range) AS chance
  FROM range($first, $last)
)
SELECT seq, "at", ("at" + INTERVAL 7 HOUR)::DATE AS day, name, version,
       (1 + (chance // 8192) % $communes)::BIGINT AS place, 'system' AS channel,
       replace(data, '"number":0', '"number":' || seq) AS data
FROM numbered JOIN variants ON variants.number = chance % $variants
"""


def export(folder: Path, *, count: int) -> None:
    """So many lines as `export_log --parquet` would leave them."""
    (folder / "parts").mkdir(parents=True)
    for first in range(0, count, parquet.PART):
        last = min(count, first + parquet.PART)
        with duckdb.connect() as engine:
            make(engine, first, last, count)
            months = parquet.write_months(engine, folder, f"{first}-{last - 1}")
        part = parquet.Part(epoch=1, first=first, last=last - 1, silent=0, months=months)
        (folder / "parts" / f"{part.name}.json").write_text(json.dumps(asdict(part)))


def prove() -> int:
    """Record, seal and export a sample by the real road: every column of every line is as the bulk path makes it."""
    with tempfile.TemporaryDirectory() as here, duckdb.connect() as engine:
        make(engine, 0, SAMPLE, SAMPLE)
        about = Place.objects.create(code="99999", name="x", kind="commune", unit_type="xã", path="/0/")
        for at, name, place, data in engine.table("lines").order("seq").project('"at", name, place, data').fetchall():
            record(event_of(name, data), about=about, place=place, at=at.replace(tzinfo=UTC), by=Actor.system())
        seal_all(at=BEGIN)
        real, bulk = Path(here) / "real", Path(here) / "bulk"
        list(parquet.export(real))
        export(bulk, count=SAMPLE)
        found = [_rows(engine, folder) for folder in (real, bulk)]
    if found[0] != found[1]:
        raise AssertionError("The bulk path makes other lines than the log.")
    return len(found[0])


def _rows(engine: duckdb.DuckDBPyConnection, folder: Path) -> list[tuple[object, ...]]:
    table = engine.read_parquet(str(folder / "*" / "*.parquet"), union_by_name=True, hive_partitioning=False)
    ordered = ", ".join(f'"{name}"' for name in sorted(table.columns))
    return table.project(ordered).order("seq").fetchall()


def load(count: int, *, of: int) -> None:
    """The first lines of a year that has `of`, as rows of PostgreSQL, in place of what was there."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("TRUNCATE events_entry, events_payload, events_leaf, events_outbox, events_delivery CASCADE")
        for first in range(0, count, parquet.PART):
            with duckdb.connect() as engine:
                make(engine, first, min(count, first + parquet.PART), of)
                _copy(cursor, engine.table("lines"), "events_entry", _ENTRY)
                _copy(cursor, engine.table("lines"), "events_payload", _PAYLOAD)
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("VACUUM ANALYZE events_entry, events_payload")


_ENTRY = {
    "id": "seq + 1", "at": "\"at\" || '+00'", "name": "name", "version": "version", "about_kind": "'places.place'",
    "about": "md5(seq::VARCHAR)", "place": "place", "channel": "channel", "request_id": "''",
    "commitment": "'\\x' || md5(data) || md5(data)",
}  # fmt: skip
_PAYLOAD = {"entry_id": "seq + 1", "salt": "'\\x' || md5(seq::VARCHAR)", "data": "data"}


def _copy(cursor: Any, lines: duckdb.DuckDBPyRelation, table: str, columns: dict[str, str]) -> None:
    with tempfile.TemporaryDirectory() as here:
        told = Path(here) / "rows.csv"
        written = lines.project(", ".join(f'{said} AS "{name}"' for name, said in columns.items()))
        written.write_csv(str(told), header=False, quoting=csv.QUOTE_ALL)
        names = ", ".join(f'"{name}"' for name in columns)
        with told.open("rb") as file, cursor.copy(f"COPY {table} ({names}) FROM STDIN (FORMAT csv)") as copy:
            while block := file.read(1 << 20):
                copy.write(block)
