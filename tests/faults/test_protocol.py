"""P07: what phones and the house say to each other, in random schedules without a browser.

A model of a phone sends, breaks off, sends twice, in any order, in pieces, through a file, while the house falls.
"""

import json
from collections import Counter
from dataclasses import dataclass, field
from hashlib import sha256
from random import Random
from unittest.mock import patch

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import include, path

from tests.faults.house import many
from tinhso.core.files.actions.receipting import believe_receipt
from tinhso.core.outbox.domain import bound_digest
from tinhso.core.outbox.tests.phone import Kept, Phone
from tinhso.core.outbox.tests.test_taking import tell
from tinhso.kit.doors import signed_in
from tinhso.kit.page_parts import who_is

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]
urlpatterns = [path("mine/", signed_in(tell)), path("", include("tinhso.site.urls"))]
PIECE = 4_000


@dataclass
class Model:
    """What stands on a phone, by item: its state as the screen would tell it."""

    phone: Phone
    client: Client
    officer: Client
    chance: Random
    states: dict[int, str] = field(default_factory=dict)
    items: list[Kept] = field(default_factory=list)
    stick: bytes = b""

    def keep(self, owner: str) -> None:
        """Type something; a third with photos, a few that the house will not have."""
        number = len(self.items)
        word = f"{self.chance.getrandbits(60)}" if self.chance.random() < 0.85 else "x" * 41
        sizes = [self.chance.randrange(1, 3 * PIECE) for _ in range(self.chance.choice([0, 0, 1, 2]))]
        files = [("photo", self.chance.randbytes(size)) for size in sizes][:1]
        self.items.append(Kept([("word", word)], files=files, action="/mine/", owner=owner, sequence=number + 1))
        self.states[number] = "kept"

    def waiting(self) -> list[int]:
        return [number for number, state in self.states.items() if state in ("kept", "sending")]

    def send(self, number: int, *, heard: bool = True) -> None:
        """Send one, whole or in pieces; `heard` is False when the line broke before the answer."""
        item = self.items[number]
        self.states[number] = "sending"
        in_pieces = bool(item.files) and self.chance.random() < 0.7
        if in_pieces and not self.pieces(item):
            return
        answer = self.phone.send(self.client, item, in_pieces=in_pieces)
        if heard:
            self.hear(number, answer)

    def pieces(self, item: Kept) -> bool:
        """Send what is missing of its files; False when the line broke on the way."""
        have = self.client.get(f"/outbox/pieces/{item.uuid}/").json()["have"]
        for index, (_name, file) in enumerate(item.files):
            for start in range(have.get(sha256(file).hexdigest(), 0), len(file), PIECE):
                if self.chance.random() < 0.15:
                    return False
                size = PIECE if self.chance.random() < 0.9 else self.chance.randrange(1, PIECE)
                self.phone.piece(self.client, item, index, start, size)
                if size < PIECE:
                    return False
        return True

    def hear(self, number: int, answer) -> None:
        """As the phone does: an item leaves only when the receipt verifies over this very item."""
        said = answer.json()
        if said["state"] == "accepted":
            item = self.items[number]
            receipt = believe_receipt(said["receipt"])
            assert receipt.digest == bound_digest(item.uuid, bytes.fromhex(item.digest))
            self.states[number] = "accepted"
        elif said["state"] == "refused":
            assert said["reasons"]
            self.states[number] = "refused"
        else:
            assert said["state"] == "missing"

    def write(self) -> None:
        """Onto a stick, whatever waits now."""
        waiting = [self.items[number] for number in self.waiting()]
        self.stick = self.phone.written(*waiting) if waiting else self.stick

    def bring(self) -> None:
        """The stick, to the commune's computer; the phone hears nothing of it."""
        if self.stick:
            file = SimpleUploadedFile("a.outbox", self.stick)
            assert self.officer.post("/outbox/bring/", {"file": file}).status_code == 200

    def tamper(self) -> None:
        """A letter of the stick changes: nothing is taken in."""
        if self.stick:
            told = json.loads(self.stick)
            blob = self.chance.choice(told["blobs"])
            blob["bytes"] = blob["bytes"][::-1]
            file = SimpleUploadedFile("a.outbox", json.dumps(told).encode())
            assert self.officer.post("/outbox/bring/", {"file": file}).status_code == 400

    def fall(self) -> None:
        """The house falls after the effect, before the commit."""
        with patch("tinhso.core.outbox.views.taking.end_delivery", side_effect=OSError):
            self.phone.send(self.client, self.chance.choice(self.items))

    def step(self, owner: str) -> None:
        """Something happens."""
        what = self.chance.choice([*["keep", "send"] * 2, "lost", "fall", "twice", "write", "bring", "tamper"])
        waiting = self.waiting()
        if what == "keep" or not self.items:
            self.keep(owner)
        elif what in ("send", "lost") and waiting:
            self.send(self.chance.choice(waiting), heard=what == "send")
        elif what == "fall":
            self.fall()
        elif what == "twice":
            self.phone.send(self.client, self.chance.choice(self.items))
        elif what in ("write", "bring", "tamper"):
            getattr(self, what)()


@pytest.mark.promise("P07")
def test_in_a_thousand_random_schedules_nothing_is_lost_nothing_doubled_and_every_state_is_true(world):
    account, chance = world.account("thoa"), Random(606)
    client, officer, owner = world.client("thoa"), world.client("hac"), who_is(account.pk)
    client.raise_request_exception = False
    phone = _with_locker(client)
    for _ in range(many(12, 1_000)):
        model = Model(phone, client, officer, chance)
        for _ in range(chance.randint(4, 14)):
            model.step(owner)
        for _ in range(60):
            for number in model.waiting():
                model.send(number)
        _check(model)


def _with_locker(client: Client) -> Phone:
    phone = Phone()
    told = {"uuid": phone.locker, "device": phone.device, "key": phone.key}
    assert client.post("/outbox/phones/open/", told).json() == {"state": "open"}
    return phone


def _check(model: Model) -> None:
    words = [dict(item.fields)["word"] for item in model.items]
    counted = Counter(Group.objects.filter(name__in=words).values_list("name", flat=True))
    for number, word in enumerate(words):
        good = len(word) <= 40
        assert model.states[number] == ("accepted" if good else "refused")
        assert counted[word] == (1 if good else 0)
