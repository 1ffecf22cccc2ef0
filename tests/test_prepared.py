"""Prepared questions and rows say and write what the ORM does. Told with the tables of the calendar and its days."""

import threading
from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from tinhso.core.accounts.models import Absence, Account
from tinhso.core.calendar.models import Day
from tinhso.kit.prepared import Question, Slot, insert, update

db = pytest.mark.django_db
DATE, PLACE = Day._meta.get_field("date"), Day._meta.get_field("place")
later = Question(
    lambda day, place: Day.objects.filter(date__gte=day, place=place).order_by("date"),
    Slot(date(1801, 1, 1), DATE),
    Slot(-77, PLACE),
)


def days() -> list[Day]:
    return [
        Day.objects.create(date=date(2026, 11, number), kind="off", note=f"Ngày {number}", place=number % 2 or 2)
        for number in range(1, 7)
    ]


@db
def test_a_question_is_asked_again_with_other_values() -> None:
    days()
    for since, place in ((2, 1), (4, 2), (9, 1)):
        day = date(2026, 11, since)
        expected = list(Day.objects.filter(date__gte=day, place=place).order_by("date"))
        found = later.objects(day, place)
        assert [vars(one) | {"_state": 0} for one in found] == [vars(one) | {"_state": 0} for one in expected]
        assert [one._state.adding for one in found] == [False] * len(expected)


@db
def test_a_related_row_comes_along_and_may_be_missing() -> None:
    with_person = Question(
        lambda name: Account.objects.filter(username=name).select_related("person").defer("password"),
        Slot("-stands-", Account._meta.get_field("username")),
    )
    Account.objects.create(username="hac", kind="staff", opened_at="2026-11-22T00:00:00Z")
    (found,) = with_person.objects("hac")
    assert found.person is None
    assert found.get_deferred_fields() == {"password"}
    assert with_person.objects("nobody") == []


@db
def test_values_come_as_rows() -> None:
    names = Question(lambda day: Day.objects.filter(date=day).values_list("date", "note"), Slot(date(1801, 1, 1), DATE))
    days()
    assert names.rows(date(2026, 11, 3)) == [(date(2026, 11, 3), "Ngày 3")]


@db
def test_a_slot_that_is_not_in_the_words_is_a_mistake() -> None:
    with pytest.raises(LookupError):
        Question(lambda day: Day.objects.all(), Slot(date(1801, 1, 1), DATE)).rows(date(2026, 1, 1))


@pytest.mark.django_db(transaction=True)
def test_rows_are_locked_inside_a_transaction_only() -> None:
    locking = Question(lambda place: Day.objects.select_for_update().filter(place=place), Slot(-77, PLACE))
    with transaction.atomic():
        assert locking.objects(1) == []
    if connection.features.has_select_for_update:
        with pytest.raises(transaction.TransactionManagementError):
            locking.objects(1)


@db
def test_a_written_row_is_the_one_that_save_writes() -> None:
    saved = Day(date=date(2026, 11, 1), kind="off", note="Tết", source="x")
    saved.save(force_insert=True)
    written = Day(date=date(2026, 11, 2), kind="off", note="Tết", source="x")
    insert(written)
    assert written.pk > saved.pk
    skip = {"id", "uuid", "date"}
    rows = [{name: value for name, value in row.items() if name not in skip} for row in Day.objects.values()]
    assert rows[0] == rows[1]

    written.note, written.kind, written.source = "đổi", "work", "not written"
    update(written, ("note", "kind"))
    fresh = Day.objects.get(pk=written.pk)
    assert (fresh.note, fresh.kind, fresh.source) == ("đổi", "work", "x")
    Day.objects.all().delete()
    with pytest.raises(DatabaseError):
        update(written, ("note",))


@db
def test_each_thread_words_it_for_itself() -> None:
    found: list[str] = []

    def ask() -> None:
        question = Question(Absence.objects.on, Slot(date(1801, 1, 1), DATE))
        found.append(question._worded(connection, "default").sql)
        connection.close()

    thread = threading.Thread(target=ask)
    thread.start()
    thread.join()
    assert "accounts_absence" in found[0]
