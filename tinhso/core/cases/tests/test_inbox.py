"""An officer's inbox, the head's board and the page of a case, as the people of Mường Lạn use them."""

import html
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from tinhso.core.accounts.models import Account
from tinhso.core.accounts.models.rights import forget
from tinhso.core.accounts.tests.stories import signed_in
from tinhso.core.cases.actions import act, assign_case, consult, hand_over_case
from tinhso.core.cases.domain.definition import Span, Unit
from tinhso.core.cases.models import Case, Definition
from tinhso.core.cases.models.lines import CHANGED, CaseLine, inbox_lines, sides_of
from tinhso.core.cases.models.teams import desks
from tinhso.core.cases.reference import load
from tinhso.core.cases.tests.stories import MONDAY, Office, errand, is_, published
from tinhso.core.files.tests.samples import photo

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def now() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(MONDAY + HOUR, tick=False) as at:
        yield at


@pytest.fixture
def definition(lan: Office) -> Definition:
    document = errand()
    document["actions"]["accept"]["bulk"] = True
    return published(document)


def enter(one: Account) -> Client:
    forget(None)
    return signed_in(one)


def said(answer) -> str:
    return html.unescape(answer.content.decode())


def mine(lan: Office, definition: Definition, **also) -> Case:
    return assign_case(lan.errand(definition, **also), to=lan.hac, by=is_(lan.muon), at=MONDAY)


def test_what_waits_is_grouped_by_when_it_is_due(lan: Office, definition: Definition, now):
    mine(lan, definition, title="Việc gấp của Páo")
    page = said(enter(lan.hac).get("/cases/"))
    assert "Việc gấp của Páo" in page
    assert "Ngày mai và sau nữa" in page
    assert "1 việc" in page
    now.move_to(MONDAY + 7 * DAY)
    assert "Hết hạn hôm nay" in said(enter(lan.hac).get("/cases/"))
    now.move_to(MONDAY + 9 * DAY)
    late = said(enter(lan.hac).get("/cases/"))
    assert "Trễ hạn" in late
    assert "trễ 2" in late


def test_nobody_sees_the_inbox_of_another_nor_a_case_out_of_reach(lan: Office, definition: Definition, now):
    case = mine(lan, definition)
    assert case.title not in said(enter(lan.sua).get("/cases/"))
    assert enter(lan.sua).get(f"/cases/{case.uuid}/").status_code == 404
    assert enter(lan.my_account).get("/cases/").status_code == 403


def test_filters_stand_in_the_address_and_words_are_found_without_accents(lan: Office, definition: Definition, now):
    mine(lan, definition, title="Giàng A Páo xin khai sinh")
    mine(lan, definition, title="Mùa Thị Dợ xin chứng thực")
    client = enter(lan.hac)
    found = said(client.get("/cases/?q=giang a pao"))
    assert "Giàng A Páo" in found
    assert "Mùa Thị Dợ" not in found
    assert "Giàng A Páo" not in said(client.get("/cases/?system=nothing"))
    assert said(client.get("/cases/?list=waiting")).count("Giàng A Páo") == 0


def test_several_are_done_together_each_for_itself(lan: Office, definition: Definition, now):
    cases = [mine(lan, definition, title=f"Việc {n}") for n in range(3)]
    act(cases[2], "refuse", answers={"reason": "Thiếu giấy"}, by=is_(lan.hac), at=MONDAY)
    other = mine(lan, definition, title="Việc đã nhận")
    act(other, "accept", by=is_(lan.hac), at=MONDAY)
    client = enter(lan.hac)
    assert 'value="do:accept"' in client.get("/cases/?pick=1").content.decode()
    picked = [str(case.uuid) for case in [*cases, other]]
    page = said(client.post("/cases/together/", {"do": "do:accept", "case": picked}, follow=True))
    assert "Đã xong 2 việc" in page
    assert f"{other.ref}: " in page
    assert set(Case.objects.filter(state="working").values_list("title", flat=True)) == {
        "Việc 0",
        "Việc 1",
        other.title,
    }


def test_what_is_not_safe_in_bulk_is_not_done_in_bulk(lan: Office, definition: Definition, now):
    case = mine(lan, definition)
    enter(lan.hac).post("/cases/together/", {"do": "do:refuse", "case": [str(case.uuid), "no uuid"]})
    case.refresh_from_db()
    assert case.state == "filed"


def test_the_head_sees_the_board_and_moves_work_to_a_colleague(lan: Office, definition: Definition, now):
    cases = [mine(lan, definition, title=f"Việc {n}") for n in range(3)]
    now.move_to(MONDAY + 10 * DAY)
    client = enter(lan.muon)
    board = said(client.get("/cases/team/"))
    assert "Hac" in board
    assert "3 việc đang mở" in board
    there = said(client.get(f"/cases/team/{lan.hac.uuid}/"))
    assert "Việc 2" in there
    given = {"do": "give", "to": str(lan.pua.uuid), "desk": str(lan.hac.uuid)}
    answer = client.post("/cases/together/", given | {"case": [str(case.uuid) for case in cases[:2]]})
    assert answer["Location"] == f"/cases/team/{lan.hac.uuid}/", "one stays at the desk that one is clearing"
    assert Case.objects.filter(owner=lan.pua).count() == 2
    assert enter(lan.hac).get("/cases/team/").status_code == 403


