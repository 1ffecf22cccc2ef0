"""Questions that are put into SQL once in a process, for the few paths that everyone walks all day.

Django takes longer to write the SQL of a question than the database to answer it, and longer still to build an object
of every row. A prepared question is a QuerySet of the house like any other; it is written out for sample values, and
what changed in the parameters between two sets of samples is what a value fills in later. A question that cannot be
told so simply is refused when it is first asked, so that it is never answered wrongly.

`Listing` gives light rows, `Objects` gives objects of a model. All else uses the ORM as it is. Rows are written in the
same manner by `kit.writing`.
"""

import threading
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Generic, NamedTuple, TypeAlias, TypeVar, cast
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connections, models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import QuerySet, signals
from django.db.models.base import ModelState
from django.db.models.query import ModelIterable
from django.db.transaction import TransactionManagementError

Answer = TypeVar("Answer")
Row = TypeVar("Row", bound=tuple[Any, ...])
M = TypeVar("M", bound=models.Model)
Value = UUID | int | str | datetime | date | frozenset[int] | None
Kind: TypeAlias = "models.Field[Any, Any]"
Found: TypeAlias = Sequence[Any]
"""A row as the database gave it."""


class CannotBePreparedError(TypeError):
    """The QuerySet depends on its values in a way that cannot be filled in, or gives what cannot be read."""


class _Blank(NamedTuple):
    """A parameter to be filled in: the number of the value, which of its members, and how it is written."""

    value: int
    member: int
    write: Callable[[Any, Any], Any]


@dataclass(frozen=True, slots=True)
class _Written:
    """A question as it goes to the database. `sql` is empty when nothing can be the answer.

    params   constants, with None where a blank stands
    blanks   place among the parameters → what fills it
    columns  the expressions of the columns
    locks    whether its rows are locked
    read     what makes an answer of a row
    """

    sql: str
    params: tuple[Any, ...] = ()
    blanks: tuple[tuple[int, _Blank], ...] = ()
    columns: tuple[Any, ...] = ()
    locks: bool = False
    read: Callable[[Found], Any] = tuple


class _Converters(threading.local):
    """What makes values of Python of columns. They hold on to the connection of their thread; the words do not."""

    def __init__(self) -> None:
        self.known: dict[Hashable, dict[int, Any]] = {}


class _Prepared(Generic[Answer]):
    """A QuerySet worded once in a process for each shape of its values: their kinds, and how many each of them is."""

    def __init__(self, asked: Callable[..., QuerySet[Any, Any]]) -> None:
        self._asked = asked
        self._written: dict[Hashable, _Written] = {}
        self._converters = _Converters()

    def __call__(self, *values: Value) -> list[Answer]:
        """The answer for these values. Raises CannotBePreparedError; TransactionManagementError as the ORM does."""
        connection = connections["default"]
        members = [_members(value) for value in values]
        shape = (connection.vendor, *map(type, values), *map(len, members))
        written = self._written.get(shape)
        if written is None:
            written = self._written[shape] = self._write(connection, values)
        if not written.sql:
            return []
        if written.locks and connection.get_autocommit():
            raise TransactionManagementError("A row is locked inside a transaction only.")
        converters = self._converters.known.get(shape)
        if converters is None:
            converters = self._converters.known[shape] = _converters_of(written, connection)
        found = _found(connection, written, members)
        if converters:
            return [written.read(_converted(row, converters, connection)) for row in found]
        return [written.read(row) for row in found]

    def queryset(self, *values: Value) -> QuerySet[Any, Any]:
        """The same as Django asks it."""
        return self._asked(*values)

    def _reader(self, queryset: QuerySet[Any, Any], compiler: Any) -> Callable[[Found], Answer]:
        """How an answer is made of a row. Raises CannotBePreparedError."""
        raise NotImplementedError

    def _write(self, connection: BaseDatabaseWrapper, values: Sequence[Value]) -> _Written:
        one, other = ([_sample(value, place, turn) for place, value in enumerate(values)] for turn in (0, 1))
        queryset = self._asked(*one)
        try:
            (sql, params), compiler = _compiled(queryset, connection)
            (sql_too, params_too), _ = _compiled(self._asked(*other), connection)
        except EmptyResultSet:
            return _Written("")
        if sql != sql_too:
            raise CannotBePreparedError("The SQL depends on the values.")
        ways = list(_ways(connection.ops, [_members(value) for value in one], [_members(value) for value in other]))
        blanks = {
            place: _blank(ways, first, second)
            for place, (first, second) in enumerate(zip(params, params_too, strict=True))
            if first != second
        }
        return _Written(
            sql,
            tuple(None if place in blanks else value for place, value in enumerate(params)),
            tuple(blanks.items()),
            tuple(column for column, *_ in compiler.select),
            queryset.query.select_for_update and connection.features.has_select_for_update,
            self._reader(queryset, compiler),
        )


