"""Rows that are written in SQL put together once in a process: what Django's `save` takes longer to word than to do.

`insert`, `insert_new`, `put` and `update` write one row as `save` and `bulk_create` would, without signals. All else
uses the ORM as it is. See `kit.prepared` for the questions.
"""

from functools import cache
from typing import Any, TypeAlias

from django.db import DatabaseError, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

Kind: TypeAlias = "models.Field[Any, Any]"

_TEXTS = (models.CharField, models.TextField)


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
