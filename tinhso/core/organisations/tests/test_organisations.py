"""Agencies and businesses: identifiers, tax codes, succession, and the doors."""

import json
from dataclasses import replace
from datetime import date

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from tinhso.core.organisations import reactions
from tinhso.core.organisations.actions import (
    AlreadyRegistered,
    Details,
    EndImpossible,
    HasEnded,
    NotAnOffice,
    OwnerMissing,
    ParentDoesNotFit,
    StillHasParts,
    close_organisation,
    correct_organisation,
    details_of,
    give_titles,
    move_organisation,
    register_organisation,
    succeed_organisation,
)
from tinhso.core.organisations.domain.identifiers import ElectronicId, IdentifierHasNoOldForm, IdentifierUnreadable
from tinhso.core.organisations.domain.tables import of_a_commune, of_a_province, seats
from tinhso.core.organisations.domain.taxes import TaxCode, TaxCodeMistyped, TaxCodeUnreadable, TaxKind, check_digit
from tinhso.core.organisations.domain.words import Kind
from tinhso.core.organisations.events import OrganisationCorrected, OrganisationRegistered, OrganisationSucceeded
from tinhso.core.organisations.models import Organisation
from tinhso.core.people.tests.stories import (
    NOW,
    REGISTRAR,
    TODAY,
    Rights,
    Visitor,
    citizen,
    number,
    place,
    registrar,
    someone,
    words,
)
from tinhso.core.places.models import Place, PlaceChoice
from tinhso.core.search.models import Row
from tinhso.events.definitions import Code
from tinhso.events.log import history
from tinhso.events.reactions import Delivered
from tinhso.kit.refusals import Refusal

BY = {"by": REGISTRAR, "at": NOW}
db = pytest.mark.django_db


def office(name: str = "Ủy ban nhân dân xã Co Mạ", **also: object) -> Organisation:
    known = {"kind": Kind.AGENCY, "name": name, "since": date(2025, 7, 1), **also}
    known.setdefault("place", Place.objects.first() or place())
    return register_organisation(Details(**known), **BY)


@pytest.mark.parametrize(
    ("new", "old"),
    [
        ("H52", "000.00.00.H52"),
        ("H52.12", "000.00.12.H52"),
        ("H52.12.05", "000.05.12.H52"),
        ("H52.12.05.007", "007.05.12.H52"),
    ],
)
def test_an_identifier_is_read_and_written_in_both_forms(new: str, old: str) -> None:
    assert ElectronicId.read(old) == ElectronicId.read(f" {new.lower()} ") == ElectronicId(new)
    assert ElectronicId(new).old_form == old


def test_an_identifier_knows_its_root_and_what_is_below() -> None:
    committee = ElectronicId.read("H52.112")
    assert committee.root == "H52"
    assert ElectronicId.read("H52.112.03").is_below(committee)
    assert not ElectronicId.read("H52.11").is_below(committee)
    with pytest.raises(IdentifierHasNoOldForm):
        _ = committee.old_form


@pytest.mark.parametrize(
    "typed", ["", "52", "H5", "H52.", "H52.1", "H52.1234", "000.05.00.H52", "H52" + ".11" * 17, "H52.A1"]
)
def test_what_is_no_identifier_is_refused(typed: str) -> None:
    with pytest.raises(IdentifierUnreadable):
        ElectronicId.read(typed)


levels = st.lists(st.integers(1, 99).map("{:02}".format), max_size=2)


@given(st.sampled_from(["H52", "H60", "G09"]), levels)
def test_the_old_form_comes_back(root: str, below: list[str]) -> None:
    identifier = ElectronicId.read(".".join([root, *below]))
    assert ElectronicId.read(identifier.old_form) == identifier


