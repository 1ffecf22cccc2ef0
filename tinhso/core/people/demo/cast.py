"""The people of every story. Their names stay, whichever province lives here; their villages change."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import date, datetime

from tinhso.core.people.actions import form_household, register_people
from tinhso.core.people.demo.families import number_of, phone_of
from tinhso.core.people.domain.births import read_birth
from tinhso.core.people.domain.names import Name, Title
from tinhso.core.people.domain.particulars import Particulars
from tinhso.core.people.domain.tables import group_named, rows
from tinhso.core.people.domain.words import Basis, Relation, Sex
from tinhso.core.people.models import Person
from tinhso.core.people.models.number import print_of
from tinhso.core.places.actions import add_villages
from tinhso.core.places.models import Place
from tinhso.kit.actors import Actor, Channel

BY = Actor(channel=Channel.IMPORT)
VILLAGE = "Pá Chóng"
WHERE: Mapping[str, Mapping[str, str]] = {
    "son-la": {"commune": "Co Mạ", "town": "Tô Hiệu", "host": "Mộc Châu"},
    "tuyen-quang": {"commune": "Lũng Cú", "town": "Minh Xuân", "host": "Đồng Văn"},
}


def make_named_people(province: str, *, at: datetime) -> dict[str, Person]:
    """Register the cast in their households; those who are there already are left. Needs the places of the province.

    Keys: do, my, pao, la (one household), thoa, hac, muon, inh, chu, dung, panh, xuan. Raises KeyError when a commune
    of the stories does not stand.
    """
    if there := named_people():
        return there
    homes = _homes(province, at=at)
    table = list(rows("cast.csv"))
    told = [_told(row, serial, homes, province, today=at.date()) for serial, row in enumerate(table, start=1)]
    people = dict(zip((row["key"] for row in table), register_people(told, by=BY, at=at), strict=True))
    houses: dict[str, list[tuple[Person, Relation]]] = defaultdict(list)
    for row in table:
        houses[row["house"]].append((people[row["key"]], Relation(row["relation"])))
    for serial, members in enumerate(houses.values(), start=1):
        head, place = members[0][0], members[0][0].home
        if place:
            form_household(head, place=place, members=members, number=f"{place.code[-8:]}/9{serial}", by=BY, at=at)
    return named_people()


def named_people() -> dict[str, Person]:
    """The cast by key, as they are in the register now; empty when nobody made them."""
    found = Person.objects.current().filter(numbers__fingerprint__in=cast_numbers()).select_related("home", "household")
    by_name = {person.full_name: person for person in found}
    cast = {row["key"]: by_name[row["name"]] for row in rows("cast.csv") if row["name"] in by_name}
    if "my" in cast:
        baby = next(row for row in rows("cast.csv") if row["key"] == "pao")
        at_home = Person.objects.current().filter(household=cast["my"].household)
        cast["pao"] = at_home.select_related("home", "household").get(full_name=baby["name"])
    return cast


def cast_numbers() -> list[str]:
    """Fingerprints of the cast's identity numbers in either province; the baby has none yet."""
    return [
        print_of(number_of(province, Sex(row["sex"]), read_birth(row["born"])[1], serial).digits)
        for province in WHERE
        for serial, row in enumerate(rows("cast.csv"), start=1)
        if row["key"] != "pao"
    ]


def _homes(province: str, *, at: datetime) -> dict[str, Place]:
    communes = {place.name: place for place in Place.objects.current().communes()}
    homes = {where: communes[name] for where, name in WHERE[province].items()}
    below = Place.objects.current().villages().filter(parent=homes["commune"], name=VILLAGE)
    made = below.first() or add_villages(homes["commune"], [("bản", VILLAGE)], by=BY, at=at)[0]
    return homes | {"village": made}


def _told(
    row: Mapping[str, str], serial: int, homes: Mapping[str, Place], province: str, *, today: date
) -> Particulars:
    born, year = read_birth(row["born"])
    if born and born > today:
        born, year = today, today.year
    sex = Sex(row["sex"])
    return Particulars(
        name=Name.read(row["name"]),
        born=born,
        birth_year=year,
        sex=sex,
        ethnic_group=group_named(row["group"]).code,
        speaks=tuple(row["speaks"].split()),
        reads=tuple(row["reads"].split()),
        can_read={"yes": True, "no": False}.get(row["can_read"]),
        title=Title(row["title"]) if row["title"] else None,
        phone=phone_of(serial) if row["phone"] == "yes" else None,
        home=homes[row["where"]].pk,
        number=None if row["key"] == "pao" else number_of(province, sex, year, serial),
        basis=Basis.SEEN,
    )
