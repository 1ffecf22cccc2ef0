"""The chain of what a node took in: each item has the next place and a hash over itself and all before it.

Whoever has heard the chain up to a place can tell an item that comes again from another one in its place.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256

START = bytes(32)
"""The hash before the first item."""


class Gap(Exception):
    """Items are missing before the first one. `position`: up to where all is known."""

    def __init__(self, position: int) -> None:
        self.position = position
        super().__init__(str(position))


class Forked(Exception):
    """At this place we know another item: the sender has two histories."""

    def __init__(self, sequence: int) -> None:
        self.sequence = sequence
        super().__init__(str(sequence))


@dataclass(frozen=True, slots=True)
class Link:
    """An item in its place (from 1), as text, with its hash."""

    sequence: int
    text: str
    hash: bytes


def next_hash(previous: bytes, text: str) -> bytes:
    """The hash of an item that follows."""
    return sha256(previous + text.encode()).digest()


def links(texts: Sequence[str], *, first: int, previous: bytes) -> list[Link]:
    """These items, each in its place."""
    made = list[Link]()
    for sequence, text in enumerate(texts, start=first):
        previous = next_hash(previous, text)
        made.append(Link(sequence, text, previous))
    return made


def fresh(
    texts: Sequence[str], *, first: int, previous: bytes, position: int, known: Callable[[int], bytes]
) -> list[Link]:
    """Those of the items that are new to who has heard up to `position`; the others are what was heard.

    known   the hash at a place up to `position`; START at 0
    Raises Gap, Forked.
    """
    if first > position + 1:
        raise Gap(position)
    if first < 1 or known(first - 1) != previous:
        raise Forked(first)
    all_links = links(texts, first=first, previous=previous)
    for link in all_links:
        if link.sequence <= position and known(link.sequence) != link.hash:
            raise Forked(link.sequence)
    return [link for link in all_links if link.sequence > position]
