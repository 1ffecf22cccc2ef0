"""P02: what was acknowledged survives a power cut. P05: a disk that lies stops acknowledgements.

A C shim, compiled here, stands between the process and the disk: it undoes every write that was not synced.
"""

import os
import random
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.house import ROOT, many

WRITER = """
import sys
import django
from django.conf import settings
settings.configure(DATABASES={"default": {"ENGINE": sys.argv[1], "NAME": sys.argv[2], "OPTIONS": {
    "transaction_mode": "IMMEDIATE", "timeout": 5, "init_command": sys.argv[3]}}})
django.setup()
from django.db import DatabaseError, connection, transaction
for number in range(400):
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("INSERT INTO dossiers (number, text) VALUES (%s, %s)", [number, "đơn " * 200])
    except DatabaseError as error:
        print("refused", type(error).__name__, flush=True)
        connection.close_if_unusable_or_obsolete()
    else:
        print("receipt", number, flush=True)
"""
FULL = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL"
NORMAL = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL"


@pytest.fixture(scope="module")
def shim(tmp_path_factory) -> Path:
    if not shutil.which("gcc"):
        message = "gcc is missing: apt-get install gcc. Power cuts were NOT tested."
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
    made = tmp_path_factory.mktemp("shim") / "power.so"
    source = Path(__file__).with_name("power.c")
    subprocess.run(["gcc", "-shared", "-fPIC", "-O1", "-o", made, source, "-ldl", "-lpthread"], check=True)
    return made


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "province.sqlite3"
    with sqlite3.connect(path) as made:
        made.execute("PRAGMA journal_mode=WAL")
        made.execute("CREATE TABLE dossiers (number integer, text text)")
    made.close()
    return path


def write(shim: Path, database: Path, pragmas: str, engine: str = "tinhso.kit.sqlite", **faults: int) -> list[str]:
    environment = {**os.environ, "LD_PRELOAD": str(shim), "WATCHED": str(database), "PYTHONPATH": str(ROOT)}
    environment |= {name: str(value) for name, value in faults.items()}
    command = [sys.executable, "-c", WRITER, engine, str(database), pragmas]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode in (0, 137), done.stderr
    return done.stdout.splitlines()


def kept(database: Path) -> set[int]:
    with sqlite3.connect(database) as opened:
        assert opened.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        return {number for (number,) in opened.execute("SELECT number FROM dossiers")}


@pytest.mark.promise("P02")
@pytest.mark.parametrize("seed", range(many(6, 100)))
def test_every_receipt_survives_a_power_cut(shim: Path, database: Path, seed: int) -> None:
    cut = random.Random(seed).randint(3, 900)
    said = write(shim, database, FULL, POWER_FAILS_AT=cut)
    receipts = {int(line.split()[1]) for line in said if line.startswith("receipt")}
    assert receipts <= kept(database)
    assert cut < 100 or receipts, "the writer wrote something before the cut"


def test_the_same_cut_loses_receipts_when_commits_are_not_synced(shim: Path, database: Path) -> None:
    said = write(shim, database, NORMAL, "django.db.backends.sqlite3", POWER_FAILS_AT=500)
    receipts = {int(line.split()[1]) for line in said}
    assert len(receipts) > 50
    assert receipts - kept(database), "the shim must be able to lose something, or the test above proves nothing"


@pytest.mark.promise("P05")
@pytest.mark.parametrize("first", [1, 7, 40])
def test_nothing_is_acknowledged_once_the_disk_no_longer_syncs(shim: Path, database: Path, first: int) -> None:
    said = write(shim, database, FULL, SYNC_FAILS_FROM=first)
    refused = next(number for number, line in enumerate(said) if line.startswith("refused"))
    assert all(line.startswith("refused") for line in said[refused:])
    receipts = {int(line.split()[1]) for line in said[:refused]}
    assert len(receipts) < first + 2
    assert receipts <= kept(database)
