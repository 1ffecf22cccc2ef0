"""What a system knows of one person, when that person asks for everything: each system tells it in its `portions.py`.

The room has one function, `tell(person)`, which answers with sheets. Whoever asks has proven who they are.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, cast
from uuid import UUID

from tinhso.kit.discovery import rooms
from tinhso.kit.passport import Text

Plain = str | int | float | bool | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table of what is known. `name` is its file; `heads` code of a column → its title; a row has their values.

    files   papers that go with it, uuids of `core.files`
    """

    name: str
    title: Text
    heads: Mapping[str, Text]
    rows: Sequence[Sequence[Plain]]
    files: Sequence[UUID] = ()


class Portion(Protocol):
    """The room of a system."""

    def tell(self, person: UUID) -> Sequence[Sheet]: ...


def sheets_of(person: UUID) -> Iterator[Sheet]:
    """All that every system tells of a person."""
    for room in rooms("portions"):
        if room.__name__ != __name__:
            yield from cast(Portion, room).tell(person)
