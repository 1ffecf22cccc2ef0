"""Every procedure walked on paper, from filing to its end, by the engine's simulation: no database, real holidays."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from tinhso.core.calendar.domain import WorkingCalendar
from tinhso.core.calendar.reference import days
from tinhso.core.cases.domain.definition import parse, parse_fields
from tinhso.core.cases.domain.questions import first_unanswered
from tinhso.core.cases.domain.samples import sample_of, ways
from tinhso.core.cases.domain.simulation import Hand, Sample, Step, simulate
from tinhso.government.procedures.domain.catalogue import pages_of, read_facts
from tinhso.government.procedures.domain.tables import shipped
from tinhso.government.procedures.domain.workflow import workflow

ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=ZONE)
FACTS = [read_facts(document) for document in shipped()]


@pytest.fixture(scope="module")
def calendar():
    return WorkingCalendar(days={one.day: one.kind for one in days()}, zone=ZONE)


@pytest.fixture(params=FACTS, ids=lambda facts: facts.slug)
def procedure(request):
    return request.param


def walked(facts, calendar, *steps, opened=MONDAY, values=None):
    """The stages of a case of it; every step two working hours after the one before, or as it says."""
    at, told = opened, []
    for name, by, answers, *hours in steps:
        at = calendar.add_working_hours(at, hours[0] if hours else 2)
        told.append(Step(action=name, at=at, by=by, answers=answers))
    sample = Sample(opened_at=opened, values=values or {}, steps=tuple(told))
    stages = simulate(parse(workflow(facts)), sample, calendar)
    refused = [(stage.tried, stage.refusal) for stage in stages if stage.refusal]
    assert not refused, (facts.slug, refused)
    return stages


ACCEPT, PROCESS, SUBMIT = ("accept", "officer", {}), ("process", "officer", {}), ("submit", "officer", {})
DECIDE, RELEASE = ("decide", "head", {}), ("release", "officer", {"how": "in_person"})
TWO_DAYS = 16
WHY = {"reason": "Ảnh giấy bị mờ, không đọc được."}


def test_it_goes_from_filing_to_the_result(procedure, calendar):
    stages = walked(procedure, calendar, ACCEPT, PROCESS, SUBMIT, DECIDE, RELEASE)
    assert [stage.state.portal for stage in stages] == [1, 2, 4, 4, 9, 10]
    assert stages[-1].state.outcome == "granted"
    assert stages[-1].hand is Hand.ENDED
    if procedure.term.unit != "same_day":
        assert not stages[-1].is_late


def test_it_is_refused_with_a_reason(procedure, calendar):
    stages = walked(procedure, calendar, ACCEPT, ("refuse", "officer", WHY))
    assert (stages[-1].state.portal, stages[-1].state.outcome) == (3, "refused")


def test_a_supplement_stops_the_clock_and_gives_the_time_back(procedure, calendar):
    stages = walked(
        procedure,
        calendar,
        ACCEPT,
        ("ask_supplement", "officer", WHY),
        ("give_supplement", "applicant", {}, TWO_DAYS),
        SUBMIT,
    )
    asked, given = stages[2], stages[3]
    assert (asked.state.portal, asked.hand) == (5, Hand.STANDS)
    assert given.hand is Hand.RUNS
    assert given.due_at > asked.due_at
    assert stages[-1].state.portal == 4


def test_there_is_a_way_to_every_end_and_the_engine_agrees(procedure, calendar):
    blueprint = parse(workflow(procedure))
    ends = {way.end.code for way in ways(blueprint)}
    assert ends == {"released", "refused", "withdrawn", "stopped"}
    for way in ways(blueprint):
        stages = simulate(blueprint, sample_of(way.actions, {}, MONDAY, calendar), calendar)
        assert stages[-1].state == way.end
        assert not [stage for stage in stages if stage.refusal]


def test_an_empty_form_is_not_enough(procedure):
    fields = parse_fields([field for page in pages_of(procedure) for field in page["fields"]])
    assert first_unanswered(fields, {}) is not None


def facts_of(slug):
    return next(facts for facts in FACTS if facts.slug == slug)


def test_what_comes_after_three_is_due_the_next_working_day(calendar):
    birth = facts_of("dang-ky-khai-sinh")
    early = walked(birth, calendar, ACCEPT)[-1]
    late = walked(birth, calendar, ACCEPT, opened=datetime(2026, 11, 27, 14, 0, tzinfo=ZONE))[-1]
    assert early.due_at.astimezone(ZONE).date() == date(2026, 11, 23)
    assert late.due_at.astimezone(ZONE).date() == date(2026, 11, 30)


def test_mountains_have_longer_for_land(calendar):
    land = facts_of("cap-so-do-lan-dau")
    plain = walked(land, calendar, ACCEPT)[-1].due_at
    assert walked(land, calendar, ACCEPT, values={"area": "mountain"})[-1].due_at > plain
    assert walked(land, calendar, ACCEPT, values={"ask": "registration_only"})[-1].due_at < plain
