"""Lists that are asked of the database in words put together once, and then only filled in.

Django takes longer to write the SQL of a list than the database to answer it, and longer still to build an object of
every row. A listing is a QuerySet of the house like any other; it is written out for sample values, and what changed
in the parameters between two sets of samples is what a value fills in later. A listing that cannot be told so simply
is refused when it is first asked, so that it is never answered wrongly.
"""

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Generic, NamedTuple, TypeVar, cast
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import QuerySet

Row = TypeVar("Row", bound=tuple[Any, ...])
Value = UUID | int | str | datetime | date | frozenset[int] | None


class NotAListing(TypeError):
    """The QuerySet depends on its values in a way that cannot be filled in."""


class _Blank(NamedTuple):
    """A parameter to be filled in: the number of the value, which of its members, and how it is written."""

    value: int
    member: int
    write: Callable[[Any, Any], Any]


@dataclass(frozen=True, slots=True)
class _Written:
    """A listing as it goes to the database. `sql` is empty when nothing can be the answer.

    params       constants, with None where a blank stands
    blanks       place among the parameters → what fills it
    converters   column → what makes a value of Python of it
    """

    sql: str
    params: tuple[Any, ...]
    blanks: dict[int, _Blank]
    converters: dict[int, Any]


class Listing(Generic[Row]):
    """Asks a QuerySet of `values_list` for rows of one kind: `Listing(PersonLine, lambda places: …)`.

    `asked` makes the QuerySet of the values. It may choose by their kind and number, never by what they are.
    """

    def __init__(self, row: type[Row], asked: Callable[..., QuerySet[Any, Any]]) -> None:
        self._row, self._asked = row, asked
        self._written: dict[Hashable, _Written] = {}

    def __call__(self, *values: Value) -> list[Row]:
        """The answer for these values. Raises NotAListing."""
        connection = connections["default"]
        members = [_members(value) for value in values]
        shape = (connection.vendor, *((type(value), len(some)) for value, some in zip(values, members, strict=True)))
        written = self._written.get(shape)
        if written is None:
            written = self._written[shape] = self._write(connection, values)
        return self._answer(connection, written, members) if written.sql else []

    def queryset(self, *values: Value) -> QuerySet[Any, Any]:
        """The same as Django asks it."""
        return self._asked(*values)

    def _answer(self, connection: BaseDatabaseWrapper, written: _Written, members: list[Sequence[Any]]) -> list[Row]:
        params = list(written.params)
        for place, blank in written.blanks.items():
            params[place] = blank.write(connection.ops, members[blank.value][blank.member])
        with connection.cursor() as cursor:
            cursor.execute(written.sql, params)
            found: Sequence[tuple[Any, ...]] = cursor.fetchall()
        if not written.converters:
            return [self._row(*row) for row in found]
        return [self._row(*_converted(row, written.converters, connection)) for row in found]

    def _write(self, connection: BaseDatabaseWrapper, values: Sequence[Value]) -> _Written:
        one, other = ([_sample(value, place, turn) for place, value in enumerate(values)] for turn in (0, 1))
        try:
            (sql, params), compiler = _compiled(self._asked(*one), connection)
            (sql_too, params_too), _ = _compiled(self._asked(*other), connection)
        except EmptyResultSet:
            return _Written("", (), {}, {})
        if sql != sql_too:
            raise NotAListing("The SQL depends on the values.")
        ways = list(_ways(connection.ops, [_members(value) for value in one], [_members(value) for value in other]))
        blanks = {
            place: _blank(ways, first, second)
            for place, (first, second) in enumerate(zip(params, params_too, strict=True))
            if first != second
        }
        constants = tuple(None if place in blanks else value for place, value in enumerate(params))
        return _Written(sql, constants, blanks, compiler.get_converters([column for column, *_ in compiler.select]))


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
        raise NotAListing(f"A listing is not filled in with {type(value).__name__}.")
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


_WRITERS: dict[type, tuple[Callable[[Any, Any], Any], ...]] = {
    datetime: (_as_moment,),
    date: (_as_day,),
    UUID: (_as_hex,),
    str: (_as_beginning,),
}


def _blank(ways: Sequence[Way], first: object, second: object) -> _Blank:
    for told, told_too, blank in ways:
        if type(told) is type(first) and (told, told_too) == (first, second):
            return blank
    raise NotAListing(f"A parameter is made of the values in a way that is not known: {first!r}.")


def _converted(row: tuple[Any, ...], converters: dict[int, Any], connection: BaseDatabaseWrapper) -> list[Any]:
    values = list(row)
    for place, (functions, expression) in converters.items():
        for function in functions:
            values[place] = function(values[place], expression, connection)
    return values
