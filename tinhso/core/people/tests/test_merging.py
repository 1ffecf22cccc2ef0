"""The same person twice; and forgetting."""

import pytest
from django.core.management import call_command
from django.db import connection

from tinhso.core.idempotency.models import Answer
from tinhso.core.people.actions import (
    forget_person,
    form_household,
    looks_at,
    merge_people,
    read_person,
    tell_apart,
    undo_merge,
)
from tinhso.core.people.actions.locking import PersonGone
from tinhso.core.people.actions.merging import CannotUndo, SamePerson, TwoNumbers
from tinhso.core.people.actions.reading import CaseMissing, CaseUnreadable
from tinhso.core.people.domain.numbers import FormerNumber
from tinhso.core.people.domain.words import ForgetReason, ReadReason
from tinhso.core.people.events import PersonForgotten, PersonRead
from tinhso.core.people.models import Household, Likeness, Merge, Number, Person, keys
from tinhso.core.people.tests.stories import NOW, REGISTRAR, number, place, someone
from tinhso.core.search.jobs import tidy_index
from tinhso.core.search.models import Row
from tinhso.events.definitions import Code
from tinhso.events.log import history
from tinhso.events.worker import work_once
from tinhso.kit.actors import Actor

pytestmark = pytest.mark.django_db
BY = {"by": REGISTRAR, "at": NOW}


def rows() -> list[dict[str, object]]:
    """Everything that is known of everyone."""
    return [
        *Person.objects.order_by("id").values(),
        *Number.objects.order_by("id").values("id", "person", "fingerprint", "kind"),
        *Person.objects.order_by("id", "tongues__language").values("id", "tongues__language", "tongues__read"),
        *Household.objects.order_by("id").values(),
        *Row.objects.order_by("ref").values("ref", "title", "text", "place"),
        *Likeness.objects.order_by("id").values(),
    ]


def test_two_of_one_name_year_and_home_are_shown_with_reasons() -> None:
    co_ma = place()
    my = someone(home=co_ma.pk, phone="+84912345678")
    again = someone("Giang Thi My", home=co_ma.pk, number=number())
    someone("Giàng Thị Mỷ", home=place("Pá Lông", code="03802").pk)
    someone("Giàng Thị Sua", home=co_ma.pk)
    found = Likeness.objects.open().get()
    assert (found.one, found.other, found.score) == (my, again, 70)
    assert found.reasons == ["same_name", "same_year", "same_home"]


def test_the_same_old_number_is_a_strong_reason() -> None:
    former = FormerNumber("012345678")
    one = someone("Giàng Thị Mỷ", former_number=former)
    other = someone("Giàng Mỷ", birth_year=1998, former_number=former)
    found = Likeness.objects.get()
    assert {found.one, found.other} == {one, other}
    assert found.score == 100
    assert "same_number" in found.reasons


def test_a_merge_keeps_all_and_can_be_undone_with_everything_back() -> None:
    co_ma = place()
    kept = someone(home=co_ma.pk, number=number(), speaks=("mong",))
    gone = someone(
        home=co_ma.pk, phone="+84912345678", speaks=("vi",), reads=("vi",), former_number=FormerNumber("1" * 9)
    )
    form_household(gone, place=co_ma, number="07", **BY)
    before = rows()

    merge = merge_people(kept, gone, **BY)
    one = Person.objects.current().for_page().get()
    assert one == kept
    assert (one.phone, one.speaks, one.number.digits) == ("+84912345678", ["mong", "vi"], "014198000001")
    assert Person.objects.get(pk=gone.pk).now == kept
    assert Person.objects.current().with_number("1" * 9).get() == kept
    assert not Likeness.objects.open().exists()
    assert [row.ref for row in Row.objects.filter(kind="person")] == [str(kept.uuid)]

    undo_merge(merge, **BY)
    assert rows() == before
    with pytest.raises(CannotUndo):
        undo_merge(merge, **BY)


def test_what_was_corrected_after_a_merge_stays_after_its_undoing() -> None:
    kept, gone = someone(phone=None), someone("Giàng Thị Say", phone="+84912345678")
    merge = merge_people(kept, gone, **BY)
    Person.objects.filter(pk=kept.pk).update(phone="+84987654321")
    undo_merge(merge, **BY)
    assert Person.objects.get(pk=kept.pk).phone == "+84987654321"
    assert Person.objects.get(pk=gone.pk).phone == "+84912345678"


def test_two_numbers_are_two_people_until_a_person_corrects_one() -> None:
    one, other = someone(number=number()), someone(number=number("014198000002"))
    with pytest.raises(TwoNumbers):
        merge_people(one, other, **BY)
    with pytest.raises(SamePerson):
        merge_people(one, one, **BY)
    assert Merge.objects.count() == 0


def test_a_chain_of_merges_is_undone_from_its_end() -> None:
    first, second, third = someone("Lò Thị Một"), someone("Lò Thị Hai"), someone("Lò Thị Ba")
    inner = merge_people(second, third, **BY)
    outer = merge_people(first, second, **BY)
    assert Person.objects.get(pk=third.pk).now == first
    with pytest.raises(PersonGone):
        merge_people(first, third, **BY)
    with pytest.raises(CannotUndo):
        undo_merge(inner, **BY)
    undo_merge(outer, **BY)
    undo_merge(inner, **BY)
    assert Person.objects.current().count() == 3


