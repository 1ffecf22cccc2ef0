"""What all see of petitions: CPU of list and map, application and database, with everything switched on

As many are shown as there are petitions. Counts come from BENCH_SHOWN, `10000` without it. PostgreSQL as for the other
parts: BENCH_POSTGRESQL.
"""

import itertools
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from http.client import HTTPConnection

from bench.dossier_work import cost_of
from bench.petitions import Office, Row, _ground
from bench.serving import ROOT, Cost, databases, running


def run() -> list[Row]:
    """Every count on every database."""
    counts = [int(number) for number in os.environ.get("BENCH_SHOWN", "10000").split(",")]
    rows = list[Row]()
    for (name, url), number in itertools.product(databases().items(), counts):
        with _ground(name, url, number) as (env, own, place):
            asked = [sys.executable, "-m", "bench.publication_fill"]
            answer = subprocess.run(asked, cwd=ROOT, env=env, check=True, stdout=subprocess.PIPE)
            commune = str(json.loads(answer.stdout.splitlines()[-1])["commune"])
            with running(env, own) as server:
                rows += _told(f"{name}, {number:,} shown", dict(_costs(Office(server, place), commune)))
    return rows


EMPTY, LIST, NARROW, MAP = "an empty view", "list of 50", "list of 50, one commune, in work", "map of one commune"
GOALS = {EMPTY: "", LIST: "≤ 2.4 ms", NARROW: "≤ 2.4 ms", MAP: "≤ 5 ms"}


def _costs(office: Office, commune: str) -> Iterator[tuple[str, Cost]]:
    paths = {
        EMPTY: "/healthz",
        LIST: "/reported/",
        NARROW: f"/reported/?commune={commune}&state=open",
        MAP: f"/reported/map/?commune={commune}",
    }
    for what, path in paths.items():
        yield what, cost_of(office.server, _reading(office, path), times=150)


def _reading(office: Office, path: str) -> Callable[[HTTPConnection], object]:
    """What asks for a page as anyone does."""
    return lambda link: office.read(link, "", path)


def _told(title: str, costs: dict[str, Cost]) -> list[Row]:
    return [
        (f"{title}: {what}", f"{costs[what].cpu_ms:.2f} ms CPU, median {costs[what].median_ms:.1f} ms", goal)
        for what, goal in GOALS.items()
    ]
