"""What a member of a community team carries along for a day in a village: each system offers it in its `packing.py`.

The room has one function, `pack(ask)`, which answers with parts. The phone keeps a part until its content changes, so a
long list is offered as several parts that change apart (`in_parts`). Everything in a part may be read by a member of
the village's team: offer the least that helps at the door of a house.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from hashlib import sha256
from typing import Protocol, TypeVar, cast
from uuid import UUID

from tinhso.kit.actors import Rights
from tinhso.kit.discovery import rooms
from tinhso.kit.portions import Plain

R = TypeVar("R")
AT_ONCE = 25


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """For which village (id of the place), for whom, when."""

    village: int
    rights: Rights
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One thing, in words of the page's language.

    id      what it is called everywhere: a uuid, or the ref of a case
    under   the id of the row below which the phone shows it (a person under a household); empty: by itself
    notes   short lines about it
    url     the form or page that it leads to, one that phones keep (`System.carried`); empty: none
    go      what that link says; empty: "Open the form"
    values  what a form needs of it, and the version that a change of it is based on
    """

    id: str
    title: str
    under: str = ""
    notes: Sequence[str] = ()
    url: str = ""
    go: str = ""
    values: Mapping[str, Plain | Sequence[str]] = field(default_factory=dict)

    def told(self) -> dict[str, object]:
        """What is said of it; what is empty is left out."""
        said = ((name, getattr(self, name)) for name in ("id", "title", "under", "notes", "url", "go", "values"))
        return {name: value for name, value in said if value}


@dataclass(frozen=True, kw_only=True)
class Part:
    """Some rows that are fetched and kept together.

    name    of the same rows always the same: letters, digits, dots
    newest  when the newest of its rows came to be; newer parts are fetched first
    people  whose names it shows: they can see that it was carried along
    keeps   addresses of sounds and the like that go with it; they show nothing of anyone
    """

    name: str
    newest: datetime
    rows: Sequence[Row] = ()
    people: Sequence[UUID] = ()
    keeps: Sequence[str] = ()

    @cached_property
    def content(self) -> str:
        """As the phone keeps it."""
        told = {"rows": [row.told() for row in self.rows], "keeps": list(self.keeps)}
        return json.dumps(told, ensure_ascii=False, separators=(",", ":"))

    @cached_property
    def hash(self) -> str:
        """SHA-256 of the content, in hexadecimal."""
        return sha256(self.content.encode()).hexdigest()


class Packing(Protocol):
    """The room of a system."""

    def pack(self, ask: Ask) -> Iterable[Part]: ...


def parts_for(ask: Ask) -> list[Part]:
    """All that every system offers for the village, the newest first."""
    found = [part for room in _rooms() for part in room.pack(ask)]
    return sorted(found, key=lambda part: part.newest, reverse=True)


def in_parts(name: str, rows: Sequence[R], make: Callable[[str, Sequence[R]], Part]) -> Iterator[Part]:
    """A long list as parts of 25, called `name.1`, `name.2` …; new rows must come at its end."""
    for start in range(0, len(rows), AT_ONCE):
        yield make(f"{name}.{start // AT_ONCE + 1}", rows[start : start + AT_ONCE])


def _rooms() -> Iterator[Packing]:
    for room in rooms("packing"):
        if room.__name__ != __name__:
            yield cast(Packing, room)
