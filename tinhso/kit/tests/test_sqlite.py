"""Many writers on one SQLite file: nobody is told "database is locked", nobody waits long, nothing is lost."""

import os
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, transaction
from django.db.utils import OperationalError

from tinhso.kit.sqlite.base import DatabaseWrapper, file_of
from tinhso.kit.sqlite.queue import Queue, TooLong

DURABLE = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL"
WRITER = """
import sys, time
import django
from django.conf import settings
settings.configure(DATABASES={"default": {"ENGINE": "tinhso.kit.sqlite", "NAME": sys.argv[1], "OPTIONS": {
    "transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": sys.argv[2]}}})
django.setup()
from django.db import connection, transaction
for number in range(int(sys.argv[3])):
    began = time.perf_counter()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("INSERT INTO notes (text) VALUES (%s)", ["first"])
        with transaction.atomic():
            cursor.execute("INSERT INTO notes (text) VALUES (%s)", ["second"])
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO notes (text) VALUES (%s)", ["alone"])
    print((time.perf_counter() - began) * 1000)
"""
HOLDER = """
import sys, time
from pathlib import Path
from tinhso.kit.sqlite.queue import Queue
Queue(Path(sys.argv[1]), 5).join()
print("inside", flush=True)
time.sleep(60)
"""


def settings_for(path: Path | str, **options: object) -> dict[str, object]:
    return {
        "ENGINE": "tinhso.kit.sqlite",
        "NAME": path,
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 0.3, "init_command": DURABLE, **options},
        "TIME_ZONE": None,
        "AUTOCOMMIT": True,
        "ATOMIC_REQUESTS": False,
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": False,
        "TEST": {"NAME": None},
    }


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "province.sqlite3"
    with sqlite3.connect(path) as made:
        made.execute("PRAGMA journal_mode=WAL")
        made.execute("CREATE TABLE notes (id integer PRIMARY KEY, text text)")
    made.close()
    return path


@pytest.fixture
def connections(file: Path, django_db_blocker, monkeypatch):
    """Two connections of this thread to one file, under Django's own names."""
    from django.db import connections as all_connections

    with django_db_blocker.unblock():
        pair = [DatabaseWrapper(settings_for(file), name) for name in ("first", "second")]
        for connection in pair:
            setattr(all_connections._connections, connection.alias, connection)
        yield pair
        for connection in pair:
            connection.close()
            delattr(all_connections._connections, connection.alias)


def test_six_processes_write_at_once_and_none_is_told_it_is_locked(file: Path) -> None:
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, file, DURABLE, "40"], stdout=subprocess.PIPE, text=True)
        for _ in range(6)
    ]
    waits = sorted(float(line) for writer in writers for line in writer.communicate(timeout=90)[0].split())
    assert [writer.returncode for writer in writers] == [0] * 6
    assert sqlite3.connect(file).execute("SELECT count(*) FROM notes").fetchone() == (6 * 40 * 3,)
    assert waits[int(len(waits) * 0.95)] < 1000


def test_a_second_writer_waits_its_turn_and_is_refused_after_its_patience(connections) -> None:
    first, second = connections
    with transaction.atomic(using="first"):
        first.cursor().execute("INSERT INTO notes (text) VALUES ('a')")
        with pytest.raises(OperationalError, match="no turn"), transaction.atomic(using="second"):
            pass
        with pytest.raises(OperationalError, match="no turn"):
            second.cursor().execute("INSERT INTO notes (text) VALUES ('b')")
        assert second.cursor().execute("SELECT count(*) FROM notes").fetchone() == (0,), "readers never wait"
    second.cursor().execute("INSERT INTO notes (text) VALUES ('c')")
    assert second.cursor().execute("SELECT count(*) FROM notes").fetchone() == (2,)


def test_nested_transactions_keep_one_turn_until_the_outermost_ends(connections) -> None:
    first, second = connections
    with transaction.atomic(using="first"):
        with pytest.raises(DatabaseError), transaction.atomic(using="first"):
            first.cursor().execute("INSERT INTO nowhere VALUES (1)")
        assert first.queue.inside
    assert not first.queue.inside
    with pytest.raises(DatabaseError), transaction.atomic(using="first"):
        first.cursor().execute("INSERT INTO nowhere VALUES (1)")
    assert not first.queue.inside
    with transaction.atomic(using="second"):
        assert second.queue.inside


def test_a_write_that_returns_rows_alone_leaves_the_turn(connections) -> None:
    first, _ = connections
    assert first.cursor().execute("INSERT INTO notes (text) VALUES ('x') RETURNING id").fetchall() == [(1,)]
    first.cursor().executemany("INSERT INTO notes (text) VALUES (%s)", [("y",), ("z",)])
    assert not first.queue.inside


def test_closing_inside_a_transaction_gives_the_turn_back(connections) -> None:
    first, second = connections
    with transaction.atomic(using="first"):
        first.close()
    with transaction.atomic(using="second"):
        second.cursor().execute("INSERT INTO notes (text) VALUES ('after')")


def test_a_killed_holder_gives_its_turn_to_the_next(file: Path) -> None:
    holder = subprocess.Popen([sys.executable, "-c", HOLDER, file], stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "inside\n"
    queue = Queue(file, 0.2)
    with pytest.raises(TooLong):
        queue.join()
    holder.send_signal(signal.SIGKILL)
    holder.wait()
    queue.join()
    assert queue.inside
    queue.close()


def test_a_forked_child_does_not_think_it_holds_its_parents_turn(file: Path) -> None:
    queue = Queue(file, 0.2)
    queue.join()
    child = os.fork()
    if child == 0:
        try:
            queue.join()
        except TooLong:
            os._exit(0 if not queue.inside else 2)
        os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert queue.inside
    queue.close()


def test_threads_take_turns_too(file: Path) -> None:
    order: list[str] = []

    def stand(name: str) -> None:
        queue = Queue(file, 10)
        for _ in range(20):
            queue.join()
            order.append(f"{name} in")
            time.sleep(0.0005)
            order.append(f"{name} out")
            queue.leave()
        queue.close()

    threads = [threading.Thread(target=stand, args=(name,)) for name in "abc"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(order) == 120
    assert all(came == went.replace("out", "in") for came, went in zip(order[::2], order[1::2], strict=True))


@pytest.mark.parametrize("weak", ["PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL", "PRAGMA journal_mode=DELETE"])
def test_a_connection_that_could_lose_acknowledged_work_is_refused(file: Path, weak: str) -> None:
    sqlite3.connect(file).execute("PRAGMA journal_mode=DELETE")
    connection = DatabaseWrapper(settings_for(file, init_command=weak), "weak")
    with pytest.raises(ImproperlyConfigured, match="FULL"):
        connection.get_new_connection(connection.get_connection_params())


def test_a_database_in_memory_has_no_queue_and_a_uri_has_its_files(tmp_path: Path) -> None:
    assert file_of(":memory:") is None
    assert file_of("file:memorydb_default?mode=memory&cache=shared") is None
    assert file_of(f"file:{tmp_path}/a%20b.sqlite3?mode=rwc") == tmp_path / "a b.sqlite3"
    assert file_of(tmp_path / "c") == tmp_path / "c"
