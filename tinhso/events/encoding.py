"""Events to bytes and back: the payload that an entry keeps, and the canonical leaf that is sealed."""

import dataclasses
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, get_args, get_type_hints
from uuid import UUID

import orjson

from tinhso.events.definitions import Event, known

Reader = Callable[[Any], Any]
LEAF_FIELDS = (
    "about",
    "about_kind",
    "account",
    "at",
    "channel",
    "commitment",
    "for_person",
    "mandate",
    "name",
    "person",
    "place",
    "post",
    "request_id",
    "version",
)
"""The columns of an entry that its leaf holds, beside `seq`."""


class UnknownEventError(LookupError):
    """The log holds an event that no installed system defines."""


def payload_of(event: Event) -> str:
    """An event's fields as JSON: keys in order, no spaces, decimals and dates as text."""
    fields = {name: getattr(event, name) for name in _readers(event.name)}
    return orjson.dumps(fields, option=orjson.OPT_SORT_KEYS, default=str).decode()


def event_of(name: str, data: str) -> Event:
    """The event that a payload says, each field in the type of its annotation; a field it no longer has is left out.

    Raises UnknownEventError when no installed system defines the name.
    """
    kind = known().get(name)
    if kind is None:
        raise UnknownEventError(name)
    readers = _readers(name)
    return kind(**{field: readers[field](value) for field, value in orjson.loads(data).items() if field in readers})


def leaf_of(seq: int, entry: Mapping[str, Any]) -> bytes:
    """The canonical bytes of a leaf: JSON of `leaf_fields`, keys in order, no spaces, UTF-8."""
    return orjson.dumps(leaf_fields(seq, entry))


def leaf_fields(seq: int, entry: Mapping[str, Any]) -> dict[str, Any]:
    """What is sealed of an entry: ids, times in UTC with microseconds, the commitment in hex; keys in order."""
    at: datetime = entry["at"]
    return {
        "about": entry["about"],
        "about_kind": entry["about_kind"],
        "account": entry["account"],
        "at": utc(at),
        "channel": entry["channel"],
        "commitment": bytes(entry["commitment"]).hex(),
        "for_person": _text(entry["for_person"]),
        "mandate": _text(entry["mandate"]),
        "name": entry["name"],
        "person": _text(entry["person"]),
        "place": entry["place"],
        "post": entry["post"],
        "request_id": entry["request_id"],
        "seq": seq,
        "version": entry["version"],
    }


def utc(at: datetime) -> str:
    """A moment as the log writes it: `2026-11-21T02:03:04.000005Z`."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")[:-6] + "Z"


def _text(identity: UUID | None) -> str | None:
    return str(identity) if identity is not None else None


@cache
def _readers(name: str) -> dict[str, Reader]:
    kind = known()[name]
    hints = get_type_hints(kind)
    return {field.name: _reader(hints[field.name]) for field in dataclasses.fields(kind)}


def _whole(value: Any) -> int:
    if not isinstance(value, int):
        raise TypeError(f"{type(value).__name__} is no whole number")
    return value


_SIMPLE: dict[Any, Reader] = {
    Decimal: Decimal,
    datetime: datetime.fromisoformat,
    date: date.fromisoformat,
    UUID: UUID,
    int: _whole,
}


def _reader(kind: Any) -> Reader:
    if isinstance(kind, UnionType):
        return _optional(kind)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        return kind
    return _SIMPLE.get(kind, _as_it_is)


def _optional(kind: UnionType) -> Reader:
    """A union is read by its first part that can; None stays None."""
    readers = [_reader(part) for part in get_args(kind) if part is not NoneType]

    def read(value: Any) -> Any:
        if value is None:
            return None
        for reader in readers:
            try:
                return reader(value)
            except (ValueError, ArithmeticError, TypeError):
                continue
        raise ValueError(f"nothing in {kind} reads {type(value).__name__}")

    return read


def _as_it_is(value: Any) -> Any:
    return value
