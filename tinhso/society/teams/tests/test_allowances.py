"""What members are paid: reckoned again with the same result, approved by another person, then for ever."""

import io
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from tinhso.kit.tests.reading_pdf import text_of
from tinhso.society.teams.actions.activities import Result, record_visit
from tinhso.society.teams.actions.allowances import (
    AnotherMust,
    MonthNotOver,
    RuleInThePast,
    SheetApprovedAlready,
    SheetChanged,
    approve_sheet,
    enter_rule,
    last_month,
    reckon,
    submit_sheet,
)
from tinhso.society.teams.domain.allowances import Due, Per, Rule, Worked, dues, month_before, still_due
from tinhso.society.teams.domain.papers import sum_in_words
from tinhso.society.teams.domain.words import ActivityKind, Help, Position
from tinhso.society.teams.models import Activity, AllowanceRule, Member, Paid, Sheet
from tinhso.society.teams.tests.stories import CALM, member_of, team_of, village, who

NOVEMBER = date(2026, 11, 1)
VISIT = Rule(
    code="visit", per=Per.ACTIVITY, activity=ActivityKind.VISIT, amount=20_000, most=3, begins=date(2026, 1, 1)
)
HEAD = Rule(code="head", per=Per.MONTH, position=Position.HEAD, amount=300_000, begins=date(2026, 1, 1))
DAYS = st.integers(1, 28).map(lambda day: date(2026, 11, day))


@CALM
@given(st.lists(DAYS, max_size=8), st.sampled_from(Position))
def test_a_ceiling_is_a_ceiling_and_a_month_is_paid_once(days, position):
    one = Worked(member=7, position=position, done=[(ActivityKind.VISIT, day) for day in days])
    found = dues([VISIT, HEAD], [one], NOVEMBER)
    assert sum(due.amount for due in found if due.rule == "visit") == 20_000 * min(len(days), 3)
    assert sum(due.amount for due in found if due.rule == "head") == (300_000 if position is Position.HEAD else 0)


@CALM
@given(st.lists(DAYS, max_size=6), st.lists(DAYS, max_size=6))
def test_what_comes_late_and_what_was_paid_too_much_is_put_right_to_the_dong(early, late):
    first = dues([VISIT], [Worked(member=7, position=Position.MEMBER, done=_visits(early))], NOVEMBER)
    whole = dues([VISIT], [Worked(member=7, position=Position.MEMBER, done=_visits(early + late))], NOVEMBER)
    more = still_due(whole, first)
    assert sum(due.amount for due in [*first, *more]) == sum(due.amount for due in whole)
    assert still_due(whole, [*first, *more]) == []
    assert sum(due.amount for due in still_due(first, whole)) == -sum(due.amount for due in more)


def _visits(days):
    return [(ActivityKind.VISIT, day) for day in days]


def test_an_amount_that_changes_within_a_month_holds_from_its_day():
    told = {"code": "visit", "per": Per.ACTIVITY, "activity": ActivityKind.VISIT}
    before = Rule(**told, amount=10, begins=date(2026, 1, 1), until=date(2026, 11, 15))
    after = Rule(**told, amount=30, begins=date(2026, 11, 15))
    one = Worked(member=7, position=Position.MEMBER, done=_visits([date(2026, 11, 14), date(2026, 11, 15)]))
    assert dues([before, after], [one], NOVEMBER) == [Due(7, NOVEMBER, "visit", 2, 40)]


def test_months_go_on_over_the_year():
    assert month_before(date(2026, 1, 1)) == date(2025, 12, 1)
    assert month_before(NOVEMBER, -2) == date(2027, 1, 1)


@pytest.fixture
def month(world):
    """Last month, in which only Thoa worked: two visits; she heads the team."""
    at = timezone.now()
    month = last_month(at)
    Activity.objects.all().delete()
    Member.objects.update(left_at=at - timedelta(days=200), joined_at=at - timedelta(days=300))
    thoa = member_of(world, "thoa", team=team_of(world), position=Position.HEAD)
    Member.objects.filter(pk=thoa.pk).update(joined_at=at - timedelta(days=90))
    for day in (2, 9):
        visited(world, thoa, month.replace(day=day))
    return month


def visited(world, member, on):
    at = timezone.make_aware(timezone.datetime(on.year, on.month, on.day, 9))
    result = Result(on=on, helped={Help.PAPERS: 1}, people=1)
    return record_visit(member.team, result, members=[member], by=who(world, "hac"), at=at)


