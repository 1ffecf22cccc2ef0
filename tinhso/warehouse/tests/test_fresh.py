"""What happens is in today's numbers within seconds, once, and the same as when the day is counted anew."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tinhso.events.sealing import seal_all
from tinhso.warehouse import definitions, fresh
from tinhso.warehouse.actions import tally
from tinhso.warehouse.fresh import keep_today_fresh
from tinhso.warehouse.models import Fact, FormerFact, Mark
from tinhso.warehouse.tests.happenings import DAY, NOON, happened, promise

pytestmark = pytest.mark.django_db
LINES = st.tuples(
    st.sampled_from(["t.Done", "t.Asked", "t.Other"]), st.sampled_from([1, 2, None]), st.integers(0, 90), st.booleans()
)


@pytest.fixture(autouse=True)
def promised(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(definitions, "_known", {})
    promise()


def said() -> dict[object, object]:
    return {fact.cell: (fact.numerator, fact.denominator, fact.sketch) for fact in Fact.objects.all()}


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(looks=st.lists(st.lists(LINES, max_size=4), min_size=1, max_size=5))
def test_look_by_look_is_the_day_counted_anew(looks):
    for lines in looks:
        for name, place, people, ok in lines:
            happened(name, place, data={"people": people, "ok": ok, "round": 2, "door": "own"})
        seal_all(at=NOON)
        keep_today_fresh(at=NOON)
    kept = said()
    tally(first=DAY, last=DAY, at=NOON)
    assert said() == kept
    assert not FormerFact.objects.exists()


def test_a_line_that_is_not_sealed_yet_is_counted_once():
    happened("t.Asked", 1)
    keep_today_fresh(at=NOON)
    assert said() == {}
    seal_all(at=NOON)
    for _look in range(3):
        keep_today_fresh(at=NOON)
    assert Fact.objects.total("t.asked", first=DAY, last=DAY).numerator == 1


def test_a_tally_between_two_looks_is_not_added_to():
    keep_today_fresh(at=NOON)
    happened("t.Asked", 1)
    tally(first=DAY, last=DAY, at=NOON)
    seal_all(at=NOON)
    keep_today_fresh(at=NOON)
    keep_today_fresh(at=NOON)
    assert Fact.objects.total("t.asked", first=DAY, last=DAY).numerator == 1


def test_what_comes_late_to_a_running_day_is_found_within_five_minutes(monkeypatch):
    keep_today_fresh(at=NOON)
    happened("t.Asked", 1)
    seal_all(at=NOON)
    Mark.objects.update(seq=10**6)  # a mark that ran ahead is the worst that can happen to it
    keep_today_fresh(at=NOON)
    assert said() == {}
    keep_today_fresh(at=NOON + fresh.ANEW_AFTER)
    assert Fact.objects.total("t.asked", first=DAY, last=DAY).numerator == 1


def test_a_new_day_begins_by_itself():
    keep_today_fresh(at=NOON)
    keep_today_fresh(at=NOON + timedelta(days=1))
    assert Mark.objects.get().day == DAY + timedelta(days=1)
