"""Many rows like one that an action wrote, each with some columns of its own: written without asking Django."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import count
from typing import Any

from django.core.management.color import no_style
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import Max, Model

Kind = type[Model]
Rows = dict[Kind, list[list[Any]]]
"""Finished rows by their table, each with all its columns."""


class Stencil:
    """A row as it stands, ready for the database but for what each copy has of its own."""

    def __init__(self, row: Model) -> None:
        self._database = connections[DEFAULT_DB_ALIAS]
        self._fields = {field.attname: field for field in row._meta.concrete_fields}
        self._place = {name: place for place, name in enumerate(self._fields)}
        self._values = [self._told(name, getattr(row, name)) for name in self._fields]

    def cut(self, **own: Any) -> list[Any]:
        """The row with these columns of its own."""
        values = list(self._values)
        for name, value in own.items():
            values[self._place[name]] = self._told(name, value)
        return values

    def _told(self, name: str, value: Any) -> Any:
        return self._fields[name].get_db_prep_save(value, self._database)


class Keys:
    """The next key of each table. Nobody else may write to them meanwhile."""

    def __init__(self, models: Iterable[Kind]) -> None:
        last = {model: model._default_manager.aggregate(last=Max("pk"))["last"] or 0 for model in models}
        self._next = {model: count(key + 1) for model, key in last.items()}

    def of(self, model: Kind) -> int:
        return next(self._next[model])

    def keep(self) -> None:
        """Let the next action go on from here."""
        with connection.cursor() as cursor:
            for sql in connection.ops.sequence_reset_sql(no_style(), list(self._next)):
                cursor.execute(sql)


def joined(several: Iterable[Rows]) -> Rows:
    """The rows of several together."""
    tables: Rows = defaultdict(list)
    for rows in several:
        for model, some in rows.items():
            tables[model] += some
    return tables


def write_rows(rows: Mapping[Kind, Sequence[list[Any]]], *, order: Iterable[Kind]) -> None:
    """Write finished rows, table by table: COPY on PostgreSQL, one prepared statement on SQLite."""
    with connection.cursor() as cursor:
        for model in order:
            _write(cursor, model, rows.get(model, ()))


def _write(cursor: Any, model: Kind, rows: Sequence[list[Any]]) -> None:
    names = [field.column for field in model._meta.concrete_fields]
    table, columns = f'"{model._meta.db_table}"', ", ".join(f'"{name}"' for name in names)
    if connection.vendor == "postgresql":
        with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
    elif rows:
        marks = ", ".join(["%s"] * len(names))
        cursor.executemany(" ".join(["INSERT INTO", table, f"({columns})", "VALUES", f"({marks})"]), rows)


_ON_SQLITE = ("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql <> '' AND tbl_name IN",)
_ON_POSTGRESQL = (
    "SELECT indexname, indexdef FROM pg_indexes",
    "WHERE indexname NOT IN (SELECT conname FROM pg_constraint) AND tablename IN",
)


@contextmanager
def without_indexes(models: Iterable[Kind]) -> Iterator[None]:
    """While many rows come, indexes that no constraint needs are away; at the end they are made at once, sorted.

    On PostgreSQL keys of other tables are not looked up meanwhile, which needs the rights of a superuser.
    """
    names = [model._meta.db_table for model in models]
    marks = f"({', '.join(['%s'] * len(names))})"
    postgresql = connection.vendor == "postgresql"
    with connection.cursor() as cursor:
        if postgresql:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what still waits for its check would hold the table
        cursor.execute(" ".join([*(_ON_POSTGRESQL if postgresql else _ON_SQLITE), marks]), names)
        found = cursor.fetchall()
        for name, _sql in found:
            quoted = connection.ops.quote_name(name)
            cursor.execute(f"DROP INDEX {quoted}")
        try:
            if postgresql:
                cursor.execute("SET session_replication_role = replica")
            yield
        finally:
            if postgresql:
                cursor.execute("SET session_replication_role = DEFAULT")
            for _name, sql in found:
                cursor.execute(sql)


def settle() -> None:
    """What a database does by itself in quieter times."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "PRAGMA wal_checkpoint(TRUNCATE)")
