"""The database backend. `ENGINE = "tinhso.kit.sqlite"`; everything Django knows of SQLite holds here too."""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, nullcontext
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any, cast
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.db.backends.sqlite3 import base
from django.db.backends.sqlite3.operations import DatabaseOperations
from django.db.utils import OperationalError

from tinhso.kit.sqlite.queue import Queue, TooLong

_READS = ("SELECT", "PRAGMA", "EXPLAIN", "SAVEPOINT", "RELEASE", "ROLLBACK", "COMMIT", "BEGIN")


class QueuedCursor(base.SQLiteCursorWrapper):
    """A cursor that waits for the turn when it writes outside a transaction."""

    turns: "DatabaseWrapper"

    def convert_query(self, query: str, *, param_names: list[str] | None = None) -> str:
        """Django's own conversion of `%s` into `?`, done once for words that are asked again and again."""
        return _with_marks(query) if param_names is None else super().convert_query(query, param_names=param_names)

    def execute(self, query: str, params: Any = None) -> Any:
        if not self.turns.must_wait(query):
            return super().execute(query, params)
        with self.turns.turn():
            return super().execute(query, params)

    def executemany(self, query: str, param_list: Iterable[Any]) -> Any:
        if not self.turns.must_wait(query):
            return super().executemany(query, param_list)
        with self.turns.turn():
            return super().executemany(query, param_list)


@lru_cache(1_000)
def _with_marks(query: str) -> str:
    return str(base.FORMAT_QMARK_REGEX.sub("?", query).replace("%%", "%"))


class Operations(DatabaseOperations):
    """Django's, which reads a moment in a third of the time: a list has some hundred."""

    def convert_datetimefield_value(self, value: Any, expression: Any, connection: Any) -> Any:
        if type(value) is datetime and value.tzinfo is None:
            return value.replace(tzinfo=connection.timezone)
        return super().convert_datetimefield_value(value, expression, connection)


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's SQLite with a queue before each write, and no connection that could lose an acknowledged write."""

    ops_class = Operations
    queue: Queue | None = None
    _failed = False

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Open the file, in turn when it is new and its journal's mode must be set. Refuses a weak promise."""
        self.queue, self._failed = self._new_queue(), False
        with self.turn() if self.queue and not _is_wal(self.queue.database) else nullcontext():
            connection = super().get_new_connection(conn_params)
        if self.queue:
            _refuse_weaker(connection, str(self.settings_dict["NAME"]))
        return connection

    def create_cursor(self, name: str | None = None) -> Any:
        cursor = self.connection.cursor(factory=QueuedCursor)
        cursor.turns = self
        return cursor

    def _start_transaction_under_autocommit(self) -> None:
        self._join()
        try:
            cast(Any, super())._start_transaction_under_autocommit()
        except BaseException:
            self._leave()
            raise

    def _commit(self) -> None:
        """A commit whose sync failed is not told as done, and its connection is not used again (promise P05)."""
        try:
            cast(Any, super())._commit()
        except OperationalError:
            self._failed = True
            raise
        self._leave()

    def is_usable(self) -> bool:
        """Asked after an error at the end of each request: False makes Django open a new connection."""
        return not self._failed

    def _rollback(self) -> None:
        try:
            cast(Any, super())._rollback()
        finally:
            self._leave()

    def _close(self) -> None:
        try:
            cast(Any, super())._close()
        finally:
            if self.queue:
                self.queue.close()

    def must_wait(self, query: str) -> bool:
        """Whether a statement needs a turn of its own: it writes, and no transaction holds the turn already."""
        if self.queue is None or self.queue.inside:
            return False
        return not query.lstrip()[:9].upper().startswith(_READS)

    @contextmanager
    def turn(self) -> Iterator[None]:
        """The turn to write, for one statement or for setting a file up."""
        self._join()
        try:
            yield
        finally:
            if not self.in_atomic_block:
                self._leave()

    def _join(self) -> None:
        if self.queue:
            try:
                self.queue.join()
            except TooLong as late:
                raise OperationalError("database is locked: no turn to write in time") from late

    def _leave(self) -> None:
        if self.queue:
            self.queue.leave()

    def _new_queue(self) -> Queue | None:
        if self.queue:
            self.queue.close()
        path = file_of(self.settings_dict["NAME"])
        return Queue(path, float(self.settings_dict["OPTIONS"].get("timeout", 20))) if path else None


def file_of(name: str | Path) -> Path | None:
    """The file behind a database's name, or None when it lives in memory."""
    if DatabaseWrapper.creation_class.is_in_memory_db(name):
        return None
    text = str(name)
    return Path(unquote(urlsplit(text).path)) if text.startswith("file:") else Path(text)


def _is_wal(path: Path) -> bool:
    """Whether the file keeps a write-ahead log already.

    Asked through SQLite, never by reading the file: closing a descriptor of our own would drop the locks that this
    process's other connections hold on it (POSIX), and another process would then take the log for abandoned.
    """
    if not path.exists():
        return False
    with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, timeout=20)) as looker:
        return str(looker.execute("PRAGMA journal_mode").fetchone()[0]) == "wal"


def _refuse_weaker(connection: sqlite3.Connection, name: str) -> None:
    """Promise P02: what was acknowledged survives a power cut. Only WAL with synchronous=FULL (or EXTRA) keeps it."""
    mode = str(connection.execute("PRAGMA journal_mode").fetchone()[0])
    sync = int(connection.execute("PRAGMA synchronous").fetchone()[0])
    if mode != "wal" or sync < 2:
        connection.close()
        raise ImproperlyConfigured(
            f"{name}: journal_mode={mode}, synchronous={sync}; Tỉnh Số needs wal and FULL (2), or it could lose work."
        )
