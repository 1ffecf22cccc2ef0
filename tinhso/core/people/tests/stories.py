"""The people and places that the stories of this register are told with."""

from datetime import UTC, date, datetime

from tinhso.core.people.actions import register_person
from tinhso.core.people.domain.names import Name
from tinhso.core.people.domain.numbers import IdentityNumber
from tinhso.core.people.domain.particulars import Particulars
from tinhso.core.people.domain.words import Sex
from tinhso.core.people.models import Person
from tinhso.core.places.models import Place
from tinhso.kit.actors import Actor

NOW = datetime(2026, 11, 21, 2, 0, tzinfo=UTC)
TODAY = date(2026, 11, 21)
REGISTRAR = Actor(account=1, post=1)


def place(name: str = "Co Mạ", *, code: str = "03781", kind: str = "commune", unit_type: str = "xã") -> Place:
    """A place that stands."""
    made = Place(name=name, code=code, kind=kind, unit_type=unit_type, path="/")
    made.save()
    made.path = f"/{made.pk}/"
    made.save()
    return made


def told(name: str = "Giàng Thị Mỷ", **also: object) -> Particulars:
    """Particulars of someone: chị Mỷ, unless told otherwise."""
    known = {"name": Name.read(name), "birth_year": 1998, "sex": Sex.FEMALE, "ethnic_group": "08"}
    return Particulars(**(known | also))


def number(digits: str = "014198000001") -> IdentityNumber:
    return IdentityNumber.read(digits)


def someone(name: str = "Giàng Thị Mỷ", **also: object) -> Person:
    """A registered person."""
    return register_person(told(name, **also), by=REGISTRAR, at=NOW)
