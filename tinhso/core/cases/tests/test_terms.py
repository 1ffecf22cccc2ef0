"""Longer terms, halted clocks, reminders, and a calendar that changes while cases run."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tinhso.core.calendar.actions import Entry, change_day, change_hours, clear_day
from tinhso.core.calendar.domain import DayKind, Hours
from tinhso.core.calendar.models import Day
from tinhso.core.cases.actions import (
    MayNotBeExtended,
    NotNow,
    NotYourTurn,
    ReasonNeeded,
    TooLong,
    act,
    ask_recount,
    can_go_on,
    escalate_due,
    extend_case,
    recount_all,
    resume_case,
    suspend_case,
    watch_cases,
)
from tinhso.core.cases.events import CaseDueMoved, CaseEscalated, CaseExtended
from tinhso.core.cases.models import Case, Recount, Remark, Spell, Trouble
from tinhso.core.cases.tests.stories import MONDAY, SYSTEM, Office, action, errand, is_, published, words
from tinhso.events.log import history
from tinhso.events.worker import work_once
from tinhso.kit.refusals import NotYours

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
_minutes = [0]


def working(lan: Office, **also: Any) -> Case:
    return act(lan.errand(**also), "accept", by=is_(lan.hac), at=MONDAY)


def told(case: Case, kind: type) -> list[Any]:
    return [one.event for one in history(case) if isinstance(one.event, kind)]


def due(case: Case) -> str:
    return Case.objects.get(pk=case.pk).due_at.astimezone(MONDAY.tzinfo).isoformat()


def off(day: date, place: int | None = None) -> None:
    change_day(Entry(day=day, kind=DayKind.OFF, note="nghỉ", place=place), by=SYSTEM, at=MONDAY)
    follow_the_news()


def follow_the_news() -> None:
    """The worker delivers, and a minute later does its jobs."""
    _minutes[0] += 2
    for late in (0, 1):
        work_once(at=MONDAY + timedelta(minutes=_minutes[0] + late))


def test_the_head_makes_the_term_longer_once_and_says_why(lan: Office) -> None:
    case = working(lan)
    for days, reason, by, refusal in (
        (2, "cần xác minh", lan.hac, NotYourTurn),
        (4, "cần xác minh", lan.muon, TooLong),
        (Decimal("0.3"), "cần xác minh", lan.muon, TooLong),
        (2, " ", lan.muon, ReasonNeeded),
    ):
        with pytest.raises(refusal):
            extend_case(case, until_days=days, reason=reason, by=is_(by), at=MONDAY)
    before = case.due_at
    case = extend_case(case, until_days=2, reason="cần xác minh", by=is_(lan.muon), at=MONDAY)
    assert due(case) == "2026-12-02T10:00:00+00:00"
    assert told(case, CaseExtended) == [CaseExtended(by=Decimal(2), before=before, due_at=case.due_at)]
    assert Remark.objects.get(case=case).text == "cần xác minh"
    with pytest.raises(MayNotBeExtended):
        extend_case(case, until_days=1, reason="nữa", by=is_(lan.muon), at=MONDAY)


def test_an_action_extends_by_what_was_answered(lan: Office) -> None:
    field = {"key": "days", "type": "number", "label": words("Thêm mấy ngày?"), "required": True}
    document = errand()
    document["actions"]["longer"] = action(["working"], None, ["officer"], clock="extend", form=[field])
    case = working(lan, definition=published(document))
    with pytest.raises(TooLong):
        act(case, "longer", answers={"days": 9}, by=is_(lan.hac), at=MONDAY)
    case = act(case, "longer", answers={"days": 3}, by=is_(lan.hac), at=MONDAY)
    assert (due(case), case.extensions) == ("2026-12-03T10:00:00+00:00", 1)
    with pytest.raises(MayNotBeExtended):
        act(case, "longer", answers={"days": 1}, by=is_(lan.hac), at=MONDAY)


def test_a_halted_clock_is_not_late_and_goes_on_where_it_was(lan: Office) -> None:
    case = working(lan)
    with pytest.raises(NotYours):
        suspend_case(case, reason="chờ toà", by=is_(lan.hac), at=MONDAY + DAY)
    case = suspend_case(case, reason="chờ toà", by=is_(lan.muon), at=MONDAY + DAY)
    assert (case.state, case.supplements) == ("working", 0)
    assert not Case.objects.late(MONDAY + 60 * DAY).exists()
    with pytest.raises(NotNow):
        suspend_case(case, reason="nữa", by=is_(lan.muon), at=MONDAY + DAY)
    case = resume_case(case, reason="toà đã xong", by=is_(lan.muon), at=MONDAY + 8 * DAY)
    assert due(case) == "2026-12-07T10:00:00+00:00"
    assert [one.reason for one in Spell.objects.filter(case=case)] == ["chờ toà"]


def test_each_reminder_is_given_once(lan: Office) -> None:
    case = working(lan)
    assert escalate_due(by=SYSTEM, at=MONDAY + DAY) == 0
    eve, after = MONDAY + 5 * DAY, MONDAY + 8 * DAY
    assert (escalate_due(by=SYSTEM, at=eve), escalate_due(by=SYSTEM, at=eve)) == (1, 0)
    assert (escalate_due(by=SYSTEM, at=after), escalate_due(by=SYSTEM, at=after)) == (1, 0)
    assert told(case, CaseEscalated) == [
        CaseEscalated(step=1, told="owner", account=lan.hac.pk, late=False),
        CaseEscalated(step=2, told="head", account=lan.muon.pk, late=True),
    ]


def test_nobody_is_reminded_while_the_clock_stands_or_after_it_ended(lan: Office) -> None:
    case = act(working(lan), "ask", by=is_(lan.hac), at=MONDAY)
    assert escalate_due(by=SYSTEM, at=MONDAY + 60 * DAY) == 0
    case = act(case, "bring", by=lan.is_my, at=MONDAY + DAY)
    case = act(act(case, "propose", by=is_(lan.hac), at=MONDAY + DAY), "sign", by=is_(lan.muon), at=MONDAY + DAY)
    assert escalate_due(by=SYSTEM, at=MONDAY + 60 * DAY) == 0


def test_both_steps_that_were_missed_are_done_in_their_order(lan: Office) -> None:
    case = working(lan)
    assert escalate_due(by=SYSTEM, at=MONDAY + 60 * DAY) == 2
    assert [one.step for one in told(case, CaseEscalated)] == [1, 2]


def test_a_day_off_moves_what_is_due_after_it_and_nothing_else(lan: Office) -> None:
    early, late = working(lan, definition=published()), None
    changed = errand(code="stories.long", term={"unit": "working_days", "value": 20})
    late = working(lan, definition=published(changed))
    ended = act(working(lan), "refuse", answers={"reason": "trùng"}, by=is_(lan.hac), at=MONDAY)
    off(date(2026, 12, 3))
    assert (due(early), due(late)) == ("2026-11-30T10:00:00+00:00", "2026-12-22T10:00:00+00:00")
    assert (due(ended), [len(told(one, CaseDueMoved)) for one in (early, late, ended)]) == (
        "2026-11-30T10:00:00+00:00",
        [0, 1, 0],
    )
    clear_day(Day.objects.get(), by=SYSTEM, at=MONDAY)
    follow_the_news()
    assert due(late) == "2026-12-21T10:00:00+00:00"
    assert not Recount.objects.filter(done_at=None).exists()


def test_a_local_holiday_moves_only_the_cases_of_that_place(lan: Office) -> None:
    here = working(lan)
    off(date(2026, 11, 26), lan.elsewhere.pk)
    assert due(here) == "2026-11-30T10:00:00+00:00"
    off(date(2026, 11, 27), lan.place.pk)
    assert due(here) == "2026-12-01T10:00:00+00:00"


def test_a_make_up_saturday_brings_the_end_nearer(lan: Office) -> None:
    case = working(lan)
    change_day(Entry(day=date(2026, 11, 28), kind=DayKind.WORK, note="làm bù"), by=SYSTEM, at=MONDAY)
    follow_the_news()
    assert due(case) == "2026-11-28T10:00:00+00:00"


def test_other_hours_move_the_end_of_the_last_day(lan: Office) -> None:
    case = working(lan)
    change_hours(Hours(), place=None, by=SYSTEM, at=MONDAY)
    follow_the_news()
    short = Hours(afternoon=(Hours().afternoon[0], Hours().afternoon[1].replace(hour=16, minute=30)))
    change_hours(short, place=None, by=SYSTEM, at=MONDAY)
    follow_the_news()
    assert due(case) == "2026-11-30T09:30:00+00:00"


def test_a_change_goes_through_the_cases_in_pieces(lan: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tinhso.core.cases.actions.recounting.AT_ONCE", 2)
    definition = published()
    cases = [working(lan, definition=definition) for _ in range(5)]
    off(date(2026, 11, 26))
    assert {due(case) for case in cases} == {"2026-12-01T10:00:00+00:00"}


def test_the_watchdog_sees_a_guard_that_never_holds(lan: Office) -> None:
    document = errand()
    document["actions"] = {"sign": document["actions"]["sign"] | {"from": ["filed"], "to": "done", "who": ["officer"]}}
    document["states"] = {key: document["states"][key] for key in ("filed", "done")}
    definition = published(document)
    stuck, free = lan.errand(definition, values={}), lan.errand(definition, values={"paid": True})
    assert (can_go_on(stuck, at=MONDAY), can_go_on(free, at=MONDAY)) == (False, True)
    assert watch_cases(by=SYSTEM, at=MONDAY) == 1
    assert [(one.case, one.kind, one.told) for one in Trouble.objects.all()] == [(stuck, "no_next_step", lan.muon)]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    pauses=st.lists(st.tuples(st.integers(0, 200), st.integers(0, 400)), max_size=3),
    holidays=st.sets(st.integers(0, 40), max_size=6),
    asked=st.integers(-100, 3000),
)
def test_the_due_time_is_what_counting_from_the_beginning_gives(
    lan: Office, pauses: list[tuple[int, int]], holidays: set[int], asked: int
) -> None:
    case, here = working(lan), MONDAY
    for ran, stood in pauses:
        here += ran * HOUR
        case = act(case, "ask", by=is_(lan.hac), at=here)
        here += stood * HOUR
        case = act(case, "bring", by=lan.is_my, at=here)
    ask_recount(place=None, since=None, at=here)
    assert recount_all(by=SYSTEM, at=here) == 0
    assert case.received_at is not None
    assert case.due_at >= case.received_at

    for days in holidays:
        entry = Entry(day=(MONDAY + days * DAY).date(), kind=DayKind.OFF, note=f"nghỉ {days} {asked}")
        change_day(entry, by=SYSTEM, at=here)
    ask_recount(place=None, since=None, at=here)
    recount_all(by=SYSTEM, at=here)
    for row in Day.objects.all():
        clear_day(row, by=SYSTEM, at=here)
    ask_recount(place=None, since=None, at=here)
    recount_all(by=SYSTEM, at=here)
    assert Case.objects.get(pk=case.pk).due_at == case.due_at

    moment = MONDAY + asked * HOUR
    assert Case.objects.late(moment).filter(pk=case.pk).exists() == case.is_late(moment)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    due_in=st.integers(0, 300),
    stopped=st.none() | st.integers(0, 300),
    finished=st.none() | st.integers(0, 300),
    ended=st.booleans(),
    asked=st.integers(0, 300),
)
def test_late_has_one_answer(
    lan: Office, due_in: int, stopped: int | None, finished: int | None, ended: bool, asked: int
) -> None:
    case = Case.objects.first() or lan.errand()
    case.due_at, moment = MONDAY + due_in * HOUR, MONDAY + asked * HOUR
    case.stopped_at = None if stopped is None else MONDAY + stopped * HOUR
    case.finished_at = None if finished is None else MONDAY + finished * HOUR
    case.ended_at = case.finished_at if ended else None
    case.save()
    assert Case.objects.late(moment).exists() == case.is_late(moment)
