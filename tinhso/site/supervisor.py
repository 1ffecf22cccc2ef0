"""Keeps a few programs running together: starts them, restarts one that died, stops them all.

`manage.py run` and the demo use it. It is no init system: on a server, systemd or a container keeps *it* running.
It needs the standard library only, so that `become_supervisor` leaves a small process behind.
"""

import json
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from http.client import HTTPConnection, HTTPException
from types import FrameType
from typing import NoReturn
from urllib.parse import urlsplit

from tinhso.site.lines import Lines

log = logging.getLogger(__name__)

_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 30.0
_STEADY = 60.0
_TICK = 0.2
_ASKED_EVERY = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """A program to keep alive.

    command   its argument list, never a shell line
    health    asked every five seconds when given: an address that for `patience` seconds does not answer 200 means
              that the program is frozen, and it is replaced
    """

    name: str
    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    health: str = ""
    patience: float = 45.0


class _Child:
    """One program and the process that runs it now."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.process: subprocess.Popen[bytes] | None = None
        self.pause = _FIRST_PAUSE
        self.start_at = 0.0
        self.began = 0.0
        self.seen_alive = 0.0
        self.asked_at = 0.0

    def tick(self, now: float) -> None:
        if self.process is None:
            if now >= self.start_at:
                self._start(now)
        elif (code := self.process.poll()) is not None:
            self._died(code, now)
        elif self.program.health and now - self.asked_at >= min(_ASKED_EVERY, self.program.patience / 4):
            self._watch(now)

    def signal(self, number: int) -> None:
        """Reach the program and whatever it started, even what outlived it: each leads a process group of its own."""
        if self.process:
            try:
                os.killpg(self.process.pid, number)
            except ProcessLookupError:
                log.debug("%s was gone already", self.program.name)

    def _start(self, now: float) -> None:
        self.process = subprocess.Popen(
            list(self.program.command), env={**os.environ, **self.program.environment}, start_new_session=True
        )
        self.began = self.seen_alive = now
        log.info("%s started as process %d", self.program.name, self.process.pid)

    def _died(self, code: int, now: float) -> None:
        if now - self.began > _STEADY:
            self.pause = _FIRST_PAUSE
        log.warning("%s ended with %d; again in %.1f s", self.program.name, code, self.pause)
        self.signal(signal.SIGKILL)
        self.process, self.start_at = None, now + self.pause
        self.pause = min(self.pause * 2, _LONGEST_PAUSE)

    def _watch(self, now: float) -> None:
        self.asked_at = now
        if _answers(self.program.health):
            self.seen_alive = now
        elif now - self.seen_alive > self.program.patience:
            log.error("%s has not answered for %.0f s and is replaced", self.program.name, now - self.seen_alive)
            self.signal(signal.SIGKILL)


def _answers(address: str) -> bool:
    where = urlsplit(address)
    connection = HTTPConnection(where.hostname or "", where.port, timeout=2)
    try:
        connection.request("GET", where.path)
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


class Supervisor:
    """Run programs until told to stop: `Supervisor(programs).run()`.

    Ctrl-C or SIGTERM stops all of them: politely first, after `grace` seconds by force.
    """

    def __init__(self, programs: Sequence[Program], *, grace: float = 15.0) -> None:
        self._children = [_Child(program) for program in programs]
        self._grace = grace
        self._stopping = False

    def run(self, *, each_tick: Callable[[], None] | None = None) -> None:
        """Start everything and stay until stopped. `each_tick` is called about five times a second."""
        before = {number: signal.signal(number, self._told) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            while not self._stopping:
                self.tick()
                if each_tick:
                    each_tick()
                time.sleep(_TICK)
        finally:
            self.stop()
            for number, handler in before.items():
                signal.signal(number, handler)

    def tick(self) -> None:
        """Look after every program once."""
        for child in self._children:
            child.tick(time.monotonic())

    def processes(self) -> dict[str, int]:
        """The process id of each program that runs now."""
        return {
            child.program.name: child.process.pid
            for child in self._children
            if child.process and child.process.poll() is None
        }

    def stop(self) -> None:
        """Stop everything that was started, the last first."""
        self._stopping = True
        for child in reversed(self._children):
            child.signal(signal.SIGTERM)
        until = time.monotonic() + self._grace
        while self.processes() and time.monotonic() < until:
            time.sleep(_TICK / 2)
        for child in self._children:
            child.signal(signal.SIGKILL)
            if child.process:
                child.process.wait()

    def _told(self, number: int, frame: FrameType | None) -> None:
        self._stopping = True


def become_supervisor(programs: Sequence[Program]) -> NoReturn:
    """Replace this process by one that only supervises, and gives back the memory that preparing took."""
    sys.stdout.flush()
    told = json.dumps([asdict(program) for program in programs])
    os.execv(sys.executable, [sys.executable, "-m", "tinhso.site.supervisor", told])


if __name__ == "__main__":
    _handler = logging.StreamHandler()
    _handler.setFormatter(Lines())
    logging.basicConfig(level=logging.INFO, handlers=[_handler])
    Supervisor([Program(**told) for told in json.loads(sys.argv[1])], grace=35.0).run()
