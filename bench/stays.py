"""Stays: search of free rooms over 5,000 rooms and a year of nights, a booking, 200 buyers of the last bed

CPU of this process, beside an empty view of the same run. SQLite in its own files; with BENCH_POSTGRESQL in that
(empty) database, whose own CPU is then not counted. Half of all nights are taken. The worker does not run.
"""

import os
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from importlib import import_module
from typing import Any

import django
from django.core.management import call_command

HOMES, ROOMS, NIGHTS, ROUNDS = 1250, 4, 365, 40
BUYERS, AT_ONCE = 200, 40
A_DAY = timedelta(days=1)
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
    client = import_module("django.test").Client()
    vendor = import_module("django.db").connection.vendor
    there = _Province()
    yield f"{vendor}: empty view", _said(_cost(lambda: client.get("/healthz"))), ""
    first = there.today + 40 * A_DAY
    asked = {"arrives": first.isoformat(), "leaves": (first + 3 * A_DAY).isoformat(), "people": "2", "most": "500000"}
    yield f"{vendor}: search, the question alone", _said(_cost(lambda: there.find(first))), ""
    yield f"{vendor}: search, the whole page", _said(_cost(lambda: client.get("/stays/", asked))), "8 ms"
    yield f"{vendor}: hold, pay, confirm", _said(_cost(there.book)), "6 ms"
    yield f"{vendor}: a home's page with its month", _said(_cost(there.page(client))), ""
    outcomes, slowest = there.rush()
    told = ", ".join(f"{count} {name}" for name, count in sorted(outcomes.items()))
    yield (
        f"{vendor}: {BUYERS} buyers of the last bed, {AT_ONCE} at once",
        f"{told}; slowest {slowest:.2f} s",
        "1 gets it, < 1 s",
    )


class _Province:
    """Homes of one village, half sold out."""

    def __init__(self) -> None:
        self.models = import_module("tinhso.economy.stays.models")
        self.booking = import_module("tinhso.economy.stays.actions.booking")
        self.searching = import_module("tinhso.economy.stays.actions.searching")
        self.payments = import_module("tinhso.core.payments.actions")
        self.system = import_module("tinhso.kit.actors").Actor.system()
        self.now = import_module("django.utils.timezone").now()
        self.today: date = import_module("django.utils.timezone").localdate(self.now)
        self.turn = 0
        self._homes()
        self._nights()

    def _homes(self) -> None:
        stories = import_module("tinhso.core.accounts.tests.stories")
        _top, place, _other = stories.province()
        host = stories.person("Lò Thị Panh", place)
        payees = import_module("tinhso.core.payments.models").PayeeAccount.objects
        payee = payees.create(
            organisation=stories.office("Nhà sàn Hoa Mận", place), holder="LO THI PANH", bank_bin="970405",
            number="8200205001234", collects=False, opened_at=self.now,
        )  # fmt: skip
        homes = [
            self.models.Home(
                host=host, place=place, payee=payee, name=f"Nhà {number}", kind="homestay", standing="open",
                instant=True, deposit=30, begun_at=self.now,
            )
            for number in range(HOMES)
        ]  # fmt: skip
        self.models.Home.objects.bulk_create(homes)
        rooms = [
            self.models.Room(home=home, name=f"Phòng {number}", weekday=350_000, weekend=420_000)
            for home in homes
            for number in range(ROOMS)
        ]
        self.models.Room.objects.bulk_create(rooms, batch_size=1000)
        self.rooms = list(self.models.Room.objects.select_related("home").order_by("pk"))

    def _nights(self) -> None:
        feeds = [self.models.Feed(room=room, site="bench", sealed=b"") for room in self.rooms]
        self.models.Feed.objects.bulk_create(feeds, batch_size=1000)
        taken = (
            self.models.Night(room=feed.room, day=self.today + day * A_DAY, bed=0, feed=feed)
            for number, feed in enumerate(feeds)
            for day in range(NIGHTS)
            if (day // 3 + number) % 2
        )
        self.models.Night.objects.bulk_create(taken, batch_size=2000)

    def find(self, first: date) -> None:
        self.searching.find_homes(self.searching.Sought(arrives=first, leaves=first + 3 * A_DAY, people=2))

    def book(self) -> None:
        """Another room each time, past the filled year; the bank tells of the deposit, which confirms it."""
        self.turn += 1
        booking = self._hold(self.rooms[self.turn], self.today + (NIGHTS + 5) * A_DAY)
        intent = self.booking.deposit_intent(booking)
        self.payments.take_credit(
            payee=intent.payee, provider="vietqr", provider_ref=str(self.turn), amount=intent.amount,
            content=intent.order_code, paid_at=self.now, by=self.system, at=self.now,
        )  # fmt: skip
        self.booking.take_deposit(booking.uuid, amount=intent.amount, by=self.system, at=self.now)

    def page(self, client: Any) -> Callable[[], object]:
        address = f"/stays/home/{self.rooms[0].home.uuid}/"
        return lambda: client.get(address)

    def rush(self) -> tuple[Counter[str], float]:
        """All want one bed of one night: what each was told, and how long the slowest waited once it was its turn."""
        with ThreadPoolExecutor(AT_ONCE) as crowd:
            told = list(crowd.map(self._buys, range(BUYERS)))
        return Counter(outcome for outcome, _took in told), max(took for _outcome, took in told)

    def _buys(self, _number: int) -> tuple[str, float]:
        began = time.perf_counter()
        try:
            self._hold(self.rooms[-1], self.today + (NIGHTS + 5) * A_DAY)
            outcome = "got it"
        except self.booking.Full:
            outcome = "told it is full"
        finally:
            import_module("django.db").connection.close()
        return outcome, time.perf_counter() - began

    def _hold(self, room: Any, day: date) -> Any:
        wanted = self.booking.Wanted(
            room=room, arrives=day, leaves=day + A_DAY, beds=1, people=2, name="Hà", phone="+84912345678"
        )
        return self.booking.hold_stay(wanted, by=self.system, at=self.now)


def _cost(work: Callable[[], object]) -> float:
    """Milliseconds of CPU of one, after a few that warm up."""
    for _warm in range(5):
        work()
    began = time.process_time()
    for _round in range(ROUNDS):
        work()
    return 1000 * (time.process_time() - began) / ROUNDS


def _said(milliseconds: float) -> str:
    return f"{milliseconds:.2f} ms"
