"""Money: asked for, confirmed, reconciled

An intent is asked for and confirmed by a bank's message through the actions, as the doors call them; the time is that
of the processor. A statement of 100,000 lines is read from its file and taken in against 100,000 intents, events and
books included. Fifty threads of two processes tell of the same transfer at once.
"""

import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from statistics import median
from typing import Any
from uuid import uuid4

import django
from django.core.management import call_command

from bench.apart import Row, on_each_database

LINES = int(os.environ.get("BENCH_LINES", "100000"))
PAYMENTS, TELLERS = 500, 50


def run() -> list[Row]:
    return on_each_database("bench.payments")


def measure(name: str) -> list[Row]:
    django.setup()
    call_command("migrate", verbosity=0)
    stories = import_module("tinhso.core.payments.tests.stories")
    fees = stories.a_treasury()
    return [*_one_by_one(name, fees, stories), _at_once(name, fees, stories), *_reconciled(name, fees)]


def _one_by_one(name: str, fees: Any, stories: Any) -> list[Row]:
    asking, paying = list[float](), list[float]()
    for _number in range(PAYMENTS):
        with _cpu(asking):
            intent = fees.asks()
        with _cpu(paying):
            stories.bank_tells(intent)
    both = median(a + b for a, b in zip(asking, paying, strict=True))
    return [
        (f"{name}: an intent asked for", f"{median(asking):.2f} ms", ""),
        (f"{name}: confirmed by a bank's message", f"{median(paying):.2f} ms", ""),
        (f"{name}: both together, processor", f"{both:.2f} ms", "≤ 4 ms"),
    ]


@contextmanager
def _cpu(into: list[float]) -> Iterator[None]:
    began = time.process_time()
    yield
    into.append((time.process_time() - began) * 1000)


def _at_once(name: str, fees: Any, stories: Any) -> Row:
    """Fifty threads of two processes tell of one transfer; how many credits there are then."""
    intent = fees.asks()
    told = ["bank", str(intent.pk), stories.MONDAY.isoformat(), str(TELLERS // 2)]
    mother = import_module("tests.forks").Mother("tinhso.core.payments.tests.at_once", dict(os.environ))
    tellers = [mother.start(*told) for _one in range(2)]
    for teller in tellers:
        teller.says()
    began = time.perf_counter()
    for teller in tellers:
        teller.hears("go")
    said = {word for teller in tellers for word in teller.last_words().split()}
    took = time.perf_counter() - began
    mother.close()
    what = f"{name}: {TELLERS} tell of one transfer at once"
    return what, f"{intent.credits.count()} credit, {len(said)} answer, {took:.1f} s", "1 credit"


def _reconciled(name: str, fees: Any) -> list[Row]:
    models = import_module("tinhso.core.payments.models")
    codes = _asked(fees, models, import_module("tinhso.core.payments.domain.codes"))
    actions = import_module("tinhso.core.payments.actions.statements")
    at = import_module("tinhso.core.payments.tests.stories").MONDAY
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "statement.csv"
        lines = (
            f"23/11/2026 09:00:00,FT{number:08},50.000,MBVCB.{number}.{code} nop phi.CT tu 0451000"
            for number, code in enumerate(codes)
        )
        path.write_text("\n".join(["Ngày giao dịch,Số tham chiếu,Ghi có,Nội dung", *lines]), encoding="utf-8")
        began, spent = time.perf_counter(), time.process_time()
        statement = actions.read_statement(fees.payee, name="s.csv", path=path, is_sheet=False, by=fees.muon, at=at)
        read = time.perf_counter() - began
        done = actions.take_statement(statement, by=fees.muon, at=at)
        both, own = time.perf_counter() - began, time.process_time() - spent
    return [
        (f"{name}: {LINES:,} lines read and shown", f"{read:.1f} s", ""),
        (
            f"{name}: read and reconciled against {LINES:,} intents ({done.matched:,} matched)",
            f"{both:.1f} s; the program's own {own:.1f} s",
            "< 20 s",
        ),
    ]


def _asked(fees: Any, models: Any, codes: Any) -> list[str]:
    """As many intents as lines, written in one go: what is measured is finding them."""
    first, writing = fees.asks(), import_module("tinhso.kit.writing")
    made = list(dict.fromkeys(codes.new_code() for _number in range(LINES + LINES // 1000)))[:LINES]
    rows = (
        models.Intent(
            order_code=code,
            system="bench",
            subject=uuid4(),
            purpose="fee",
            label="Lệ phí",
            payee=fees.payee,
            amount=50_000,
            asked_at=first.asked_at,
            deadline=first.deadline + timedelta(days=1),
        )
        for code in made
    )
    writing.insert_many(list(rows))
    return made


if __name__ == "__main__":
    print(json.dumps(measure(sys.argv[1])))
