"""P36: an entry whose transaction took a smaller id and committed later is never skipped.

FAULTS=full runs 10,000 interleavings instead of 200.
"""

import os
from threading import Event, Thread

import pytest
from django.db import connection, transaction

from tests.faults.worker_ground import Ground
from tinhso.events.models import Entry, Leaf
from tinhso.events.sealing import seal_all
from tinhso.events.tests.happenings import NOW, lay_stones

COUNT = 10_000 if os.environ.get("FAULTS") == "full" else 200
pytestmark = [
    pytest.mark.promise("P36"),
    pytest.mark.django_db(transaction=True),
    pytest.mark.xdist_group("worker_processes"),
]


@pytest.fixture
def ground(tmp_path):
    ground = Ground(tmp_path, f"faults_order_{os.getpid()}")
    yield ground
    ground.close()


def test_a_late_commit_with_a_smaller_id_gets_a_later_number():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer: a second transaction cannot begin before the first commits")
    taken, may_commit = Event(), Event()

    def first():
        with transaction.atomic():
            lay_stones(1, first=1)
            taken.set()
            may_commit.wait(10)
        connection.close()

    thread = Thread(target=first)
    thread.start()
    taken.wait(10)
    lay_stones(1, first=2)
    assert seal_all(at=NOW) == 1
    may_commit.set()
    thread.join()
    assert seal_all(at=NOW) == 1

    early, late = Entry.objects.order_by("id").values_list("pk", flat=True)
    assert list(Leaf.objects.order_by("seq").values_list("entry", flat=True)) == [late, early]


def test_no_interleaving_loses_an_entry(ground):
    ground.run("interleave", str(COUNT), "36")

    found = ground.report()

    assert found["laid"] == found["entries"] == found["sealed"] == COUNT
    assert found["gapless"]
    if connection.vendor == "postgresql":
        assert found["out_of_order"] > 0
