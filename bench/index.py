"""Indices: the one of communes reckoned for all of a province, the leader's page, the choice for a budget

In a demo province in this process, SQLite in its own files. CPU of the process beside an empty view; the solver's
process is told as time on the clock, from question to answer.
"""

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from importlib import import_module

import django
from django.core.management import call_command

ROUNDS = 10
Row = tuple[str, str, str]


def run() -> list[Row]:
    """With files of its own; nothing of it is kept."""
    with tempfile.TemporaryDirectory(prefix="tinhso-bench-") as folder:
        os.environ |= {"MODE": "demo", "VAR": folder, "LOG_LEVEL": "ERROR"}
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tinhso.site.settings")
        os.environ["DATABASE_URL"] = f"sqlite:///{folder}/bench.sqlite3"
        django.setup()
        for command in ("migrate", "load_reference", "fill_demo", "tally"):
            call_command(command, verbosity=0)
        return list(_measured())


def _measured() -> Iterator[Row]:
    explained = import_module("tinhso.operations.index.models.explained")
    planning = import_module("tinhso.operations.index.models.planning")
    rounds = import_module("tinhso.operations.index.models").Round
    client = import_module("django.test").Client()
    yield "empty view", _said(_cost(lambda: client.get("/healthz", SERVER_NAME="127.0.0.1"))), ""
    communes = rounds.objects.newest("commune")
    places = list(communes.assessments.whole())

    def reckoned() -> object:
        return [one.score.points for one in explained.explain_all(communes, places)]

    yield f"index of {len(places)} communes", _said(_cost(reckoned)), "under 1000 ms"
    province = rounds.objects.newest("dti").assessments.whole().get()
    yield "index of the province, explained", _said(_cost(lambda: explained.explain(province).score.points)), ""
    whole = explained.explain(province)
    weighed = planning.weigh(whole)
    began = time.perf_counter()
    planning.plan(whole, weighed, [planning.BILLION * many for many in (1, 2, 5, 10, 20, 50)])
    yield (
        f"best of {len(weighed)} measures for six budgets",
        f"{1000 * (time.perf_counter() - began):.0f} ms on the clock",
        "",
    )
    began = time.perf_counter()
    planning.plan(whole, weighed, [planning.BILLION * many for many in (1, 2, 5, 10, 20, 50)])
    yield "the same asked again", f"{1000 * (time.perf_counter() - began):.0f} ms on the clock", ""


def _cost(do: Callable[[], object]) -> float:
    """Milliseconds of CPU, the median of some rounds."""
    spent = []
    for _round in range(ROUNDS):
        began = time.process_time()
        do()
        spent.append(1000 * (time.process_time() - began))
    return sorted(spent)[ROUNDS // 2]


def _said(ms: float) -> str:
    return f"{ms:.1f} ms"
