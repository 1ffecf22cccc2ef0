"""Tallying: a day and a year of the log, by the database and by DuckDB over its export."""

import os
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import duckdb
from django.db import connection
from django.utils import timezone

from bench import tally_lines
from bench.log import cpu_of, server_process
from bench.tally_curve import Point, keep_curve
from tinhso.events import parquet
from tinhso.events.parquet import SAID
from tinhso.warehouse.actions import tally
from tinhso.warehouse.counting import Rules, word
from tinhso.warehouse.definitions import Counted, Spread, known
from tinhso.warehouse.engines import database, duck, lines

Row = tuple[str, str, str]
MILLION = 1_000_000
SIZES = [int(one) * MILLION for one in os.environ.get("TALLY_MILLIONS", "1,3,10,20,30").split(",")]
LOADED = int(os.environ.get("TALLY_LOADED_MILLIONS", "20")) * MILLION
A_YEAR, A_DAY, DAYS = 20 * MILLION, 50_000, 365
FIRST, LAST = date(2025, 1, 1), date(2026, 1, 1)
TIMES = 3


def run() -> list[Row]:
    """Measure on the PostgreSQL of the settings: migrated and without a log; its log is left full."""
    if connection.vendor != "postgresql":
        return [("tallying", "needs PostgreSQL", "")]
    rows = [("lines of the bulk path held against recorded ones", f"{tally_lines.prove():,}, the same", "the same")]
    rows.append(_a_day())
    points = [point for size in SIZES for point in _by_duckdb(size)]
    points += [_by_postgresql(size) for size in SIZES if size <= LOADED]
    keep_curve(points)
    return [*rows, *(_told(point, points) for point in points)]


def _a_day() -> Row:
    """A day of 50,000 lines in a log of ten days, from the log to the facts in their table."""
    tally_lines.load(A_DAY * 10, of=A_DAY * DAYS)
    at = timezone.now()
    seconds = min(_seconds(lambda: tally(first=FIRST, last=FIRST, at=at)) for _time in range(TIMES))
    return ("PostgreSQL: tally of a day, 50,000 lines, facts written", f"{seconds:.2f} s CPU", "< 2 s")


def _by_duckdb(size: int) -> list[Point]:
    rules = Rules(known().values())
    with tempfile.TemporaryDirectory(prefix="tally") as here:
        folder = Path(here) / "parquet"
        tally_lines.export(folder, count=size)
        files = parquet.files_of(folder, first=FIRST, last=LAST)

        def ours() -> None:
            for _row in lines.counted(files, duck, rules, first=FIRST, last=LAST):
                pass

        return [
            Point("DuckDB, Ibis", size, min(_seconds(ours) for _time in range(TIMES))),
            Point("DuckDB, by hand", size, min(_seconds(lambda: _by_hand(files)) for _time in range(TIMES))),
        ]


def _by_postgresql(size: int) -> Point:
    tally_lines.load(size, of=size)
    rules = Rules(known().values())
    return Point("PostgreSQL", size, _seconds(lambda: _by_months(rules)))


def _by_months(rules: Rules) -> None:
    """As `tally` asks it: a month at a time."""
    begins = [*(date(2025, month, 1) for month in range(1, 13)), date(2026, 1, 2)]
    for begin, end in pairwise(begins):
        database.count(rules, first=begin, last=end - timedelta(days=1))


def _by_hand(files: list[str]) -> None:
    """The same numbers as one would write them for DuckDB: a wide query for counts, one for each distribution."""
    with duckdb.connect() as engine:
        lines = engine.read_parquet(files, union_by_name=True, hive_partitioning=False)
        held = set(lines.columns)
        columns = [column for one in known().values() if isinstance(one, Counted) for column in _columns(one, held)]
        lines.aggregate(", ".join(["day", "place", *columns]), "day, place").fetchall()
        for one in known().values():
            if isinstance(one, Spread) and SAID + one.value in held:
                value = SAID + one.value
                wanted = lines.filter(_names(one.counts))
                wanted.aggregate(f"day, place, {value}, count(*)", f"day, place, {value}").fetchall()


def _columns(one: Counted, held: set[str]) -> list[str]:
    where = " AND ".join([_names(one.counts), *(_is(field, value, held) for field, value in one.where.items())])
    what = f"sum({SAID}{one.adds}::BIGINT)" if one.adds and SAID + one.adds in held else "count(*)"
    return [f"{what} FILTER ({where})", *([f"count(*) FILTER ({_names(one.of)})"] if one.of else [])]


def _names(names: tuple[str, ...]) -> str:
    quoted = ", ".join(f"'{name}'" for name in names)
    return f"name IN ({quoted})"


def _is(field: str, value: Any, held: set[str]) -> str:
    return f"{SAID}{field} = '{word(value)}'" if SAID + field in held else "false"


def _seconds(work: Callable[[], object]) -> float:
    """CPU seconds of this process, all its threads, and of PostgreSQL's: a busy machine does not change them much."""
    server = server_process()
    begin = time.process_time() + cpu_of(server)
    work()
    return time.process_time() + cpu_of(server) - begin


def _told(point: Point, points: list[Point]) -> Row:
    found = {one[:2]: one.seconds for one in points}
    goal = ""
    if point.lines == A_YEAR and point.engine == "DuckDB, Ibis":
        goal = "< 12 s of CPU (6 s on 2 cores), no more than by hand"
    if point.engine == "PostgreSQL" and (ours := found.get(("DuckDB, Ibis", point.lines))):
        goal = f"≥ 4 times what DuckDB needs: {point.seconds / ours:.1f}"
    return (f"{point.engine}: a year of {point.lines // MILLION} million lines", f"{point.seconds:.2f} s CPU", goal)
