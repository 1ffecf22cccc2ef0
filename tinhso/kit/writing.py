"""Rows that are written in SQL put together once in a process: what Django's `save` takes longer to word than to do.

`insert`, `insert_new`, `put` and `update` write one row as `save` and `bulk_create` would, `insert_many` as many as
there are, without signals. All else
uses the ORM as it is. See `kit.prepared` for the questions.
"""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Any, TypeAlias

from django.db import DatabaseError, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.fields import NOT_PROVIDED

Kind: TypeAlias = "models.Field[Any, Any]"

_TEXTS = (models.CharField, models.TextField)
_AT_ONCE = 1000
_MANY = 50


def stored(row: models.Model, field: Kind, connection: BaseDatabaseWrapper, *, add: bool = False) -> Any:
    """How the database is given a column of a row, as `save` gives it; words and nothing go as they are."""
    value = field.pre_save(row, add)
    if value is None or (type(value) is str and type(field) in _TEXTS):
        return value
    return field.get_db_prep_save(value, connection)


def insert(row: models.Model, *, using: str = "default") -> None:
    """Write a new row and give it its key, as `save(force_insert=True)` does."""
    _insert(row, "", using)


def insert_new(row: models.Model, *, using: str = "default") -> bool:
    """Write a row and give it its key, unless another with the same unique columns stands; says whether it was written.

    On PostgreSQL it waits for a transaction that is about to write the same.
    """
    return _insert(row, "ON CONFLICT DO NOTHING", using)


def insert_many(rows: Sequence[models.Model], *, using: str = "default") -> None:
    """Write new rows of one model and give them their keys, as `bulk_create` does, a thousand in a statement."""
    if not rows:
        return
    model = type(rows[0])
    names = tuple(field.attname for field in _columns_of(model))
    values = [tuple(getattr(row, name) for name in names) for row in rows]
    for row, key in zip(rows, insert_rows(model, names, values, using=using), strict=True):
        row.pk, row._state.adding, row._state.db = key, False, using


def insert_rows(
    model: type[models.Model], names: tuple[str, ...], rows: Sequence[tuple[Any, ...]], *, using: str = "default"
) -> list[Any]:
    """Write new rows of which only these columns are said, without making objects of them. Returns their keys.

    Many go to PostgreSQL by `COPY`, which spares it a statement with thousands of values.
    """
    connection = connections[using]
    fields = tuple(_named(model)[name] for name in names)
    writers = [_Writer(field, connection) for field in fields]
    if connection.vendor == "postgresql" and len(rows) >= _MANY:
        return _copy(
            model,
            fields,
            [[write(value) for write, value in zip(writers, row, strict=True)] for row in rows],
            connection,
        )
    keys = list[Any]()
    for start in range(0, len(rows), _AT_ONCE):
        some = rows[start : start + _AT_ONCE]
        values = [write(value) for row in some for write, value in zip(writers, row, strict=True)]
        with connection.cursor() as cursor:
            cursor.execute(_insertion_of_many(model, fields, len(some)), values)
            keys += [key for (key,) in cursor.fetchall()]
    return keys


def _copy(
    model: type[models.Model], fields: tuple[Kind, ...], rows: list[list[Any]], connection: BaseDatabaseWrapper
) -> list[Any]:
    """Rows under keys that are drawn first, for `COPY` does not tell which ones it gave."""
    key = model._meta.pk
    if key in fields:
        keys = [row[fields.index(key)] for row in rows]
    else:
        keys = _drawn(model, len(rows), connection)
        fields, rows = (key, *fields), [[one, *row] for one, row in zip(keys, rows, strict=True)]
    columns = ", ".join(map(_column, fields))
    with connection.cursor() as cursor, cursor.copy(f'COPY "{model._meta.db_table}" ({columns}) FROM STDIN') as copy:
        for row in rows:
            copy.write_row(row)
    return keys


def _drawn(model: type[models.Model], number: int, connection: BaseDatabaseWrapper) -> list[Any]:
    """The next keys of a table."""
    sequence = "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)"
    with connection.cursor() as cursor:
        cursor.execute(sequence, [f'"{model._meta.db_table}"', model._meta.pk.column, number])
        return [key for (key,) in cursor.fetchall()]


