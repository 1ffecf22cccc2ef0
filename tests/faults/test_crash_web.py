"""P01: a dossier with a receipt is never lost, nor doubled, when the web server dies at any moment."""

import json
import random
import threading
import time
import uuid

import pytest

from tests.faults.house import House, many

pytestmark = pytest.mark.xdist_group("faults")
CLIENTS = 8


class Sender(threading.Thread):
    """A phone that files dossiers one after the other, each under a key of its own, and keeps its receipts."""

    def __init__(self, house: House, stop: threading.Event) -> None:
        super().__init__()
        self.house, self.stop = house, stop
        self.sent: dict[str, str] = {}
        self.receipts: set[str] = set()

    def run(self) -> None:
        while not self.stop.is_set():
            name = uuid.uuid4().hex
            self.sent[name] = str(uuid.uuid4())
            self.send(name)

    def send(self, name: str) -> int:
        answer = self.house.post("/dossier/", {"name": name}, **{"Idempotency-Key": self.sent[name]})
        if answer.status == 201:
            self.receipts.add(json.loads(answer.body)["receipt"])
        return answer.status


@pytest.mark.promise("P01")
def test_no_receipt_is_lost_or_doubled_when_the_server_is_killed(house: House) -> None:
    chance = random.Random(1)
    house.start()
    lived: list[Sender] = []
    for _ in range(many(2, 200)):
        stop = threading.Event()
        senders = [Sender(house, stop) for _ in range(CLIENTS)]
        for sender in senders:
            sender.start()
        _wait_for_receipts(senders)
        time.sleep(chance.uniform(0.1, 0.8))
        house.kill()
        stop.set()
        for sender in senders:
            sender.join()
        lived += senders
        assert house.start() < 10 * 3, "back within ten seconds on a quiet machine"
    assert sum(len(sender.receipts) for sender in lived) > CLIENTS
    _nothing_lost(house, lived)
    _sent_again_is_the_same(house, lived[-CLIENTS:])


def _wait_for_receipts(senders: list[Sender]) -> None:
    """Until the server, which may be slow to wake, takes dossiers in from as many phones at once as there are."""
    end = time.monotonic() + 30
    while sum(len(sender.receipts) for sender in senders) < CLIENTS and time.monotonic() < end:
        time.sleep(0.02)


def _count(house: House, name: str) -> int:
    return int(json.loads(house.get(f"/dossier/?name={name}").body)["count"])


def _nothing_lost(house: House, senders: list[Sender]) -> None:
    counted = house.python(
        "from collections import Counter; import json\n"
        "from tinhso.core.files.models import File\n"
        "print(json.dumps(Counter(File.objects.values_list('name', flat=True))))"
    )
    rows = json.loads(counted.stdout)
    assert set(rows.values()) == {1}, "nothing is doubled"
    assert {receipt for sender in senders for receipt in sender.receipts} <= rows.keys(), "nothing is lost"


def _sent_again_is_the_same(house: House, senders: list[Sender]) -> None:
    """A phone that heard nothing sends again: whatever had happened, it now happened once."""
    for sender in senders:
        unheard = [name for name in sender.sent if name not in sender.receipts]
        for name in [*unheard, *list(sender.receipts)[:2]]:
            assert sender.send(name) == 201
            assert _count(house, name) == 1


@pytest.mark.promise("P10")
def test_fifty_at_once_under_one_key_act_once(house: House) -> None:
    house.start()
    name, key = uuid.uuid4().hex, str(uuid.uuid4())
    answers: list[tuple[int, bytes]] = []

    def send() -> None:
        for _ in range(20):
            answer = house.post("/dossier/", {"name": name, "slow": "0.05"}, **{"Idempotency-Key": key})
            if answer.status != 409:
                answers.append((answer.status, answer.body))
                return
            assert answer.headers["Retry-After"]
            time.sleep(0.2)

    threads = [threading.Thread(target=send) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 50
    assert len(set(answers)) == 1
    assert answers[0][0] == 201
    assert _count(house, name) == 1


@pytest.mark.asvs("2.3.3")
def test_a_kill_between_effect_and_commit_leaves_neither_and_the_key_works_again(house: House) -> None:
    house.start()
    name, key = uuid.uuid4().hex, {"Idempotency-Key": str(uuid.uuid4())}
    fields = {"name": name, "slow": "3"}
    sending = threading.Thread(target=house.post, args=("/dossier/", fields), kwargs=key)
    sending.start()
    time.sleep(1)
    house.kill()
    sending.join()
    house.start()
    assert _count(house, name) == 0
    assert house.post("/dossier/", {**fields, "slow": "0"}, **key).status == 201
    assert _count(house, name) == 1
