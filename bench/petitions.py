"""Petitions: CPU of each piece of work, application and database, with everything switched on

So many petitions lie there already. Counts come from BENCH_PETITIONS, `10000` without it. PostgreSQL as for the other
parts: BENCH_POSTGRESQL. The worker that numbers the log, tells people and settles the joined does not run.
"""

import http.client
import itertools
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from uuid import uuid4

import psycopg

from bench.dossier_work import Refused, cost_of
from bench.dossiers import SETUP
from bench.serving import ROOT, Cost, Served, databases, running

Row = tuple[str, str, str]
API = "/api/petitions/petitions"
CITIZEN, OFFICER, HEAD = "my", "hac", "muon"
WORDS = "Cầu treo đầu bản gãy hai tấm ván, trẻ em đi học rất sợ."
ANSWER = "Xã đã thay ván mới hôm qua. Cảm ơn bà con đã báo."
LIFE = ((OFFICER, "take_in", ""), (OFFICER, "propose_answer", ANSWER), (HEAD, "answer", ""))
"""With sending before and a rating after them: five calls. Taking in is what the goal calls assigning."""


@dataclass
class Office:
    """The three people of a petition's life, signed in."""

    server: Served
    place: str
    people: dict[str, Served] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in (CITIZEN, OFFICER, HEAD):
            self.people[name] = replace(self.server, cookies={})
            self.people[name].sign_in(name)

    def send(self, link: http.client.HTTPConnection) -> dict[str, Any]:
        """The receipt of one more petition; for something else, so that the named officer's desk gets it."""
        told = {"kind": "question", "topic": "other", "place": self.place, "words": WORDS}
        return self._post(link, CITIZEN, API, told)

    def live(self, link: http.client.HTTPConnection) -> None:
        """A whole life."""
        one = f"{API}/{self.send(link)['uuid']}"
        for name, action, words in LIFE:
            self._post(link, name, f"{one}/actions/{action}", {"words": words})
        self._post(link, CITIZEN, f"{one}/rating", {"faces": 5})

    def read(self, link: http.client.HTTPConnection, name: str, path: str) -> bytes:
        """A page, as one of them or (an empty name) as anyone sees it."""
        who = self.people[name] if name else replace(self.server, cookies={})
        status, _headers, body = who.on(link, "GET", path)
        if status != 200:
            raise Refused(f"{status} {path} {body[:300]!r}")
        return body

    def _post(self, link: http.client.HTTPConnection, name: str, path: str, told: dict[str, Any]) -> dict[str, Any]:
        who = self.people[name]
        headers = {
            "Content-Type": "application/json",
            "X-CSRFToken": who.cookies["csrf"],
            "Idempotency-Key": str(uuid4()),
        }
        status, _headers, body = who.on(link, "POST", path, headers, json.dumps(told).encode())
        if status >= 300:
            raise Refused(f"{status} {path} {body[:300]!r}")
        found: dict[str, Any] = json.loads(body) if body else {}
        return found


def run() -> list[Row]:
    """Every count on every database."""
    counts = [int(number) for number in os.environ.get("BENCH_PETITIONS", "10000").split(",")]
    rows = list[Row]()
    for (name, url), number in itertools.product(databases().items(), counts):
        with _ground(name, url, number) as (env, own, place), running(env, own) as server:
            rows += _of(f"{name}, {number:,} petitions", dict(_costs(Office(server, place))))
    return rows


@contextmanager
def _ground(name: str, url: str, number: int) -> Iterator[tuple[dict[str, str], str, str]]:
    """A province with so many petitions, at rest: its environment, its database, the measuring citizen's village."""
    with tempfile.TemporaryDirectory(prefix="tinhso-bench-") as passing:
        own = urlunsplit(urlsplit(url)._replace(path=f"{urlsplit(url).path}_p{number}")) if url else ""
        folder = Path(passing) / f"{name}-{number}"
        env = os.environ | {
            "MODE": "demo", "VAR": str(folder), "DJANGO_SETTINGS_MODULE": "tinhso.site.settings",
            "PETITIONS_AN_HOUR": "1000000",
        }  # fmt: skip
        if own:
            env["DATABASE_URL"] = own
        _set_up(folder, env, url, own)
        asked = [sys.executable, "-m", "bench.petition_fill", str(number)]
        answer = subprocess.run(asked, cwd=ROOT, env=env, check=True, stdout=subprocess.PIPE)
        yield env, own, str(json.loads(answer.stdout.splitlines()[-1])["place"])


def _set_up(folder: Path, env: dict[str, str], server: str, own: str) -> None:
    folder.mkdir(parents=True)
    if own:
        with psycopg.connect(server, autocommit=True, dbname="postgres") as link:
            link.execute(f'DROP DATABASE IF EXISTS "{urlsplit(own).path[1:]}"'.encode())
            link.execute(f'CREATE DATABASE "{urlsplit(own).path[1:]}"'.encode())
    for step in SETUP:
        subprocess.run([sys.executable, "manage.py", *step], cwd=ROOT, env=env, check=True, stderr=subprocess.DEVNULL)


def _costs(office: Office) -> Iterator[tuple[str, Cost]]:
    server = office.server
    yield EMPTY, cost_of(server, lambda link: office.read(link, "", "/healthz"), times=400)
    yield LIST, cost_of(server, lambda link: office.read(link, OFFICER, API), times=150)
    yield SEND, cost_of(server, office.send, times=150)
    yield WHOLE, cost_of(server, office.live, times=30)


EMPTY, SEND, LIST, WHOLE = "empty view", "send", "list", "whole life"
GOALS = (
    (EMPTY, "an empty view", ""),
    (SEND, "send a petition", "≤ 1.8 ms"),
    (LIST, "list of 50 with row rights", "≤ 2.4 ms"),
    (WHOLE, "whole life, five calls: send, take in, propose, answer, rate", "≤ 6 ms"),
)


def _of(title: str, costs: dict[str, Cost]) -> list[Row]:
    found = list[Row]()
    for what, words, goal in GOALS:
        one = costs[what]
        told = f"{one.cpu_ms:.2f} ms CPU, median {one.median_ms:.1f} ms"
        found.append((f"{title}: {words}", told + (f", {one.errors} errors" if one.errors else ""), goal))
    return found