def test_told_apart_once_is_told_for_good() -> None:
    co_ma = place()
    one, other = someone(home=co_ma.pk), someone(home=co_ma.pk)
    tell_apart(Likeness.objects.get(), **BY)
    assert not Likeness.objects.open().exists()
    assert {one, other} == set(Person.objects.current())


@pytest.mark.promise("P28")
def test_forgetting_leaves_statistics_and_nothing_else() -> None:
    co_ma = place()
    my = someone(home=co_ma.pk, number=number(), phone="+84912345678", speaks=("mong",), can_read=False)
    double = someone("Giàng Mỷ", home=co_ma.pk, former_number=FormerNumber("123456789"))
    form_household(my, place=co_ma, number="77/01", address="Nhà cuối bản", **BY)
    for person in (my, double):
        answered(f'{{"uuid": "{person.uuid}", "full_name": "{person.full_name}"}}')
    answered('{"full_name": "Cầm Văn Hặc"}')
    merge_people(my, double, **BY)
    read_person(my, reason=ReadReason.VISIT, **BY)
    counted = Person.objects.values_list("sex", "ethnic_group", "home").order_by("id")
    before = list(counted)
    words = ("Giàng", "giang", "912345678", "Nhà cuối", "77/01", "014198000001", "123456789")
    inside = {"search_words_data"} if connection.vendor == "sqlite" else set()
    kept_in = {"search_row", "people_person", "people_household", "idempotency_answer", *inside}
    assert kept_in <= set(tables_that_hold(*words))

    forget_person(my, reason=ForgetReason.ASKED, **BY)
    assert list(counted) == before
    for person in Person.objects.all():
        assert (person.full_name, person.phone, person.born, person.birth_year) == ("", None, None, 1995)
    assert [one.event for one in history(my)] == [PersonForgotten(reason=Code("asked"))]
    work_once(at=NOW)
    tidy_index(NOW)
    assert tables_that_hold(*words) == {}
    assert [len(answer.body) > 0 for answer in Answer.objects.order_by("pk")] == [False, False, True]
    with pytest.raises(PersonGone):
        forget_person(my, reason=ForgetReason.ASKED, **BY)


def answered(body: str) -> None:
    """An officer's form was answered something, which is kept so that it can be answered again."""
    key = str(Answer.objects.count())
    Answer.objects.create(
        scope="account:1", route="POST /", key=key, request_hash=b"", status=200, body=body.encode(), kept_at=NOW
    )


def tables_that_hold(*words: str) -> dict[str, list[str]]:
    """The words that each table holds, in text or bytes; the tables inside the search index too."""
    found = {}
    for table in connection.introspection.table_names():
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT * FROM "{table}"')
            kept = " ".join(
                bytes(cell).decode(errors="replace") if isinstance(cell, bytes | memoryview) else str(cell)
                for row in cursor.fetchall()
                for cell in row
            )
        if held := [word for word in words if word in kept]:
            found[table] = held
    return found


@pytest.mark.promise("P18")
def test_a_person_sees_who_looked_and_why() -> None:
    my, hac = someone(), someone("Cầm Văn Hặc", birth_year=1985, sex=None)
    desk = Actor(account=3, person=hac.uuid)
    read_person(my, reason=ReadReason.CASE, case=" h52.12-261121-0042 ", by=desk, at=NOW)
    read_person(my, reason=ReadReason.CHECK, by=Actor(person=my.uuid), at=NOW)
    [look] = looks_at(my)
    assert (look.who, look.case, look.at) == ("Cầm Văn Hặc", "H52.12-261121-0042", NOW)
    assert PersonRead(reason=Code("case"), case=Code("H52.12-261121-0042")) in [one.event for one in history(my)]


def test_a_case_is_named_by_its_code_never_by_words() -> None:
    my = someone()
    with pytest.raises(CaseMissing):
        read_person(my, reason=ReadReason.CASE, **BY)
    for words in ("giấy khai sinh của Mỷ", "a", "x" * 60):
        with pytest.raises(CaseUnreadable):
            read_person(my, reason=ReadReason.CHECK, case=words, **BY)
    assert looks_at(my) == []


def test_numbers_are_sealed_anew_under_a_new_key(
    settings: object, tmp_path: object, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.VAR = tmp_path
    keys._key.cache_clear()
    my = someone(number=number())
    old = bytes(Number.objects.get().sealed)
    call_command("rotate_person_key", "--drop-old")
    row = Number.objects.get()
    assert (row.key_id, row.digits) == (2, "014198000001")
    assert bytes(row.sealed) != old
    assert not (keys.folder() / "people-seal-1").exists()
    assert (keys.folder() / "people-seal-2").stat().st_mode & 0o777 == 0o600
    assert Person.objects.with_number("014198000001").get() == my
    assert "1 numbers" in capsys.readouterr().out
