"""Dossiers: CPU of each piece of work, application and database, with everything switched on

So many dossiers lie there already, with all that the actions write of them (`bench/dossier_rows.py`). Counts come from
BENCH_DOSSIERS, `10000,100000` without it; a million: `BENCH_DOSSIERS=1000000 python -m bench dossiers`. With
BENCH_KEPT, a folder, the databases stay and are measured again. PostgreSQL as for the other parts: BENCH_POSTGRESQL.
The worker that numbers the log and tells the portal does not run; its work is not in these figures.
"""

import itertools
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg

from bench.dossier_curve import Point, keep_curve
from bench.dossier_work import OFFICER, Office, Sent, cost_of, p95, paced
from bench.serving import ROOT, Cost, Served, databases, running

Row = tuple[str, str, str]
DEFAULT = "10000,100000"
SETUP = (["migrate", "-v0"], ["load_reference"], ["fill_demo"], ["collectstatic", "-v0", "--noinput"])
EMPTY, TRACKING, FILING, INBOX, LIFE, PAPER = (
    "empty view",
    "tracking",
    "filing",
    "inbox",
    "whole life",
    "life and paper",
)
NORMAL, BURST, CALM = 4, 40, 10
"""Filings a second before and after the burst, and in it; seconds of calm measured before it."""
LONG, PATIENCE = 30, 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """A province with so many dossiers, at rest."""

    database: str
    url: str
    count: int
    entries: int
    filing: dict[str, Any]
    env: dict[str, str]

    @property
    def title(self) -> str:
        return f"{self.database}, {self.count:,} dossiers"

    def size(self) -> int:
        """Bytes of the database."""
        if not self.url:
            return sum(path.stat().st_size for path in Path(self.env["VAR"]).glob("tinhso.sqlite3*"))
        return int(self.ask("SELECT pg_database_size(current_database())")[0][0])

    def codes(self) -> list[str]:
        """The codes of all dossiers that were filed over HTTP by the bench, as they lie in the database."""
        last = "SELECT ref FROM cases_case ORDER BY id DESC LIMIT 20000"
        return [str(row[0]) for row in self.ask(last)]

    def ask(self, question: str) -> list[tuple[Any, ...]]:
        if self.url:
            with psycopg.connect(self.url) as link:
                return link.execute(question.encode()).fetchall()
        with closing(sqlite3.connect(Path(self.env["VAR"]) / "tinhso.sqlite3")) as file:
            return file.execute(question).fetchall()


def run() -> list[Row]:
    """Every count on every database; then the curve over the counts."""
    counts = [int(count) for count in os.environ.get("BENCH_DOSSIERS", DEFAULT).split(",")]
    rows, points = list[Row](), list[Point]()
    for (name, url), count in itertools.product(databases().items(), counts):
        with _ground(name, url, count) as ground:
            found, seen = _measure(ground, burst=count == counts[-1])
        rows += found
        points += seen
    keep_curve(points)
    return rows


@contextmanager
def _ground(name: str, url: str, count: int) -> Iterator[Ground]:
    kept = os.environ.get("BENCH_KEPT", "")
    with tempfile.TemporaryDirectory(prefix="tinhso-bench-") as passing:
        folder = Path(kept or passing) / f"{name}-{count}"
        own = urlunsplit(urlsplit(url)._replace(path=f"{urlsplit(url).path}_{count}")) if url else ""
        env = os.environ | {"MODE": "demo", "VAR": str(folder), "DJANGO_SETTINGS_MODULE": "tinhso.site.settings"}
        if own:
            env["DATABASE_URL"] = own
        if not (folder / "static").exists():
            _set_up(folder, env, url, own)
        asked = [sys.executable, "-m", "bench.dossier_fill", str(count)]
        answer = subprocess.run(asked, cwd=ROOT, env=env, check=True, stdout=subprocess.PIPE)
        told = json.loads(answer.stdout.splitlines()[-1])
        yield Ground(database=name, url=own, count=count, env=env, **told)


