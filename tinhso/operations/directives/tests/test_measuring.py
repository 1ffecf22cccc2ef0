"""Did it help: the rule as properties, and readings from facts."""

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import given as for_all
from hypothesis import strategies as st

from tinhso.core.cases.models import Case
from tinhso.core.places.models import Place
from tinhso.events.models import Entry
from tinhso.operations.directives.actions.deciding import accept_answer
from tinhso.operations.directives.actions.doing import answer_directive, receive_directive
from tinhso.operations.directives.actions.measuring import measure_due
from tinhso.operations.directives.domain.measuring import Change, Reading, Shape, helped, judge, more_than
from tinhso.operations.directives.domain.words import Better, Moment, Verdict
from tinhso.operations.directives.models.readings import read
from tinhso.operations.directives.tests.stories import (
    ON_TIME,
    OVERDUE,
    commune_of,
    fact,
    given,
    in_days,
    state_of,
    who,
)
from tinhso.warehouse.models import Fact

CALM = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
NUMBERS = st.integers(0, 500)
CHANGES = st.builds(
    lambda before, after, better: Change(
        Reading(before, None, Shape.COUNT), Reading(after, None, Shape.COUNT), better
    ),
    NUMBERS, NUMBERS, st.sampled_from(Better),
)  # fmt: skip
NOTHING = Change(Reading(None, None, Shape.COUNT), Reading(None, None, Shape.COUNT), Better.LESS)


def share(top: int, bottom: int) -> Reading:
    return Reading(top, bottom, Shape.SHARE)


@CALM
@for_all(CHANGES, CHANGES, st.one_of(st.none(), st.floats(0, 500)))
def test_only_what_became_better_helped_and_never_less_than_at_the_sisters(own, sisters, target):
    verdict = judge(own, sisters, target)
    before, after = own.before.value, own.after.value
    better = after > before if own.better is Better.MORE else after < before
    assert bool(helped(verdict)) <= better
    more = more_than(own, sisters)
    if verdict is Verdict.HELPED and more is not None:
        assert more > 0


@CALM
@for_all(CHANGES)
def test_the_other_way_round_what_helped_became_worse(own):
    turned = Change(own.before, own.after, Better.LESS if own.better is Better.MORE else Better.MORE)
    if judge(own, NOTHING, None) is Verdict.HELPED:
        assert judge(turned, NOTHING, None) is Verdict.WORSE


def test_worked_examples():
    """80 of 100 → 90 of 100 is 10 points; sisters from 800 of 1,000 to 850 of 1,000 are 5: 5 points more."""
    own = Change(share(80, 100), share(90, 100), Better.MORE)
    sisters = Change(share(800, 1000), share(850, 1000), Better.MORE)
    assert more_than(own, sisters) == pytest.approx(5)
    assert judge(own, sisters, None) is Verdict.HELPED
    assert judge(own, sisters, 90.0) is Verdict.REACHED
    assert judge(sisters, own, None) is Verdict.AS_ELSEWHERE
    assert judge(own, sisters, 95.0) is Verdict.HELPED
    same = Change(share(8, 10), share(80, 100), Better.MORE)
    assert judge(same, sisters, 70.0) is Verdict.SAME


def test_what_is_not_known_is_never_nought():
    assert share(0, 0).value is None
    assert Reading(None, None, Shape.COUNT).value is None
    unknown = judge(Change(share(0, 0), share(9, 10), Better.MORE), NOTHING, None)
    assert unknown is Verdict.UNKNOWN
    assert helped(unknown) is None


@pytest.mark.django_db
def test_a_stock_that_fell_to_nothing_is_nothing_and_a_day_nobody_counted_is_unknown(world):
    commune = commune_of(world)
    Fact.objects.filter(indicator=OVERDUE).delete()
    one = given(world, indicator=OVERDUE, place=commune, better=Better.LESS)
    assert read(one, in_days(0)).own.value is None
    elsewhere = Place.objects.current().communes().within(Place.objects.home()).exclude(pk=commune.pk).first()
    fact(OVERDUE, elsewhere, in_days(0), 4)
    found = read(one, in_days(0))
    assert (found.own.value, found.others.value) == (0, 4)


@pytest.mark.django_db
def test_villages_count_for_their_commune_and_a_sister_with_a_directive_is_no_sister(world):
    commune = commune_of(world)
    Fact.objects.filter(indicator=ON_TIME).delete()
    village = Place.objects.current().villages().filter(parent=commune).first()
    sister, other = Place.objects.current().communes().within(Place.objects.home()).exclude(pk=commune.pk)[:2]
    for place, top in ((commune, 3), (village, 4), (sister, 1), (other, 9)):
        fact(ON_TIME, place, in_days(-1), top, 10)
    one = given(world, indicator=ON_TIME, place=commune, better=Better.MORE)
    before = read(one, in_days(0))
    assert before.own.value == pytest.approx(35)
    assert before.others.value == pytest.approx(50)
    given(world, indicator=ON_TIME, place=other, better=Better.MORE)
    after = read(one, in_days(0))
    assert after.others.value == pytest.approx(10)
    assert after.sisters == before.sisters - 1


@pytest.mark.django_db
def test_it_is_read_at_each_moment_once_and_closed_after_the_last(world):
    commune, now = commune_of(world), timezone.now()
    Fact.objects.filter(indicator=OVERDUE).delete()
    fact(OVERDUE, commune, in_days(0), 8)
    one = given(world, indicator=OVERDUE, place=commune, better=Better.LESS, target=2)
    receive_directive(one, by=who(world, "muon"), at=now)
    answer_directive(one, words="Xong", by=who(world, "muon"), at=now)
    accept_answer(one, by=who(world, "inh"), at=now)
    assert state_of(one) == "accepted"
    due = timezone.localdate(Case.objects.get(pk=one.case_id).due_at)
    for days, left in ((0, 5), (30, 2), (90, 6)):
        fact(OVERDUE, commune, due + timedelta(days=days), left)
    elsewhere = Place.objects.current().communes().within(Place.objects.home()).exclude(pk=commune.pk).first()
    for day in (in_days(0), due, due + timedelta(days=30), due + timedelta(days=90)):
        fact(OVERDUE, elsewhere, day, 10)
    measure_due(at=now)
    assert one.readings.count() == 1, "nothing is read before its day is over"
    late = now + timedelta(days=120)
    assert measure_due(at=late) >= 3
    assert measure_due(at=late) == 0
    kept = dict(one.readings.values_list("moment", "top"))
    assert kept == {Moment.ISSUED: 8, Moment.DEADLINE: 5, Moment.AFTER_30: 2, Moment.AFTER_90: 6}
    told = [
        entry.payload.data for entry in Entry.objects.filter(name="directives.DirectiveMeasured", about=str(one.uuid))
    ]
    assert len(told) == 3
    assert sum('"verdict":"reached"' in data.replace(" ", "") for data in told) == 1
    assert state_of(one) == "closed"
