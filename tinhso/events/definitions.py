"""Events: what can happen, as types. Past tense, frozen, versioned, and without anything that names a person."""

import dataclasses
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from types import NoneType, UnionType
from typing import Any, ClassVar, NewType, TypeVar, dataclass_transform, get_args, get_type_hints
from uuid import UUID

Code = NewType("Code", str)
"""A word from a fixed list or a code of the nation (a topic, a procedure): never a name, never free text."""

_ALLOWED = (bool, int, Decimal, date, datetime, UUID, NoneType)
Defined = TypeVar("Defined", bound="Event")


@dataclasses.dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happened. Subclass it in a system's `events.py` under `@event`."""

    name: ClassVar[str]
    version: ClassVar[int] = 1


class MayNamePersonError(TypeError):
    """An event has a field of a type that could carry a name, a number or free text of a person."""


_known: dict[str, type[Event]] = {}


@dataclass_transform(frozen_default=True, kw_only_default=True)
def event(*, version: int = 1) -> Callable[[type[Defined]], type[Defined]]:
    """Make a class an event: frozen, keyword only, checked, known by `system.ClassName`.

    Raises MayNamePersonError when a field is not an id, a number, a date, a truth value, an enumeration or a `Code`.
    """

    def decorate(cls: type[Defined]) -> type[Defined]:
        made = dataclasses.dataclass(frozen=True, kw_only=True)(cls)
        made.version = version
        made.name = f"{_system(cls.__module__)}.{cls.__name__}"
        for field, kind in get_type_hints(made).items():
            if field not in ("name", "version") and not _harmless(kind):
                raise MayNamePersonError(f"{made.name}.{field}: {kind}")
        _known[made.name] = made
        return made

    return decorate


def known() -> dict[str, type[Event]]:
    """Every event of every system, by name."""
    return dict(_known)


def _system(module: str) -> str:
    """The label of the system: the folder that holds the room `events`, even when the room became a package."""
    folders = module.split(".")
    room = len(folders) - 1 - folders[::-1].index("events") if "events" in folders[2:] else -1
    return folders[room - 1]


def _harmless(kind: Any) -> bool:
    if isinstance(kind, UnionType):
        return all(_harmless(part) for part in get_args(kind))
    if kind is Code:
        return True
    return isinstance(kind, type) and (kind in _ALLOWED or issubclass(kind, StrEnum))
