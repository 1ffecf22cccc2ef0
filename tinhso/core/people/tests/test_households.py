"""Households, moving, death, and following the places."""

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest

from tinhso.core.people import reactions
from tinhso.core.people.actions import (
    correct_number,
    correct_person,
    form_household,
    hand_over_household,
    join_household,
    leave_household,
    move_household,
    move_person,
    record_death,
    told_of,
)
from tinhso.core.people.actions.corrections import DeathImpossible, PlaceEnded
from tinhso.core.people.actions.households import (
    HeadMustHandOver,
    HouseholdNumberTaken,
    InAnotherHousehold,
    NotAMember,
)
from tinhso.core.people.actions.locking import PersonDead
from tinhso.core.people.domain.numbers import NumberOfAnother
from tinhso.core.people.domain.words import Basis, Relation, Sex
from tinhso.core.people.events import HouseholdFormed, HouseholdMoved, NumberCorrected, PersonCorrected, PersonMoved
from tinhso.core.people.models import Household, Number, Person
from tinhso.core.people.tests.stories import NOW, REGISTRAR, TODAY, number, place, someone
from tinhso.core.places.models import Place, PlaceChoice
from tinhso.core.search.models import Row
from tinhso.events.definitions import Code
from tinhso.events.log import history
from tinhso.events.reactions import Delivered

pytestmark = pytest.mark.django_db
BY = {"by": REGISTRAR, "at": NOW}


@pytest.fixture
def co_ma() -> Place:
    return place()


@pytest.fixture
def at_home(co_ma: Place) -> tuple[Household, Person, Person, Person]:
    """Anh Dơ, chị Mỷ and their baby, in one household at Co Mạ."""
    do = someone("Giàng A Dơ", sex=Sex.MALE, birth_year=1996, home=co_ma.pk)
    my = someone("Giàng Thị Mỷ", home=co_ma.pk)
    pao = someone("Giàng A Páo", sex=Sex.MALE, birth_year=2026, home=co_ma.pk)
    members = [(my, Relation.SPOUSE), (pao, Relation.CHILD)]
    return form_household(do, place=co_ma, members=members, number="01", **BY), do, my, pao


def fresh(person: Person) -> Person:
    return Person.objects.for_page().get(pk=person.pk)


def delivered(**data: object) -> Delivered:
    return Delivered(seq=1, name="", version=1, data=data, about_kind="", about="", place=None, at=NOW)


def test_a_household_lists_its_head_first(at_home: tuple[Household, Person, Person, Person]) -> None:
    household, do, my, pao = at_home
    assert list(Person.objects.members_of(household)) == [do, my, pao]
    assert [one.event for one in history(household)] == [HouseholdFormed(members=3)]


def test_nobody_lives_in_two_households(at_home: tuple[Household, Person, Person, Person], co_ma: Place) -> None:
    _household, do, my, _pao = at_home
    thoa = someone("Lường Thị Thoa", home=co_ma.pk)
    with pytest.raises(InAnotherHousehold):
        form_household(thoa, place=co_ma, members=[(my, Relation.OTHER)], **BY)
    with pytest.raises(HouseholdNumberTaken):
        form_household(thoa, place=co_ma, number="01", **BY)
    other = form_household(thoa, place=co_ma, number="02", **BY)
    with pytest.raises(InAnotherHousehold):
        join_household(other, do, relation=Relation.OTHER, **BY)
    assert fresh(my).household != other


def test_the_head_hands_over_before_leaving(at_home: tuple[Household, Person, Person, Person]) -> None:
    household, do, my, _pao = at_home
    with pytest.raises(HeadMustHandOver):
        leave_household(do, **BY)
    with pytest.raises(NotAMember):
        hand_over_household(household, someone("Lò Văn Ín", sex=Sex.MALE), **BY)
    hand_over_household(household, my, **BY)
    assert fresh(do).relation == Relation.OTHER
    leave_household(do, **BY)
    assert fresh(do).household is None
    assert Household.objects.get().head == my


def test_a_person_who_moves_leaves_the_household(
    at_home: tuple[Household, Person, Person, Person], co_ma: Place
) -> None:
    _household, _do, my, _pao = at_home
    to_hieu = place("Tô Hiệu", code="03646", unit_type="phường")
    move_person(my, to_hieu, **BY)
    assert (fresh(my).home, fresh(my).household) == (to_hieu, None)
    assert Row.objects.get(ref=str(my.uuid)).place == to_hieu.pk
    assert [one.event for one in history(my)][-1] == PersonMoved(left=co_ma.pk, came=to_hieu.pk)
    ended = place("Pá Lông", code="03802")
    Place.objects.filter(pk=ended.pk).update(valid_to=TODAY)
    with pytest.raises(PlaceEnded):
        move_person(my, Place.objects.get(pk=ended.pk), **BY)


