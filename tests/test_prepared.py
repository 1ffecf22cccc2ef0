"""What is prepared says and writes what the ORM does, and refuses what could not be told so.

Told with the tables of the calendar and its days, of accounts and of people.
"""

import threading
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID, uuid4

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import DatabaseError, connection, transaction
from django.db.models import Count, QuerySet
from django.db.models.signals import post_init
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tinhso.core.accounts.models import Absence, Account
from tinhso.core.calendar.models import Day
from tinhso.core.people.models import Person
from tinhso.core.search.models import Row
from tinhso.kit.prepared import CannotBePreparedError, Listing, Objects
from tinhso.kit.writing import insert, insert_new, insert_rows, put, update

db = pytest.mark.django_db
often = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


class Line(NamedTuple):
    id: int
    app_label: str
    model: str


class Noted(NamedTuple):
    date: date
    note: str


def _types(ids: frozenset[int] | None, beginning: str | None, after: str | None) -> QuerySet[ContentType, Any]:
    rows = ContentType.objects.order_by("app_label", "model")
    rows = rows if ids is None else rows.filter(pk__in=ids)
    rows = rows if beginning is None else rows.filter(model__startswith=beginning)
    rows = rows if after is None else rows.filter(app_label__gt=after)
    return rows.values_list("id", "app_label", "model")[:51]


def _later(day: date, place: int) -> QuerySet[Day, Any]:
    return Day.objects.filter(date__gte=day, place=place).order_by("date")


TYPES = Listing(Line, _types)
LATER = Objects[Day](_later)
NOTES = Listing(Noted, lambda day: Day.objects.filter(date=day).values_list("date", "note"))
WORD = st.none() | st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=5) | st.just("a%_\\")


@db
@often
@given(st.none() | st.frozensets(st.integers(0, 60), max_size=8), WORD, WORD)
def test_kept_words_give_what_the_orm_gives(ids: Any, beginning: Any, after: Any) -> None:
    expected = [Line(*row) for row in TYPES.queryset(ids, beginning, after)]
    assert TYPES(ids, beginning, after) == expected


@db
@often
@given(st.lists(st.integers(0, 60), min_size=3, max_size=3), st.frozensets(st.integers(0, 60), max_size=5))
def test_values_of_one_kind_are_not_mistaken_for_each_other(numbers: list[int], ids: frozenset[int]) -> None:
    def asked(low: int, but: int, high: int, some: frozenset[int]) -> QuerySet[ContentType, Any]:
        rows = ContentType.objects.filter(pk__gt=low, pk__lt=high).exclude(pk=but).exclude(pk__in=some)
        return rows.order_by("-id").values_list("id", "app_label", "model")

    expected = [Line(*row) for row in asked(*numbers, ids)]
    assert Listing(Line, asked)(*numbers, ids) == expected


@db
def test_words_are_put_together_once(django_assert_num_queries: Any) -> None:
    made: list[str] = []

    def counted(model: str) -> QuerySet[ContentType, Any]:
        made.append(model)
        return ContentType.objects.filter(model=model).values_list("id", "app_label", "model")

    listing = Listing(Line, counted)
    with django_assert_num_queries(3):
        assert [len(listing(word)) for word in ("contenttype", "nothing", "sample 0")] == [1, 0, 0]
    assert len(made) == 2, "once for each of the two samples"


