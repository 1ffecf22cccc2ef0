"""An installation or an upgrade that is killed at any moment goes on where it stopped, and ends in the same tables."""

import os
import random
import re
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.faults.house import many

ROOT = Path(__file__).resolve().parent.parent.parent
CHANCE = random.Random(39)
PIECES = re.compile(r', (?="|CONSTRAINT )')


class Installation:
    """A folder with a database that is migrated."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.file = folder / "tinhso.sqlite3"
        self.env = {**os.environ, "MODE": "test", "VAR": str(folder), "DATABASE_URL": f"sqlite:///{self.file}"}

    def begins(self, *apps: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "manage.py", "migrate", "-v0", *apps]
        return subprocess.Popen(command, cwd=ROOT, env=self.env)

    def ends(self, *apps: str) -> None:
        assert self.begins(*apps).wait(120) == 0

    def is_killed(self, usual: float) -> bool:
        """Kill a migration at some moment; whether it was not over yet."""
        upgrade = self.begins()
        time.sleep(CHANCE.uniform(usual * 0.3, usual))
        in_time = upgrade.poll() is None
        upgrade.kill()
        upgrade.wait()
        return in_time

    def schema(self) -> dict[tuple[str, str], frozenset[str]]:
        """Tables, indexes and triggers with what they are made of, in whichever order their columns came."""
        with closing(sqlite3.connect(self.file)) as database:
            rows = database.execute("SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'")
            return {(kind, name): frozenset(PIECES.split(sql.partition("(")[2][:-1])) for kind, name, sql in rows}


@pytest.fixture
def whole(tmp_path):
    return Installation(tmp_path / "whole")


@pytest.fixture
def usual(whole):
    """Seconds of an installation that nobody disturbs."""
    started = time.monotonic()
    whole.ends()
    return time.monotonic() - started


@pytest.mark.promise("P39")
def test_an_installation_or_upgrade_killed_at_random_moments_still_ends_whole(tmp_path, whole, usual):
    begun, broken = Installation(tmp_path / "begun"), Installation(tmp_path / "broken")
    begun.is_killed(usual)
    begun.ends()
    assert begun.schema() == whole.schema()

    broken.ends("events")
    killed = [broken.is_killed(usual) for _ in range(many(3, 60))]
    assert any(killed), "every upgrade was over before it could be killed"
    broken.ends()
    assert broken.schema() == whole.schema(), "step by step or all at once, the tables are the same"