class Listing(_Prepared[Row]):
    """Asks a QuerySet of `values_list` for rows of one kind, a NamedTuple: `Listing(PersonLine, lambda places: …)`.

    `asked` makes the QuerySet of the values. It may choose by their kind and number, never by what they are.
    """

    def __init__(self, row: type[Row], asked: Callable[..., QuerySet[Any, Any]]) -> None:
        super().__init__(asked)
        self._row = row

    def _reader(self, queryset: QuerySet[Any, Any], compiler: Any) -> Callable[[Found], Row]:
        make: Callable[[Found], Row] = cast(Any, self._row)._make
        return make


class Objects(_Prepared[M]):
    """Asks a QuerySet for objects of its model, with what `select_related` named.

    `asked` makes the QuerySet of the values, as that of a `Listing`. What is annotated or prefetched is refused.
    """

    def __init__(self, asked: Callable[..., QuerySet[M, Any]]) -> None:
        super().__init__(asked)

    def _reader(self, queryset: QuerySet[Any, Any], compiler: Any) -> Callable[[Found], M]:
        of = cast(Any, queryset)
        if not issubclass(of._iterable_class, ModelIterable):
            raise CannotBePreparedError("The QuerySet gives values: a Listing asks for them.")
        if of._prefetch_related_lookups or queryset.query.annotation_select:
            raise CannotBePreparedError("An object is read with the rows it refers to, and no more.")
        return _whole(compiler, compiler.klass_info)


def _found(connection: BaseDatabaseWrapper, written: _Written, members: list[Sequence[Any]]) -> Sequence[Found]:
    params = list(written.params)
    for place, (value, member, write) in written.blanks:
        params[place] = write(connection.ops, members[value][member])
    with connection.cursor() as cursor:
        cursor.execute(written.sql, params)
        found: Sequence[Found] = cursor.fetchall()
    return found


def _compiled(queryset: QuerySet[Any, Any], connection: BaseDatabaseWrapper) -> tuple[tuple[str, Sequence[Any]], Any]:
    compiler = cast(Any, queryset.query.get_compiler(connection=connection))
    return compiler.as_sql(), compiler


def _members(value: Value) -> Sequence[Any]:
    return tuple(value) if isinstance(value, frozenset) else (value,)


def _sample(value: Value, place: int, turn: int) -> Value:
    """A value of the same kind, unlike any other of both turns and unlike anything that a query would say itself."""
    if value is None:
        return None
    if isinstance(value, frozenset):
        first = 1_000_003 * (place + 1) + 500_000 * turn
        return frozenset(range(first, first + len(value)))
    other = 2 * place + turn
    samples: dict[type, Value] = {
        UUID: UUID(int=0x5A3D1E2C9B7F4C608D1E2F3A4B5C6D7E + other),
        int: 20_011 + other,
        str: f"sample {other}",
        datetime: datetime(1951, 3, 7, 11, 13, 17, 19, tzinfo=UTC) + timedelta(days=other),
        date: date(1961, 3, 7) + timedelta(days=other),
    }
    if type(value) not in samples:
        raise CannotBePreparedError(f"A question is not filled in with {type(value).__name__}.")
    return samples[type(value)]


