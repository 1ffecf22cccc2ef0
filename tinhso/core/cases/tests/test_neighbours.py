"""Other offices are asked; places, offices and people change while cases run; strangers see nothing."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from tinhso.core.accounts.actions import give_mandate
from tinhso.core.accounts.domain import Kind
from tinhso.core.accounts.domain.rights import Role
from tinhso.core.accounts.models import Account
from tinhso.core.accounts.models.mandates import Evidence
from tinhso.core.accounts.tests.stories import account, office, person, place, post
from tinhso.core.cases.actions import (
    NobodyAsked,
    NotNow,
    NotYourTurn,
    QuestionMissing,
    act,
    consult,
    recall_consultation,
    rehome_place,
    settle_case,
)
from tinhso.core.cases.domain.blueprint import Span, Unit
from tinhso.core.cases.events import CaseRehomed, OfficesConsulted
from tinhso.core.cases.models import Case, Definition
from tinhso.core.cases.reference import load
from tinhso.core.cases.tests.stories import MONDAY, SYSTEM, Office, errand, is_, published, words
from tinhso.core.cases.tests.test_owners import lend
from tinhso.core.organisations.actions import succeed_organisation
from tinhso.core.people.actions import forget_person, merge_people, undo_merge
from tinhso.core.people.domain.words import ForgetReason
from tinhso.core.people.models import Merge
from tinhso.core.places.events import PlaceDivided
from tinhso.core.places.models import PlaceChoice
from tinhso.events.log import history, record
from tinhso.events.worker import work_once
from tinhso.kit.actors import Actor, Rights
from tinhso.kit.refusals import NotYours

DAY = timedelta(days=1)
TWO_DAYS = Span(Unit.WORKING_DAYS, Decimal(2))


def ask(lan: Office, case: Case, *offices: Any) -> list[Case]:
    agencies = offices or (lan.room, lan.committee)
    return consult(case, agencies=agencies, question="Có ý kiến gì?", term=TWO_DAYS, by=is_(lan.hac), at=MONDAY)


def rights(who: Account) -> Rights:
    return Account.objects.rights_of(is_(who), at=MONDAY)


def answer(lan: Office, child: Case, at: Any = MONDAY) -> Case:
    told = {"stand": "agrees", "opinion": "Đồng ý."}
    return act(child, "answer", answers=told, by=is_(lan.sua), at=at)


@pytest.fixture
def shipped(db: None) -> None:
    load(MONDAY)
    load(MONDAY)


def test_the_shipped_consultation_is_published_once(shipped: None) -> None:
    assert Definition.objects.current("cases.consultation").version == 1


@pytest.mark.usefixtures("shipped")
def test_offices_are_asked_side_by_side_each_with_a_clock(lan: Office) -> None:
    case = act(lan.errand(), "accept", by=is_(lan.hac), at=MONDAY)
    room, committee = ask(lan, case)
    assert (room.ref, room.owner, room.parent) == (f"{case.ref}/1", lan.sua, case)
    assert committee.ref == f"{case.ref}/2"
    assert room.due_at.astimezone(MONDAY.tzinfo).isoformat() == "2026-11-25T10:00:00+00:00"
    assert Case.objects.get(pk=case.pk).waits_for == 2
    assert [one.event for one in history(case)][-1] == OfficesConsulted(count=2)

    answered = answer(lan, room, MONDAY + DAY)
    assert (answered.outcome, answered.finished_at) == ("answered", MONDAY + DAY)
    withdrawn = recall_consultation(committee, by=is_(lan.hac), at=MONDAY + DAY)
    assert withdrawn.outcome == "withdrawn"
    assert Case.objects.get(pk=case.pk).waits_for == 0
    with pytest.raises(NotNow):
        recall_consultation(committee, by=is_(lan.hac), at=MONDAY + DAY)


@pytest.mark.usefixtures("shipped")
def test_who_is_asked_reads_the_case_until_they_answered(lan: Office) -> None:
    case = lan.errand()
    assert not Case.objects.lent_to(rights(lan.sua)).exists()
    (child,) = ask(lan, case, lan.room)
    assert Case.objects.lent_to(rights(lan.sua)).get() == case
    assert not Case.objects.visible_to(rights(lan.sua)).filter(pk=case.pk).exists()
    assert not Case.objects.lent_to(rights(lan.my_account)).exists()
    with pytest.raises(NotYourTurn):
        act(case, "accept", by=is_(lan.sua), at=MONDAY)
    answer(lan, child)
    assert not Case.objects.lent_to(rights(lan.sua)).exists()


@pytest.mark.usefixtures("shipped")
def test_a_guard_can_wait_for_the_answers(lan: Office) -> None:
    document = errand()
    waits = {"guard": {"==": [{"var": "case.waits_for"}, 0]}, "refusal": words("Chờ ý kiến.")}
    document["actions"]["propose"] |= waits
    case = act(lan.errand(published(document)), "accept", by=is_(lan.hac), at=MONDAY)
    (child,) = ask(lan, case, lan.room)
    with pytest.raises(Exception, match="GuardRefused"):
        act(case, "propose", by=is_(lan.hac), at=MONDAY)
    answer(lan, child)
    assert act(case, "propose", by=is_(lan.hac), at=MONDAY).state == "signing"


@pytest.mark.usefixtures("shipped")
def test_nobody_is_asked_for_a_case_that_ended_and_questions_end_with_it(lan: Office) -> None:
    case = act(lan.errand(), "accept", by=is_(lan.hac), at=MONDAY)
    children = ask(lan, case)
    case = act(case, "refuse", answers={"reason": "trùng"}, by=is_(lan.hac), at=MONDAY)
    assert set(Case.objects.filter(parent=case).values_list("outcome", flat=True)) == {"withdrawn"}
    assert Case.objects.get(pk=case.pk).waits_for == 0
    with pytest.raises(NotNow):
        answer(lan, children[0])
    with pytest.raises(NotNow):
        ask(lan, case)


@pytest.mark.usefixtures("shipped")
def test_a_question_needs_words_and_someone_else(lan: Office) -> None:
    case = lan.errand()
    for agencies, question, refusal in (
        ([], "gì?", NobodyAsked),
        ([lan.counter], "gì?", NobodyAsked),
        ([lan.room, lan.room], "gì?", NobodyAsked),
        ([lan.room], " ", QuestionMissing),
    ):
        with pytest.raises(refusal):
            consult(case, agencies=agencies, question=question, term=TWO_DAYS, by=is_(lan.hac), at=MONDAY)
    with pytest.raises(NotYours):
        consult(case, agencies=[lan.room], question="gì?", term=TWO_DAYS, by=is_(lan.sua), at=MONDAY)


def test_a_stranger_never_sees_a_case(lan: Office) -> None:
    case = lan.errand()
    stranger, neighbour = account("stranger"), account("lang", kind=Kind.CITIZEN, who=person("Lò Thị Lả"))
    post(stranger, Role.OFFICER, lan.elsewhere, office("UBND Mường Và", lan.elsewhere))
    post(stranger, Role.HELPER, lan.place, lan.committee)
    for nobody in (stranger, neighbour, lan.sua):
        assert not Case.objects.visible_to(rights(nobody)).exists()
    for someone in (lan.hac, lan.pua, lan.muon, lan.my_account):
        assert Case.objects.visible_to(rights(someone)).get() == case
    assert not Case.objects.within_reach(rights(lan.my_account)).exists()
    assert not Case.objects.visible_to(Account.objects.rights_of(Actor(), at=MONDAY)).exists()


def test_a_post_here_and_a_post_there_do_not_make_one_for_both(lan: Office) -> None:
    both = account("both")
    post(both, Role.OFFICER, lan.elsewhere, lan.counter)
    post(both, Role.OFFICER, lan.place, lan.room)
    lan.errand()
    assert not Case.objects.visible_to(rights(both)).exists()


def test_the_inbox_holds_mine_and_those_of_whom_i_stand_in_for(lan: Office) -> None:
    definition = published()
    mine, theirs = lan.errand(definition, owner=lan.hac), lan.errand(definition, owner=lan.pua)
    assert [*Case.objects.inbox(rights(lan.hac), lan.hac.pk)] == [mine]
    held = rights(lan.hac)
    assert held.lent_by == frozenset()
    lend(lan.pua, lan.hac)
    assert {*Case.objects.inbox(rights(lan.hac), lan.hac.pk)} == {mine, theirs}
    assert not Case.objects.inbox(rights(lan.my_account), lan.my_account.pk).exists()


def test_pages_follow_each_other_without_gap_or_repeat(lan: Office) -> None:
    definition = published()
    cases = [lan.errand(definition, at=MONDAY + (number // 2) * DAY) for number in range(7)]
    seen, cursor = [], ""
    while True:
        found = Case.objects.open().page(cursor, size=3)
        seen += found.rows
        cursor = found.next
        if not cursor:
            break
    assert seen == sorted(cases, key=lambda case: (case.due_at, case.pk))
    assert Case.objects.open().page("nonsense").rows == seen
    assert Case.objects.open().page("ffffffffffffffffffff-1").rows == seen


def test_a_helper_acts_only_with_a_mandate_for_this_matter(lan: Office) -> None:
    case = act(lan.errand(), "accept", by=is_(lan.hac), at=MONDAY)
    case = act(case, "ask", by=is_(lan.hac), at=MONDAY)
    thoa = account("thoa", kind=Kind.CITIZEN, who=person("Lường Thị Thoa"))
    helping = Actor(account=thoa.pk, person=thoa.person_id, for_person=lan.my.uuid)
    with pytest.raises(NotYourTurn):
        act(case, "bring", by=helping, at=MONDAY)
    mandate = give_mandate(
        person=lan.my,
        to=thoa,
        scopes=["stories"],
        evidence_kind=Evidence.TAP,
        evidence=None,
        ends_at=MONDAY + DAY,
        by=lan.is_my,
        at=MONDAY,
    )
    helping = Actor(account=thoa.pk, person=thoa.person_id, for_person=lan.my.uuid, mandate=mandate.uuid)
    with pytest.raises(NotYourTurn):
        act(case, "bring", by=helping, at=MONDAY + 2 * DAY)
    assert act(case, "bring", by=helping, at=MONDAY).state == "working"


def test_a_place_that_went_into_another_takes_its_open_cases_along(lan: Office) -> None:
    running, ended = lan.errand(), lan.errand()
    ended = act(ended, "refuse", answers={"reason": "trùng"}, by=is_(lan.hac), at=MONDAY)
    due = running.due_at
    new = place("Mường Mới", lan.place.parent)
    assert rehome_place(lan.place.pk, new, by=SYSTEM, at=MONDAY) == 1
    assert rehome_place(lan.place.pk, new, by=SYSTEM, at=MONDAY) == 0
    moved = Case.objects.get(pk=running.pk)
    assert (moved.place, moved.agency, moved.due_at) == (new, lan.counter, due)
    assert Case.objects.get(pk=ended.pk).place == lan.place
    told = [one.event for one in history(running) if isinstance(one.event, CaseRehomed)]
    assert [(one.left_place, one.place) for one in told] == [(lan.place.pk, new.pk)]


def test_an_office_that_handed_over_takes_its_open_cases_along(lan: Office) -> None:
    case = lan.errand(agency=lan.room)
    old, new = lan.room, office("Phòng Nội vụ Mường Lạn", lan.place, lan.committee)
    assert case.owner == lan.sua
    succeed_organisation(old, new, on=date(2026, 11, 21), by=SYSTEM, at=MONDAY)
    work_once(at=MONDAY)
    moved = Case.objects.get(pk=case.pk)
    assert (moved.agency, moved.due_at) == (new, case.due_at)
    assert moved.owner == lan.sua


def test_of_a_divided_place_a_person_says_where_each_case_goes(lan: Office) -> None:
    case = lan.errand()
    north = place("Lạn Bắc", lan.place.parent)
    committee = office("UBND Lạn Bắc", north)
    record(PlaceDivided(old=lan.place.pk, effective=MONDAY.date()), about=lan.place, by=SYSTEM, at=MONDAY)
    work_once(at=MONDAY)
    choice = PlaceChoice.objects.get(kind="cases.case")
    assert (choice.ref, choice.title) == (case.uuid, case.ref)
    assert settle_case(case.uuid, old=lan.place.pk, new=north, by=SYSTEM, at=MONDAY)
    moved = Case.objects.get(pk=case.pk)
    assert (moved.place, moved.agency, moved.due_at) == (north, committee, case.due_at)
    assert not settle_case(case.uuid, old=lan.place.pk, new=north, by=SYSTEM, at=MONDAY)


def test_cases_follow_a_merged_person_and_come_back(lan: Office) -> None:
    twin = person("Giàng Thị Mỉ", lan.place)
    mine, theirs = lan.errand(), lan.errand(applicant=twin)
    merge_people(lan.my, twin, by=SYSTEM, at=MONDAY)
    work_once(at=MONDAY)
    assert set(Case.objects.values_list("applicant", flat=True)) == {lan.my.uuid}
    undo_merge(Merge.objects.get(), by=SYSTEM, at=MONDAY)
    work_once(at=MONDAY + timedelta(minutes=2))
    assert Case.objects.get(pk=theirs.pk).applicant_id == twin.uuid
    assert Case.objects.get(pk=mine.pk).applicant_id == lan.my.uuid


def test_a_forgotten_person_leaves_no_words_in_their_cases(lan: Office) -> None:
    case = lan.errand()
    forget_person(lan.my, reason=next(iter(ForgetReason)), by=SYSTEM, at=MONDAY)
    work_once(at=MONDAY)
    kept = Case.objects.get(pk=case.pk)
    assert (kept.title, kept.values, kept.state) == ("", {}, "filed")
