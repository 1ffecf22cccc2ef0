"""Every process logs in one form: a JSON object on each line."""

import json
import os
import signal
import subprocess
import sys

import pytest

from tests.faults.house import ROOT, House

pytestmark = pytest.mark.xdist_group("faults")


def test_web_server_and_worker_write_the_same_lines(house: House):
    house.more["LOG_LEVEL"] = "INFO"
    house.start(workers=1)
    assert house.get("/nowhere/").status == 404
    house.kill()
    worker = subprocess.Popen(
        [sys.executable, str(ROOT / "manage.py"), "work"],
        env=house.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
    )  # fmt: skip
    lines = [json.loads(worker.stdout.readline())]
    while lines[-1]["event"] != "worker_started":
        lines.append(json.loads(worker.stdout.readline()))
    worker.send_signal(signal.SIGTERM)
    rest, _ = worker.communicate(timeout=60)
    lines += map(json.loads, rest.splitlines())
    lines += map(json.loads, (house.var / "server.log").read_text().splitlines())
    assert {"worker_started", "worker_stopped"} <= {line["event"] for line in lines}
    assert all({"at", "level", "logger", "event"} <= set(line) for line in lines)
    assert os.path.getsize(house.var / "server.log") > 0
