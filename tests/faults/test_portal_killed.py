"""P37: whoever sends to the national portal may be killed with kill -9 at any moment: nothing is lost, nothing doubled.

FAULTS=full runs 60 kills instead of 3.
"""

import os
import random
import signal
import time

import pytest

from tests.faults.worker_ground import Ground
from tests.forks import Forked
from tinhso.government.procedures.tests.portal_ground import Simulator

pytestmark = [
    pytest.mark.promise("P37"),
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("worker_processes"),
]
KILLS = 60 if os.environ.get("FAULTS") == "full" else 3
STATUSES = [1, 2, 4, 9, 10]
A_WHILE = 15
"""Minutes between two senders: what one left claimed is free for the next."""


@pytest.fixture
def ground(tmp_path):
    ground = Ground(tmp_path, f"faults_portal_{os.getpid()}", "tests.faults.portal_worker")
    yield ground
    ground.close()


@pytest.fixture
def portal(tmp_path):
    portal = Simulator(tmp_path)
    yield portal
    portal.stop()


def sends(ground, portal, minutes, sign) -> Forked:
    """A sender that has begun."""
    process = ground.start("send", portal.address, str(minutes), str(sign))
    end = time.monotonic() + 120
    while not sign.exists() and process.poll() is None and time.monotonic() < end:
        time.sleep(0.02)
    assert sign.exists()
    return process


def steps_of(portal) -> int:
    return sum(len(dossier["TienDoXuLy"]) for dossier in portal.held().values())


def killed_unheard(ground, portal, minutes, sign) -> None:
    """A sender that dies when the portal has done something and not answered yet."""
    before = steps_of(portal)
    with portal.failing("late", seconds=1):
        process = sends(ground, portal, minutes, sign)
        while steps_of(portal) == before:
            time.sleep(0.02)
        process.send_signal(signal.SIGKILL)
        process.wait()


def test_killed_senders_lose_nothing_and_double_nothing(ground, portal, tmp_path):
    chance, dossiers = random.Random(5), 12 * KILLS
    ground.run("lay", str(dossiers))
    killed_unheard(ground, portal, A_WHILE, tmp_path / "unheard")
    portal.settles()
    found = ground.report()
    assert found["unsure"] == 1, "killed between asking and hearing"
    assert found["unfinished"] > 1
    for kill in range(1, KILLS):
        process = sends(ground, portal, (kill + 1) * A_WHILE, tmp_path / f"begun-{kill}")
        time.sleep(0.1 + chance.random() * 0.6)
        process.send_signal(signal.SIGKILL)
        process.wait()
        portal.settles()

    minutes = (KILLS + 1) * A_WHILE
    while ground.report()["unfinished"] and minutes < 1000 * A_WHILE:
        sends(ground, portal, minutes, tmp_path / f"last-{minutes}").wait()
        minutes += A_WHILE

    assert ground.report() == {"unfinished": 0, "unsure": 0}
    assert {code: [status for status, _ in portal.steps(code)] for code in portal.held()} == {
        f"H52-261120-{number:04}": STATUSES for number in range(dossiers)
    }
    assert not portal.doubled()
