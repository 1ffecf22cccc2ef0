"""The pages and the API, through the doors."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from tinhso.core.people.actions import form_household, looks_at, register_people
from tinhso.core.people.domain.words import Relation, Sex
from tinhso.core.people.models import Household, Likeness, Merge, Person, listed
from tinhso.core.people.tests.stories import (
    NOW,
    REGISTRAR,
    Rights,
    Visitor,
    citizen,
    number,
    place,
    registrar,
    someone,
    told,
    words,
)
from tinhso.core.places.models import Place

pytestmark = pytest.mark.django_db
CARD = "014198000001||Giàng Thị Mỷ|04071998|Nữ|Bản Pá Chóng, Co Mạ|15042021"
BY = {"by": REGISTRAR, "at": NOW}


@pytest.fixture
def co_ma() -> Place:
    return place()


@pytest.fixture
def my(co_ma: Place) -> Person:
    return someone(home=co_ma.pk, number=number(), phone="+84912345678", speaks=("mong",))


def test_a_scanned_card_fills_the_form_and_registers_a_person(co_ma: Place) -> None:
    desk = Visitor(registrar(co_ma))
    filled = desk.send(reverse("scan_card"), card=CARD)
    assert 'value="014198000001"' in words(filled)
    assert not Person.objects.exists()
    sent = {"number": "014198000001", "full_name": "Giàng Thị Mỷ", "born": "04/07/1998", "sex": "female"}
    answer = desk.send(reverse("register_person"), **sent, home=co_ma.uuid, basis="scanned", speaks=["mong"])
    person = Person.objects.for_page().get()
    assert answer["Location"] == reverse("person", args=[person.uuid])
    assert (person.full_name, person.home, person.speaks) == ("Giàng Thị Mỷ", co_ma, ["mong"])
    assert "Giàng Thị Mỷ" in words(desk.open(answer["Location"]))


def test_a_mistyped_form_keeps_what_was_typed_and_says_why(co_ma: Place) -> None:
    desk = Visitor(registrar(co_ma))
    answer = desk.send(reverse("register_person"), full_name="Giàng Thị Mỷ", number="01419800000", home=co_ma.uuid)
    assert "Giàng Thị Mỷ" in words(answer)
    assert 'id="id_number_error"' in words(answer)
    assert not Person.objects.exists()


def test_a_person_opens_only_after_saying_why(my: Person) -> None:
    desk = Visitor(registrar())
    address = reverse("person", args=[my.uuid])
    before = words(desk.open(address))
    assert "0912 345 678" not in before
    assert looks_at(my) == []
    assert desk.send(reverse("read_person", args=[my.uuid]), reason="visit")["Location"] == address
    opened = words(desk.open(address))
    assert "0912 345 678" in opened
    assert "014198000001" not in opened
    assert len(looks_at(my)) == 1
    desk.session["people_opened"] = {str(my.uuid): (NOW - timedelta(minutes=31)).isoformat()}
    assert "0912 345 678" not in words(desk.open(address))


def test_my_own_page_needs_no_reason_and_shows_who_looked(my: Person) -> None:
    desk = Visitor(registrar())
    desk.send(reverse("read_person", args=[my.uuid]), reason="case", case="H52.12-261121-0042")
    mine = Visitor(citizen(my))
    shown = words(mine.open(reverse("me")))
    assert "Giàng Thị Mỷ" in shown
    assert "H52.12-261121-0042" in shown
    mine.send(reverse("correct_me"), phone="0987654321", can_read="no", speaks=["mong", "vi"])
    assert Person.objects.get().phone == "+84987654321"
    assert len(looks_at(my)) == 1


def test_a_citizen_reaches_nobody_else(my: Person, co_ma: Place) -> None:
    other = Visitor(citizen(someone("Sùng Thị Say", home=co_ma.pk)))
    assert other.open(reverse("people")).status_code == 403
    assert other.open(reverse("person", args=[my.uuid])).status_code == 403
    assert Visitor(Rights(signed_in=False)).open(reverse("me")).status_code == 401
    assert Visitor(Rights()).open(reverse("me")).status_code == 404


ABOUT_A_PERSON = (
    "person",
    "read_person",
    "correct_person",
    "correct_number",
    "move_person",
    "record_death",
    "forget_person",
    "form_household",
    "join_household",
    "leave_household",
)


@pytest.mark.parametrize("door", ABOUT_A_PERSON)
def test_an_officer_of_another_commune_finds_nobody(my: Person, door: str) -> None:
    elsewhere = Visitor(registrar(place("Pá Lông", code="03802")))
    address = reverse(door, args=[my.uuid])
    if door != "leave_household":
        assert elsewhere.open(address).status_code == 404
    assert elsewhere.send(address, reason="visit", full_name="X", number="1").status_code == 404
    assert Person.objects.filter(full_name="Giàng Thị Mỷ", forgotten_at=None).exists()


@pytest.mark.parametrize("door", [door for door in ABOUT_A_PERSON if door not in ("person", "leave_household")])
def test_every_form_opens(my: Person, door: str) -> None:
    answer = Visitor(registrar()).open(reverse(door, args=[my.uuid]))
    assert answer.status_code == 200
    assert "<form" in words(answer)


def test_the_list_pages_by_key_in_few_queries(co_ma: Place, django_assert_max_num_queries: object, my: Person) -> None:
    register_people(
        [told(f"Lò Thị {'ABCDEGHIKL'[n // 10]}{'aeiou'[n % 5]}{'nm'[n % 2]}", home=co_ma.pk) for n in range(60)], **BY
    )
    desk = Visitor(registrar(co_ma))
    with django_assert_max_num_queries(4):
        first = words(desk.open(reverse("people")))
    assert first.count('class="link-row') == 50
    more = first.split("after=")[1].split('"')[0]
    rest = words(desk.open(f"{reverse('people')}?after={more}"))
    assert rest.count('class="link-row') == 11
    assert "Giàng" in first + rest


def test_searching_leaves_no_name_in_the_address(my: Person) -> None:
    desk = Visitor(registrar())
    for typed in ("giang my", "Giàng", "014198000001", "014 198 000 001"):
        assert str(my.uuid) in words(desk.send(reverse("people"), words=typed))
    assert str(my.uuid) not in words(desk.send(reverse("people"), words="sung"))
    assert str(my.uuid) not in words(
        Visitor(registrar(place("Pá Lông", code="03802"))).send(reverse("people"), words="giang")
    )


def test_a_pair_is_compared_merged_and_parted_again(my: Person, co_ma: Place) -> None:
    again = someone("Giàng Thị Mỷ", home=co_ma.pk)
    desk, pair = Visitor(registrar()), Likeness.objects.get()
    assert "Giàng Thị Mỷ" in words(desk.open(reverse("likenesses")))
    address = reverse("likeness", args=[pair.uuid])
    assert "0912 345 678" not in words(desk.open(address))
    desk.send(address)
    assert "0912 345 678" in words(desk.open(address))
    assert [len(looks_at(one)) for one in (my, again)] == [1, 1]
    assert desk.send(reverse("merge_people", args=[pair.uuid]), kept=uuid4()).status_code == 404
    desk.send(reverse("merge_people", args=[pair.uuid]), kept=my.uuid)
    assert Person.objects.current().get() == my
    assert desk.open(reverse("person", args=[again.uuid]))["Location"] == reverse("person", args=[my.uuid])
    desk.send(reverse("undo_merge", args=[Merge.objects.get().uuid]))
    assert Person.objects.current().count() == 2
    desk.send(reverse("tell_apart", args=[pair.uuid]))
    assert not Likeness.objects.open().exists()


def test_a_household_page_is_for_its_members_and_their_officers(my: Person, co_ma: Place) -> None:
    do = someone("Giàng A Dơ", sex=Sex.MALE, birth_year=1996, home=co_ma.pk)
    household = form_household(do, place=co_ma, members=[(my, Relation.SPOUSE)], number="01", **BY)
    address = reverse("household", args=[household.uuid])
    assert "Giàng A Dơ" in words(Visitor(citizen(my)).open(address))
    assert Visitor(citizen(someone("Sùng Thị Say"))).open(address).status_code == 404
    assert Visitor(citizen(my)).send(reverse("hand_over_household", args=[household.uuid])).status_code == 403
    desk = Visitor(registrar(co_ma))
    desk.send(reverse("hand_over_household", args=[household.uuid]), head=my.uuid)
    assert Household.objects.get().head == my
    to_hieu = place("Tô Hiệu", code="03646", unit_type="phường")
    Visitor(registrar()).send(reverse("move_household", args=[household.uuid]), home=to_hieu.uuid)
    assert {person.home for person in Person.objects.filter(household=household)} == {to_hieu}


def test_parents_see_their_children_at_home_and_nobody_elses(co_ma: Place, my: Person) -> None:
    pao = someone("Giàng A Páo", sex=Sex.MALE, birth_year=2026, home=co_ma.pk)
    grown = someone("Giàng A Chứ", sex=Sex.MALE, birth_year=2000, home=co_ma.pk)
    form_household(my, place=co_ma, members=[(pao, Relation.CHILD), (grown, Relation.CHILD)], **BY)
    on = NOW.date()
    assert set(Person.objects.visible_to(citizen(my), on=on)) == {my, pao}
    assert set(Person.objects.visible_to(citizen(my))) == {my}
    assert set(Person.objects.visible_to(citizen(grown), on=on)) == {grown}
    assert set(Person.objects.visible_to(registrar(co_ma))) == {my, pao, grown}
    assert set(Person.objects.visible_to(Rights(signed_in=False))) == set()


def test_the_api_does_what_the_pages_do(co_ma: Place) -> None:
    desk = Visitor(registrar(co_ma))
    claim = json.loads(desk.machine("POST", "/api/people/card", card=CARD).content)
    assert (claim["full_name"], claim["born"], claim["known"]) == ("Giàng Thị Mỷ", "1998-07-04", None)
    sent = {"full_name": claim["full_name"], "born": "04/07/1998", "number": claim["number"], "home": str(co_ma.uuid)}
    made = desk.machine("POST", "/api/people/", **sent, basis="confirmed")
    assert made.status_code == 201
    uuid = json.loads(made.content)["uuid"]
    assert Person.objects.for_page().get().number.basis == "seen"
    assert [one["uuid"] for one in json.loads(desk.open("/api/people/").content)] == [uuid]
    assert [
        one["uuid"] for one in json.loads(desk.machine("POST", "/api/people/search", words="my giang").content)
    ] == [uuid]
    known = json.loads(desk.machine("POST", f"/api/people/{uuid}/read", reason="visit").content)
    assert known["number"].endswith("0001")
    assert "014198000001" not in json.dumps(known)
    assert len(looks_at(Person.objects.get())) == 1
    put = desk.machine("PUT", f"/api/people/{uuid}", full_name="Giàng Thị Mỷ", born="1998", speaks=["mong"])
    assert put.status_code == 200
    assert Person.objects.get().born is None
    elsewhere = Visitor(registrar(place("Pá Lông", code="03802")))
    assert elsewhere.machine("POST", f"/api/people/{uuid}/read", reason="visit").status_code == 404
    mine = Visitor(citizen(Person.objects.get()))
    assert json.loads(mine.open("/api/people/me").content)["looks"]
    assert mine.machine("PATCH", "/api/people/me", phone="0912345678").status_code == 200
    assert Person.objects.for_page().get().speaks == ["mong"]


def test_a_household_through_the_api(co_ma: Place, my: Person) -> None:
    do = someone("Giàng A Dơ", sex=Sex.MALE, birth_year=1996, home=co_ma.pk)
    desk = Visitor(registrar(co_ma))
    made = desk.machine("POST", "/api/people/households/", head=str(do.uuid), number="01")
    assert made.status_code == 201
    uuid = json.loads(made.content)["uuid"]
    joined = desk.machine("POST", f"/api/people/households/{uuid}/join", person=str(my.uuid), relation="spouse")
    assert [one["relation"] for one in json.loads(joined.content)["members"]] == ["head", "spouse"]
    assert Visitor(citizen(my)).open(f"/api/people/households/{uuid}").status_code == 200
    assert Visitor(citizen(someone("Sùng Thị Say"))).open(f"/api/people/households/{uuid}").status_code == 404


def test_a_line_says_what_the_person_says(co_ma: Place, my: Person) -> None:
    register_people([told(f"Lò Thị {name}", home=co_ma.pk) for name in ("Ban", "Cúc", "Đào")], **BY)
    rights = registrar(co_ma)
    for last in (None, my.uuid):
        people = Person.objects.listed(rights, below=co_ma, last=last)
        expected = [(one.uuid, one.shown, one.birth_year, one.lives_in) for one in people]
        told_so = listed(rights, below=co_ma, last=last)
        assert [(one.uuid, one.shown, one.birth_year, one.lives_in) for one in told_so] == expected
