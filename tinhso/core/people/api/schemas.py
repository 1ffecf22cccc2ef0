"""What machines send and get."""

from datetime import date
from typing import Annotated, Self
from uuid import UUID

from ninja import Schema
from pydantic import Field

from tinhso.core.people.domain.card import Fault
from tinhso.core.people.domain.names import Title
from tinhso.core.people.domain.words import Basis, ForgetReason, ReadReason, Relation, Sex
from tinhso.core.people.models import Household, Person

NO_NUL = r"^[^\x00]*$"
Short = Annotated[str, Field(max_length=200, pattern=NO_NUL)]


class Line(Schema):
    """A person in a list."""

    uuid: UUID
    name: str
    birth_year: int | None
    home: UUID | None

    @classmethod
    def of(cls, person: Person) -> Self:
        home = person.home.uuid if person.home else None
        return cls(uuid=person.uuid, name=person.shown, birth_year=person.birth_year, home=home)


class Known(Line):
    """All that is known of a person. The identity number shows its last four digits only."""

    born: date | None
    sex: Sex | None
    ethnic_group: str | None
    speaks: list[str]
    reads: list[str]
    can_read: bool | None
    phone: str | None
    number: str | None
    household: UUID | None
    relation: Relation | None
    dead: bool

    @classmethod
    def of(cls, person: Person) -> Self:
        return cls(
            **Line.of(person).model_dump(),
            born=person.born,
            sex=person.sex_known,
            ethnic_group=person.ethnic_group,
            speaks=person.speaks,
            reads=person.reads,
            can_read=person.can_read,
            phone=person.phone,
            number=person.number.masked if person.number else None,
            household=person.household.uuid if person.household else None,
            relation=Relation(person.relation) if person.relation else None,
            dead=person.dead,
        )


class Contact(Schema):
    """What everyone may say of themselves; null empties a field."""

    phone: Short | None = None
    title: Title | None = None
    can_read: bool | None = None
    speaks: list[Short] = Field(default=[], max_length=50)
    reads: list[Short] = Field(default=[], max_length=50)


class Told(Contact):
    """What is told about a person. `born` is a day (dd/mm/yyyy) or a year."""

    full_name: Short
    born: Short | None = None
    sex: Sex | None = None
    ethnic_group: Short | None = None


class NewPerson(Told):
    home: UUID
    number: Short | None = None
    former_number: Short | None = None
    basis: Basis = Basis.TOLD


class CardIn(Schema):
    card: Annotated[str, Field(max_length=4000, pattern=NO_NUL)]


class ClaimOut(Schema):
    """What a card's code says. Never proof. `known`: who of the asker's places bears the number already."""

    number: str
    former_number: str | None
    full_name: str
    born: date | None
    birth_year: int | None
    sex: Sex | None
    address: str
    issued: date | None
    faults: list[Fault]
    known: UUID | None


class Words(Schema):
    words: Annotated[str, Field(max_length=100, pattern=NO_NUL)]


class Read(Schema):
    reason: ReadReason
    case: Short = ""


class NumberIn(Schema):
    """A new number, or null to remove a wrong one. Proof (`confirmed`) comes only from the national identity."""

    number: Short | None
    basis: Basis = Basis.TOLD


class HomeIn(Schema):
    home: UUID


class DeathIn(Schema):
    died: date | None = None


class ForgetIn(Schema):
    reason: ForgetReason


class HouseholdIn(Schema):
    head: UUID
    number: Annotated[str, Field(max_length=20, pattern=NO_NUL)] | None = None
    address: Short = ""


class MemberIn(Schema):
    person: UUID
    relation: Relation


class HeadIn(Schema):
    head: UUID


class Member(Line):
    relation: Relation | None


class HouseholdOut(Schema):
    """A household with its living members, head first."""

    uuid: UUID
    number: str | None
    place: UUID
    members: list[Member]

    @classmethod
    def of(cls, found: Household) -> Self:
        members = [
            Member(**Line.of(one).model_dump(), relation=Relation(one.relation) if one.relation else None)
            for one in Person.objects.members_of(found).select_related("home")
        ]
        return cls(uuid=found.uuid, number=found.number, place=found.place.uuid, members=members)


class LookOut(Schema):
    uuid: UUID
    at: str
    reason: str
    case: str
    who: str
    agency: str


class ListedOut(Schema):
    """A day on which one's name stood in lists that someone was shown."""

    day: date
    way: str
    who: str


class Me(Known):
    looks: list[LookOut]
    lists: list[ListedOut]


class Pair(Schema):
    uuid: UUID
    one: Line
    other: Line
    score: int
    reasons: list[str]


class KeptIn(Schema):
    kept: UUID


class MergeOut(Schema):
    uuid: UUID


class Nothing(Schema):
    """Done."""