@db
def test_a_list_of_nothing_asks_nothing(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert TYPES(frozenset(), None, None) == []


@db
@pytest.mark.parametrize(
    "asked",
    [
        lambda number: ContentType.objects.filter(pk=number + 1).values_list("id"),
        lambda number: ContentType.objects.order_by("id" if number == 20_011 else "-id").values_list("id"),
        lambda number: ContentType.objects.values_list("id")[: number + 1],
    ],
)
def test_what_cannot_be_filled_in_is_refused(asked: Any) -> None:
    with pytest.raises(CannotBePreparedError):
        Listing(Line, asked)(3)


@db
def test_a_value_of_another_kind_is_refused() -> None:
    with pytest.raises(CannotBePreparedError):
        TYPES(3.5, None, None)


@db
def test_ids_moments_and_days_are_written_as_the_database_writes_them() -> None:
    class Found(NamedTuple):
        uuid: UUID
        born: date | None
        registered_at: datetime

    one = Person.objects.create(
        uuid=uuid4(), full_name="Lò Thị Hoa", born=date(1990, 2, 3), birth_year=1990,
        registered_at=datetime(2026, 1, 2, 3, 4, 5, 6, tzinfo=UTC),
    )  # fmt: skip
    found = Listing(
        Found,
        lambda uuid, born, at: Person.objects.filter(uuid=uuid, born=born, registered_at__lte=at).values_list(
            "uuid", "born", "registered_at"
        ),
    )
    assert found(one.uuid, one.born, one.registered_at) == [Found(one.uuid, one.born, one.registered_at)]
    assert found(one.uuid, one.born, datetime(2026, 1, 1, tzinfo=UTC)) == []


def days() -> list[Day]:
    return [
        Day.objects.create(date=date(2026, 11, number), kind="off", note=f"Ngày {number}", place=number % 2 or 2)
        for number in range(1, 7)
    ]


@db
def test_objects_are_asked_again_with_other_values() -> None:
    days()
    for since, place in ((2, 1), (4, 2), (9, 1)):
        day = date(2026, 11, since)
        found, expected = LATER(day, place), list(_later(day, place))
        assert [vars(one) | {"_state": 0} for one in found] == [vars(one) | {"_state": 0} for one in expected]
        assert [(one._state.adding, one._state.db) for one in found] == [(False, "default")] * len(expected)


@db
def test_a_related_row_comes_along_and_may_be_missing() -> None:
    with_person = Objects[Account](
        lambda name: Account.objects.filter(username=name).select_related("person").defer("password")
    )
    Account.objects.create(username="hac", kind="staff", opened_at="2026-11-22T00:00:00Z")
    (found,) = with_person("hac")
    assert found.person is None
    assert found.get_deferred_fields() == {"password"}
    assert with_person("nobody") == []


@db
def test_what_a_related_row_refers_to_comes_along(django_assert_num_queries: Any) -> None:
    with_account = Objects[Absence](
        lambda day: Absence.objects.on(day).select_related("account__person").order_by("account")
    )
    someone = Person.objects.create(full_name="Sùng A Hạc", sex="male", registered_at="2026-11-22T00:00:00Z")
    for username, person in (("hac", someone), ("job", None)):
        account = Account.objects.create(
            username=username, kind="staff", person=person, opened_at="2026-11-22T00:00:00Z"
        )
        Absence.objects.create(account=account, first_day="2026-11-20", last_day="2026-11-30")
    with django_assert_num_queries(1):
        told = [(one.account.username, one.account.person) for one in with_account(date(2026, 11, 22))]
    assert told == [("hac", someone), ("job", None)]


@db
def test_values_come_as_rows() -> None:
    days()
    assert NOTES(date(2026, 11, 3)) == [Noted(date(2026, 11, 3), "Ngày 3")]
    assert NOTES(date(2026, 12, 3)) == []


@db
@pytest.mark.parametrize(
    "asked",
    [
        lambda place: Day.objects.filter(place=place).values_list("id"),
        lambda place: Day.objects.filter(place=place).annotate(many=Count("id")),
        lambda account: Account.objects.filter(pk=account).prefetch_related("posts"),
    ],
)
def test_objects_that_would_lack_something_are_refused(asked: Any) -> None:
    with pytest.raises(CannotBePreparedError):
        Objects(asked)(1)


@db
def test_objects_whose_making_is_listened_to_are_refused() -> None:
    def listen(**_said: Any) -> None: ...

    post_init.connect(listen, sender=Day)
    try:
        with pytest.raises(CannotBePreparedError):
            Objects[Day](lambda place: Day.objects.filter(place=place))(1)
    finally:
        post_init.disconnect(listen, sender=Day)


@pytest.mark.django_db(transaction=True)
def test_rows_are_locked_inside_a_transaction_only() -> None:
    locking = Objects[Day](lambda place: Day.objects.select_for_update().filter(place=place))
    for _asked_again in range(2):
        if connection.features.has_select_for_update:
            with pytest.raises(transaction.TransactionManagementError):
                locking(1)
        with transaction.atomic():
            assert locking(1) == []


@pytest.mark.django_db(transaction=True)
def test_threads_share_the_words_and_convert_by_themselves() -> None:
    made: list[date] = []
    told: list[str] = []

    def asked(day: date) -> QuerySet[Absence, Any]:
        made.append(day)
        return Absence.objects.on(day)

    absences = Objects[Absence](asked)

    def ask() -> None:
        told.extend(one.account.username for one in absences(date(2026, 11, 22)))
        connection.close()

    hac = Account.objects.create(username="hac", kind="staff", opened_at="2026-11-22T00:00:00Z")
    Absence.objects.create(account=hac, first_day="2026-11-20", last_day="2026-11-30")
    assert len(absences(date(2026, 11, 22))) == 1
    threads = [threading.Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert told == ["hac"] * 2
    assert len(made) == 2, "once for each of the two samples"


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
def test_a_row_is_written_only_where_none_stands() -> None:
    one, other = ContentType(app_label="a", model="b"), ContentType(app_label="a", model="b")
    assert insert_new(one)
    assert not insert_new(other)
    assert ContentType.objects.get(app_label="a") == one
    assert other.pk is None


@db
def test_a_row_is_put_over_the_one_of_the_same_name() -> None:
    put(Row(kind="a", ref="1", title="First", folded="first", lexemes="efirst"), ("kind", "ref"))
    put(Row(kind="a", ref="2", title="Other", folded="other", lexemes="eother"), ("kind", "ref"))
    last = Row(kind="a", ref="1", title="Last", folded="last", lexemes="elast")
    put(last, ("kind", "ref"))
    assert list(Row.objects.order_by("ref").values_list("title", "lexemes")) == [("Last", "elast"), ("Other", "eother")]
    assert Row.objects.get(ref="1").pk == last.pk


@db
@pytest.mark.parametrize("number", [1, 120])
def test_many_rows_are_written_under_the_keys_that_are_told(number: int) -> None:
    first = date(2026, 1, 1)
    names = ("uuid", "date", "kind", "note", "source")
    rows = [(uuid4(), first + timedelta(days=day), "off", f"Tết\t{day}\\N", "x") for day in range(number)]
    keys = insert_rows(Day, names, rows)
    assert list(Day.objects.order_by("date").values_list("pk", *names)) == [
        (key, *row) for key, row in zip(keys, rows, strict=True)
    ]
    later = Day(date=first + timedelta(days=number), kind="off", note="", source="x")
    later.save(force_insert=True)
    assert later.pk > max(keys)
    Day.objects.all().delete()
