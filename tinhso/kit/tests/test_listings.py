"""Lists asked in kept words give what Django gives, and refuse to be asked where they could not."""

from datetime import UTC, date, datetime
from typing import NamedTuple
from uuid import UUID, uuid4

import pytest
from django.contrib.contenttypes.models import ContentType
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tinhso.kit.listings import Listing, NotAListing

pytestmark = pytest.mark.django_db


class Line(NamedTuple):
    id: int
    app_label: str
    model: str


def _types(ids, beginning, after):
    rows = ContentType.objects.order_by("app_label", "model")
    rows = rows if ids is None else rows.filter(pk__in=ids)
    rows = rows if beginning is None else rows.filter(model__startswith=beginning)
    rows = rows if after is None else rows.filter(app_label__gt=after)
    return rows.values_list("id", "app_label", "model")[:51]


TYPES = Listing(Line, _types)
WORD = st.none() | st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=5) | st.just("a%_\\")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.none() | st.frozensets(st.integers(0, 60), max_size=8), WORD, WORD)
def test_kept_words_give_what_the_orm_gives(ids, beginning, after):
    expected = [Line(*row) for row in TYPES.queryset(ids, beginning, after)]
    assert TYPES(ids, beginning, after) == expected


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(0, 60), min_size=3, max_size=3), st.frozensets(st.integers(0, 60), max_size=5))
def test_values_of_one_kind_are_not_mistaken_for_each_other(numbers, ids):
    def asked(low, but, high, some):
        rows = ContentType.objects.filter(pk__gt=low, pk__lt=high).exclude(pk=but).exclude(pk__in=some)
        return rows.order_by("-id").values_list("id", "app_label", "model")

    expected = [Line(*row) for row in asked(*numbers, ids)]
    assert Listing(Line, asked)(*numbers, ids) == expected


def test_words_are_put_together_once(django_assert_num_queries):
    made = []

    def counted(model):
        made.append(model)
        return ContentType.objects.filter(model=model).values_list("id", "app_label", "model")

    listing = Listing(Line, counted)
    with django_assert_num_queries(3):
        assert [len(listing(word)) for word in ("contenttype", "nothing", "sample 0")] == [1, 0, 0]
    assert len(made) == 2, "once for each of the two samples"


def test_a_list_of_nothing_asks_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert TYPES(frozenset(), None, None) == []


@pytest.mark.parametrize(
    "asked",
    [
        lambda number: ContentType.objects.filter(pk=number + 1).values_list("id"),
        lambda number: ContentType.objects.order_by("id" if number == 20_011 else "-id").values_list("id"),
        lambda number: ContentType.objects.values_list("id")[: number + 1],
    ],
)
def test_a_list_that_cannot_be_filled_in_is_refused(asked):
    with pytest.raises(NotAListing):
        Listing(Line, asked)(3)


def test_a_value_of_another_kind_is_refused():
    with pytest.raises(NotAListing):
        TYPES(3.5, None, None)


def test_ids_moments_and_days_are_written_as_the_database_writes_them():
    from tinhso.core.people.models import Person

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
