"""An upgrade that is killed at any moment goes on where it stopped, and ends in the same tables."""

import os
import random
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
KILLS = 60 if os.environ.get("FAULTS") == "full" else 4


def migrate(folder: Path) -> subprocess.Popen[bytes]:
    env = {**os.environ, "MODE": "test", "VAR": str(folder), "DATABASE_URL": f"sqlite:///{folder / 'tinhso.sqlite3'}"}
    return subprocess.Popen([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, env=env)


def schema(folder: Path) -> set[tuple[str, str]]:
    with sqlite3.connect(folder / "tinhso.sqlite3") as database:
        rows = database.execute("SELECT type, name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'")
        return set(rows)


@pytest.mark.promise("P39")
def test_an_upgrade_killed_at_random_moments_still_ends_whole(tmp_path):
    whole, broken = tmp_path / "whole", tmp_path / "broken"
    whole.mkdir(), broken.mkdir()
    started = time.monotonic()
    assert migrate(whole).wait(120) == 0
    usual = time.monotonic() - started
    chance = random.Random(39)
    killed = 0
    for _ in range(KILLS):
        upgrade = migrate(broken)
        time.sleep(chance.uniform(usual * 0.3, usual))
        killed += upgrade.poll() is None
        upgrade.kill()
        upgrade.wait()
    assert killed, "every upgrade was over before it could be killed"
    assert migrate(broken).wait(120) == 0
    assert schema(broken) == schema(whole)
