"""Registering a person once."""

import pytest
from django.db import connection

from tinhso.core.people.actions import register_people, register_person
from tinhso.core.people.actions.registering import NumberKnown
from tinhso.core.people.domain.numbers import NumberOfAnother
from tinhso.core.people.domain.words import Basis, Sex
from tinhso.core.people.events import PersonRegistered
from tinhso.core.people.models import Number, Person
from tinhso.core.people.tests.stories import NOW, REGISTRAR, number, place, someone, told
from tinhso.core.search.models import Row
from tinhso.events.definitions import Code
from tinhso.events.log import history

pytestmark = pytest.mark.django_db


def test_a_person_is_registered_with_all_that_is_told() -> None:
    co_ma = place()
    my = someone(home=co_ma.pk, number=number(), speaks=("mong",), phone="+84912345678", can_read=False)
    my = Person.objects.for_page().get(pk=my.pk)
    assert (my.family, my.middle, my.given, my.folded) == ("Giàng", "Thị", "Mỷ", "giang thi my")
    assert my.number is not None
    assert my.number.digits == "014198000001"
    assert my.speaks == ["mong"]
    assert my.reads == []
    assert my.can_read is False
    assert [one.event for one in history(my)] == [PersonRegistered(number=Code(Basis.TOLD), has_phone=True)]


def test_the_number_lies_sealed_in_the_database_and_is_found_by_its_print() -> None:
    my = someone(number=number())
    row = Number.objects.get()
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM people_number")
        kept = str([bytes(cell) if isinstance(cell, memoryview) else cell for cell in cursor.fetchone()])
    assert "014198000001" not in kept
    assert row.masked.endswith("0001")
    assert Person.objects.with_number("014198000001").get() == my
    assert not Person.objects.with_number("014198000002").exists()


def test_a_number_belongs_to_one_person() -> None:
    someone(number=number())
    with pytest.raises(NumberKnown):
        someone("Sùng Thị Say", number=number())
    assert Person.objects.count() == 1
    with pytest.raises(NumberKnown):
        register_people([told(number=number("014198000002"))] * 2, by=REGISTRAR, at=NOW)


@pytest.mark.asvs("2.2.3")
def test_a_number_of_another_sex_or_year_is_refused() -> None:
    with pytest.raises(NumberOfAnother):
        register_person(told(sex=Sex.MALE, number=number()), by=REGISTRAR, at=NOW)
    with pytest.raises(NumberOfAnother):
        register_person(told(birth_year=1997, number=number()), by=REGISTRAR, at=NOW)
    assert not Person.objects.exists()


def test_the_search_row_carries_neither_number_nor_phone() -> None:
    co_ma = place()
    my = someone(home=co_ma.pk, number=number(), phone="+84912345678")
    row = Row.objects.get(kind="person")
    assert (row.ref, row.title, row.place, row.permission) == (str(my.uuid), "Giàng Thị Mỷ", co_ma.pk, "read_person")
    assert "345678" not in row.text + row.lexemes + row.url
    assert "014198" not in row.text + row.lexemes + row.url


def test_one_by_one_and_all_at_once_make_the_same_rows() -> None:
    co_ma = place()
    some = [told("Lò Văn Ín", sex=Sex.MALE, home=co_ma.pk, speaks=("thai", "vi"), reads=("vi",), number=None)] * 3

    def rows() -> list[tuple[object, ...]]:
        fields = ("full_name", "sort_key", "birth_year", "home", "tongues__language", "tongues__read")
        return sorted(Person.objects.values_list(*fields), key=str)

    together = register_people(some, by=REGISTRAR, at=NOW)
    at_once = rows()
    logged = [[one.event for one in history(person)] for person in together]
    Person.objects.all().delete()
    singly = [register_person(one, by=REGISTRAR, at=NOW) for one in some]
    assert rows() == at_once
    assert [[one.event for one in history(person)] for person in singly] == logged
