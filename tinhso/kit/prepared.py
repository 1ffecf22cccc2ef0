"""Questions and rows that are put into SQL once in a process, for the few paths that everyone walks all day.

The ORM takes five to twenty times as long to put a question into words as the database takes to answer it. A `Question`
lets it do so once, and asks again with other values; rows are made by the ORM's own converters. `insert` and `update`
write one row as `save` would, without its signals. All else uses the ORM as it is.
"""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Generic, TypeAlias, TypeVar

from django.db import DatabaseError, connections, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

M = TypeVar("M", bound=models.Model)
Kind: TypeAlias = "models.Field[Any, Any]"


@dataclass(frozen=True, slots=True)
class Slot:
    """A value that differs from one asking to the next: what stands for it in the words, and its kind."""

    stands: Any
    kind: Kind


@dataclass(frozen=True, slots=True)
class _Worded:
    sql: str
    values: tuple[Any, ...]
    places: tuple[tuple[int, int], ...]
    compiler: Any
    converters: dict[int, Any]
    locks: bool
    read: Callable[[Sequence[Any]], Any] | None
    related: tuple[tuple[Callable[[Sequence[Any]], Any], Callable[[Any, Any], None]], ...]


class Question(Generic[M]):
    """A QuerySet with slots, worded once for each thread and database.

    queryset   makes it, from the values that stand in the slots; each must be found in its SQL, and found nowhere else
    """

    def __init__(self, queryset: Callable[..., models.QuerySet[M, Any]], *slots: Slot) -> None:
        self._queryset = queryset
        self._slots = slots
        self._ready = threading.local()

    def rows(self, *values: Any, using: str = "default") -> list[tuple[Any, ...]]:
        """What `values_list` would give."""
        worded, found = self._ask(values, using)
        return [tuple(row) for row in worded.compiler.apply_converters(found, worded.converters)]

    def objects(self, *values: Any, using: str = "default") -> list[M]:
        """What the QuerySet would give, with what `select_related` named of the row itself."""
        worded, found = self._ask(values, using)
        if worded.read is None:
            raise TypeError("this question gives values")
        made = []
        for row in worded.compiler.apply_converters(found, worded.converters):
            one = worded.read(row)
            for other, put in worded.related:
                put(one, other(row))
            made.append(one)
        return made

    def _ask(self, values: Sequence[Any], using: str) -> tuple[_Worded, list[list[Any]]]:
        connection = connections[using]
        worded = self._worded(connection, using)
        if worded.locks and connection.get_autocommit():
            raise transaction.TransactionManagementError("a row is locked inside a transaction only")
        asked = list(worded.values)
        for place, slot in worded.places:
            asked[place] = _told(values[slot], self._slots[slot].kind, connection)
        with connection.cursor() as cursor:
            cursor.execute(worded.sql, asked)
            return worded, [list(row) for row in cursor.fetchall()]

    def _worded(self, connection: BaseDatabaseWrapper, using: str) -> _Worded:
        known: dict[str, _Worded] = self._ready.__dict__
        if using not in known:
            known[using] = self._put(connection, using)
        return known[using]

    def _put(self, connection: BaseDatabaseWrapper, using: str) -> _Worded:
        query = self._queryset(*(slot.stands for slot in self._slots)).using(using).query
        compiler = query.get_compiler(using=using)
        sql, params = compiler.as_sql()
        stands = [_told(slot.stands, slot.kind, connection) for slot in self._slots]
        places = [(at, stands.index(param)) for at, param in enumerate(params) if param in stands]
        if {slot for _place, slot in places} != set(range(len(stands))):
            raise LookupError(f"a value that stands in a slot is not in the words: {sql}")
        columns = [column[0] for column in compiler.select[: compiler.col_count]]
        locks = query.select_for_update and connection.features.has_select_for_update
        info = compiler.klass_info if query.default_cols or query.select_related else None
        others = info.get("related_klass_infos", ()) if info else ()
        return _Worded(
            sql,
            tuple(params),
            tuple(places),
            compiler,
            compiler.get_converters(columns),
            locks,
            _reader(compiler, info, using) if info else None,
            tuple((_reader(compiler, other, using), other["local_setter"]) for other in others),
        )


def insert(row: models.Model, *, using: str = "default") -> None:
    """Write a new row and give it its key, as `save(force_insert=True)` does."""
    connection, fields = connections[using], _fields(type(row))
    values = [field.get_db_prep_save(field.pre_save(row, add=True), connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(_insertion(type(row), connection.vendor), values)
        row.pk = cursor.fetchone()[0] if connection.vendor == "postgresql" else cursor.lastrowid
    row._state.adding, row._state.db = False, using


def update(row: models.Model, names: tuple[str, ...], *, using: str = "default") -> None:
    """Write some columns of a row, as `save(update_fields=names)` does. Raises DatabaseError when it is gone."""
    connection = connections[using]
    sql, fields = _change(type(row), names)
    values = [field.get_db_prep_save(field.pre_save(row, add=False), connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(sql, [*values, row.pk])
        if cursor.rowcount != 1:
            raise DatabaseError("the row is gone")


def _reader(compiler: Any, info: dict[str, Any], using: str) -> Callable[[Sequence[Any]], Any]:
    """How a model is made of its part of a row; None where an outer join found nothing."""
    model, columns = info["model"], info["select_fields"]
    start, end = columns[0], columns[-1] + 1
    names = [column[0].target.attname for column in compiler.select[start:end]]
    key = start + names.index(model._meta.pk.attname)
    return lambda row: model.from_db(using, names, row[start:end]) if row[key] is not None else None


def _told(value: Any, kind: Kind, connection: BaseDatabaseWrapper) -> Any:
    return kind.get_db_prep_value(value, connection)


@cache
def _fields(model: type[models.Model]) -> tuple[Kind, ...]:
    return tuple(field for field in model._meta.local_concrete_fields if not field.primary_key)


@cache
def _insertion(model: type[models.Model], vendor: str) -> str:
    columns, marks = ", ".join(map(_column, _fields(model))), ", ".join("%s" for _field in _fields(model))
    words = ["INSERT INTO", f'"{model._meta.db_table}"', f"({columns})", "VALUES", f"({marks})"]
    return " ".join([*words, "RETURNING", _key(model)] if vendor == "postgresql" else words)


@cache
def _change(model: type[models.Model], names: tuple[str, ...]) -> tuple[str, tuple[Kind, ...]]:
    fields = tuple(field for field in _fields(model) if field.name in names)
    columns = ", ".join(f"{_column(field)} = %s" for field in fields)
    return " ".join(["UPDATE", f'"{model._meta.db_table}"', "SET", columns, "WHERE", _key(model), "= %s"]), fields


def _column(field: Kind) -> str:
    return f'"{field.column}"'


def _key(model: type[models.Model]) -> str:
    return f'"{model._meta.pk.column}"'
