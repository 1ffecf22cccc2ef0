"""What stands out in the province and wants somebody: each system yields it in its `concerns.py`.

The room has one function, `open_concerns(ask)`, which answers with concerns that stand open at the moment of asking, in
words of the page's language. It names no person: who has a concern is an office. Yield by few questions, the worst
first, at most `ask.most`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from heapq import nsmallest
from typing import Protocol, cast

from tinhso.kit.actors import Rights
from tinhso.kit.discovery import rooms
from tinhso.kit.passport import Text

MOST = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """For which places (ids; None: everywhere), when, for whom, and how many are wanted at most.

    rights  what the reader may; None: a paper, which leads nowhere
    """

    places: frozenset[int] | None
    at: datetime
    rights: Rights | None = None
    most: int = MOST


@dataclass(frozen=True, slots=True, kw_only=True)
class Concern:
    """One thing that stands out.

    what       a short sentence
    indicator  code of the number that stands out; empty: none
    place      id of the place; None: the province, or no place of the register
    since      when it began
    weight     0 a remark, 1 worth a look, 2 urgent; larger weighs more
    holder     the office that has it; empty: nobody, which is told loudest
    note       what the holder said or does about it
    href       its page; empty where this reader may not enter
    """

    what: Text
    indicator: str = ""
    place: int | None = None
    since: datetime
    weight: float = 1
    holder: Text = ""
    note: Text = ""
    href: str = ""


class Room(Protocol):
    """The room of a system."""

    def open_concerns(self, ask: Ask) -> Iterable[Concern]: ...


def concerns_of(ask: Ask) -> list[Concern]:
    """What stands out within the places: the heaviest first, of equals what nobody has, then the oldest."""
    found = (one for room in rooms("concerns") if room.__name__ != __name__ for one in _yielded(room, ask))
    return nsmallest(ask.most, found, key=_turn)


def _yielded(room: object, ask: Ask) -> Iterable[Concern]:
    """What a room yields, held to the places asked for: a slip there must not show a foreign place."""
    yielded = cast(Room, room).open_concerns(ask)
    return yielded if ask.places is None else (one for one in yielded if one.place in ask.places)


def _turn(one: Concern) -> tuple[float, bool, datetime]:
    return -one.weight, bool(one.holder), one.since