def test_tax_codes_are_checked() -> None:
    assert TaxCode.read("0100109106") == TaxCode("0100109106", TaxKind.WHOLE)
    assert TaxCode.read("0100 109 106-001").text == TaxCode.read("0100109106001").text == "0100109106-001"
    assert TaxCode.read("0100233488").kind is TaxKind.WHOLE
    personal = TaxCode.read("014198000001")
    assert personal.kind is TaxKind.PERSONAL
    assert "014198000001" not in f"{personal!r}{personal}"
    with pytest.raises(TaxCodeMistyped):
        TaxCode.read("0100109107")
    for typed in ("", "12345", "0100109106-000", "0100109106-01", "a100109106"):
        with pytest.raises(TaxCodeUnreadable):
            TaxCode.read(typed)


@given(st.text(alphabet="0123456789", min_size=9, max_size=9), st.integers(0, 9), st.integers(0, 8))
def test_every_single_mistyped_digit_is_found(nine: str, other: int, at: int) -> None:
    digit = check_digit(nine)
    wrong = nine[:at] + str(other) + nine[at + 1 :]
    if not digit:
        with pytest.raises(TaxCodeMistyped):
            TaxCode.read(f"{nine}{other}")
        return
    assert TaxCode.read(nine + digit).text == nine + digit
    if wrong != nine:
        with pytest.raises(TaxCodeMistyped):
            TaxCode.read(wrong + digit)


@given(st.text(max_size=200))
def test_readers_only_ever_refuse(text: str) -> None:
    for read in (ElectronicId.read, TaxCode.read):
        try:
            read(text)
        except Refusal as refusal:
            assert str(refusal.told)
        with pytest.raises(Refusal):
            read(text.replace("0", "x") + "x" * 50_000)


def test_the_tables_hold_together() -> None:
    for patterns in (of_a_province(), of_a_commune()):
        agencies = {pattern.code for pattern in patterns if pattern.kind == Kind.AGENCY}
        assert all(pattern.below in agencies for pattern in patterns if pattern.kind == Kind.DEPARTMENT)
    assert sum(pattern.kind == Kind.AGENCY for pattern in of_a_province()) == 17
    assert {seat.role for seat in seats()} <= {"leader", "head", "officer"}


@db
def test_an_agency_and_its_department_are_registered_and_found() -> None:
    committee = office(electronic_id=ElectronicId.read("H52.112"))
    desk = office(
        "Phòng Văn hóa - Xã hội", kind=Kind.DEPARTMENT, parent=committee, electronic_id=ElectronicId.read("H52.112.03")
    )
    assert [one.event for one in history(desk)] == [OrganisationRegistered(kind=Code("department"))]
    assert Organisation.objects.identified(ElectronicId.read("000.00.112.H52".replace("112", "12"))).first() is None
    assert list(Organisation.objects.below(committee)) == [desk]
    assert Row.objects.get(ref=str(desk.uuid)).permission == ""
    give_titles(committee, [("Chủ tịch UBND", "head", 1)])
    give_titles(committee, [("Chủ tịch UBND", "head", 1)])
    assert committee.titles.count() == 1


@db
def test_what_does_not_fit_is_refused() -> None:
    committee = office(electronic_id=ElectronicId.read("H52.112"))
    with pytest.raises(AlreadyRegistered):
        office("Khác", electronic_id=ElectronicId.read("H52.112"))
    with pytest.raises(ParentDoesNotFit):
        office("Phòng", kind=Kind.DEPARTMENT)
    with pytest.raises(ParentDoesNotFit):
        office("Sở", parent=committee)
    with pytest.raises(NotAnOffice):
        office("Hợp tác xã", kind=Kind.COOPERATIVE, electronic_id=ElectronicId.read("H52.999"))
    with pytest.raises(OwnerMissing):
        office("Tạp hóa", kind=Kind.HOUSEHOLD_BUSINESS, tax_code=TaxCode.read("014198000001"))
    assert Organisation.objects.count() == 1


