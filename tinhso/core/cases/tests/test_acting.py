"""A case from its opening to its end: whose turn, which clock, what is refused."""

from datetime import timedelta

import pytest

from tinhso.core.accounts.domain.rights import Role
from tinhso.core.accounts.tests.stories import account, office, post
from tinhso.core.cases.actions import (
    AnswerMissing,
    GuardRefused,
    NotInForce,
    NotNow,
    NotYourTurn,
    SomeoneWasFirst,
    act,
    retire_definition,
)
from tinhso.core.cases.events import CaseMoved, CaseOpened
from tinhso.core.cases.models import Case, Spell
from tinhso.core.cases.tests.stories import MONDAY, SYSTEM, Office, errand, is_, published
from tinhso.events.log import history

HOUR = timedelta(hours=1)


def test_an_errand_goes_its_way_and_every_step_is_one_entry(lan: Office) -> None:
    case = lan.errand()
    assert (case.state, case.role, case.owner) == ("filed", "officer", lan.hac)
    assert case.due_at.isoformat() == "2026-11-30T17:00:00+07:00"
    assert case.step_due_at
    assert case.step_due_at.isoformat() == "2026-11-24T09:30:00+07:00"

    case = act(case, "accept", by=is_(lan.hac), at=MONDAY + HOUR)
    assert (case.state, case.received_at, case.owner) == ("working", MONDAY + HOUR, lan.hac)
    case = act(case, "propose", by=is_(lan.hac), at=MONDAY + 2 * HOUR)
    assert (case.role, case.owner, case.former) == ("head", lan.muon, lan.hac)
    case = act(case, "sign", by=is_(lan.muon), at=MONDAY + 5 * HOUR)
    assert (case.finished_at, case.owner) == (MONDAY + 5 * HOUR, lan.hac)
    case = act(case, "hand_out", by=is_(lan.hac), at=MONDAY + 6 * HOUR)
    assert (case.outcome, case.ended_at, case.step_due_at) == ("granted", MONDAY + 6 * HOUR, None)
    case = act(case, "rate", answers={"stars": 5, "else": 1}, by=lan.is_my, at=MONDAY + 7 * HOUR)
    assert case.values == {"paid": True, "stars": 5}

    told = [one.event for one in history(case)]
    assert [type(one) for one in told] == [CaseOpened, *[CaseMoved] * 5]
    assert [one.on_time for one in told[1:]] == [None, None, True, None, None]
    assert not Spell.objects.exists()


def test_a_state_that_passed_and_an_old_look_are_refused(lan: Office) -> None:
    case = lan.errand()
    act(case, "accept", by=is_(lan.hac), at=MONDAY, version=1)
    with pytest.raises(NotNow):
        act(case, "accept", by=is_(lan.pua), at=MONDAY)
    with pytest.raises(SomeoneWasFirst):
        act(case, "propose", by=is_(lan.pua), at=MONDAY, version=1)
    with pytest.raises(NotNow):
        act(case, "no_such_action", by=is_(lan.hac), at=MONDAY)


def test_only_a_role_at_this_office_and_place_acts(lan: Office) -> None:
    stranger = account("stranger")
    post(stranger, Role.OFFICER, lan.elsewhere, office("UBND Mường Và", lan.elsewhere))
    case = lan.errand()
    for nobody in (stranger, lan.my_account, lan.sua):
        with pytest.raises(NotYourTurn):
            act(case, "accept", by=is_(nobody), at=MONDAY)
    assert act(case, "accept", by=is_(lan.muon), at=MONDAY).state == "working"


def test_nobody_decides_on_their_own_errand(lan: Office) -> None:
    case = lan.errand(applicant=lan.hac.person)
    with pytest.raises(NotYourTurn):
        act(case, "accept", by=is_(lan.hac), at=MONDAY)


def test_a_guard_that_does_not_hold_says_why(lan: Office) -> None:
    case = lan.errand(values={})
    for one, who in (("accept", lan.hac), ("propose", lan.hac)):
        case = act(case, one, by=is_(who), at=MONDAY)
    with pytest.raises(GuardRefused) as refused:
        act(case, "sign", by=is_(lan.muon), at=MONDAY)
    assert refused.value.told in ("Chưa nộp lệ phí.", "The fee is not paid.")


def test_a_required_answer_is_asked_for(lan: Office) -> None:
    with pytest.raises(AnswerMissing) as refused:
        act(lan.errand(), "refuse", answers={"reason": ""}, by=is_(lan.hac), at=MONDAY)
    assert refused.value.at_field == "reason"


def test_a_supplement_stops_and_restarts_the_clock(lan: Office) -> None:
    case = act(lan.errand(), "accept", by=is_(lan.hac), at=MONDAY)
    case = act(case, "ask", by=is_(lan.hac), at=MONDAY + timedelta(days=1))
    assert [(one.since, one.until) for one in Spell.objects.filter(case=case)] == [(MONDAY + timedelta(days=1), None)]
    assert (case.stopped_at, case.supplements, case.role) == (MONDAY + timedelta(days=1), 1, "")
    assert case.owner == lan.hac
    assert not case.is_late(MONDAY + timedelta(days=90))
    case = act(case, "bring", answers={"paper": "đơn"}, by=lan.is_my, at=MONDAY + timedelta(days=8))
    assert case.stopped_at is None
    assert case.due_at.isoformat() == "2026-12-07T17:00:00+07:00"
    assert case.is_late(MONDAY + timedelta(days=30))


def test_running_cases_stay_on_their_version(lan: Office) -> None:
    case = lan.errand()
    changed = errand(term={"unit": "working_days", "value": 1})
    del changed["actions"]["refuse"], changed["states"]["refused"]
    second = published(changed)
    assert act(case, "refuse", answers={"reason": "trùng"}, by=is_(lan.hac), at=MONDAY).outcome == "refused"
    assert lan.errand(second).due_at.isoformat() == "2026-11-24T17:00:00+07:00"
    with pytest.raises(NotInForce):
        lan.errand(case.definition.__class__.objects.get(pk=case.definition_id))


def test_a_retired_workflow_opens_nothing_but_lets_its_cases_end(lan: Office) -> None:
    case = lan.errand()
    gone = retire_definition(case.definition, by=SYSTEM, at=MONDAY)
    with pytest.raises(NotInForce):
        lan.errand(gone)
    assert act(case, "accept", by=is_(lan.hac), at=MONDAY).state == "working"


def test_the_case_goes_to_another_office_with_an_act(lan: Office) -> None:
    case = act(lan.errand(), "accept", by=is_(lan.hac), at=MONDAY, agency=lan.room)
    assert (case.agency, case.owner) == (lan.room, lan.sua)
    case = act(case, "propose", by=is_(lan.sua), at=MONDAY)
    case = act(case, "sign", by=is_(lan.muon), at=MONDAY, agency=lan.counter)
    assert case.owner in (lan.hac, lan.pua)


def test_load_decides_who_gets_the_next(lan: Office) -> None:
    definition = published()
    owners = [lan.errand(definition).owner for _ in range(4)]
    assert owners == [lan.hac, lan.pua, lan.hac, lan.pua]
    assert Case.objects.open().count() == 4
