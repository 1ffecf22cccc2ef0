"""Lines of lists of people: the few columns that a line shows, asked in words that are put together once."""

from typing import NamedTuple
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext

from tinhso.core.people.models.person import A_LINE, Person
from tinhso.core.places.domain import Kind
from tinhso.core.places.domain.naming import full_name
from tinhso.core.places.models import Place
from tinhso.kit.actors import Rights
from tinhso.kit.prepared import Listing

A_PAGE = 50


class PersonLine(NamedTuple):
    """What a list shows of a person, called as a `Person` calls it."""

    uuid: UUID
    full_name: str
    birth_year: int | None
    home_kind: str | None
    home_type: str
    home_name: str
    above_type: str
    above_name: str

    @property
    def shown(self) -> str:
        return self.full_name or gettext("A forgotten person")

    @property
    def lives_in(self) -> str:
        if self.home_kind is None:
            return ""
        home = full_name(self.home_type, self.home_name)
        return f"{home}, {full_name(self.above_type, self.above_name)}" if self.home_kind == Kind.VILLAGE else home


def _listed(
    places: frozenset[int] | None, beginning: str | None, name: str | None, last: int | None
) -> "QuerySet[Person, tuple[object, ...]]":
    end = None if name is None or last is None else (name, last)
    return Person.objects.by_name(places, beginning, end).values_list(*A_LINE)[: A_PAGE + 1]


LISTED = Listing(PersonLine, _listed)


def listed(rights: Rights, *, below: Place | None = None, last: UUID | None = None) -> list[PersonLine]:
    """A page of the living whom the asker may read, by given name, and the first line of the next page."""
    name, end = Person.objects.end_of_page(last) or (None, None)
    return LISTED(rights.places("read_person"), below.path if below else None, name, end)
