"""How a day's work travels: one line that lists all parts, then each part that the phone has not, newest first.

    {"village": …, "name": …, "at": …, "parts": [{"name", "hash", "bytes"}, …], "pages": […]}
    people.1⇥{"rows": […], "keeps": […]}
    …

A line that arrived whole is kept; when the signal breaks, the phone asks again with what it has: no part comes twice.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from tinhso.kit.packing import Part

MOST_KNOWN = 2_000


class NotKnownParts(ValueError):
    """What the phone says of what it has is no table of names and hashes."""


@dataclass(frozen=True, slots=True)
class Work:
    """What one village is at a moment: all its parts, and of them those that the phone has not."""

    village: UUID
    name: str
    at: datetime
    parts: Sequence[Part]
    new: Sequence[Part]
    pages: Sequence[str]

    def lines(self) -> Iterator[str]:
        """As it travels."""
        listed = [{"name": one.name, "hash": one.hash, "bytes": len(one.content.encode())} for one in self.parts]
        told = {"village": str(self.village), "name": self.name, "at": self.at.isoformat(timespec="seconds")}
        yield json.dumps({**told, "parts": listed, "pages": list(self.pages)}, ensure_ascii=False) + "\n"
        yield from (f"{part.name}\t{part.content}\n" for part in self.new)


def read_known(words: str) -> Mapping[str, str]:
    """Name → hash of the parts that a phone has. Raises NotKnownParts."""
    try:
        told = json.loads(words or "{}")
    except ValueError as wrong:
        raise NotKnownParts from wrong
    if not isinstance(told, dict) or len(told) > MOST_KNOWN or not all(isinstance(one, str) for one in told.values()):
        raise NotKnownParts
    return told
