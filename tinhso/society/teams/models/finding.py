"""Which people of the register a list means."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tinhso.core.people.models import Kind, Number, Person
from tinhso.core.people.models.number import print_of
from tinhso.society.teams.domain.lists import Row

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Found:
    """Whom a row means: `person` is None when nobody is known; `other`: the number is somebody's of another name."""

    person: Person | None
    other: bool = False


def people_of(rows: Sequence[tuple[Row, int]]) -> list[Found]:
    """For each row with its village: the person by number, else by name, year of birth and home; two alike are none."""
    by_number, by_name = _by_number(rows), _by_name(rows)
    return [_found(row, village, by_number, by_name) for row, village in rows]


def _found(
    row: Row, village: int, by_number: Mapping[str, Person], by_name: Mapping[tuple[int, str], list[Person]]
) -> Found:
    bearer = by_number.get(print_of(row.number.digits)) if row.number else None
    if bearer is not None:
        same = bearer.folded == row.name.folded
        return Found(bearer if same else None, other=not same)
    alike = [one for one in by_name.get((village, row.name.folded), ()) if _may_be(one, row)]
    return Found(alike[0] if len(alike) == 1 else None)


def _may_be(person: Person, row: Row) -> bool:
    """The same name in the same village: another year of birth is another person, and so is another telephone
    where no year is known."""
    if row.birth_year and person.birth_year:
        return row.birth_year == person.birth_year
    return not (row.phone and person.phone) or row.phone == person.phone


def _by_number(rows: Sequence[tuple[Row, int]]) -> dict[str, Person]:
    prints = [print_of(row.number.digits) for row, _village in rows if row.number]
    found = dict[str, Person]()
    for start in range(0, len(prints), AT_ONCE):
        numbers = Number.objects.filter(kind=Kind.PERSONAL, fingerprint__in=prints[start : start + AT_ONCE])
        found |= {number.fingerprint: number.person.now for number in numbers.select_related("person__merged_into")}
    return found


def _by_name(rows: Sequence[tuple[Row, int]]) -> dict[tuple[int, str], list[Person]]:
    names, villages = {row.name.folded for row, _village in rows}, {village for _row, village in rows}
    found = defaultdict[tuple[int, str], list[Person]](list)
    living = Person.objects.living().filter(home__in=villages)
    for person in living.only("uuid", "folded", "home", "birth_year", "phone"):
        if person.folded in names and person.home_id:
            found[person.home_id, person.folded].append(person)
    return found
