"""Demo life: the offices of a province after 2025, those of every commune, and 60 businesses.

Businesses bear invented names. Their tax codes have a true check digit but serials from a range kept for invented ones
(`99…` below the province's two digits). Identifiers below the province's are made up too; the nation gives true ones.
"""

import csv
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from tinhso.core.organisations.actions import Details, give_titles, register_organisations
from tinhso.core.organisations.domain.identifiers import ElectronicId
from tinhso.core.organisations.domain.tables import TABLES, Pattern, of_a_commune, of_a_province, seats
from tinhso.core.organisations.domain.taxes import TaxCode, check_digit
from tinhso.core.organisations.domain.words import Kind
from tinhso.core.organisations.models import Organisation
from tinhso.core.people.demo import named_people, officers_to_be
from tinhso.core.people.models import Person
from tinhso.core.places.models import Place
from tinhso.kit.actors import Actor, Channel
from tinhso.kit.demo import Demo

AFTER = ("places", "people")
BY = Actor(channel=Channel.IMPORT)
SINCE = date(2025, 7, 1)
ROOTS: Mapping[str, str] = {"son-la": "H52", "tuyen-quang": "H60"}
TAX_PREFIXES: Mapping[str, str] = {"son-la": "55", "tuyen-quang": "50"}
LANDLINES: Mapping[str, str] = {"son-la": "+84212", "tuyen-quang": "+84207"}
HOURS = "Thứ Hai – thứ Sáu: 7:30–11:30, 13:30–17:00"
CAPITALS: Mapping[str, str] = {"son-la": "Tô Hiệu", "tuyen-quang": "Minh Xuân"}
FIRST_COMMUNE = 101


def fill(demo: Demo) -> None:
    """Make offices from the top down, then the businesses."""
    home = Place.objects.home()
    communes = list(Place.objects.current().communes().within(home).by_name())
    _offices_of_the_province(demo, home, communes)
    demo.step(0.3)
    _offices_of_communes(demo, communes)
    demo.step(0.8)
    _businesses(demo, communes)
    demo.step(1)


def committee_of(commune: Place) -> Organisation:
    """The People's Committee of a commune."""
    return Organisation.objects.current().agencies().get(place=commune, parent=None)


def _offices_of_the_province(demo: Demo, home: Place, communes: Sequence[Place]) -> None:
    root = ROOTS[demo.province]
    capital = next(place for place in communes if place.name == CAPITALS[demo.province])
    made: dict[str, Organisation] = {}
    for tier in (Kind.AGENCY, Kind.DEPARTMENT):
        patterns = [pattern for pattern in of_a_province() if pattern.kind == tier]
        told = [
            Details(
                kind=tier,
                name=pattern.name.format(province=home.name),
                short_name=pattern.short,
                place=home,
                since=SINCE,
                parent=made[pattern.below] if tier is Kind.DEPARTMENT else None,
                electronic_id=ElectronicId.read(".".join(filter(None, (root, pattern.below, pattern.code)))),
                address=capital.full_name,
                phone=_landline(demo, 10 + at) if tier is Kind.AGENCY else None,
                hours=HOURS,
                ask=pattern.ask,
            )
            for at, pattern in enumerate(patterns)
        ]
        rows = register_organisations(told, by=BY, at=demo.now)
        made.update((pattern.code, row) for pattern, row in zip(patterns, rows, strict=True) if tier is Kind.AGENCY)
    for code, agency in made.items():
        give_titles(agency, _titles("agency" if code else "province"))


def _offices_of_communes(demo: Demo, communes: Sequence[Place]) -> None:
    root = ROOTS[demo.province]
    committee, *below = of_a_commune()
    told = [
        _office(demo, committee, commune, f"{root}.{serial}", at=serial)
        for serial, commune in enumerate(communes, start=FIRST_COMMUNE)
    ]
    committees = register_organisations(told, by=BY, at=demo.now)
    parts = [
        (pattern.code, _office(demo, pattern, parent.place, f"{parent.electronic_id}.{pattern.code}", parent=parent))
        for parent in committees
        for pattern in below
        if pattern.only in ("", parent.place.unit_type)
    ]
    rows = register_organisations([details for _code, details in parts], by=BY, at=demo.now)
    for parent in committees:
        give_titles(parent, _titles("commune"))
    for (code, _details), row in zip(parts, rows, strict=True):
        give_titles(row, _titles(code))


def _office(
    demo: Demo,
    pattern: Pattern,
    commune: Place,
    identifier: str,
    *,
    parent: Organisation | None = None,
    at: int | None = None,
) -> Details:
    return Details(
        kind=Kind(pattern.kind),
        name=pattern.name.format(commune=f"{commune.unit_type} {commune.name}"),
        short_name=pattern.short,
        place=commune,
        since=SINCE,
        parent=parent,
        electronic_id=ElectronicId.read(identifier),
        address=f"Trụ sở {commune.unit_type} {commune.name}",
        phone=_landline(demo, at) if at else None,
        hours=HOURS,
        ask=pattern.ask,
    )


def _businesses(demo: Demo, communes: Sequence[Place]) -> None:
    told = [
        details
        for serial, row in enumerate(_table())
        if row["kind"] != Kind.HOUSEHOLD_BUSINESS
        for details in [_business(demo, row, serial, demo.random.choice(communes), None)]
    ]
    owners = _owners(demo, communes)
    for serial, row in enumerate(_table()):
        if row["kind"] == Kind.HOUSEHOLD_BUSINESS:
            owner, place = named_people()[row["owner"]] if row["owner"] else None, demo.random.choice(communes)
            owner = owner or next(owners)
            place = _commune_of(owner) or place
            told.append(_business(demo, row, serial, place, owner))
    register_organisations(told, by=BY, at=demo.now)


def _business(demo: Demo, row: Mapping[str, str], serial: int, place: Place, owner: Person | None) -> Details:
    number = owner.number if owner else None
    code = TaxCode.read(number.digits) if number else tax_code(TAX_PREFIXES[demo.province], serial)
    return Details(
        kind=Kind(row["kind"]),
        name=row["name"],
        place=place,
        since=date(demo.random.randint(2008, 2025), demo.random.randint(1, 12), demo.random.randint(1, 28)),
        tax_code=code,
        address=place.full_name,
    )


def tax_code(prefix: str, serial: int) -> TaxCode:
    """The code of an invented business: the first of its range whose check digit exists."""
    for tail in range(10):
        nine = f"{prefix}99{serial:04}{tail}"
        if digit := check_digit(nine):
            return TaxCode.read(nine + digit)
    raise ValueError(serial)


def _owners(demo: Demo, communes: Sequence[Place]) -> Iterator[Person]:
    """Grown people with a number, one of each commune in turn, by chance."""
    able = officers_to_be(communes, on=demo.now.date())
    chosen = demo.random.sample(sorted(able), min(len(able), 40))
    yield from (able[commune][-1] for commune in chosen)


def _commune_of(person: Person) -> Place | None:
    return person.home.parent if person.home and person.home.kind == "village" else person.home


def _titles(sort: str) -> list[tuple[str, str, int]]:
    return [(seat.title, seat.role, seat.seats) for seat in seats() if seat.sort == sort]


def _landline(demo: Demo, serial: int) -> str:
    """A landline of the province, from a block of numbers made up for the demo."""
    return f"{LANDLINES[demo.province]}3999{serial:03}"


def _table() -> list[dict[str, str]]:
    with (TABLES / "businesses.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