@db
def test_a_personal_number_stays_sealed_with_the_person() -> None:
    panh = someone("Lò Thị Panh", birth_year=1998, number=number())
    stay = office("Nhà sàn Hoa Mận", kind=Kind.HOUSEHOLD_BUSINESS, tax_code=TaxCode.read("014198000001"))
    assert (stay.owner, stay.tax_code) == (panh, None)
    assert Row.objects.get(ref=str(stay.uuid)).permission == "keep_organisations"
    address = reverse("organisation", args=[stay.uuid])
    assert Visitor(citizen(panh)).open(address).status_code == 200
    assert Visitor(Rights(signed_in=False, shell="public")).open(address).status_code == 404
    assert Visitor(Rights(signed_in=False, shell="public")).open(f"/api/organisations/{stay.uuid}").status_code == 404
    listed = words(Visitor(Rights(signed_in=False, shell="public")).open(f"{reverse('organisations')}?what=businesses"))
    assert "Nhà sàn Hoa Mận" not in listed


@db
def test_corrections_say_which_fields() -> None:
    committee = office()
    told = replace(details_of(committee), address="Bản Co Mạ", phone="+842123852135")
    correct_organisation(committee, told, **BY)
    correct_organisation(committee, told, **BY)
    events = [one.event for one in history(committee)][1:]
    assert events == [OrganisationCorrected(what=Code("address+phone"))]


@db
def test_a_successor_takes_over_departments_and_stays_reachable() -> None:
    old, new = office("UBND xã Pá Lông"), office("UBND xã Co Mạ")
    desk = office("Phòng Kinh tế", kind=Kind.DEPARTMENT, parent=old)
    with pytest.raises(StillHasParts):
        close_organisation(old, on=TODAY, **BY)
    with pytest.raises(EndImpossible):
        succeed_organisation(old, new, on=date(2020, 1, 1), **BY)
    succeed_organisation(old, new, on=TODAY, **BY)
    assert Organisation.objects.get(pk=desk.pk).parent == new
    old = Organisation.objects.get(pk=old.pk)
    assert (old.now, old.valid_to) == (new, TODAY)
    assert [one.event for one in history(old)][-1] == OrganisationSucceeded(new=new.uuid, on=TODAY)
    with pytest.raises(HasEnded):
        move_organisation(old, place("X", code="1"), **BY)
    assert "UBND xã Co Mạ" in words(
        Visitor(Rights(signed_in=False, shell="public")).open(reverse("organisation", args=[old.uuid]))
    )


def delivered(**data: object) -> Delivered:
    return Delivered(seq=1, name="", version=1, data=data, about_kind="", about="", place=None, at=NOW)


@db
def test_offices_and_businesses_follow_their_place() -> None:
    pa_long, co_ma = place("Pá Lông", code="03802"), place()
    old = office("UBND xã Pá Lông", place=pa_long, electronic_id=ElectronicId.read("H52.113"))
    new = office("UBND xã Co Mạ", place=co_ma, electronic_id=ElectronicId.read("H52.112"))
    desk = office(
        "Phòng Kinh tế", kind=Kind.DEPARTMENT, parent=old, place=pa_long, electronic_id=ElectronicId.read("H52.113.02")
    )
    coop = office("Hợp tác xã Nương Xanh", kind=Kind.COOPERATIVE, place=pa_long)
    event = delivered(old=pa_long.pk, new=co_ma.pk, part=False, effective=TODAY.isoformat())
    for _again in range(2):
        reactions.organisations_follow_their_place(event)
    assert Organisation.objects.get(pk=old.pk).successor == new
    moved = Organisation.objects.in_bulk([desk.pk, coop.pk])
    assert {one.place for one in moved.values()} == {co_ma}
    assert moved[desk.pk].parent == new


