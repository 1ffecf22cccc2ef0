"""Households: forming, joining, leaving, handing over, moving."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tinhso.core.people.actions.finding import show_in_search
from tinhso.core.people.actions.locking import locked
from tinhso.core.people.domain.words import Relation
from tinhso.core.people.events import (
    HouseholdFormed,
    HouseholdHandedOver,
    HouseholdJoined,
    HouseholdLeft,
    HouseholdMoved,
)
from tinhso.core.people.models import Household, Person
from tinhso.core.people.models.person import RANKS
from tinhso.core.places.models import Place
from tinhso.events.definitions import Code
from tinhso.events.log import record
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import Refusal

AT_ONCE = 500
MEMBERSHIP = ["household", "relation", "relation_rank", "home"]


class InAnotherHousehold(Refusal):
    """A person is a member of one household at a time."""

    sentence = _("This person is a member of another household. Let them leave it first.")
    field = "person"


class HeadMustHandOver(Refusal):
    """The head leaves and others stay."""

    sentence = _("This person is the head. First say who is the head from now on.")
    field = "head"


class NotAMember(Refusal):
    sentence = _("This person is not of this household. Let them join it first.")
    field = "head"


class HouseholdNumberTaken(Refusal):
    """Another household at the place has the number."""

    sentence = _("Another household at this place has this number. Read it again from the paper.")
    field = "number"


class HouseholdPlaceEnded(Refusal):
    sentence = _("This place no longer exists under that name. Choose the place as it is called today.")
    field = "place"


@dataclass(frozen=True, slots=True, kw_only=True)
class Roof:
    """A household to be formed: who heads it, who else lives there (with what they are to the head), and where."""

    head: Person
    place: Place
    members: Sequence[tuple[Person, Relation]] = ()
    number: str | None = None
    address: str = ""

    @property
    def everyone(self) -> list[tuple[Person, Relation]]:
        """Head first."""
        others = ((member, relation) for member, relation in self.members if member.pk != self.head.pk)
        return [(self.head, Relation.HEAD), *others]


def form_household(
    head: Person,
    *,
    place: Place,
    members: Sequence[tuple[Person, Relation]] = (),
    number: str | None = None,
    address: str = "",
    by: Actor,
    at: datetime,
) -> Household:
    """People become a household; all live at its place from now on.

    Raises InAnotherHousehold, HouseholdNumberTaken or HouseholdPlaceEnded.
    """
    roof = Roof(head=head, place=place, members=members, number=number, address=address)
    return form_households([roof], by=by, at=at)[0]


@transaction.atomic
def form_households(roofs: Sequence[Roof], *, by: Actor, at: datetime) -> list[Household]:
    """Form several households at once, as an import does; all or none, each with its own log entry."""
    ids = [member.pk for roof in roofs for member, _relation in roof.everyone]
    found = _locked_all(ids)
    if len(set(ids)) < len(ids) or len(found) < len(ids) or any(person.household_id for person in found.values()):
        raise InAnotherHousehold
    _refuse_places_and_numbers(roofs)

    households = Household.objects.bulk_create(
        Household(place=roof.place, number=roof.number, head=roof.head, address=roof.address, formed_at=at)
        for roof in roofs
    )
    movers = [found[member.pk] for roof in roofs for member, _ in roof.everyone if member.home_id != roof.place.pk]
    for household, roof in zip(households, roofs, strict=True):
        for member, relation in roof.everyone:
            _take_in(found[member.pk], household, relation)
    _save_membership(found.values())
    show_in_search(movers)

    for household, roof in zip(households, roofs, strict=True):
        formed = HouseholdFormed(members=len(roof.everyone))
        record(formed, about=household, by=by, at=at, place=roof.place.pk)
    return households


@transaction.atomic
def join_household(household: Household, person: Person, *, relation: Relation, by: Actor, at: datetime) -> Household:
    """A person becomes a member and lives at the household's place. Raises InAnotherHousehold, PersonGone, PersonDead.

    Joining as the head is only possible where there is none; else hand over.
    """
    household = _locked_household(household)
    person = locked(person, living=True)
    if person.household_id not in (None, household.pk):
        raise InAnotherHousehold
    if relation is Relation.HEAD and household.head_id not in (None, person.pk):
        raise HeadMustHandOver
    if household.head_id == person.pk and relation is not Relation.HEAD:
        raise HeadMustHandOver

    _take_in(person, household, relation)
    person.save(update_fields=MEMBERSHIP)
    show_in_search([person])
    if relation is Relation.HEAD:
        household.head = person
        household.save(update_fields=["head"])

    joined = HouseholdJoined(person=person.uuid, relation=Code(relation))
    record(joined, about=household, by=by, at=at, place=household.place_id)
    return household


@transaction.atomic
def leave_household(person: Person, *, by: Actor, at: datetime) -> Person:
    """A person is no longer of their household; their home stays until they move. Raises HeadMustHandOver."""
    person = locked(person)
    if person.household_id:
        go_out(person, by=by, at=at)
    return person


@transaction.atomic
def hand_over_household(household: Household, head: Person, *, by: Actor, at: datetime) -> Household:
    """Another member is the head; the old one stays a member. Raises NotAMember, PersonGone or PersonDead.

    What the others are to the new head is not known: a person says it by joining them again.
    """
    household = _locked_household(household)
    head = locked(head, living=True)
    if head.household_id != household.pk:
        raise NotAMember
    if household.head_id == head.pk:
        return household

    household.members.filter(relation=Relation.HEAD).update(
        relation=Relation.OTHER, relation_rank=RANKS[Relation.OTHER]
    )
    _take_in(head, household, Relation.HEAD)
    head.save(update_fields=MEMBERSHIP)
    household.head = head
    household.save(update_fields=["head"])

    record(HouseholdHandedOver(head=head.uuid), about=household, by=by, at=at, place=household.place_id)
    return household


@transaction.atomic
def move_household(household: Household, to: Place, *, by: Actor, at: datetime) -> Household:
    """The whole household lives elsewhere now. Raises HouseholdPlaceEnded or HouseholdNumberTaken."""
    household = _locked_household(household)
    if not to.stands:
        raise HouseholdPlaceEnded
    if household.place_id == to.pk:
        return household
    if household.number and Household.objects.filter(place=to, number=household.number).exists():
        raise HouseholdNumberTaken

    left, household.place = household.place_id, to
    household.save(update_fields=["place"])
    members = list(Person.objects.select_for_update().filter(household=household).order_by("pk"))
    Person.objects.filter(household=household).update(home=to)
    for member in members:
        member.home = to
    show_in_search(members)

    moved = HouseholdMoved(left=left, came=to.pk, members=len(members))
    record(moved, about=household, by=by, at=at, place=to.pk)
    return household


def go_out(person: Person, *, head_may: bool = False, by: Actor, at: datetime) -> None:
    """Take a locked person out of their household. The head may only go last, unless `head_may` (a death)."""
    household = Household.objects.select_for_update().get(members=person)
    if household.head_id == person.pk:
        if not head_may and household.members.exclude(pk=person.pk).exists():
            raise HeadMustHandOver
        household.head = None
        household.save(update_fields=["head"])

    person.household, person.relation, person.relation_rank = None, None, 0
    person.save(update_fields=["household", "relation", "relation_rank"])
    record(HouseholdLeft(person=person.uuid), about=household, by=by, at=at, place=household.place_id)


def _take_in(person: Person, household: Household, relation: Relation) -> None:
    person.household, person.relation, person.relation_rank = household, relation, RANKS[relation]
    person.home_id = household.place_id


def _locked_household(household: Household) -> Household:
    return Household.objects.select_for_update().get(pk=household.pk)


def _refuse_places_and_numbers(roofs: Sequence[Roof]) -> None:
    if not all(roof.place.stands for roof in roofs):
        raise HouseholdPlaceEnded
    wanted = [(roof.place.pk, roof.number) for roof in roofs if roof.number]
    places = {place for place, _number in wanted}
    taken = set(Household.objects.filter(place__in=places).values_list("place", "number")) if wanted else set()
    if len(set(wanted)) < len(wanted) or taken & set(wanted):
        raise HouseholdNumberTaken


def _save_membership(people: Iterable[Person]) -> None:
    """One statement for many rows: an insert that finds each row there already and updates it."""
    Person.objects.bulk_create(
        people, update_conflicts=True, unique_fields=["id"], update_fields=MEMBERSHIP, batch_size=AT_ONCE
    )


def _locked_all(ids: Sequence[int]) -> dict[int, Person]:
    people: dict[int, Person] = {}
    for start in range(0, len(ids), AT_ONCE):
        some = Person.objects.living().filter(pk__in=ids[start : start + AT_ONCE]).order_by("pk")
        people.update((person.pk, person) for person in some.select_for_update())
    return people