def test_the_board_counts_what_a_look_at_each_case_counts(lan: Office, definition: Definition, now):
    at = MONDAY + 6 * DAY
    for n in range(4):
        mine(lan, definition, at=MONDAY - n * DAY)
    act(Case.objects.latest("pk"), "accept", by=is_(lan.hac), at=MONDAY)
    rights = Account.objects.rights_of(is_(lan.muon), at=at)
    found = {desk.account.username: desk for desk in desks(rights, until=at + DAY, at=at) if desk.account}
    cases = list(Case.objects.filter(owner=lan.hac))
    assert found["hac"].open == len(cases)
    assert found["hac"].late == sum(case.is_late(at) for case in cases)
    assert found["pua"].open == 0


def test_a_case_shows_its_story_and_what_can_be_done(lan: Office, definition: Definition, now):
    case = mine(lan, definition)
    client = enter(lan.hac)
    page = said(client.get(f"/cases/{case.uuid}/"))
    assert f"/cases/{case.uuid}/do/accept/" in page
    assert "Giàng Thị Mỷ" in page
    told = client.post(f"/cases/{case.uuid}/do/accept/", {"version": case.version})
    assert told.headers["Location"] == f"/cases/{case.uuid}/"
    case.refresh_from_db()
    assert case.state == "working"
    stale = client.post(f"/cases/{case.uuid}/do/propose/", {"version": 1})
    assert "Vừa có người" in said(stale)


def test_a_refusal_without_its_reason_is_told_at_the_field(lan: Office, definition: Definition, now):
    case = mine(lan, definition)
    answer = enter(lan.hac).post(f"/cases/{case.uuid}/do/refuse/", {"version": case.version})
    assert answer.status_code == 200
    case.refresh_from_db()
    assert case.is_open


def test_handed_over_by_mistake_and_taken_back(lan: Office, definition: Definition, now):
    case = mine(lan, definition)
    client = enter(lan.hac)
    client.post(f"/cases/{case.uuid}/step/hand-over/", {"agency": str(lan.room.uuid), "reason": "Việc của phòng"})
    case.refresh_from_db()
    assert case.agency_id == lan.room.pk
    assert case.title in said(client.get("/cases/?list=waiting"))
    client.post(f"/cases/{case.uuid}/take-back/")
    case.refresh_from_db()
    assert (case.agency_id, case.owner) == (lan.counter.pk, lan.hac)


def test_other_offices_are_asked_and_need_not_answer_after_all(lan: Office, definition: Definition, now):
    load(MONDAY)
    case = mine(lan, definition)
    client = enter(lan.hac)
    sent = {"agencies": [str(lan.room.uuid)], "question": "Có đúng hộ nghèo không?", "days": "2"}
    client.post(f"/cases/{case.uuid}/step/ask/", sent)
    child = case.children.get()
    assert "Có đúng hộ nghèo không?" in said(enter(lan.sua).get(f"/cases/{child.uuid}/"))
    enter(lan.hac).post(f"/cases/{child.uuid}/recall/")
    child.refresh_from_db()
    assert not child.is_open


def test_only_the_head_halts_the_clock_and_with_a_reason(lan: Office, definition: Definition, now):
    case = act(mine(lan, definition), "accept", by=is_(lan.hac), at=MONDAY)
    assert enter(lan.hac).get(f"/cases/{case.uuid}/step/halt/").status_code == 404
    head = enter(lan.muon)
    head.post(f"/cases/{case.uuid}/step/halt/", {"reason": ""})
    case.refresh_from_db()
    assert not case.is_stopped
    head.post(f"/cases/{case.uuid}/step/halt/", {"reason": "Chờ kết quả giám định"})
    case.refresh_from_db()
    assert case.is_stopped
    assert "Chờ kết quả giám định" in said(head.get(f"/cases/{case.uuid}/"))


def test_the_question_put_together_once_answers_as_the_orm_does(lan: Office, definition: Definition, now):
    for n in range(7):
        mine(lan, definition, at=MONDAY - n * HOUR)
    hand_over_case(Case.objects.earliest("pk"), agency=lan.room, reason="Nhầm", by=is_(lan.hac), at=MONDAY)
    rights = Account.objects.rights_of(is_(lan.hac), at=MONDAY)
    first = Case.objects.inbox(rights, lan.hac.pk).waiting_for_office().page(size=3)
    whole = inbox_lines(rights, lan.hac.pk)
    later = Case.objects.inbox(rights, lan.hac.pk).waiting_for_office().page(after=first.next)
    assert [line.id for line in whole.rows] == [case.pk for case in [*first.rows, *later.rows]]
    assert [line.id for line in inbox_lines(rights, lan.hac.pk, after=first.next).rows] == [
        case.pk for case in later.rows
    ]


