"""Where somebody can sleep near a point: systems with beds offer them in their `sleeping.py`, who plans asks here.

The room has one function, `offer(ask)`, which answers with what is free, or with all when no night is asked for. What
is offered may be seen by all: it names no guest.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from heapq import nsmallest
from typing import Protocol, cast

from tinhso.kit.discovery import rooms

NEAR_KM = 15.0
AT_MOST = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """Around which point (degrees, WGS 84), how far in a straight line, for how many, in which night.

    night   the day on which it begins; None: nothing is said of what is free
    """

    lat: float
    lon: float
    within_km: float = NEAR_KM
    people: int = 1
    night: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A house that takes guests.

    url     its page, where one books
    km      in a straight line from the point
    price   đồng of the cheapest bed for one night; None where it is not known
    note    a few words about it in the page's language; empty: none
    """

    title: str
    url: str
    lat: float
    lon: float
    km: float
    price: int | None = None
    note: str = ""


class Sleeping(Protocol):
    """The room of a system."""

    def offer(self, ask: Ask) -> Iterable[Place]: ...


def places_near(ask: Ask, most: int = AT_MOST) -> list[Place]:
    """What all systems offer, the nearest first."""
    offered = (place for room in _rooms() for place in room.offer(ask))
    return nsmallest(most, offered, key=lambda place: (place.km, place.title))


def _rooms() -> Iterable[Sleeping]:
    return (cast(Sleeping, room) for room in rooms("sleeping") if room.__name__ != __name__)
