"""The people, words and providers that the stories of messages are told with."""

import json
import subprocess
import sys
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import requests

from tinhso.core.notices.actions import send_due, ship_kind, tell
from tinhso.core.notices.clients.dialects import sms_dialect
from tinhso.core.notices.clients.sms import HttpSms
from tinhso.core.notices.models import Delivery
from tinhso.core.people.actions import register_person
from tinhso.core.people.domain.names import Name
from tinhso.core.people.domain.particulars import Particulars
from tinhso.core.people.models import Person
from tinhso.core.places.models import Place
from tinhso.kit.actors import Actor

ROOT = Path(__file__).resolve().parents[4]
NOW = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
"""A Friday, nine in the morning on the province's clock."""
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
BY = Actor.system()
SECRET = "a secret of tests"
REPORT_KEY = "a key of reports"
WORDS = {
    "subject": "Hồ sơ {code}",
    "short": "Đã nhận hồ sơ {code}. Hẹn trả {day}.",
    "long": "Chúng tôi đã nhận hồ sơ {code} về {matter}. Hẹn trả kết quả ngày {day}.",
    "spoken": "Chúng tôi đã nhận hồ sơ {code}, về {matter}. Hẹn trả kết quả {day}.",
}
GAPS = {"code": "code", "day": "date", "matter": "private"}
VALUES = {"code": "H52.75-261120-0001", "day": NOW.date(), "matter": "Đăng ký khai sinh"}


def document(kind="tests.received", **changes):
    """A kind of message with words in three languages."""
    titles = dict.fromkeys(("vi", "en", "id"), "Đã nhận hồ sơ")
    texts = {language: dict(WORDS) for language in ("vi", "en", "id")}
    return {"kind": kind, "title": titles, "gaps": GAPS, "texts": texts} | changes


def kind(code="tests.received", **changes):
    return ship_kind(document(code, **changes), system="tests", by=BY, at=NOW)


def village(name="Bản Co Mạ", code="v1"):
    found = Place.objects.filter(code=code).first()
    if found:
        return found
    made = Place(name=name, code=code, kind="village", unit_type="bản", path="/")
    made.save()
    made.path = f"/{made.pk}/"
    made.save()
    return made


def someone(name="Giàng Thị Mỷ", phone="+84912345678", home=True) -> Person:
    told = Particulars(name=Name.read(name), birth_year=1990, phone=phone, home=village().pk if home else None)
    return register_person(told, by=BY, at=NOW)


def told(person, *, kind="tests.received", cause="1", at=NOW, **also):
    return tell(kind, [person.uuid], values=VALUES, cause=cause, at=at, **also)


def ways(person):
    """(channel, state) of every way to a person, in order."""
    rows = Delivery.objects.filter(notice__person=person.uuid).order_by("notice", "order")
    return [(row.channel, row.state) for row in rows]


class Provider:
    """A running simulator of text messages, in a process of its own, and the hand that makes it fail."""

    def __init__(self, folder, name="sms", **known):
        self.folder, self.name = folder, name
        self.file = folder / f"{name}.json"
        self.file.write_text(json.dumps({"secret": SECRET, "report_key": REPORT_KEY} | known))
        self.port = 0
        self.start()

    def start(self):
        command = [sys.executable, "-m", f"simulators.{self.name}", "--port", str(self.port)]
        self.process = subprocess.Popen(
            [*command, "--known", str(self.file)], stdout=subprocess.PIPE, text=True, cwd=ROOT
        )
        self.address = self.process.stdout.readline().strip()
        self.port = int(self.address.rpartition(":")[2])

    def stop(self):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()

    @contextmanager
    def failing(self, fault, **how):
        self.fail(fault, **how)
        yield
        self.fail("nothing")

    def fail(self, fault, **how):
        told = {"fault": fault, **{name: str(value) for name, value in how.items()}}
        assert requests.post(f"{self.address}/simulator/fault", data=told, timeout=5).status_code == 200

    def asked(self):
        return requests.get(f"{self.address}/simulator/messages", timeout=5).json()

    def arrived(self, phone="+84912345678"):
        """What one telephone shows, the oldest first."""
        return [one["text"] for one in self.asked()["messages"][::-1] if one["to"] == phone.removeprefix("+")]

    def sms(self):
        return HttpSms(self.address, secret=SECRET, sender="TINHSO", dialect=sms_dialect(""))


def work(senders, *, at, minutes=1, step=1):
    """Let the job run once a step of minutes. The moment it ended."""
    for minute in range(0, minutes, step):
        send_due(senders, at=at + minute * MINUTE)
    return at + minutes * MINUTE
