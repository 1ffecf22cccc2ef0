"""Lines of lists of places: the few columns that a line shows, asked in words that are put together once."""

from datetime import date
from typing import NamedTuple
from uuid import UUID

from django.conf import settings
from django.db.models import QuerySet

from tinhso.core.places.domain import Kind
from tinhso.core.places.domain.naming import full_name
from tinhso.core.places.models.place import Place
from tinhso.kit.prepared import Listing

A_PAGE = 50


class PlaceLine(NamedTuple):
    """What a list shows of a place, called as a `Place` calls it."""

    id: int
    uuid: UUID
    code: str
    name: str
    unit_type: str
    population: int | None
    valid_to: date | None

    @property
    def full_name(self) -> str:
        return full_name(self.unit_type, self.name)

    @property
    def address_key(self) -> str:
        return self.code if self.valid_to is None and self.code else str(self.uuid)


class CommuneLine(NamedTuple):
    """A commune in a list to choose from."""

    code: str
    unit_type: str
    name: str

    @property
    def full_name(self) -> str:
        return full_name(self.unit_type, self.name)


def _standing_below(parent: int, name: str | None, last: int | None) -> "QuerySet[Place, tuple[object, ...]]":
    rows = Place.objects.filter(parent=parent).current().after(_key(name, last))
    return rows.values_list(*PlaceLine._fields)[: A_PAGE + 1]


def _once_below(parent: int, name: str | None, last: int | None) -> "QuerySet[Place, tuple[object, ...]]":
    rows = Place.objects.filter(parent=parent).exclude(kind=Kind.VILLAGE).after(_key(name, last))
    return rows.values_list(*PlaceLine._fields)[: A_PAGE + 1]


def _communes(places: frozenset[int] | None) -> "QuerySet[Place, tuple[object, ...]]":
    rows = Place.objects.current().communes().by_name()
    return (rows if places is None else rows.filter(pk__in=places)).values_list(*CommuneLine._fields)


STANDING_BELOW = Listing(PlaceLine, _standing_below)
ONCE_BELOW = Listing(PlaceLine, _once_below)
COMMUNES = Listing(CommuneLine, _communes)
PROVINCES = Listing(
    PlaceLine, lambda but: Place.objects.provinces().current().exclude(pk=but).by_name().values_list(*PlaceLine._fields)
)
NAMED_PROVINCE = Listing(
    PlaceLine, lambda folded: Place.objects.provinces().current().filter(folded=folded).values_list(*PlaceLine._fields)
)


def lines_below(here: Place | PlaceLine, after: tuple[str, int] | None) -> list[PlaceLine]:
    """What stood directly below a place while it stood itself, by name: a page and the first line of the next."""
    asked = STANDING_BELOW if here.valid_to is None else ONCE_BELOW
    return asked(here.id, *(after or (None, None)))


def home_line() -> PlaceLine:
    """The province that this installation serves. Raises Place.DoesNotExist before the tables are loaded."""
    found = NAMED_PROVINCE(settings.PROVINCE.replace("-", " "))
    if len(found) != 1:
        raise Place.DoesNotExist
    return found[0]


def _key(name: str | None, last: int | None) -> tuple[str, int] | None:
    return None if name is None or last is None else (name, last)
