"""Facts tell where they come from and what was said before; land adds up through reorganisations; null is never 0."""

from datetime import date, timedelta

import pytest

from tinhso.core.places.actions import confirm_resolution, draft_resolution, reorganise_places
from tinhso.core.places.domain import Move, Plan
from tinhso.core.places.models import Place
from tinhso.core.places.tests.conftest import BY, NOW, commune
from tinhso.core.places.tests.conftest import land as land
from tinhso.warehouse import definitions
from tinhso.warehouse.actions import (
    CountedHere,
    Figure,
    MoreThanAll,
    NothingToDivideBy,
    NothingToShow,
    declare_figures,
    take_stock,
    tally,
)
from tinhso.warehouse.definitions import Declared, Standing, Stock, UnknownIndicator, indicator
from tinhso.warehouse.land import LandDivided, NoSuchPlaceThen
from tinhso.warehouse.models import Fact, FormerFact, Origin, Total
from tinhso.warehouse.standing import standing
from tinhso.warehouse.tests.happenings import DAY, NOON, happened, promise

pytestmark = pytest.mark.django_db
NEXT = NOON + timedelta(days=1)


@pytest.fixture(autouse=True)
def promised(monkeypatch):
    monkeypatch.setattr(definitions, "_known", {})
    promise()
    indicator(Declared(code="t.said", title="Said", unit="x"))
    indicator(Declared(code="t.share", title="Share", unit="x", of=("all",)))


def test_a_late_event_corrects_a_day_that_was_over_and_the_old_figure_stays_explainable():
    happened("t.Asked", 1)
    tally(first=DAY, last=DAY, at=NOON)
    happened("t.Asked", 1)
    tally(first=DAY, last=DAY, at=NOON + timedelta(hours=1))  # the day still runs: nothing was final
    assert (Fact.objects.get(indicator="t.asked").revision, FormerFact.objects.count()) == (1, 0)
    tally(first=DAY, last=DAY, at=NEXT)
    happened("t.Asked", 1)
    tally(first=DAY, last=DAY, at=NEXT + timedelta(hours=1))
    now, before = Fact.objects.get(indicator="t.asked"), FormerFact.objects.get(indicator="t.asked")
    assert (now.numerator, now.revision) == (3, 2)
    assert (before.numerator, before.revision, before.counted_at) == (2, 1, NEXT)
    tally(first=DAY, last=DAY, at=NEXT + timedelta(hours=2))
    assert Fact.objects.get(indicator="t.asked").revision == 2


def test_a_number_that_is_promised_no_more_goes_and_comes_again_with_its_next_revision(monkeypatch):
    happened("t.Asked", 1)
    tally(first=DAY, last=DAY, at=NEXT)
    kept = definitions.known()
    definitions._known["t.asked"] = definitions.Counted(code="t.asked", title="Asked", unit="x", counts=("t.Other",))
    tally(first=DAY, last=DAY, at=NEXT)
    assert Fact.objects.total("t.asked", first=DAY, last=DAY).numerator is None
    definitions._known["t.asked"] = kept["t.asked"]
    tally(first=DAY, last=DAY, at=NEXT)
    assert Fact.objects.get(indicator="t.asked").revision == 2


def test_half_are_done_within_the_median():
    for people in (1, 2, 3, 40, 50):
        happened("t.Done", 1, data={"people": people})
    happened("t.Done", 1)  # says nothing: not part of it
    tally(first=DAY, last=DAY, at=NOON)
    found = Fact.objects.spread("t.days", first=DAY, last=DAY)
    assert (found.count, found.median, found.ninth_decile) == (5, 3, 50)
    assert Fact.objects.total("t.days", first=DAY, last=DAY).share == pytest.approx(96 / 5)


def test_stock_is_asked_by_the_day_and_its_last_day_counts():
    work = [(1, 7, NOON - timedelta(days=3)), (1, 8, NOON), (2, 7, NOON)]
    indicator(Stock(code="t.open", title="Open", unit="x", asks=lambda at: standing(work, at)))
    take_stock(at=NOON)
    work.pop()
    take_stock(at=NEXT)
    first, last = DAY, DAY + timedelta(days=1)
    assert Fact.objects.total("t.open", first=first, last=first).numerator == 3
    assert Fact.objects.total("t.open", first=first, last=last).numerator == 2
    assert Fact.objects.totals(["t.open"], first=first, last=last)["t.open"].numerator == 2
    assert {one.desk: one.numerator for one in Fact.objects.of_desks("t.open", last)} == {7: 1, 8: 1}
    assert Fact.objects.spread("t.open", first=first, last=last).ninth_decile == 4
    work.clear()
    take_stock(at=NEXT)
    assert Fact.objects.total("t.open", first=last, last=last).numerator == 0
    assert Fact.objects.total("t.open", first=first, last=first).numerator == 3