def test_a_whole_household_moves(at_home: tuple[Household, Person, Person, Person]) -> None:
    household, *people = at_home
    to_hieu = place("Tô Hiệu", code="03646", unit_type="phường")
    move_household(household, to_hieu, **BY)
    assert {fresh(person).home for person in people} == {to_hieu}
    assert isinstance([one.event for one in history(household)][-1], HouseholdMoved)


def test_a_death_leaves_the_household_without_a_head(at_home: tuple[Household, Person, Person, Person]) -> None:
    household, do, my, pao = at_home
    with pytest.raises(DeathImpossible):
        record_death(do, on=date(2027, 1, 1), **BY)
    record_death(do, on=TODAY, **BY)
    assert (fresh(do).dead, fresh(do).died) == (True, TODAY)
    assert list(Person.objects.members_of(household)) == [my, pao]
    assert Household.objects.get().head is None
    assert not Row.objects.filter(ref=str(do.uuid)).exists()
    with pytest.raises(PersonDead):
        record_death(do, on=None, **BY)
    with pytest.raises(PersonDead):
        join_household(household, do, relation=Relation.HEAD, **BY)


def test_a_correction_says_which_fields_and_nothing_else() -> None:
    my = someone(speaks=("mong",))
    told = replace(told_of(my), phone="+84912345678", speaks=("mong", "vi"), can_read=False)
    correct_person(my, told, **BY)
    correct_person(my, told, **BY)
    assert fresh(my).speaks == ["mong", "vi"]
    events = [one.event for one in history(my)][1:]
    assert events == [PersonCorrected(what=Code("speaks+can_read+phone"))]


@pytest.mark.asvs("2.2.3")
def test_a_correction_may_not_contradict_the_number() -> None:
    my = someone(number=number())
    with pytest.raises(NumberOfAnother):
        correct_person(my, replace(told_of(my), birth_year=1999), **BY)
    with pytest.raises(NumberOfAnother):
        correct_number(my, number("014098000001"), **BY)


def test_a_wrong_number_is_replaced_or_removed() -> None:
    my = someone(number=number())
    correct_number(my, number("014198000002"), basis=Basis.SEEN, **BY)
    assert fresh(my).number.digits == "014198000002"
    correct_number(my, None, **BY)
    assert not Number.objects.exists()
    assert [one.event for one in history(my)][1:] == [
        NumberCorrected(basis=Code("seen")),
        NumberCorrected(basis=Code("")),
    ]


def test_people_follow_a_place_that_went_whole(at_home: tuple[Household, Person, Person, Person], co_ma: Place) -> None:
    household, *people = at_home
    alone = someone("Vàng Thị Lả", birth_year=1949, home=co_ma.pk)
    new = place("Co Mạ mới", code="09999")
    succeeded = delivered(old=co_ma.pk, new=new.pk, part=False, effective="2026-11-21")
    reactions.people_follow_their_place(succeeded)
    reactions.people_follow_their_place(succeeded)
    assert {fresh(person).home for person in (*people, alone)} == {new}
    assert Household.objects.get(pk=household.pk).place == new
    assert {row.place for row in Row.objects.filter(kind="person")} == {new.pk}
    assert len(list(history(new))) == 1


def test_a_divided_place_waits_for_a_person(at_home: tuple[Household, Person, Person, Person], co_ma: Place) -> None:
    household, *people = at_home
    alone = someone("Vàng Thị Lả", birth_year=1949, home=co_ma.pk)
    one = place("Co Mạ Một", code="09998")
    reactions.people_follow_their_place(delivered(old=co_ma.pk, new=one.pk, part=True, effective="2026-11-21"))
    assert fresh(alone).home == co_ma
    for _again in range(2):
        reactions.a_person_says_who_went_where(delivered(old=co_ma.pk, effective="2026-11-21"))
    assert {(choice.kind, choice.ref) for choice in PlaceChoice.objects.open()} == {
        (reactions.HOUSEHOLD, household.uuid),
        (reactions.PERSON, alone.uuid),
    }
    for kind, row in ((reactions.HOUSEHOLD, household.uuid), (reactions.PERSON, alone.uuid), ("other", uuid4())):
        reactions.they_go_where_was_said(delivered(kind=kind, row=row, old=co_ma.pk, new=one.pk))
    assert {fresh(person).home for person in (*people, alone)} == {one}
