"""The supervisor: a dead program comes back, a frozen one is replaced, stopping leaves nothing behind."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import pytest

from tinhso.site.supervisor import Program, Supervisor

SLEEPER = [sys.executable, "-c", "import time; time.sleep(60)"]
PARENT = [
    sys.executable,
    "-c",
    "import subprocess, sys; subprocess.run([sys.executable, '-c', 'import time; time.sleep(60)'])",
]


@pytest.fixture
def keep():
    made: list[Supervisor] = []

    def make(*programs: Program) -> Supervisor:
        made.append(Supervisor(programs, grace=2))
        return made[-1]

    yield make
    for supervisor in made:
        supervisor.stop()


def until(supervisor: Supervisor, true: Callable[[], bool], seconds: float = 10) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not happen in time"
        supervisor.tick()
        time.sleep(0.05)


def running_in_group(group: int) -> list[str]:
    """Processes of a group that are more than a remembered exit code."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            state, _, its_group = stat.read_text().rpartition(")")[2].split()[:3]
            if int(its_group) == group and state != "Z":
                found.append(stat.parent.name)
    return found


def running_in_group_at_last(group: int, seconds: float = 3) -> list[str]:
    """The same a little later: the kernel takes its time to end what was killed."""
    end = time.monotonic() + seconds
    while running_in_group(group) and time.monotonic() < end:
        time.sleep(0.02)
    return running_in_group(group)


def test_a_killed_program_is_back_within_ten_seconds(keep) -> None:
    supervisor = keep(Program(name="web", command=SLEEPER), Program(name="worker", command=SLEEPER))
    until(supervisor, lambda: len(supervisor.processes()) == 2)
    first = supervisor.processes()
    os.kill(first["web"], signal.SIGKILL)
    until(supervisor, lambda: supervisor.processes().get("web", first["web"]) != first["web"])
    assert supervisor.processes()["worker"] == first["worker"]


def test_a_program_that_keeps_dying_is_started_ever_more_slowly(keep, monkeypatch) -> None:
    supervisor = keep(Program(name="broken", command=[sys.executable, "-c", "raise SystemExit(3)"]))
    child = supervisor._children[0]
    until(supervisor, lambda: child.pause >= 2)
    assert child.pause == 2.0


def test_a_frozen_program_is_replaced(keep) -> None:
    supervisor = keep(Program(name="web", command=SLEEPER, health="http://127.0.0.1:1/healthz", patience=0.3))
    until(supervisor, lambda: bool(supervisor.processes()))
    first = supervisor.processes()["web"]
    until(supervisor, lambda: supervisor.processes().get("web", first) != first)


def test_stopping_takes_along_what_a_program_started(keep) -> None:
    supervisor = keep(Program(name="parent", command=PARENT))
    until(supervisor, lambda: bool(supervisor.processes()))
    leader = supervisor.processes()["parent"]
    time.sleep(0.5)
    supervisor.stop()
    assert not running_in_group_at_last(leader)


def test_what_it_logs_is_json_line_by_line() -> None:
    told = json.dumps([asdict(Program(name="web", command=[sys.executable, "-c", "1"]))])
    process = subprocess.Popen(
        [sys.executable, "-m", "tinhso.site.supervisor", told], stderr=subprocess.PIPE, text=True
    )
    first, second = (json.loads(process.stderr.readline()) for _ in range(2))
    process.terminate()
    process.communicate(timeout=30)
    assert first["event"].startswith("web started as process")
    assert (second["event"][:16], second["level"]) == ("web ended with 0", "warning")


def test_run_stays_until_told_to_stop(keep) -> None:
    supervisor = keep(Program(name="web", command=SLEEPER))
    ticks: list[int] = []

    def tell_after_some() -> None:
        ticks.append(len(supervisor.processes()))
        if len(ticks) == 3:
            os.kill(os.getpid(), signal.SIGTERM)

    supervisor.run(each_tick=tell_after_some)
    assert ticks[-1] == 1
    assert supervisor.processes() == {}
