"""Telling ten thousand people something, through providers of which one is slow

One happening is told to 10,000 people: three in five have a telephone, a quarter e-mail; a tenth chose Zalo, which
takes a second each. The others get a slip of paper. Providers are the simulators, processes of their own on
the same cores; time counts from the happening until the last message of a channel was taken and written down.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from bench.apart import Row, on_each_database
from bench.serving import ROOT

PEOPLE = int(os.environ.get("BENCH_PEOPLE", "10000"))
GOAL = "all but the slow one ≤ 60 s"
KIND: dict[str, Any] = {
    "kind": "bench.storm",
    "title": dict.fromkeys(("vi", "en", "id"), "Báo bão"),
    "gaps": {"day": "date", "place": "text"},
    "urgent": True,
    "texts": {
        language: {
            "subject": "Báo bão",
            "short": "Mưa lớn từ {day} ở {place}. Không qua suối.",
            "long": "Mưa lớn từ {day} ở {place}. Bà con không qua suối, đưa trẻ em và người già lên chỗ cao.",
            "spoken": "Mưa lớn từ {day} ở {place}. Bà con không qua suối.",
        }
        for language in ("vi", "en", "id")
    },
}


def run() -> list[Row]:
    return on_each_database(
        "bench.notices",
        SMS_PARTS_A_MONTH="1000000",
        SMS_SPENT_A_MONTH="1000000000",
        SMS_SECRET="x",
        ZALO_TOKEN="x",
        LOG_LEVEL="ERROR",
    )


def measure(name: str) -> list[Row]:
    """Fill the database of the settings with people, tell them, send."""
    django.setup()
    call_command("migrate", verbosity=0)
    people = _people()
    with _providers() as senders:
        began, spent = time.perf_counter(), time.process_time()
        told = _tell(people)
        fanned = time.perf_counter() - began
        took = _send(senders, began)
    cpu = time.process_time() - spent
    rows = [(f"{name}: {told:,} people told, rows written", f"{fanned:.1f} s", "")]
    rows += [(f"{name}: {what}", figure, GOAL if "zalo" not in what else "") for what, figure in took]
    return [*rows, (f"{name}: CPU of the worker for a message, all told", f"{1000 * cpu / told:.2f} ms", "")]


def _people() -> list[Any]:
    """People with their telephones, addresses and choices, written at once."""
    models, people = import_module("tinhso.core.notices.models"), import_module("tinhso.core.people.models")
    places, at = import_module("tinhso.core.places.models"), timezone.now()
    home = places.Place.objects.create(name="Co Mạ", code="1", kind="village", unit_type="bản", path="/1/")
    made = [
        people.Person(
            family="Giàng", given=str(number), full_name=f"Giàng {number}", home=home, registered_at=at,
            phone=f"+8491{number:07}" if number % 20 < 12 else None,
        )
        for number in range(PEOPLE)
    ]  # fmt: skip
    people.Person.objects.bulk_create(made, batch_size=500)
    choices = [models.Choice(person=one.uuid, channels=["zalo"]) for one in made[::10]]
    models.Choice.objects.bulk_create(choices, batch_size=500)
    contacts = []
    for number, one in enumerate(made):
        if 12 <= number % 20 < 17:
            contact = models.Contact(person=one.uuid, channel="email", given_at=at, confirmed_at=at)
            contact.keep(f"giang.{number}@vidu.vn")
            contacts.append(contact)
    models.Contact.objects.bulk_create(contacts, batch_size=500)
    return [one.uuid for one in made]


@contextmanager
def _providers() -> Iterator[list[Any]]:
    """The simulators, and the carriers to them."""
    known = settings.VAR / "known.json"
    known.write_text(json.dumps({"secret": "x"}))
    told = [["sms", "--port", "0", "--known", str(known)], ["zalo", "--port", "0", "--known", str(known)]]
    told.append(["mail", "--port", "0", "--smtp", "0"])
    running = [_start(one) for one in told]
    (_, sms), (_, zalo), (_, mail) = running
    settings.SMS_URL, settings.ZALO_URL = sms, zalo
    settings.ZALO_DIALECT = str(settings.VAR / "zalo.json")
    Path(settings.ZALO_DIALECT).write_text(json.dumps({"templates": {"bench.storm": "1"}}))
    settings.MAIL_HOST, settings.MAIL_PORT, settings.MAIL_TLS = "127.0.0.1", int(mail.split()[1]), False
    settings.PUSH_HOSTS = []
    requests = import_module("requests")
    requests.post(f"{zalo}/simulator/fault", data={"fault": "slow", "seconds": "1"}, timeout=5)
    try:
        yield import_module("tinhso.core.notices.clients").senders()
    finally:
        for process, _address in running:
            process.kill()
            process.wait()


def _start(told: list[str]) -> tuple[Any, str]:
    command = [sys.executable, "-m", f"simulators.{told[0]}", *told[1:]]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    if process.stdout is None:
        raise RuntimeError("a simulator did not start")
    return process, process.stdout.readline().strip()


def _tell(people: list[Any]) -> int:
    actions, by = import_module("tinhso.core.notices.actions"), import_module("tinhso.kit.actors").Actor.system()
    at = timezone.now()
    actions.ship_kind(KIND, system="bench", by=by, at=at)
    told: int = actions.tell("bench.storm", people, values={"day": at.date(), "place": "Co Mạ"}, cause="1", at=at)
    return told


def _send(senders: list[Any], began: float) -> list[tuple[str, str]]:
    """Send until all but the slow channel is done; when each was, and how far the slow one had come."""
    models = import_module("tinhso.core.notices.models")
    send_due = import_module("tinhso.core.notices.actions").send_due
    waiting = models.Delivery.objects.filter(state="waiting", channel__in=("sms", "email"))
    while waiting.exists() and time.perf_counter() - began < 300:
        send_due(senders, at=timezone.now() + timedelta(seconds=1))
    seconds = {
        channel: (models.Delivery.objects.filter(channel=channel, state="sent").order_by("sent_at").last(), channel)
        for channel in ("sms", "email", "zalo")
    }
    first = models.Notice.objects.order_by("told_at").first()
    found = []
    for channel, (last, _) in seconds.items():
        sent = models.Delivery.objects.filter(channel=channel, state="sent").count()
        every = models.Delivery.objects.filter(channel=channel).count()
        after = (last.sent_at - first.told_at).total_seconds() if last else 0.0
        slow = ", each takes a second there" if channel == "zalo" else ""
        found.append((f"{sent:,} of {every:,} by {channel}{slow}", f"the last after {after:.1f} s"))
    return found


if __name__ == "__main__":
    print(json.dumps(measure(sys.argv[1])))