def test_the_news_put_together_once_are_the_orms(lan: Office, definition: Definition, now):
    for n in range(14):
        mine(lan, definition, at=MONDAY - n * HOUR)
    rights, since = Account.objects.rights_of(is_(lan.hac), at=MONDAY), MONDAY - 13 * HOUR
    changed = Case.objects.inbox(rights, lan.hac.pk).filter(changed_at__gte=since).order_by("-changed_at", "-id")
    told = CHANGED(frozenset({lan.hac.pk}), since, *sides_of(rights))
    assert [line.id for line in told] == [case.pk for case in changed[:12]]


moments = st.one_of(
    st.none(), st.datetimes(min_value=MONDAY.replace(tzinfo=None)).map(lambda at: at.replace(tzinfo=MONDAY.tzinfo))
)


@given(stopped=moments, finished=moments, due=moments.filter(bool), at=moments.filter(bool))
def test_a_line_is_late_when_its_case_is(stopped, finished, due, at):
    told = dict.fromkeys(CaseLine._fields) | {"stopped_at": stopped, "finished_at": finished, "due_at": due}
    case = Case(stopped_at=stopped, finished_at=finished, due_at=due)
    assert CaseLine(**told).is_late(at) == case.is_late(at)


def test_consulted_offices_have_clocks_of_their_own(lan: Office, definition: Definition, now):
    load(MONDAY)
    case = mine(lan, definition)
    term = Span(Unit.WORKING_DAYS, 1)
    asked = consult(case, agencies=[lan.room], question="Thế nào?", term=term, by=is_(lan.hac), at=MONDAY)
    assert asked[0].due_at < case.due_at
    assert asked[0].title in said(enter(lan.sua).get("/cases/"))


def test_an_office_that_is_asked_answers_on_its_page_with_a_paper(lan: Office, definition: Definition, now):
    load(MONDAY)
    case = mine(lan, definition)
    term = Span(Unit.WORKING_DAYS, 1)
    [asked] = consult(case, agencies=[lan.room], question="Thế nào?", term=term, by=is_(lan.hac), at=MONDAY)
    sua, hac = enter(lan.sua), enter(lan.hac)
    page = said(sua.get(f"/cases/{asked.uuid}/"))
    door = f"/cases/{asked.uuid}/do/answer/"
    assert door in page
    asking = said(sua.get(door))
    assert 'enctype="multipart/form-data"' in asking
    assert "chỗ cần sửa" not in asking, "nothing is wrong before anything was said"
    assert sua.post(door, {"stand": "agrees", "opinion": "Đúng.", "paper": scan(b"not a paper")}).status_code == 200
    assert Case.objects.get(pk=asked.pk).is_open

    sent = {"stand": "agrees_if", "opinion": "Đúng, nhưng ghi thêm số nhà.", "paper": scan(photo(400))}
    assert sua.post(door, sent).status_code == 302
    told = said(hac.get(f"/cases/{case.uuid}/"))
    assert "Đồng ý nếu sửa, bổ sung" in told
    assert "ghi thêm số nhà" in told
    assert "y-kien.jpg" in told
    paper = f"/files/{Case.objects.get(pk=asked.pk).values['paper']}/"
    assert {one.get(paper).status_code for one in (hac, sua)} == {200}
    assert Client().get(paper).status_code == 404
    assert sua.get(door).status_code == 404, "answered once"


def scan(content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("y-kien.jpg", content, content_type="image/jpeg")


def test_who_says_it_is_not_theirs_is_told_of_with_the_reason(lan: Office, definition: Definition, now):
    load(MONDAY)
    case = mine(lan, definition)
    term = Span(Unit.WORKING_DAYS, 1)
    [asked] = consult(case, agencies=[lan.room], question="Thế nào?", term=term, by=is_(lan.hac), at=MONDAY)
    assert "chưa trả lời" in said(enter(lan.hac).get(f"/cases/{case.uuid}/"))
    declined = enter(lan.sua).post(f"/cases/{asked.uuid}/do/decline/", {"reason": "Việc này của trạm y tế."})
    assert declined.status_code == 302
    told = said(enter(lan.hac).get(f"/cases/{case.uuid}/"))
    assert "Không thuộc thẩm quyền" in told
    assert "Việc này của trạm y tế." in told


def test_the_head_is_offered_only_colleagues_whose_post_fits(lan: Office, definition: Definition, now):
    case = mine(lan, definition)
    page = said(enter(lan.muon).get(f"/cases/{case.uuid}/step/give/"))
    assert "Pua" in page
    assert "Sua" not in page
