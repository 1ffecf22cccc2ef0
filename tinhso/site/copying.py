"""Every row of one database into another, whatever kinds they are, compared afterwards row by row."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from graphlib import CycleError, TopologicalSorter
from itertools import islice
from typing import Any, cast

from django.apps import apps
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connections, models, transaction

from tinhso.site.databases import described

BATCH = 500
Model = type[models.Model]


class CopyDiffers(Exception):
    """After copying, a table did not hold the same rows."""


class NotEmpty(Exception):
    """The database to copy to has rows already."""


@dataclass(frozen=True, slots=True)
class Copied:
    """One table, as it is in both databases. `digest` is SHA-256 over all rows in the order of their keys."""

    table: str
    rows: int
    digest: str


def copy_all(source: str, target: str, *, told: Callable[[Copied], None]) -> list[Copied]:
    """Make the tables in `target`, fill them from one moment of `source`, and compare. Both are database aliases.

    Raises NotEmpty or CopyDiffers; then nothing was kept in `target`. Search indexes fill themselves by their triggers.
    """
    _refuse_lived_in(target)
    call_command("migrate", database=target, interactive=False, verbosity=0)
    _empty(target)
    done: list[Copied] = []
    with one_moment(source), transaction.atomic(using=target):
        for model in in_order():
            _copy(model, source, target)
        _reset_counters(target)
        for model in in_order():
            here, there = digest_of(model, source), digest_of(model, target)
            if here != there:
                raise CopyDiffers(f"{here.table}: {here.rows} rows became {there.rows}, or their content differs")
            told(there)
            done.append(there)
    return done


@contextmanager
def opened(url: str, alias: str) -> Iterator[str]:
    """A further database under an alias, for as long as this lasts."""
    configured = connections.configure_settings({"default": described(url)})
    connections.databases[alias] = configured["default"]
    try:
        yield alias
    finally:
        connections[alias].close()
        del connections[alias], connections.databases[alias]


@contextmanager
def one_moment(alias: str) -> Iterator[None]:
    """All reads inside see the same moment: a snapshot on PostgreSQL, the write lock on SQLite."""
    connection = connections[alias]
    with transaction.atomic(using=alias):
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


def in_order() -> list[Model]:
    """Every table of ours, each after those it points to."""
    tables = [
        model for model in apps.get_models(include_auto_created=True) if model._meta.managed and not _is_view(model)
    ]
    known = set(tables)
    needs = {model: {to for to in _pointed_to(model) if to in known and to is not model} for model in tables}
    try:
        return list(TopologicalSorter(needs).static_order())
    except CycleError:
        return tables  # every foreign key is checked at commit, so that order is a courtesy


def _is_view(model: Model) -> bool:
    return bool(model._meta.proxy or model._meta.swapped)


def _pointed_to(model: Model) -> set[Model]:
    return {cast(Model, field.related_model) for field in model._meta.local_concrete_fields if field.is_relation}


def _fields(model: Model) -> list["models.Field[Any, Any]"]:
    return [field for field in model._meta.local_concrete_fields if not getattr(field, "generated", False)]


def _rows(model: Model, alias: str) -> Iterator[models.Model]:
    manager = cast(Any, model)._base_manager.using(alias).order_by("pk")
    return iter(manager.iterator(chunk_size=BATCH))


def _copy(model: Model, source: str, target: str) -> None:
    """Rows go in as they are: `raw` keeps fields from setting themselves anew."""
    rows = _rows(model, source)
    while batch := list(islice(rows, BATCH)):
        cast(Any, model)._base_manager.using(target)._insert(batch, fields=_fields(model), using=target, raw=True)


def digest_of(model: Model, alias: str) -> Copied:
    """How many rows a table has, and the hash of all of them."""
    digest, count = hashlib.sha256(), 0
    fields = _fields(model)
    for row in _rows(model, alias):
        count += 1
        for field in fields:
            digest.update(_said(field.value_from_object(row)) + b"\x1f")
        digest.update(b"\x1e")
    return Copied(model._meta.db_table, count, digest.hexdigest())


def _said(value: object) -> bytes:
    """A value in words that both kinds of database agree on."""
    match value:
        case None:
            return b"\x00"
        case bytes() | bytearray() | memoryview():
            return bytes(value).hex().encode()
        case datetime():
            return value.astimezone(UTC).isoformat().encode() if value.tzinfo else value.isoformat().encode()
        case date() | time():
            return value.isoformat().encode()
        case timedelta():
            return str(value.total_seconds()).encode()
        case bool():
            return b"1" if value else b"0"
        case Decimal():
            return format(value.normalize(), "f").encode()
        case dict():
            return b"{" + b",".join(_said(key) + b":" + _said(value[key]) for key in sorted(value)) + b"}"
        case list() | tuple() | set():
            return b"[" + b",".join(_said(part) for part in value) + b"]"
        case _:
            return str(value).encode()


def _refuse_lived_in(alias: str) -> None:
    """A database in which something was recorded or someone has an account belongs to somebody."""
    there = set(connections[alias].introspection.table_names())
    for label in ("events.Entry", "accounts.Account"):
        model = apps.get_model(label)
        if model._meta.db_table in there and cast(Any, model)._base_manager.using(alias).exists():
            raise NotEmpty(model._meta.db_table)


def _empty(alias: str) -> None:
    """Take away the rows that migrating makes by itself: they come again from the source."""
    with transaction.atomic(using=alias):
        for model in reversed(in_order()):
            cast(Any, model)._base_manager.using(alias).all()._raw_delete(alias)


def _reset_counters(alias: str) -> None:
    """PostgreSQL's sequences go on after the highest id; SQLite does so by itself."""
    connection = connections[alias]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), in_order()):
            cursor.execute(statement)