@db
def test_a_divided_place_waits_for_a_person() -> None:
    pa_long, co_ma = place("Pá Lông", code="03802"), place()
    coop = office("Hợp tác xã Nương Xanh", kind=Kind.COOPERATIVE, place=pa_long)
    reactions.organisations_follow_their_place(
        delivered(old=pa_long.pk, new=co_ma.pk, part=True, effective="2026-11-21")
    )
    reactions.a_person_says_which_went_where(delivered(old=pa_long.pk, effective="2026-11-21"))
    assert PlaceChoice.objects.open().get().ref == coop.uuid
    reactions.they_go_where_was_said(
        delivered(kind=reactions.ORGANISATION, row=coop.uuid, old=pa_long.pk, new=co_ma.pk)
    )
    assert Organisation.objects.get().place == co_ma


@db
def test_anyone_reads_the_list_of_a_commune_in_few_queries(django_assert_max_num_queries: object) -> None:
    co_ma = place()
    committee = office(place=co_ma, address="Bản Co Mạ", ask="Quầy số 1", hours="7:30–11:30")
    for n in range(30):
        office(f"Phòng {n}", kind=Kind.DEPARTMENT, parent=committee, place=co_ma)
    visitor = Visitor(Rights(signed_in=False, shell="public"))
    with django_assert_max_num_queries(4):
        listed = words(visitor.open(f"{reverse('organisations')}?commune=03781"))
    assert listed.count('class="link-row') == 31
    shown = words(visitor.open(reverse("organisation", args=[committee.uuid])))
    assert "Quầy số 1" in shown
    assert "7:30–11:30" in shown
    for door in ("register_organisation",):
        assert visitor.open(reverse(door)).status_code == 401


@db
def test_only_who_keeps_the_register_there_changes_it() -> None:
    co_ma, elsewhere = place(), place("Pá Lông", code="03802")
    committee = office(place=co_ma)
    here, there = Visitor(registrar(co_ma)), Visitor(registrar(elsewhere))
    for door in ("correct_organisation", "close_organisation"):
        assert there.open(reverse(door, args=[committee.uuid])).status_code == 404
        assert here.open(reverse(door, args=[committee.uuid])).status_code == 200
    sent = {"kind": "cooperative", "name": "Hợp tác xã Nương Xanh", "since": "01/07/2025", "tax_code": "0100109106"}
    assert there.send(reverse("register_organisation"), **sent, place=co_ma.uuid).status_code == 200
    made = here.send(reverse("register_organisation"), **sent, place=co_ma.uuid)
    assert made.status_code == 302
    coop = Organisation.objects.get(tax_code="0100109106")
    here.send(reverse("correct_organisation", args=[coop.uuid]), name=coop.name, tax_code="0100109106", ask="Chị Mai")
    here.send(reverse("close_organisation", args=[coop.uuid]), on="20/11/2026")
    coop.refresh_from_db()
    assert (coop.ask, coop.valid_to) == ("Chị Mai", date(2026, 11, 20))


@db
def test_the_api_does_what_the_pages_do() -> None:
    co_ma = place()
    office(place=co_ma, electronic_id=ElectronicId.read("H52.12"))
    anyone = Visitor(Rights(signed_in=False, shell="public"))
    [found] = json.loads(anyone.open("/api/organisations/?electronic_id=000.00.12.H52").content)
    assert found["electronic_id"] == "H52.12"
    body = {"kind": "enterprise", "name": "Công ty Núi Biếc", "place": str(co_ma.uuid), "since": "2025-07-01"}
    assert anyone.machine("POST", "/api/organisations/", **body).status_code == 401
    keeper = Visitor(registrar(co_ma))
    made = keeper.machine("POST", "/api/organisations/", **body, tax_code="0100109106-001")
    assert made.status_code == 201
    uuid = json.loads(made.content)["uuid"]
    assert keeper.machine("PUT", f"/api/organisations/{uuid}", name="Công ty Núi Xanh").status_code == 200
    closed = keeper.machine("POST", f"/api/organisations/{uuid}/close", on="2026-11-20")
    assert json.loads(closed.content)["until"] == "2026-11-20"