@pytest.mark.django_db
def test_hac_submits_the_month_and_muon_approves_it_and_it_stays(world, month):
    commune, at = village(world).parent, timezone.now()
    key, hac, muon = f"{month:%Y-%m}", world.client("hac"), world.client("muon")
    page = hac.get(f"/teams/allowances/{key}/").content.decode()
    assert "340.000" in page, "a head's month and two visits"
    hac.post(f"/teams/allowances/{key}/submit/")
    sheet = Sheet.objects.get(place=commune, month=month)
    assert sheet.total == 340_000
    assert hac.post(f"/teams/allowances/{key}/approve/").status_code == 403
    muon.post(f"/teams/allowances/{key}/approve/")
    sheet.refresh_from_db()
    assert sheet.state == "approved"
    assert sum(Paid.objects.filter(sheet=sheet).values_list("amount", flat=True)) == 340_000
    with pytest.raises(SheetApprovedAlready):
        submit_sheet(commune, month, by=who(world, "hac"), at=at)
    for write in (lambda: Paid.objects.update(amount=1), lambda: Paid.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            write()

    visited(world, Member.objects.get(left_at=None), month.replace(day=20))
    following = reckon(commune, month_before(month, -1))
    assert [(due.month, due.times, due.amount) for due in following if due.rule == "visit"] == [(month, 1, 20_000)]


@pytest.mark.django_db
def test_the_one_who_submits_does_not_approve_and_nothing_slips_in_between(world, month):
    commune, at = village(world).parent, timezone.now()
    sheet = submit_sheet(commune, month, by=who(world, "muon"), at=at)
    with pytest.raises(AnotherMust):
        approve_sheet(sheet, by=who(world, "muon"), at=at)
    sheet = submit_sheet(commune, month, by=who(world, "hac"), at=at)
    visited(world, Member.objects.get(left_at=None), month.replace(day=21))
    with pytest.raises(SheetChanged):
        approve_sheet(sheet, by=who(world, "muon"), at=at)
    assert reckon(commune, month) == reckon(commune, month)
    with pytest.raises(MonthNotOver):
        submit_sheet(commune, timezone.localdate(at), by=who(world, "hac"), at=at)
    unsaid = world.client("muon").post(f"/teams/allowances/{month:%Y-%m}/return/", {"note": " "})
    assert unsaid.status_code == 400
    assert b'<details class="more" open>' in unsaid.content
    world.client("muon").post(f"/teams/allowances/{month:%Y-%m}/return/", {"note": "Thiếu một lần thăm"})
    assert "Thiếu một lần thăm" in world.client("hac").get(f"/teams/allowances/{month:%Y-%m}/").content.decode()


@pytest.mark.django_db
def test_a_sheet_is_taken_along_as_a_workbook(world, month):
    answer = world.client("hac").get(f"/teams/allowances/{month:%Y-%m}/sheet.xlsx")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert sum(row[-1] for row in rows[1:]) == 340_000
    assert world.person("thoa").full_name in world.client("hac").get(
        f"/teams/allowances/{month:%Y-%m}/sheet.csv").content.decode("utf-8-sig")  # fmt: skip
    assert world.client("my").get(f"/teams/allowances/{month:%Y-%m}/sheet.csv").status_code == 403


@pytest.mark.django_db
def test_a_sheet_is_printed_with_names_sums_words_and_room_to_sign(world, month):
    address = f"/teams/allowances/{month:%Y-%m}/sheet.pdf"
    answer = world.client("hac").get(address)
    assert answer["Content-Type"] == "application/pdf"
    text = text_of(answer.content)
    for told in (world.person("thoa").shown, "340.000", "Ba trăm bốn mươi nghìn đồng", "× 2", "Ký nhận", "Chưa duyệt"):
        assert told in text, told
    submit_sheet(village(world).parent, month, by=who(world, "hac"), at=timezone.now())
    approve_sheet(Sheet.objects.get(month=month), by=who(world, "muon"), at=timezone.now())
    assert "Chưa duyệt" not in text_of(world.client("hac").get(address).content)
    assert world.client("my").get(address).status_code == 403
    assert sum_in_words(-20_000) == "Thu lại hai mươi nghìn đồng"


@pytest.mark.django_db
def test_another_amount_begins_on_a_day_to_come_and_the_one_before_ends_there(world):
    at = timezone.now()
    begins = timezone.localdate(at) + timedelta(days=10)
    posted = {"code": "visit", "amount": "25.000", "most": "20", "begins": f"{begins:%d/%m/%Y}"}
    assert world.client("xuan").post("/teams/allowances/rules/", posted).status_code == 302
    lives = list(AllowanceRule.objects.filter(code="visit").order_by("begins").values_list("amount", "until"))
    assert lives == [(20_000, begins), (25_000, None)]
    old = AllowanceRule(code="visit", titles={}, per="activity", activity="visit", amount=1, begins=date(2026, 1, 2))
    with pytest.raises(RuleInThePast):
        enter_rule(old, by=who(world, "xuan"), at=at)
