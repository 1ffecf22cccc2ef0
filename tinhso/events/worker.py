"""The worker: seals, hands over deliveries, runs jobs. Any number of processes may run at once, on both databases."""

import os
import platform
import signal
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Event, Thread
from time import monotonic
from uuid import UUID, uuid4

import structlog
from django.db import connection
from django.utils import timezone

from tinhso.events import clock
from tinhso.events.checkpoints import compare_with_signer
from tinhso.events.deliveries import deliver_one
from tinhso.events.failures import Attempt
from tinhso.events.models import Delivery, Run, Worker
from tinhso.events.sealing import seal_all

POLL = 0.5
"""Seconds between two looks; an entry is sealed and handed over within about one second."""
BEAT = 10.0
FORGET_AFTER = timedelta(days=1)
_ROUNDS = 1000
_logger = structlog.get_logger(__name__)


def work_once(*, at: datetime, worker: UUID | None = None) -> int:
    """Do all that is due at a moment, and what follows from it, then stop. Returns the pieces of work done."""
    me, done = worker or uuid4(), 0
    clock.write_due_runs(at=at, known={})
    for _ in range(_ROUNDS):
        before = done
        done += seal_all(at=at)
        while clock.run_one(at=at, worker=me) or deliver_one(at=at):
            done += 1
        if done == before:
            break
    return done


class Shift:
    """A worker process at work: the main thread seals, looks and beats; `threads` hands deliver and run jobs."""

    def __init__(self, threads: int = 2) -> None:
        self.uuid = uuid4()
        self.over = Event()
        self.wake = Event()
        self.hands = [Thread(target=self._hand, name=f"hand-{n}", daemon=True) for n in range(threads)]
        self._written: dict[str, datetime] = {}
        self._beaten = 0.0

    def work(self) -> None:
        """Work until told to stop (SIGTERM, SIGINT); the piece of work in hand is finished first."""
        for stop in (signal.SIGTERM, signal.SIGINT):
            signal.signal(stop, lambda *_: self.over.set())
        self._safely(self._begin)
        for hand in self.hands:
            hand.start()
        while not self.over.is_set():
            well = self._safely(self._look)
            self.over.wait(POLL if well else POLL * 4)
        self.wake.set()
        for hand in self.hands:
            while hand.is_alive():
                hand.join(BEAT)
                self._safely(self._beat)
        self._safely(self._leave)

    def _look(self) -> None:
        """Seal, write what came due, wake the hands when something waits for them."""
        at = timezone.now()
        if monotonic() - self._beaten >= BEAT:
            self._beat()
        seal_all(at=at)
        clock.write_due_runs(at=at, known=self._written)
        if Delivery.objects.due(timezone.now()).exists() or Run.objects.due(at).exists():
            self.wake.set()

    def _hand(self) -> None:
        while not self.over.is_set():
            self.wake.wait(BEAT)
            if not self.over.is_set():
                self.wake.clear()
                self._safely(self._drain)
        connection.close()

    def _drain(self) -> None:
        while not self.over.is_set():
            at = timezone.now()
            if not (deliver_one(at=at) or clock.run_one(at=at, worker=self.uuid)):
                break
            self.wake.set()

    def _begin(self) -> None:
        at = timezone.now()
        Worker.objects.filter(beat_at__lt=at - FORGET_AFTER).delete()
        self._sign_in(at)
        self._beaten = monotonic()
        compare_with_signer(at=at)
        _logger.info("worker_started", worker=str(self.uuid))

    def _beat(self) -> None:
        at = timezone.now()
        if not Worker.objects.filter(pk=self.uuid).update(beat_at=at):
            self._sign_in(at)
        clock.keep_claims(self.uuid, at=at)
        self._beaten = monotonic()

    def _sign_in(self, at: datetime) -> None:
        Worker.objects.create(uuid=self.uuid, host=platform.node()[:100], pid=os.getpid(), started_at=at, beat_at=at)

    def _leave(self) -> None:
        Worker.objects.filter(pk=self.uuid).delete()
        _logger.info("worker_stopped", worker=str(self.uuid))
        connection.close()

    def _safely(self, do: Callable[[], None]) -> bool:
        """A lost database or a full disk must not end the worker: say so, drop the connection, go on."""
        attempt = Attempt()
        with attempt:
            do()
        if attempt.failed:
            _logger.error("worker_stumbled", error=attempt.error, where=attempt.where)
            connection.close()
        return not attempt.failed
