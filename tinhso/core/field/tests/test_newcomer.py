"""Chị Thoa meets somebody at a door whom the register does not know, or perhaps does."""

from dataclasses import replace
from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from tinhso.core.outbox.tests.phone import Kept, Phone
from tinhso.core.people.actions import register_person
from tinhso.core.people.domain.likeness import why_double
from tinhso.core.people.domain.names import Name
from tinhso.core.people.domain.numbers import IdentityNumber
from tinhso.core.people.domain.particulars import Particulars
from tinhso.core.people.models import Likeness, Person, Reading
from tinhso.core.people.packing import pack
from tinhso.kit.actors import Actor
from tinhso.kit.packing import Ask

DOOR = "/field/newcomer/"
SIA = {"full_name": "Giàng A Sìa", "born": "1971", "sex": "male"}


@pytest.fixture
def village(world):
    return world.person("my").home


def met(village, **told):
    """What the phone keeps of somebody who was met in the village."""
    return Kept([("village", str(village.uuid)), *(SIA | told).items()], action=DOOR)


def again(item, answer):
    """Sent once more, by who saw both."""
    [seen] = [one["value"] for one in answer["reasons"] if "value" in one]
    return Kept([*item.fields, ("seen", seen)], action=DOOR)


@pytest.mark.django_db
@pytest.mark.promise("P07")
def test_someone_new_is_entered_once_and_lives_in_the_house(world, village):
    house, client, phone = world.person("my").household, world.client("thoa"), Phone()
    item = met(village, speaks="mong", household=str(house.uuid), relation="sibling")
    assert [phone.send(client, item).json()["state"] for _ in range(3)] == ["accepted"] * 3
    sia = Person.objects.get(full_name="Giàng A Sìa")
    assert (sia.home, sia.birth_year, sia.speaks, sia.household, sia.relation) == (
        village, 1971, ["mong"], house, "sibling",
    )  # fmt: skip


@pytest.mark.django_db
@pytest.mark.promise("P09")
def test_the_same_name_birth_and_village_is_shown_with_both_values_and_two_stay_two(world, village):
    client, phone = world.client("thoa"), Phone()
    assert phone.send(client, met(village)).json()["state"] == "accepted"
    known = Person.objects.get(full_name="Giàng A Sìa")
    item = met(village, full_name="giang a sia", phone="0950001111")
    answer = phone.send(client, item).json()
    assert answer["state"] == "refused"
    assert "Giang A Sia, 1971" in answer["reasons"][0]["said"]
    assert "Giàng A Sìa, 1971, " in answer["reasons"][0]["said"]
    assert Reading.objects.filter(person=known).exists()
    assert Person.objects.filter(folded=known.folded).count() == 1

    assert phone.send(client, again(item, answer)).json()["state"] == "accepted"
    other = Person.objects.exclude(pk=known.pk).get(folded=known.folded)
    assert Likeness.objects.open().get(one=known, other=other)
    assert not Person.objects.get(pk=known.pk).phone


@pytest.mark.django_db
@pytest.mark.promise("P09")
def test_a_number_that_somebody_bears_stays_theirs_and_the_pair_waits_for_the_registrar(world, village):
    client, phone = world.client("thoa"), Phone()
    bearer = world.person("my")
    item = met(village, born="1998", sex="female", number=bearer.number.digits)
    answer = phone.send(client, item).json()
    assert bearer.full_name in answer["reasons"][0]["said"]
    assert bearer.number.digits not in str(answer)
    assert phone.send(client, again(item, answer)).json()["state"] == "accepted"
    new = Person.objects.get(full_name="Giàng A Sìa")
    assert new.number is None
    assert Person.objects.with_number(bearer.number.digits).get() == bearer
    assert Likeness.objects.get(one=bearer, other=new).reasons[0] == "same_identity"
    assert (
        str(Likeness.objects.get(one=bearer, other=new).uuid)
        in world.client("xuan").get(reverse("likenesses")).content.decode()
    )