class _Writer:
    """How one column is written, for many rows: numbers and words as they are, a moment that comes again once."""

    def __init__(self, field: Kind, connection: BaseDatabaseWrapper) -> None:
        self.field, self.connection = field, connection
        self.plain = (int, str) if type(field) in _TEXTS else (int,)
        self.moments: dict[datetime, Any] = {}

    def __call__(self, value: Any) -> Any:
        if value is None or type(value) in self.plain:
            return value
        if type(value) is not datetime:
            return self.field.get_db_prep_save(value, self.connection)
        if value not in self.moments:
            self.moments[value] = self.field.get_db_prep_save(value, self.connection)
        return self.moments[value]


@cache
def _insertion_of_many(model: type[models.Model], fields: tuple[Kind, ...], number: int) -> str:
    row = f"({', '.join(['%s'] * len(fields))})"
    columns = ", ".join(map(_column, fields))
    words = ["INSERT INTO", f'"{model._meta.db_table}"', f"({columns})", "VALUES", ", ".join([row] * number)]
    return " ".join([*words, "RETURNING", _key(model)])


@cache
def _columns_of(model: type[models.Model]) -> tuple[Kind, ...]:
    """Every column that is not made by the database: a key that refers to another row is written too."""
    made = (models.AutoField, models.BigAutoField)
    return tuple(
        field
        for field in model._meta.local_concrete_fields
        if not isinstance(field, made) and field.db_default is NOT_PROVIDED
    )


@cache
def _named(model: type[models.Model]) -> dict[str, Kind]:
    return {field.attname: field for field in model._meta.local_concrete_fields}


def put(row: models.Model, unique: tuple[str, ...], *, using: str = "default") -> None:
    """Write a row, over the one with the same unique columns if there is one, and give it its key."""
    _insert(row, _over(type(row), unique), using)


def _insert(row: models.Model, conflict: str, using: str) -> bool:
    connection, fields = connections[using], _fields(type(row))
    values = [stored(row, field, connection, add=True) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(_insertion(type(row), conflict), values)
        written = cursor.fetchone()
    if written is None:
        return False
    row.pk, row._state.adding, row._state.db = written[0], False, using
    return True


def update(row: models.Model, names: tuple[str, ...], *, using: str = "default") -> None:
    """Write some columns of a row, as `save(update_fields=names)` does. Raises DatabaseError when it is gone."""
    connection = connections[using]
    sql, fields = _change(type(row), names)
    values = [stored(row, field, connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(sql, [*values, row.pk])
        if cursor.rowcount != 1:
            raise DatabaseError("the row is gone")


@cache
def _fields(model: type[models.Model]) -> tuple[Kind, ...]:
    return tuple(field for field in model._meta.local_concrete_fields if not field.primary_key)


@cache
def _insertion(model: type[models.Model], conflict: str) -> str:
    columns, marks = ", ".join(map(_column, _fields(model))), ", ".join("%s" for _field in _fields(model))
    words = ["INSERT INTO", f'"{model._meta.db_table}"', f"({columns})", "VALUES", f"({marks})", conflict]
    return " ".join([*words, "RETURNING", _key(model)])


@cache
def _over(model: type[models.Model], unique: tuple[str, ...]) -> str:
    named = [_column(field) for field in _fields(model) if field.name in unique]
    others = [_column(field) for field in _fields(model) if field.name not in unique]
    renewed = ", ".join(f"{column} = EXCLUDED.{column}" for column in others)
    return " ".join(["ON CONFLICT", f"({', '.join(named)})", "DO UPDATE SET", renewed])


@cache
def _change(model: type[models.Model], names: tuple[str, ...]) -> tuple[str, tuple[Kind, ...]]:
    fields = tuple(field for field in _fields(model) if field.name in names)
    columns = ", ".join(f"{_column(field)} = %s" for field in fields)
    return " ".join(["UPDATE", f'"{model._meta.db_table}"', "SET", columns, "WHERE", _key(model), "= %s"]), fields


def _column(field: Kind) -> str:
    return f'"{field.column}"'


def _key(model: type[models.Model]) -> str:
    return f'"{model._meta.pk.column}"'
