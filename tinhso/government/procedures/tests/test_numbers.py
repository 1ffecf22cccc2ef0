"""The numbers of the one-stop shops: what the tables add up to is what a look at each dossier adds up to."""

import html
from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from tinhso.core.cases.models import Case
from tinhso.government.procedures.domain.service_index import Counts, scores_of, shares_of
from tinhso.government.procedures.models import Dossier
from tinhso.government.procedures.models.numbers import Scope, numbers_of
from tinhso.warehouse.actions import take_stock, tally
from tinhso.warehouse.models import Fact
from tinhso.warehouse.sketches import bucket_of

PARTS = st.integers(0, 10_000)


def of_everyone(world, name: str, days: int = 400):
    today = timezone.localdate()
    return numbers_of(world.rights(name), Scope(first=today - timedelta(days=days), last=today), at=timezone.now())


@pytest.mark.django_db
def test_the_head_counts_what_the_office_did(world):
    now, found = timezone.now(), of_everyone(world, "muon")
    ours = list(Dossier.objects.filter(case__in=Case.objects.within_reach(world.rights("muon"), "see_service_numbers")))
    done = [one for one in ours if one.case.finished_at]
    assert found.received == len(ours) > 0
    assert found.finished == len(done)
    assert found.on_time == sum(one.case.finished_at <= one.case.due_at for one in done if one.case.finished_at)
    assert found.overdue_now == sum(
        one.case.is_open and not one.case.finished_at and one.case.is_late(now) for one in ours
    )
    assert found.open_now == sum(one.case.is_open for one in ours)
    assert sum(found.by_door.values()) == found.received


@pytest.mark.django_db
def test_half_are_handled_within_the_median(world):
    found = of_everyone(world, "inh")
    taken = []
    for one in Dossier.objects.exclude(case__finished_at=None).exclude(case__received_at=None):
        stood = sum((s.until - s.since for s in one.case.spells.exclude(until=None)), timedelta())
        taken.append(one.case.finished_at - one.case.received_at - stood)
    assert taken
    assert found.median == sorted(taken)[len(taken) // 2]
    assert found.ninth_decile == sorted(taken)[int(0.9 * len(taken))]


@pytest.mark.django_db
def test_each_evening_keeps_what_stands_open_by_commune_and_desk(world):
    now, today = timezone.now(), timezone.localdate()
    open_now = [one for one in Dossier.objects.select_related("case") if not one.case.finished_at]
    take_stock(at=now)
    assert Fact.objects.total("procedures.open", first=today, last=today).numerator == len(open_now) > 0
    late = sum(one.case.is_late(now) for one in open_now)
    assert Fact.objects.total("procedures.overdue", first=today, last=today).numerator == late
    desks = {(one.place, one.desk): one.numerator for one in Fact.objects.of_desks("procedures.open", today)}
    assert desks == Counter((one.case.place_id, one.case.agency_id) for one in open_now)
    oldest = max((now - one.case.opened_at).days for one in open_now)
    found = Fact.objects.spread("procedures.open", first=today, last=today)
    assert found.count == len(open_now)
    assert max(found.buckets) == bucket_of(oldest)


@pytest.mark.django_db
def test_who_has_no_right_counts_nothing(world):
    assert of_everyone(world, "my").received == 0
    assert world.client("hac").get("/procedures/numbers/").status_code == 403


@pytest.mark.django_db
def test_the_page_tells_the_finding_and_says_what_is_not_known(world):
    first = (timezone.localdate() - timedelta(days=60)).strftime("%d/%m/%Y")
    asked = {"first": first, "last": timezone.localdate().strftime("%d/%m/%Y")}
    page = html.unescape(world.client("muon").get("/procedures/numbers/", asked).content.decode())
    assert "đúng hạn" in page
    assert "Thanh toán trực tuyến" in page
    wrong = world.client("muon").get("/procedures/numbers/", {"first": "31/02/2026", "last": "xx"})
    assert wrong.status_code == 422


@pytest.mark.django_db
def test_the_log_and_the_tables_agree(world):
    today = timezone.localdate()
    tally(first=today - timedelta(days=60), last=today, at=timezone.now())
    counted = Fact.objects.total("procedures.received", first=today - timedelta(days=60), last=today)
    assert counted.numerator == of_everyone(world, "inh", 60).received


@given(
    considered=PARTS, late=PARTS, received=PARTS, online=PARTS, decided=PARTS, digitised=PARTS, rated=PARTS, bad=PARTS
)
def test_a_group_never_wins_more_than_it_gives(considered, late, received, online, decided, digitised, rated, bad):
    counts = Counts(
        considered=considered, late=min(late, considered), received=received, online=min(online, received),
        full=0, decided=decided, digitised=min(digitised, decided), reused=0, rated=rated, disliked=min(bad, rated),
    )  # fmt: skip
    for score in scores_of(counts):
        assert score.won is None or 0 <= score.won <= score.most
    assert all(share is None or 0 <= share <= 1 for share in shares_of(counts).values())


def test_full_marks_come_at_the_shares_of_the_decision():
    counts = Counts(
        considered=100, late=0, received=100, online=50, full=80, decided=100, digitised=80, reused=80, rated=10,
        disliked=0, payable=10, paid_online=8,
    )  # fmt: skip
    assert {score.code: score.won for score in scores_of(counts)} == {
        "publicity": None, "progress": 20, "online": 12, "payment": 10, "digitisation": 22, "satisfaction": 18,
    }  # fmt: skip


def test_what_is_not_known_is_not_nought():
    assert all(score.won is None for score in scores_of(Counts()))
    assert shares_of(Counts())["on_time"] is None
