"""Reactions: what a system does when something happens elsewhere."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivered:
    """What a handler is given: the event as data, what it was about, when, where.

    A handler knows another system's event by name only, so the event comes as a plain mapping.
    """

    seq: int
    name: str
    version: int
    data: dict[str, Any]
    about_kind: str
    about: str
    place: int | None
    at: datetime


Handler = Callable[[Delivered], None]
_handlers: dict[str, tuple[Handler, frozenset[str]]] = {}


def reacts_to(*names: str) -> Callable[[Handler], Handler]:
    """Register a handler for events by name (`"petitions.PetitionAnswered"`). It runs at least once per event, in a
    transaction with its own mark, so that its rows are written exactly once; it must bear being called again."""

    def register(handler: Handler) -> Handler:
        setattr(handler, "reacts_to", names)
        _handlers[f"{handler.__module__}.{handler.__qualname__}"] = (handler, frozenset(names))
        return handler

    return register


def handlers() -> dict[str, tuple[Handler, frozenset[str]]]:
    """Every registered handler with the names it reacts to, by its own dotted name."""
    return dict(_handlers)