@pytest.mark.django_db
@pytest.mark.promise("P16")
def test_of_somebody_beyond_her_villages_only_that_there_is_somebody_is_told(world, village):
    far = Person.objects.living().exclude(home__parent=village.parent).exclude(home=None).exclude(home=village.parent)
    told = Particulars(
        name=Name.read("Lò Văn Xa"), birth_year=1971, home=far[0].home_id, number=IdentityNumber("014071000017")
    )
    bearer = register_person(told, by=Actor.system(), at=timezone.now())
    client, phone = world.client("thoa"), Phone()
    item = met(village, number=told.number.digits)
    answer = phone.send(client, item).json()
    assert answer["reasons"][0]["name"] == "number"
    assert "Xa" not in str(answer["reasons"])
    assert not Reading.objects.filter(person=bearer).exists()


@pytest.mark.django_db
@pytest.mark.promise("P16")
def test_nobody_is_entered_in_a_foreign_village_or_a_foreign_house(world, village):
    client, phone = world.client("thoa"), Phone()
    foreign = Person.objects.living().exclude(home__parent=village.parent).exclude(household=None).first()
    assert foreign is not None
    into = {"household": str(foreign.household.uuid), "relation": "other"}
    for item in (met(foreign.home), met(village, **into), met(village, household=into["household"])):
        assert phone.send(client, item).json()["state"] == "refused"
    assert not Person.objects.filter(full_name="Giàng A Sìa").exists()
    assert world.client("my").get(DOOR).status_code == 403


@pytest.mark.django_db
def test_a_neighbour_is_put_into_a_house_and_nobody_is_moved_out_of_another(world, village):
    client, phone, house = world.client("thoa"), Phone(), world.person("my").household
    told = Particulars(name=Name.read("Vàng A Lử"), birth_year=1960, home=village.pk)
    lu = register_person(told, by=Actor.system(), at=timezone.now())

    def seated(household):
        fields = [("person", str(lu.uuid)), ("version", Person.objects.get(pk=lu.pk).version), ("birth_year", "1960")]
        item = Kept([*fields, ("household", str(household.uuid)), ("relation", "other")], action="/field/neighbour/")
        return phone.send(client, item).json()

    assert seated(house)["state"] == "accepted"
    assert Person.objects.get(pk=lu.pk).household == house
    other = Person.objects.living().filter(home=village).exclude(household=house).exclude(household=None)[0].household
    answer = seated(other)
    assert house.said in answer["reasons"][0]["said"]
    assert Person.objects.get(pk=lu.pk).household == house


@pytest.mark.django_db
def test_the_work_of_a_village_leads_from_each_house_to_the_form(world, village):
    parts = pack(Ask(village=village.pk, rights=world.rights("thoa"), at=timezone.now()))
    homes = [row for part in parts if part.name.startswith("homes.") for row in part.rows]
    assert {row.url for row in homes} == {f"{DOOR}#household={row.id}" for row in homes}


NAMES = [Name.read(one) for one in ("Giàng A Sìa", "Giang A Sia", "Giàng Sìa", "Lò Thị Mỷ")]
DAYS = [None, date(1971, 1, 2), date(1971, 3, 4), date(1980, 1, 2)]
NUMBERS = [None, IdentityNumber("014071000017"), IdentityNumber("014071000018")]


@st.composite
def people(draw):
    born = draw(st.sampled_from(DAYS))
    year = born.year if born else draw(st.sampled_from([None, 1971, 1980]))
    return Particulars(
        name=draw(st.sampled_from(NAMES)), born=born, birth_year=year, home=draw(st.sampled_from([None, 1, 2])),
        number=draw(st.sampled_from(NUMBERS)),
    )  # fmt: skip


@pytest.mark.promise("P09")
@given(one=people(), other=people())
def test_whoever_has_the_number_or_name_birth_and_place_of_another_is_a_double_of_them(one, other):
    found = bool(why_double(one, other))
    assert found == bool(why_double(other, one)), "whoever came first"
    same_number = one.number is not None and one.number == other.number
    same_told = (one.name.folded, one.born, one.year, one.home) == (
        other.name.folded,
        other.born,
        other.year,
        other.home,
    )
    if same_number or (same_told and one.home is not None):
        assert found
    if found and not same_number:
        assert (one.name.folded, one.home) == (other.name.folded, other.home)
        assert one.born is None or other.born is None or one.born == other.born
        assert not why_double(one, replace(other, home=3))