Way = tuple[Any, Any, _Blank]


def _ways(ops: object, one: Sequence[Any], other: Sequence[Any]) -> Iterator[Way]:
    """How each sample may look among the parameters, in both turns, and the blank it would be."""
    for value, (some, others) in enumerate(zip(one, other, strict=True)):
        for member, (first, second) in enumerate(zip(some, others, strict=True)):
            for write in (_as_it_is, *_WRITERS.get(type(first), ())):
                yield write(ops, first), write(ops, second), _Blank(value, member, write)


def _as_it_is(_ops: Any, value: object) -> object:
    return value


def _as_moment(ops: Any, value: datetime) -> object:
    return ops.adapt_datetimefield_value(value)


def _as_day(ops: Any, value: date) -> object:
    return ops.adapt_datefield_value(value)


def _as_hex(_ops: Any, value: UUID) -> object:
    return value.hex


def _as_beginning(ops: Any, value: str) -> object:
    return f"{ops.prep_for_like_query(value)}%"


def _as_small(ops: Any, value: int) -> object:
    return ops.adapt_integerfield_value(value, "SmallIntegerField")


def _as_whole(ops: Any, value: int) -> object:
    return ops.adapt_integerfield_value(value, "IntegerField")


def _as_big(ops: Any, value: int) -> object:
    return ops.adapt_integerfield_value(value, "BigIntegerField")


_WRITERS: dict[type, tuple[Callable[[Any, Any], Any], ...]] = {
    datetime: (_as_moment,),
    date: (_as_day,),
    UUID: (_as_hex,),
    str: (_as_beginning,),
    int: (_as_small, _as_whole, _as_big),
}


def _blank(ways: Sequence[Way], first: object, second: object) -> _Blank:
    for told, told_too, blank in ways:
        if type(told) is type(first) and (told, told_too) == (first, second):
            return blank
    raise CannotBePreparedError(f"A parameter is made of the values in a way that is not known: {first!r}.")


def _converters_of(written: _Written, connection: BaseDatabaseWrapper) -> dict[int, Any]:
    """Column → what makes a value of Python of it, and its expression. As `SQLCompiler.get_converters` finds them."""
    ops = cast(Any, connection.ops)
    found = (
        (place, [*ops.get_db_converters(column), *column.get_db_converters(connection)], column)
        for place, column in enumerate(written.columns)
    )
    return {place: (functions, column) for place, functions, column in found if functions}


def _converted(row: Found, converters: dict[int, Any], connection: BaseDatabaseWrapper) -> list[Any]:
    values = list(row)
    for place, (functions, expression) in converters.items():
        for function in functions:
            values[place] = function(values[place], expression, connection)
    return values


def _whole(compiler: Any, info: dict[str, Any]) -> Callable[[Found], Any]:
    """How an object is made of a row, with the objects it refers to; None where an outer join found nothing."""
    read = _model(compiler, info)
    related = [(_whole(compiler, other), other["local_setter"]) for other in info.get("related_klass_infos", ())]

    def whole(row: Found) -> Any:
        made = read(row)
        if made is not None:
            for other, put in related:
                put(made, other(row))
        return made

    return whole if related else read


def _model(compiler: Any, info: dict[str, Any]) -> Callable[[Found], Any]:
    """How a model is made of its part of a row, as `from_db` makes it where nobody listens."""
    model, columns, using = info["model"], info["select_fields"], compiler.connection.alias
    if signals.pre_init.has_listeners(model) or signals.post_init.has_listeners(model):
        raise CannotBePreparedError("Somebody wants to hear of each object that is made.")
    start, end = columns[0], columns[-1] + 1
    names = [column[0].target.attname for column in compiler.select[start:end]]
    key = start + names.index(model._meta.pk.attname)

    def read(row: Found) -> Any:
        if row[key] is None:
            return None
        made = model.__new__(model)
        state = made._state = ModelState()
        state.adding, state.db = False, using
        made.__dict__.update(zip(names, row[start:end], strict=True))
        return made

    return read
