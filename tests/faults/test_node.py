"""P07, P37: a commune's node and its province, two installations, both killed with kill -9 while a bundle comes in.

FAULTS=full kills twenty times instead of twice.
"""

import json
import random
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.faults.house import House, copied, free_port, many
from tests.forks import Forked, Mother

pytestmark = [pytest.mark.promise("P07"), pytest.mark.promise("P37"), pytest.mark.xdist_group("faults")]
ITEMS = 40
CHANCE = random.Random(11)


@contextmanager
def working(house: House) -> Iterator[Mother]:
    mother = Mother("tests.faults.node_worker", house.environment)
    yield mother
    mother.close()


@pytest.fixture
def province(original: House, tmp_path) -> Iterator[House]:
    with copied(original, tmp_path / "province") as house:
        house.port = free_port()
        house.more = {"ADDRESS": f"http://127.0.0.1:{house.port}"}
        yield house
        house.kill()


@pytest.fixture
def node(original: House, tmp_path) -> Iterator[House]:
    with copied(original, tmp_path / "node") as house:
        house.more = {"NODE": "true"}
        yield house


def test_killed_on_both_sides_nothing_is_lost_nothing_doubled_and_the_order_is_kept(province, node, tmp_path):
    welcome = str(tmp_path / "welcome")
    with working(province) as there, working(node) as here:
        words = json.loads(there.run("welcome", here.run("ask"), welcome))
        assert json.loads(here.run("take", welcome, words, str(ITEMS))) == ITEMS
        province.start(workers=1)
        exchanging = here.start("exchange")
        for turn in range(many(2, 20)):
            wait_for(province, exchanging, turn + 1)
            time.sleep(CHANCE.random() * 0.2)
            if turn % 2:
                exchanging.send_signal(signal.SIGKILL)
                exchanging.wait()
                exchanging = here.start("exchange")
            else:
                province.kill()
                province.start(workers=1)
        assert exchanging.wait(120) == 0
        assert json.loads(there.run("brought")) == [f"word {number:03}" for number in range(ITEMS)]
        assert json.loads(here.run("states")) == [["accepted"], ITEMS, 0]


def wait_for(province: House, exchanging: Forked, items: int) -> None:
    """Until the province has so many, or all is done."""
    end = time.monotonic() + 60
    while exchanging.poll() is None and time.monotonic() < end:
        if json.loads(province.get("/dossier/").body or b'{"count": 0}')["count"] >= items:
            return
        time.sleep(0.01)