def test_what_was_said_before_a_day_is_asked_again_stays_as_it_was():
    indicator(Stock(code="t.open", title="Open", unit="x", asks=lambda at: [Standing(place=1, number=at.hour)]))
    take_stock(at=NOON)
    tally(first=DAY, last=DAY, at=NEXT)
    take_stock(at=NEXT)
    assert Fact.objects.total("t.open", first=DAY, last=DAY).numerator == NOON.hour


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        ({"indicator": "t.nobody"}, UnknownIndicator),
        ({"indicator": "t.asked"}, CountedHere),
        ({"evidence": " "}, NothingToShow),
        ({"indicator": "t.share"}, NothingToDivideBy),
        ({"indicator": "t.share", "denominator": 0}, NothingToDivideBy),
        ({"indicator": "t.share", "numerator": 11, "denominator": 10}, MoreThanAll),
    ],
)
def test_a_figure_that_cannot_stand_is_refused_and_nothing_is_written(change, refusal):
    said = {"indicator": "t.said", "place": None, "day": DAY, "numerator": 5, "evidence": "Báo cáo 12/BC-UBND"}
    with pytest.raises(refusal):
        declare_figures([Figure(**said), Figure(**said | change)], origin=Origin.DECLARED, at=NOON)
    assert not Fact.objects.exists()


def test_a_declared_figure_keeps_its_evidence_and_what_was_declared_before():
    for numerator, evidence in ((5, "Báo cáo 12/BC-UBND"), (6, "Báo cáo 15/BC-UBND")):
        figure = Figure(indicator="t.said", place=None, day=DAY, numerator=numerator, evidence=evidence)
        declare_figures([figure], origin=Origin.DECLARED, at=NOON)
    tally(first=DAY, last=DAY, at=NOON)
    total = Fact.objects.total("t.said", first=DAY, last=DAY)
    assert (total.numerator, total.origin, Fact.objects.get().revision) == (6, "declared", 2)
    assert FormerFact.objects.get().evidence == "Báo cáo 12/BC-UBND"


def test_a_place_that_did_not_stand_that_year_says_so(land):
    reorganised(land, Move(old="03661", new="03999"), Move(old="03664", new="03999"))
    new = Place.objects.get(code="03999")
    figure = Figure(indicator="t.said", place=new, day=date(2024, 5, 1), numerator=1, evidence="x")
    with pytest.raises(NoSuchPlaceThen):
        declare_figures([figure], origin=Origin.IMPORTED, at=NOON)
    with pytest.raises(NoSuchPlaceThen):
        Fact.objects.at(Place.objects.get(code="03661"), "t.asked", first=DAY, last=DAY)


def test_communes_before_and_after_add_up_to_the_same_land_and_to_the_province(land):
    village = Place.objects.villages().filter(parent=land["03661"]).first()
    for place in (land["03661"].pk, village.pk, land["03664"].pk, land["04246"].pk):
        happened("t.Asked", place, at=NOON.replace(year=2024))
    reorganised(land, Move(old="03661", new="03999"), Move(old="03664", new="03999"))
    new, first = Place.objects.get(code="03999"), date(2024, 1, 1)
    happened("t.Asked", new.pk)
    happened("t.Asked", village.pk)
    tally(first=first, last=DAY, at=NOON)
    lands = {
        tuple(sorted(one.now)): total.numerator for one, total in Fact.objects.by_land("t.asked", first=first, last=DAY)
    }
    assert lands == {(new.pk,): 5, (land["04246"].pk,): 1}
    assert Fact.objects.at(new, "t.asked", first=first, last=DAY).numerator == 5
    province = Fact.objects.at(land["14"], "t.asked", first=first, last=DAY)
    assert province.numerator == Fact.objects.total("t.asked", first=first, last=DAY).numerator == 6


def test_a_part_of_a_divided_commune_has_no_figures_from_before(land):
    reorganised(land, Move(old="03661", new="03999", part=True), Move(old="03661", new="03998", part=True))
    first = date(2024, 1, 1)
    with pytest.raises(LandDivided):
        Fact.objects.at(Place.objects.get(code="03999"), "t.asked", first=first, last=DAY)
    assert Fact.objects.at(land["14"], "t.asked", first=first, last=DAY) == Total(None, None)


def reorganised(land, *moves):
    """The new communes stand from 2025-07-01 on."""
    day, opens = date(2025, 7, 1), sorted({move.new for move in moves})
    plan = Plan(
        number="1681/NQ", issued=date(2025, 6, 16), effective=day, title="x", moves=moves,
        opens=tuple(commune(code, f"Mới {code[-1]}") for code in opens),
    )  # fmt: skip
    drafted = draft_resolution(plan, by=BY, at=NOW)
    confirm_resolution(drafted, by=BY, at=NOW)
    reorganise_places(drafted, by=BY, at=NOW)


@pytest.mark.parametrize(
    ("total", "told"),
    [(Total(1, 0), "tỷ lệ"), (Total(3, 2), "100 %"), (Total(1, 2), ""), (Total(None, None), ""), (Total(0, 3), "")],
)
def test_a_share_that_is_none_says_why(total, told):
    assert told in str(total.doubt)
    assert bool(total.doubt) == bool(told)
