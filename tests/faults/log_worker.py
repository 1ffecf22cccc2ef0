"""A worker with reactions to watch, in a process that may be killed.

`main(*words)` of `tests.forks`: migrate | lay N | work | interleave N SEED | report
"""

import json
import os
import random
import signal
import sys
import threading
import time
from datetime import timedelta
from itertools import pairwise

from django.core.management import call_command
from django.db import connection, transaction

from tinhso.events import deliveries, jobs, log, models, reactions, sealing, worker
from tinhso.events.tests import happenings
from tinhso.events.tests.happenings import StoneSeen
from tinhso.site.copying import one_moment

reactions._handlers.clear()
jobs._jobs.clear()
deliveries.LEASE = timedelta(seconds=1)
POISON = 13


@reactions.reacts_to("tests.StoneLaid")
def see(delivered):
    """One row for each stone, written slowly enough to be killed half-way."""
    number = delivered.data["number"]
    log.record(StoneSeen(number=number), about=happenings.thing(number), by=happenings.HELPER, at=happenings.NOW)
    time.sleep(random.random() * 0.05)


@reactions.reacts_to("tests.StoneLaid")
def choke(delivered):
    """One stone kills every worker that touches it."""
    if delivered.data["number"] == POISON and os.environ.get("POISON"):
        os.kill(os.getpid(), signal.SIGKILL)


def lay(count):
    first = models.Entry.objects.filter(name="tests.StoneLaid").count()
    happenings.lay_stones(count, first=first)


def interleave(count, seed):
    """Transactions that take their ids in one order and commit in another, while a sealer looks all the time."""
    chance, over = random.Random(seed), threading.Event()
    waits = [(chance.random() * 0.004, chance.random() * 0.004) for _ in range(count)]

    def write(mine):
        for number, (before, after) in mine:
            time.sleep(before)
            with transaction.atomic():
                happenings.lay_stones(1, first=number)
                time.sleep(after)
        connection.close()

    def look():
        while not over.is_set():
            sealing.seal(at=happenings.NOW)
            time.sleep(0.001)
        connection.close()

    numbered = list(enumerate(waits))
    writers = [threading.Thread(target=write, args=[numbered[n::4]]) for n in range(4)]
    sealer = threading.Thread(target=look)
    for thread in [sealer, *writers]:
        thread.start()
    for thread in writers:
        thread.join()
    over.set()
    sealer.join()
    sealing.seal_all(at=happenings.NOW)


def report():
    """How things stand at one moment, so that "nothing waits" and "so many are sealed" speak of the same log."""
    with one_moment("default"):
        return _standing()


def _standing():
    seen = models.Entry.objects.filter(name=StoneSeen.name).values_list("payload__data", flat=True)
    leaves = list(models.Leaf.objects.order_by("seq").values_list("seq", "entry"))
    in_order = [entry for _, entry in leaves]
    return {
        "laid": models.Entry.objects.filter(name="tests.StoneLaid").count(),
        "seen": sorted(json.loads(data)["number"] for data in seen),
        "entries": models.Entry.objects.count(),
        "gapless": [seq for seq, _ in leaves] == list(range(len(leaves))),
        "sealed": len(set(in_order)),
        "out_of_order": sum(1 for one, two in pairwise(in_order) if one > two),
        "handed": models.Delivery.objects.exclude(done_at=None).count(),
        "waiting": models.Delivery.objects.waiting().count() + models.Outbox.objects.count(),
        "parked": list(models.Delivery.objects.parked().values_list("error", "attempts")),
        "workers": models.Worker.objects.count(),
    }


def main(verb, *numbers):
    if verb == "migrate":
        call_command("migrate", "events", verbosity=0, skip_checks=True)
    elif verb == "work":
        worker.Shift(threads=2).work()
    elif verb == "report":
        for _asked in sys.stdin:
            sys.stdout.write(f"{json.dumps(report())}\n")
            sys.stdout.flush()
    else:
        {"lay": lay, "interleave": interleave}[verb](*map(int, numbers))
