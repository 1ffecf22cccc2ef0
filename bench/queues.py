"""Queues: calling the next one, the screen, and the waiting time, beside an empty view

One office with a counter and a hundred who wait, through the doors of the product in this process. CPU of the process,
SQLite in its own files; with BENCH_POSTGRESQL in that (empty) database, whose own CPU is then not counted. What lies
behind is made in bulk: days that are over, with their numbers; BENCH_QUEUES=1000,100000 asks for more of them.
"""

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from functools import partial
from importlib import import_module
from typing import Any

import django
from django.core.management import call_command

HISTORIES = [int(numbers) for numbers in os.environ.get("BENCH_QUEUES", "1000,10000").split(",")]
WAITING, ROUNDS, A_DAY = 60, 24, 200
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
    office, lies = _Office(), 0
    client = import_module("django.test").Client()
    vendor = import_module("django.db").connection.vendor
    yield f"{vendor}: empty view", _said(_cost(lambda: client.get("/healthz"))), ""
    screen = f"/queue/{office.row.uuid}/screen/now/"
    for history in HISTORIES:
        office.past(history - lies)
        lies = history
        named = f"{vendor}, {history:,} numbers behind"
        same = partial(client.get, screen, headers={"If-None-Match": client.get(screen).headers["ETag"]})
        yield f"{named}: screen, nothing new (304)", _said(_cost(same)), ""
        yield f"{named}: screen drawn anew", _said(_cost(lambda: client.get(screen))), ""
        yield f"{named}: waiting time of one who comes now", _said(_cost(office.wait)), ""
        yield f"{named}: served, and the next one called", _said(_cost(office.call)), ""


class _Office:
    """A commune's office in the midst of its day."""

    def __init__(self) -> None:
        self.models = import_module("tinhso.government.appointments.models")
        self.calling = import_module("tinhso.government.appointments.actions.calling")
        self.estimating = import_module("tinhso.government.appointments.actions.estimating")
        self.actors = import_module("tinhso.kit.actors")
        self.at: datetime = import_module("django.utils.timezone").localtime()
        self.row = self._row()
        self.matter = self.models.Matter.objects.create(code="file", words={"vi": "Nộp hồ sơ"}, icon="stamp", minutes=8)
        self.by = self.actors.Actor(account=self._account())
        self.counter = self.models.Counter.objects.create(office=self.row, number=1, serves=["file"])
        sitting = {"account_id": self.by.account, "day": self.at.date(), "since": self.at}
        self.models.Sitting.objects.create(counter=self.counter, **sitting)
        self.models.PaceKept.objects.create(office=self.row, matter=self.matter, seconds=[400] * 60)
        self.last, self.here = 0, None
        self.fill(self.at.date(), WAITING + 3 * ROUNDS * len(HISTORIES), "waits")
        self.models.QueueDay.objects.create(office=self.row, day=self.at.date(), last=self.last)

    def _row(self) -> Any:
        places, organisations = (
            import_module("tinhso.core.places.models"),
            import_module("tinhso.core.organisations.models"),
        )
        place = places.Place.objects.create(
            name="Co Mạ", kind="commune", unit_type="xã", folded="co ma", sort_key="co ma", path="/1/", code="03808"
        )
        agency = organisations.Organisation(
            kind="agency", name="UBND xã Co Mạ", place=place, valid_from=date(2025, 7, 1)
        )
        agency.fill()
        agency.save()
        return self.models.Office.objects.create(organisation=agency)

    def _account(self) -> int:
        accounts = import_module("tinhso.core.accounts.models")
        account = accounts.Account.objects.create(username="hac", kind="staff", opened_at=self.at)
        accounts.Post.objects.create(
            account=account, organisation=self.row.organisation, role="officer", title="Công chức",
            place=self.row.organisation.place, starts_at=self.at - timedelta(days=9),
        )  # fmt: skip
        return int(account.pk)

    def past(self, numbers: int) -> None:
        """So many numbers of days that are over."""
        for day in range(-(-numbers // A_DAY)):
            self.fill(self.at.date() - timedelta(days=1 + day + self.last // A_DAY), A_DAY, "served")

    def fill(self, day: date, count: int, state: str) -> None:
        """Numbers of one day."""
        rows = [self._ticket(day, state) for _one in range(count)]
        self.models.Ticket.objects.bulk_create(rows, batch_size=500)

    def _ticket(self, day: date, state: str) -> Any:
        self.last += 1
        taken = self.at - timedelta(minutes=30) + timedelta(milliseconds=self.last)
        return self.models.Ticket(
            ref=f"ST-{self.last}", office=self.row, day=day, number=self.last, matter=self.matter, how="kiosk",
            state=state, taken_at=taken, counts_from=taken, waited=7 if state == "served" else None,
        )  # fmt: skip

    def call(self) -> None:
        """The officer is done with one and calls the next."""
        done = self.here.uuid if self.here else None
        self.here = self.calling.call_next(self.counter, done=done, by=self.by, at=self._now())

    def wait(self) -> None:
        """What somebody is told who comes now."""
        self.estimating.line_of(self.row, self.at.date()).wait_for("file", counts_from=self.at)

    def _now(self) -> datetime:
        self.at += timedelta(seconds=60)
        return self.at


def _cost(act: Callable[[], object]) -> float:
    """Milliseconds of CPU of one call: the mean of many, after some that warm up."""
    for _turn in range(ROUNDS // 4):
        act()
    since = time.process_time()
    for _turn in range(ROUNDS):
        act()
    return (time.process_time() - since) / ROUNDS * 1000


def _said(milliseconds: float) -> str:
    return f"{milliseconds:.2f} ms CPU"
