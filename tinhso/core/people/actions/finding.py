"""The people's rows in the search register."""

from collections.abc import Iterable

from django.urls import reverse

from tinhso.core.people.models import Person
from tinhso.core.places.models import Place
from tinhso.core.search.actions import Line, forget, index_many

KIND = "person"


def show_in_search(people: Iterable[Person]) -> None:
    """Write the rows by which officers find living people: name, year of birth, home. No number, no phone."""
    shown = [person for person in people if not person.dead]
    homes = Place.objects.in_bulk({person.home_id for person in shown if person.home_id})
    index_many(_line(person, homes.get(person.home_id or 0)) for person in shown)


def hide_from_search(person: Person) -> None:
    """Take the row away."""
    forget(KIND, person.uuid)


def _line(person: Person, home: Place | None) -> Line:
    return Line(
        kind=KIND,
        ref=person.uuid,
        title=person.full_name,
        text=f"{person.birth_year or ''} {home.full_name if home else ''}".strip(),
        place=person.home_id,
        permission="read_person",
        url=reverse("person", args=[person.uuid]),
    )