def _set_up(folder: Path, env: dict[str, str], server: str, own: str) -> None:
    """A fresh province of the demo."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    if own:
        with psycopg.connect(server, autocommit=True, dbname="postgres") as link:
            link.execute(f'DROP DATABASE IF EXISTS "{urlsplit(own).path[1:]}"'.encode())
            link.execute(f'CREATE DATABASE "{urlsplit(own).path[1:]}"'.encode())
    for step in SETUP:
        subprocess.run([sys.executable, "manage.py", *step], cwd=ROOT, env=env, check=True, stderr=subprocess.DEVNULL)


def _measure(ground: Ground, *, burst: bool) -> tuple[list[Row], list[Point]]:
    with running(ground.env, ground.url) as server:
        office = Office(server, ground.filing)
        costs = dict(_costs(office))
        rows = [*_of_costs(ground, costs), *_pace(ground, office)]
        if burst:
            rows += _burst(ground, office)
        rows.append(_room(ground, server))
    points = [Point(ground.database, ground.count, what, one.cpu_ms) for what, one in costs.items()]
    return rows, points


def _costs(office: Office) -> Iterator[tuple[str, Cost]]:
    server = office.server
    with server.connection() as link:
        receipt = office.live(link)
    followed = f"/track/{receipt['code']}/{receipt['token']}/"
    yield EMPTY, cost_of(server, lambda link: office.read(link, "", "/healthz"), times=400)
    yield TRACKING, cost_of(server, lambda link: office.read(link, "", followed), times=150)
    yield INBOX, cost_of(server, lambda link: office.read(link, OFFICER, "/cases/"), times=100)
    yield FILING, cost_of(server, office.file, times=150)
    yield LIFE, cost_of(server, office.live, times=24)
    yield PAPER, cost_of(server, office.live_on_paper, times=24)


GOALS = (
    (EMPTY, "an empty view", ""),
    (FILING, "file a dossier", "≤ 1.8 ms, then 0.9"),
    (TRACKING, "tracking by code, of a dossier with eight entries", "≤ 0.55 ms, then 0.27"),
    (INBOX, "an officer's inbox, 50 of 300 rows with row rights", "≤ 2.4 ms, then 1.2"),
    (LIFE, "whole life, eight calls", "≤ 10 ms, then 5"),
    (PAPER, "whole life with form 01 and its QR as PDF (not yet signed)", "≤ 30 ms, then 15"),
)


def _of_costs(ground: Ground, costs: dict[str, Cost]) -> Iterator[Row]:
    for what, title, goal in GOALS:
        one = costs[what]
        told = f"{one.cpu_ms:.2f} ms CPU, median {one.median_ms:.1f} ms"
        yield f"{ground.title}: {title}", told + (f", {one.errors} errors" if one.errors else ""), goal


def _pace(ground: Ground, office: Office) -> Iterator[Row]:
    """Many at once: how long it takes, and how much goes through two cores."""
    server = office.server
    filed = cost_of(server, office.file, times=320, clients=8, rounds=1)
    yield f"{ground.title}: file, 8 clients at once", f"p95 {filed.p95_ms:.0f} ms, {filed.errors} errors", "p95 < 50 ms"
    read = cost_of(server, lambda link: office.read(link, OFFICER, "/cases/"), times=320, clients=16, rounds=1)
    yield f"{ground.title}: inbox, 16 clients at once", f"p95 {read.p95_ms:.0f} ms, {read.errors} errors", "p95 < 25 ms"
    begun = time.perf_counter()
    lived = cost_of(server, office.live, times=64, clients=8, rounds=1)
    speed = 64 / (time.perf_counter() - begun)
    yield f"{ground.title}: whole lives, 8 clients at once", f"{speed:.1f} a second, {lived.errors} errors", "≥ 150"


def _burst(ground: Ground, office: Office) -> Iterator[Row]:
    """Ten times the load for half a minute: what was acknowledged lies there, once; and when all is as before."""
    calm = paced(office, rate=NORMAL, seconds=CALM, clients=8)
    burst = paced(office, rate=BURST, seconds=LONG, clients=32)
    late = max(0.0, max(one.due + one.took for one in burst) - LONG)
    after = paced(office, rate=NORMAL, seconds=PATIENCE - 5, clients=8)
    told, lost = _lost(ground, [*calm, *burst, *after])
    normal = p95([one.took for one in calm])
    back = late + _calm_again(after, normal)
    title = f"{ground.title}: {BURST} filings a second for {LONG} s after {NORMAL}"
    slow = f"p95 {normal:.0f} → {p95([one.took for one in burst]):.0f} → {p95([one.took for one in after]):.0f} ms"
    yield title, f"{told} acknowledged, {lost} of them lost, {slow}", "none lost"
    yield f"{ground.title}: back to normal after the burst", f"{back:.0f} s", "≤ 30 s"


def _lost(ground: Ground, sent: list[Sent]) -> tuple[int, int]:
    """How many codes were told, and how many of them stand for no dossier or for one that was told before."""
    told = [one.code for one in sent if one.code]
    return len(told), len(told) - len(set(told) & set(ground.codes()))


def _calm_again(after: list[Sent], normal: float) -> float:
    """Seconds until an answer takes no longer than twice the normal, for good."""
    slow = [one.due for one in after if one.took * 1000 > 2 * normal + 20]
    return max(slow, default=0.0)


def _room(ground: Ground, server: Served) -> Row:
    entries = f"{ground.entries:,} entries in the log"
    told = f"{ground.size() / 2**20:,.0f} MB, {entries}; web server {server.memory() / 2**20:.0f} MB"
    return f"{ground.title}: size of the database", told, ""
