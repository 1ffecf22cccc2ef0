"""P37: a worker killed with kill -9 loses nothing and doubles nothing; an entry that kills workers is parked.

FAULTS=full runs 60 kills instead of 3.
"""

import os
import random
import signal
import time

import pytest

from tests.faults.worker_ground import Ground

pytestmark = [
    pytest.mark.promise("P37"),
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("worker_processes"),
]
KILLS = 60 if os.environ.get("FAULTS") == "full" else 3


@pytest.fixture
def ground(tmp_path):
    ground = Ground(tmp_path, f"faults_worker_{os.getpid()}")
    yield ground
    ground.close()


def all_at_work(ground, started):
    """Wait until as many workers as ever started have signed in; who is killed stays in the list."""
    found = ground.until(lambda report: report["workers"] == started, within=60)
    assert found["workers"] == started


def test_killed_workers_lose_nothing_and_double_nothing(ground):
    chance = random.Random(11)
    at_work = [ground.start("work") for _ in range(2)]
    for killed in range(KILLS):
        all_at_work(ground, killed + 2)
        ground.run("lay", "20")
        time.sleep(chance.random() * 1.5)
        victim = at_work.pop(chance.randrange(len(at_work)))
        victim.send_signal(signal.SIGKILL)
        victim.wait()
        at_work.append(ground.start("work"))

    all_at_work(ground, KILLS + 2)
    found = ground.until(lambda report: not report["waiting"], within=150)

    assert found["laid"] == 20 * KILLS
    assert found["seen"] == list(range(20 * KILLS))
    assert found["waiting"] == 0
    assert found["parked"] == []
    assert found["gapless"]
    assert found["sealed"] == found["entries"]
    assert found["workers"] == KILLS + 2
    for process in at_work:
        process.send_signal(signal.SIGTERM)
    assert [process.wait(60) for process in at_work] == [0, 0]
    assert ground.report()["workers"] == KILLS


def test_an_entry_that_kills_its_worker_is_parked_and_blocks_nobody(ground):
    ground.run("lay", "20")
    for _ in range(12):
        process = ground.start("work", POISON="1")
        found = ground.until(lambda report, dead=process: dead.poll() is not None or not report["waiting"], within=30)
        if process.poll() is None and not found["waiting"]:
            break

    assert found["parked"] == [["WorkerDied", 5]]
    assert found["seen"] == list(range(20))
    assert found["waiting"] == 0
