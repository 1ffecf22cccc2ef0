"""What the simulated portal holds: dossiers, their steps, their files, and how often it was called. SQLite."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import RLock
from typing import Any

_TABLES = """
PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;
CREATE TABLE IF NOT EXISTS dossier (code TEXT PRIMARY KEY, status TEXT, filed_at TEXT, changed_at TEXT, data TEXT);
CREATE TABLE IF NOT EXISTS step (id INTEGER PRIMARY KEY, code TEXT, data TEXT);
CREATE TABLE IF NOT EXISTS file (id TEXT PRIMARY KEY, name TEXT, kind TEXT, body BLOB);
CREATE TABLE IF NOT EXISTS call (service TEXT PRIMARY KEY, times INTEGER);
CREATE INDEX IF NOT EXISTS step_of_dossier ON step (code);
"""

Row = dict[str, Any]


class Store:
    """One connection behind one lock. Without a path all is forgotten with the process."""

    def __init__(self, path: Path | None) -> None:
        if path:
            path.parent.mkdir(parents=True, exist_ok=True)
        self._lock = RLock()
        self._base = sqlite3.connect(path or ":memory:", check_same_thread=False, isolation_level=None)
        self._base.executescript(_TABLES)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Do several things as one: all or nothing."""
        with self._lock:
            self._base.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._base.execute("ROLLBACK")
                raise
            self._base.execute("COMMIT")

    def dossier(self, code: str) -> Row | None:
        """A dossier with its steps."""
        found = self._all("SELECT data FROM dossier WHERE code = ?", code)
        return self._whole(found[0][0]) if found else None

    def keep(self, dossier: Row, *, at: str) -> None:
        """A new dossier, or a new text of one; when it was first kept stays."""
        self._do(
            "INSERT INTO dossier VALUES (?, ?, ?, ?, ?) ON CONFLICT (code) DO UPDATE SET status = excluded.status,"
            " changed_at = excluded.changed_at, data = excluded.data",
            *(dossier["MaHoSo"], str(dossier.get("TrangThaiHoSo", "")), at, at, json.dumps(dossier)),
        )

    def add_step(self, step: Row) -> None:
        self._do("INSERT INTO step (code, data) VALUES (?, ?)", step["MaHoSo"], json.dumps(step))

    def search(self, *, status: str, since: str, until: str, page: int, size: int) -> list[Row]:
        """Dossiers first kept between two moments, with a status when one is named, a page at a time."""
        found = self._all(
            "SELECT data FROM dossier WHERE filed_at >= ? AND filed_at <= ? AND (? = '' OR status = ?)"
            " ORDER BY filed_at, code LIMIT ? OFFSET ?",
            *(since, until, status, status, size, (page - 1) * size),
        )
        return [self._whole(row[0]) for row in found]

    def everything(self, limit: int = 10_000) -> list[Row]:
        """All dossiers, the last changed first."""
        found = self._all("SELECT data FROM dossier ORDER BY changed_at DESC, code LIMIT ?", limit)
        return [self._whole(row[0]) for row in found]

    def next_serial(self) -> int:
        return int(self._all("SELECT COUNT(*) FROM dossier")[0][0]) + 1

    def keep_file(self, number: str, name: str, kind: str, body: bytes) -> None:
        self._do("INSERT INTO file VALUES (?, ?, ?, ?)", number, name, kind, body)

    def file(self, number: str) -> tuple[str, bytes] | None:
        found = self._all("SELECT kind, body FROM file WHERE id = ?", number)
        return (str(found[0][0]), bytes(found[0][1])) if found else None

    def count(self, service: str) -> None:
        """Remember that a service was called."""
        self._do("INSERT INTO call VALUES (?, 1) ON CONFLICT (service) DO UPDATE SET times = times + 1", service)

    def counts(self) -> dict[str, int]:
        return {str(service): int(times) for service, times in self._all("SELECT service, times FROM call")}

    def drop(self, code: str) -> None:
        """Forget a dossier, as if it had never come."""
        self._do("DELETE FROM dossier WHERE code = ?", code)
        self._do("DELETE FROM step WHERE code = ?", code)

    def _whole(self, data: str) -> Row:
        dossier: Row = json.loads(data)
        steps = self._all("SELECT data FROM step WHERE code = ? ORDER BY id", dossier["MaHoSo"])
        return dossier | {"TienDoXuLy": [json.loads(step[0]) for step in steps]}

    def _all(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        with self._lock:
            return self._base.execute(sql, values).fetchall()

    def _do(self, sql: str, *values: object) -> None:
        with self._lock:
            self._base.execute(sql, values)
