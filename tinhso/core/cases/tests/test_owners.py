"""Who answers for a case: by load, by hand, by claim, in absence, and when somebody leaves."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tinhso.core.accounts.actions import delegate_post, disable_account, end_post, record_absence
from tinhso.core.accounts.domain.rights import Role
from tinhso.core.accounts.models import Account, Post
from tinhso.core.accounts.tests.stories import account, post
from tinhso.core.cases.actions import (
    AlreadyTaken,
    AlreadyWorkedOn,
    HasNoSuchRole,
    NotAnOfficeNow,
    NothingToUndo,
    NotNow,
    NotYourTurn,
    ReasonNeeded,
    SameOffice,
    act,
    assign_case,
    claim_case,
    hand_over_case,
    recall_case,
    return_case,
    watch_cases,
)
from tinhso.core.cases.events import CaseAssigned, CaseHandedOver, CaseStranded
from tinhso.core.cases.models import Case, Transfer, Trouble
from tinhso.core.cases.tests.stories import MONDAY, SYSTEM, Office, is_, published
from tinhso.events.log import history
from tinhso.events.worker import work_once
from tinhso.kit.refusals import NotYours

DAY = timedelta(days=1)
TODAY = timezone.localdate(MONDAY)


def away(who: Account) -> None:
    record_absence(who, first_day=TODAY, last_day=TODAY, by=is_(who), at=MONDAY)


def lend(who: Account, to: Account) -> None:
    held = Post.objects.get(account=who)
    told = {"starts_at": MONDAY, "ends_at": MONDAY + 7 * DAY, "reason": "họp"}
    delegate_post(held, to=to, by=is_(who), at=MONDAY, **told)


def test_who_is_away_is_passed_over(lan: Office) -> None:
    away(lan.hac)
    assert lan.errand().owner == lan.pua


def test_who_is_away_is_replaced_by_whom_they_lent_the_post_to(lan: Office) -> None:
    away(lan.hac)
    away(lan.pua)
    lend(lan.pua, lan.sua)
    assert lan.errand().owner == lan.sua


def test_with_everyone_away_the_head_has_it(lan: Office) -> None:
    away(lan.hac)
    away(lan.pua)
    assert lan.errand().owner == lan.muon


def test_it_comes_back_to_who_had_it_before_the_head(lan: Office) -> None:
    definition = published()
    case = lan.errand(definition, owner=lan.pua)
    lan.errand(definition, owner=lan.pua)
    for name, who in (("accept", lan.pua), ("propose", lan.pua), ("send_back", lan.muon)):
        case = act(case, name, by=is_(who), at=MONDAY)
    assert (case.owner, case.former) == (lan.pua, lan.muon)


def test_the_head_gives_a_case_to_someone_who_may_have_it(lan: Office) -> None:
    case = lan.errand()
    given = assign_case(case, to=lan.pua, by=is_(lan.muon), at=MONDAY)
    assert (given.owner, given.version) == (lan.pua, 2)
    assert [one.event for one in history(case)][1] == CaseAssigned(owner=lan.pua.pk, before=lan.hac.pk, why="by_hand")
    with pytest.raises(NotYours):
        assign_case(case, to=lan.pua, by=is_(lan.hac), at=MONDAY)
    with pytest.raises(HasNoSuchRole):
        assign_case(case, to=lan.sua, by=is_(lan.muon), at=MONDAY)


def test_a_case_is_claimed_only_from_nobody_or_who_is_away(lan: Office) -> None:
    case = lan.errand()
    with pytest.raises(AlreadyTaken):
        claim_case(case, by=is_(lan.pua), at=MONDAY)
    with pytest.raises(NotYours):
        claim_case(case, by=is_(lan.sua), at=MONDAY)
    away(lan.hac)
    assert claim_case(case, by=is_(lan.pua), at=MONDAY).owner == lan.pua
    case = act(act(case, "accept", by=is_(lan.pua), at=MONDAY), "propose", by=is_(lan.pua), at=MONDAY)
    with pytest.raises(NotYourTurn):
        claim_case(case, by=is_(lan.pua), at=MONDAY)


def test_a_case_handed_over_is_taken_back_until_someone_there_acts(lan: Office) -> None:
    case = act(lan.errand(), "accept", by=is_(lan.hac), at=MONDAY)
    due = case.due_at
    case = hand_over_case(case, agency=lan.room, reason="việc hộ tịch", by=is_(lan.hac), at=MONDAY)
    assert (case.agency, case.owner, case.due_at) == (lan.room, lan.sua, due)
    case = recall_case(case, reason="nhầm", by=is_(lan.hac), at=MONDAY)
    assert (case.agency, case.owner) == (lan.counter, lan.hac)
    with pytest.raises(NothingToUndo):
        recall_case(case, reason="nhầm", by=is_(lan.hac), at=MONDAY)
    case = hand_over_case(case, agency=lan.room, reason="đúng rồi", by=is_(lan.hac), at=MONDAY)
    act(case, "ask", by=is_(lan.sua), at=MONDAY)
    with pytest.raises(AlreadyWorkedOn):
        recall_case(case, reason="nhầm", by=is_(lan.hac), at=MONDAY)
    told = [one.event for one in history(case) if isinstance(one.event, CaseHandedOver)]
    assert [one.why for one in told] == ["hand_over", "recall", "hand_over"]


def test_a_case_that_is_not_ours_goes_back(lan: Office) -> None:
    case = hand_over_case(lan.errand(), agency=lan.room, reason="việc hộ tịch", by=is_(lan.hac), at=MONDAY)
    with pytest.raises(NotYours):
        return_case(case, reason="không phải", by=is_(lan.pua), at=MONDAY)
    case = return_case(case, reason="không thuộc phòng", by=is_(lan.sua), at=MONDAY)
    assert (case.agency, case.owner) == (lan.counter, lan.hac)
    assert [one.reason for one in Transfer.objects.filter(case=case)] == ["việc hộ tịch", "không thuộc phòng"]


def test_a_hand_over_needs_an_office_and_a_reason(lan: Office) -> None:
    case, room = lan.errand(), lan.room
    for agency, reason, refusal in (
        (lan.counter, "x", SameOffice),
        (room, " ", ReasonNeeded),
    ):
        with pytest.raises(refusal):
            hand_over_case(case, agency=agency, reason=reason, by=is_(lan.hac), at=MONDAY)
    room.valid_to = TODAY
    with pytest.raises(NotAnOfficeNow):
        hand_over_case(case, agency=room, reason="x", by=is_(lan.hac), at=MONDAY)
    case = act(case, "refuse", answers={"reason": "trùng"}, by=is_(lan.hac), at=MONDAY)
    with pytest.raises(NotNow):
        hand_over_case(case, agency=lan.counter, reason="x", by=is_(lan.hac), at=MONDAY)


def test_when_a_post_ends_others_answer_for_its_cases(lan: Office) -> None:
    definition = published()
    mine, ended = lan.errand(definition, owner=lan.hac), lan.errand(definition, owner=lan.hac)
    act(ended, "refuse", answers={"reason": "trùng"}, by=is_(lan.hac), at=MONDAY)
    end_post(Post.objects.get(account=lan.hac), by=SYSTEM, at=MONDAY)
    work_once(at=MONDAY)
    assert Case.objects.get(pk=mine.pk).owner == lan.pua
    assert Case.objects.get(pk=ended.pk).owner == lan.hac


def test_when_an_account_is_shut_others_answer_for_its_cases(lan: Office) -> None:
    mine = lan.errand(owner=lan.hac)
    disable_account(lan.hac, by=SYSTEM, at=MONDAY)
    work_once(at=MONDAY)
    assert Case.objects.get(pk=mine.pk).owner == lan.pua


def test_the_watchdog_finds_someone_or_tells_the_head(lan: Office) -> None:
    case = lan.errand(owner=lan.hac)
    for who in (lan.hac, lan.pua, lan.muon):
        Post.objects.filter(account=who).update(ends_at=MONDAY)
    assert watch_cases(by=SYSTEM, at=MONDAY + DAY) == 1
    assert watch_cases(by=SYSTEM, at=MONDAY + DAY) == 1
    trouble = Trouble.objects.get()
    assert (trouble.kind, trouble.told) == ("owner_gone", None)
    assert len([one for one in history(case) if isinstance(one.event, CaseStranded)]) == 1

    new = account("moi")
    post(new, Role.OFFICER, lan.place, lan.counter)
    assert watch_cases(by=SYSTEM, at=MONDAY + 2 * DAY) == 0
    assert Case.objects.get(pk=case.pk).owner == new
    assert Trouble.objects.get().cleared_at == MONDAY + 2 * DAY


def test_the_watchdog_sees_an_owner_who_is_away_without_a_deputy(lan: Office) -> None:
    lan.errand(owner=lan.hac)
    away(lan.hac)
    assert watch_cases(by=SYSTEM, at=MONDAY) == 1
    assert [(one.kind, one.told) for one in Trouble.objects.all()] == [("owner_away", lan.muon)]
    lend(lan.hac, lan.pua)
    assert watch_cases(by=SYSTEM, at=MONDAY) == 0
