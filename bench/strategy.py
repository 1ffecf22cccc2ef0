"""Strategies: a board of 100 targets, one target with its fan, 200 series forecast

Invented yearly shares, six of each target. CPU of the application per request beside an empty view, in this process.
With BENCH_POSTGRESQL in that (empty) database, else in SQLite.
"""

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from importlib import import_module
from random import Random
from typing import Any

import django
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

TARGETS, SERIES, YEARS, TIMES = 100, 200, 6, 40
Row = tuple[str, str, str]


def run() -> list[Row]:
    """With files of its own; nothing of it is kept."""
    with tempfile.TemporaryDirectory(prefix="tinhso-bench-") as folder:
        os.environ |= {"MODE": "test", "VAR": folder, "LOG_LEVEL": "ERROR"}
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tinhso.site.settings")
        os.environ["DATABASE_URL"] = os.environ.get("BENCH_POSTGRESQL") or f"sqlite:///{folder}/bench.sqlite3"
        django.setup()
        call_command("migrate", verbosity=0)
        return list(_measured())


def _measured() -> Iterator[Row]:
    vendor = import_module("django.db").connection.vendor
    strategy = _fill()
    client = _signed_in(strategy.place)
    board, one = _addresses(strategy)
    pages = {"an empty view": "/healthz", f"a board of {TARGETS} targets": board, "a target with its fan": one}
    for what, address in pages.items():
        if client.get(address).status_code != 200:
            raise SystemExit(f"{address} does not answer")
        yield f"{vendor}: {what}", _said(partial(client.get, address), TIMES), ""
    yield f"{vendor}: {TARGETS} targets judged anew, with forecasts", _said(_judge, 3), ""
    yield f"{SERIES} series of {YEARS} years forecast, fan and error", _said(_forecast, 3), ""


def _said(do: Callable[[], Any], times: int) -> str:
    cpu = time.process_time()
    for _time in range(times):
        do()
    return f"{(time.process_time() - cpu) / times * 1000:.2f} ms CPU"


def _shares(random: Random) -> list[float]:
    start, step = random.uniform(5, 60), random.uniform(0, 6)
    return [min(99.0, start + step * year + random.uniform(-2, 2)) for year in range(YEARS)]


def _forecast() -> None:
    short, priors = (import_module(f"tinhso.operations.strategy.domain.{name}") for name in ("short_series", "priors"))
    point, random = import_module("tinhso.operations.strategy.domain.figures").Point, Random(7)
    prior = priors.usual(share=True)
    for _series in range(SERIES):
        points = [point(2019 + year, max(0.1, value)) for year, value in enumerate(_shares(random))]
        short.ahead(points, 100, prior, 2035).fan()
        short.tried(points, 100, prior)


def _judge() -> None:
    models, judging = (import_module(f"tinhso.operations.strategy.{name}") for name in ("models", "actions.judging"))
    targets = list(models.Target.objects.select_related("goal__strategy"))
    judging.judge_all(targets, by=_system(), at=timezone.now())


def _system() -> Any:
    return import_module("tinhso.kit.actors").Actor.system()


def _fill() -> Any:
    """A province, a strategy of ten goals with ten targets each, and their figures."""
    place = import_module("tinhso.core.places.models").Place
    home = place.objects.create(name="Đo Thử", kind="province", unit_type="tỉnh", path="/", code="14")
    home.path = f"/{home.pk}/"
    home.save()
    told = import_module("tinhso.operations.strategy.domain.documents").StrategyTold.model_validate(_paper())
    entered = import_module("tinhso.operations.strategy.actions.strategies").enter_strategy(
        told, home, by=_system(), at=timezone.now()
    )
    models, random = import_module("tinhso.operations.strategy.models"), Random(3)
    models.Figure.objects.bulk_create(
        models.Figure(
            target=target, year=2019 + year, value=round(max(0.1, value), 2), method="published", origin="imported",
            source="bench", state="stands", told_at=timezone.now(),
        )
        for target in models.Target.objects.all()
        for year, value in enumerate(_shares(random))
    )  # fmt: skip
    _judge()
    return entered


def _paper() -> dict[str, Any]:
    titles = [{"vi": f"Mục đích {number}"} for number in range(10)]
    goals = [{"code": f"goal-{n}", "title": title, "targets": _targets()} for n, title in enumerate(titles)]
    return {
        "code": "bench", "title": {"vi": "Đo thử"}, "issuer": "bench", "begins": 2019, "until": 2035,
        "source": "bench", "goals": goals,
    }  # fmt: skip


def _targets() -> list[dict[str, Any]]:
    titles = [{"vi": f"Mục tiêu {number}"} for number in range(TARGETS // 10)]
    return [
        {"code": f"target-{number}", "title": title, "unit": "percent", "year": 2035, "value": 80}
        for number, title in enumerate(titles)
    ]


def _addresses(strategy: Any) -> tuple[str, str]:
    reverse = import_module("django.urls").reverse
    target = import_module("tinhso.operations.strategy.models").Target.objects.first()
    return reverse("strategy", args=[strategy.code]), reverse("target", args=[target.uuid])


def _signed_in(home: Any) -> Any:
    """A leader's browser."""
    accounts = import_module("tinhso.core.accounts.models")
    office = import_module("tinhso.core.organisations.models").Organisation.objects.create(
        kind="agency", name="UBND", folded="ubnd", sort_key="ubnd", place=home, valid_from=date(2025, 7, 1)
    )
    now = timezone.now()
    account = accounts.Account.objects.create(username="bench", kind="staff", opened_at=now)
    accounts.Post.objects.create(
        account=account,
        organisation=office,
        role="leader",
        title="Lãnh đạo",
        place=home,
        starts_at=now,
        confirmed_at=now,
    )
    client = import_module("django.test").Client()
    session = client.session
    import_module("tinhso.core.accounts.actions.entering").open_session(session, account, device_name="bench", at=now)
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    return client
