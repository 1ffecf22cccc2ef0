"""Finding a bed: homes with free rooms in the order of the list, what each costs for the nights asked for."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from django.db.models import Q, QuerySet

from tinhso.core.places.models import Place
from tinhso.economy.stays.domain.months import Day, Week, month_of, next_month, part_of
from tinhso.economy.stays.domain.prices import price_of, price_of_stay
from tinhso.economy.stays.models import Home, Night, Room

A_PAGE = 12
ROOMS_AT_ONCE = 60


@dataclass(frozen=True, slots=True)
class Sought:
    """What somebody looks for. most: đồng for one night; after: the last home of the page before."""

    arrives: date | None = None
    leaves: date | None = None
    people: int = 1
    place: Place | None = None
    most: int | None = None
    after: int = 0


@dataclass(slots=True)
class Found:
    """A home with its free rooms; `price` for the whole stay, or one usual night where no days are told."""

    home: Home
    rooms: list[Room] = field(default_factory=list)
    price: int = 0


def find_homes(sought: Sought) -> tuple[list[Found], bool]:
    """A page of homes with room for everyone, and whether there are more."""
    rooms = list(_rooms(sought)[: ROOMS_AT_ONCE + 1])
    whole = [(home, list(these)) for home, these in groupby(rooms, key=lambda room: room.home)]
    if len(rooms) > ROOMS_AT_ONCE and len(whole) > 1:
        whole.pop()
    found = [
        Found(home, these, min(_price(room, sought) for room in these))
        for home, these in whole
        if sum(getattr(room, "left", room.beds) * room.sleeps for room in these) >= sought.people
    ]
    return found[:A_PAGE], len(found) > A_PAGE or len(rooms) > ROOMS_AT_ONCE


def month_for(room: Room, first: date, arrives: date | None, leaves: date | None, *, today: date) -> list[Week]:
    """The month of a room: its price where there is a bed."""
    taken = Night.objects.taken(room, first, next_month(first))
    seasons = room.known_seasons()

    def cell(day: date) -> Day:
        free = day >= today and taken[day] < room.beds
        return Day(day, price_of(day, room.rate, seasons) if free else None, part_of(day, arrives, leaves))

    return month_of(first, cell)


def free_rooms(home: Home, arrives: date | None, leaves: date | None) -> Iterable[Room]:
    """The rooms of a home, those that are free in these nights where they are told."""
    rooms = Room.objects.filter(home=home, retired_at=None).order_by("pk").prefetch_related("seasons")
    return rooms.free(arrives, leaves) if arrives and leaves else rooms


def _rooms(sought: Sought) -> QuerySet[Room]:
    rooms = Room.objects.bookable().filter(home__gt=sought.after)
    if sought.place:
        rooms = rooms.filter(Q(home__place=sought.place) | Q(home__place__parent=sought.place))
    if sought.most:
        rooms = rooms.filter(weekday__lte=sought.most)
    if sought.arrives and sought.leaves:
        rooms = rooms.free(sought.arrives, sought.leaves)
    return rooms.select_related("home__place__parent").prefetch_related("seasons").order_by("home", "pk")


def _price(room: Room, sought: Sought) -> int:
    if not (sought.arrives and sought.leaves):
        return min(room.weekday, room.weekend)
    beds = min(room.beds, -(-sought.people // room.sleeps))
    return beds * price_of_stay(sought.arrives, sought.leaves, room.rate, room.known_seasons())
