"""A day is tallied from the log, again with the same result, and communes add up to the province."""

import json
import uuid
from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tinhso.events.models import Entry, Payload
from tinhso.warehouse import definitions
from tinhso.warehouse.actions import tally
from tinhso.warehouse.definitions import Counted, indicator
from tinhso.warehouse.models import Fact

DAY = date(2026, 11, 20)
NOON = datetime(2026, 11, 20, 5, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def promised(monkeypatch):
    monkeypatch.setattr(definitions, "_known", {})
    indicator(Counted(code="t.done", title="Done", unit="x", counts=("t.Done",), of=("t.Asked",)))


def entry(name: str, place: int | None, at: datetime = NOON) -> Entry:
    return Entry(
        at=at, name=name, version=1, about_kind="t.thing", about=str(uuid.uuid4()), place=place, channel="system",
        commitment=b"0" * 32,
    )  # fmt: skip


def test_nothing_known_is_absent_never_zero():
    tally(first=DAY, last=DAY, at=NOON)
    total = Fact.objects.total("t.done", first=DAY, last=DAY)
    assert (total.numerator, total.share) == (None, None)


def test_a_day_ends_at_midnight_of_the_province():
    before, after = datetime(2026, 11, 20, 16, 59, tzinfo=UTC), datetime(2026, 11, 20, 17, tzinfo=UTC)
    Entry.objects.bulk_create([entry("t.Done", 1, before), entry("t.Done", 1, after)])
    tally(first=DAY, last=DAY, at=NOON)
    assert Fact.objects.total("t.done", first=DAY, last=DAY).numerator == 1


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(["t.Done", "t.Asked", "t.Other"]), st.sampled_from([1, 2, None]))))
def test_places_add_up_and_a_second_tally_changes_nothing(happened):
    Fact.objects.all().delete()
    Entry.objects.bulk_create([entry(name, place) for name, place in happened])
    tally(first=DAY, last=DAY, at=NOON)
    once = set(Fact.objects.values_list("indicator", "place", "day", "numerator", "denominator"))
    tally(first=DAY, last=DAY, at=NOON)
    again = set(Fact.objects.values_list("indicator", "place", "day", "numerator", "denominator"))
    assert once == again
    counted = Entry.objects.filter(name="t.Done").count()
    assert sum(numerator for _, _, _, numerator, _ in once) == counted


def test_what_events_carry_is_added_up():
    indicator(
        Counted(code="t.helped", title="Helped", unit="x", counts=("t.Helped",), where={"by": "a"}, adds="people")
    )
    for place, data in ((1, {"by": "a", "people": 3}), (1, {"by": "a", "people": 4}), (2, {"by": "b", "people": 9})):
        one = entry("t.Helped", place)
        one.save()
        Payload.objects.create(entry=one, salt=b"0" * 16, data=json.dumps(data))
    tally(first=DAY, last=DAY, at=NOON)
    assert dict(Fact.objects.filter(indicator="t.helped").values_list("place", "numerator")) == {1: 7}
