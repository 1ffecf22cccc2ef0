"""More time, parts, meetings, recall; who may and who may not; lists and machines."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tinhso.core.cases.actions import escalate_due
from tinhso.core.cases.models import Case
from tinhso.core.notices.models import Notice
from tinhso.events.models import Entry
from tinhso.events.reactions import Delivered
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import NotYours
from tinhso.operations.directives import reactions
from tinhso.operations.directives.actions import deciding, doing
from tinhso.operations.directives.actions.issuing import LaterThanTheWhole, NotToYourself, Order, issue_directive
from tinhso.operations.directives.concerns import open_concerns
from tinhso.operations.directives.models import Directive, Meeting
from tinhso.operations.directives.tests.stories import (
    OVERDUE,
    committee_of,
    commune_of,
    given,
    in_days,
    paper,
    state_of,
    who,
)
from tinhso.warehouse.concerns import Ask

pytestmark = pytest.mark.django_db


def begun(world, **more):
    one, now = given(world, **more), timezone.now()
    doing.receive_directive(one, by=who(world, "muon"), at=now)
    return doing.start_directive(one, by=who(world, "muon"), at=now)


def due_of(one):
    return timezone.localdate(Case.objects.get(pk=one.case_id).due_at)


def said(day):
    return day.strftime("%d/%m/%Y")


def test_the_deadline_is_the_last_day_that_was_said(world):
    assert {due_of(given(world, deadline=in_days(days))) - in_days(days) for days in range(1, 15)} <= {
        timedelta(days) for days in range(4)
    }, "a day off moves it to the next working day, nothing moves it to an earlier one"


def test_more_time_is_asked_with_a_reason_and_decided_by_who_issued_it(world):
    one, inh, muon = begun(world), world.client("inh"), world.client("muon")
    door, before = f"/directives/{one.uuid}/", due_of(one)
    wanted = said(before + timedelta(days=7))
    assert muon.post(f"{door}more-time/", {"until": wanted, "reason": ""}).status_code == 400
    assert muon.post(f"{door}more-time/", {"until": said(before), "reason": "Mưa"}).status_code == 400
    assert muon.post(f"{door}more-time/", {"until": wanted, "reason": "Mưa lớn"}).status_code == 302
    assert muon.post(f"{door}grant/", {"until": wanted}).status_code == 400, "not theirs to give"
    assert inh.post(f"{door}refuse/", {"reason": ""}).status_code == 400
    assert inh.post(f"{door}refuse/", {"reason": "Việc gấp"}).status_code == 302
    assert due_of(one) == before
    muon.post(f"{door}more-time/", {"until": wanted, "reason": "Mưa lớn"})
    assert inh.post(f"{door}grant/", {"until": wanted}).status_code == 302
    assert due_of(one) >= before + timedelta(days=7)
    assert state_of(one) == "working"
    assert "Mưa lớn" in inh.get(door).content.decode()


def test_who_is_sent_back_hears_why_and_loses_no_time(world):
    one, now = begun(world), timezone.now()
    doing.answer_directive(one, words="Xong", by=who(world, "muon"), at=now)
    before, later = due_of(one), now + timedelta(days=4)
    page = world.client("inh").post(f"/directives/{one.uuid}/send-back/", {"reason": " "})
    assert page.status_code == 400
    assert "mistake" in page.content.decode()
    deciding.send_back(one, reason="Thiếu bảng kê", by=who(world, "inh"), at=later)
    assert state_of(one) == "working"
    assert due_of(one) > before
    assert "Thiếu bảng kê" in world.client("muon").get(f"/directives/{one.uuid}/").content.decode()


def test_an_answer_needs_words_and_the_evidence_that_was_asked_for(world):
    one = begun(world, evidence="Ảnh")
    door, muon = f"/directives/{one.uuid}/answer/", world.client("muon")
    assert muon.post(door, {"upload": paper()}).status_code == 400
    assert muon.post(door, {"words": "Xong"}).status_code == 400
    assert muon.post(door, {"words": "Xong", "upload": paper()}).status_code == 302
    answered = Entry.objects.select_related("payload").get(name="directives.DirectiveAnswered", about=str(one.uuid))
    assert '"files":1' in answered.payload.data.replace(" ", "")
    page = world.client("inh").get(f"/directives/{one.uuid}/").content.decode()
    file = page.split("/files/")[1].split("/")[0]
    assert world.client("inh").get(f"/directives/{one.uuid}/files/{file}/").status_code == 200
    assert world.client("hac_elsewhere").get(f"/directives/{one.uuid}/files/{file}/").status_code == 404


@pytest.mark.promise("P16")
def test_strangers_see_none_and_nobody_decides_about_their_own_answer(world):
    one, now = begun(world), timezone.now()
    for name in ("hac", "hac_elsewhere"):
        assert world.client(name).get(f"/directives/{one.uuid}/").status_code == 404
        assert world.client(name).post(f"/directives/{one.uuid}/answer/", {"words": "Xong"}).status_code == 404
    assert world.client("my").get("/directives/").status_code == 403
    doing.answer_directive(one, words="Xong", by=who(world, "muon"), at=now)
    with pytest.raises(NotYours):
        deciding.accept_answer(one, by=who(world, "muon"), at=now)
    with pytest.raises(NotYours):
        doing.receive_directive(given(world), by=who(world, "inh"), at=now)


def test_a_head_gives_tasks_only_to_the_own_parts_and_never_to_oneself(world):
    now, muon = timezone.now(), who(world, "muon")
    told = {"title": "Việc", "content": "Làm", "deadline": in_days(5)}
    with pytest.raises(NotToYourself):
        issue_directive(Order(lead=committee_of(world), **told), by=muon, at=now)
    with pytest.raises(NotYours):
        issue_directive(Order(lead=committee_of(world, "hac_elsewhere"), **told), by=muon, at=now)
    own = issue_directive(Order(lead=committee_of(world, "hac"), **told), by=muon, at=now)
    assert f"/directives/{own.uuid}/" in world.client("hac").get("/directives/").content.decode()
    with pytest.raises(NotYours):
        doing.receive_directive(own, by=muon, at=now)


def test_a_part_goes_on_is_due_no_later_and_is_recalled_with_the_whole(world):
    one, muon = begun(world), world.client("muon")
    door = f"/directives/{one.uuid}/pass-on/"
    assert one.content in muon.get(door).content.decode()
    told = {"title": "Phần", "content": "Gọi bà con", "lead": str(committee_of(world, "hac").uuid)}
    late = muon.post(door, told | {"deadline": said(due_of(one) + timedelta(days=1))})
    assert late.status_code == 400
    assert str(LaterThanTheWhole().told) in late.content.decode()
    assert muon.post(door, told | {"deadline": said(in_days(2))}).status_code == 302
    part = Directive.objects.get(parent=one)
    assert world.client("inh").post(f"/directives/{one.uuid}/recall/", {"reason": ""}).status_code == 400
    assert world.client("inh").post(f"/directives/{one.uuid}/recall/", {"reason": "Thôi"}).status_code == 302
    assert (state_of(one), state_of(part)) == ("recalled", "recalled")


def test_the_tasks_of_a_meeting_are_issued_together_or_not_at_all(world):
    inh, before = world.client("inh"), Meeting.objects.count()
    tasks = {"title": "Giao ban", "held_on": said(in_days(0)), "task1-content": "Việc một", "task2-content": "Việc hai"}
    tasks |= {f"task{n}-lead": str(committee_of(world).uuid) for n in (1, 2)}
    good = tasks | {f"task{n}-deadline": said(in_days(9)) for n in (1, 2)}
    assert inh.post("/directives/meetings/new/", tasks).status_code == 400, "a task without a day"
    assert inh.post("/directives/meetings/new/", good | {"task2-deadline": said(in_days(0))}).status_code == 400
    assert inh.post("/directives/meetings/new/", {"title": "Họp", "held_on": said(in_days(0))}).status_code == 400
    assert Meeting.objects.count() == before
    answer = inh.post("/directives/meetings/new/", good | {"minutes": paper()})
    assert answer.status_code == 302, answer.content.decode()
    meeting = Meeting.objects.latest("pk")
    assert meeting.directives.count() == 2
    page = inh.get(answer.headers["Location"]).content.decode()
    assert "Việc hai" in page
    paper_ = inh.get(f"/directives/{meeting.directives.latest('pk').uuid}/files/{meeting.minutes}/")
    assert paper_.status_code == 200


def test_a_late_one_is_escalated_stands_out_and_is_filtered(world):
    one, now = begun(world, deadline=in_days(2)), timezone.now()
    late = now + timedelta(days=12)
    assert escalate_due(by=Actor.system(), at=late) >= 3
    told = Entry.objects.filter(name="cases.CaseEscalated", about=str(one.case.uuid)).count()
    assert told == 3, "the owner, the head, the leader"
    found = list(open_concerns(Ask(places=frozenset({one.case.place_id}), at=late)))
    assert one.title in {str(concern.what).partition(": ")[2] for concern in found}
    assert all(concern.holder for concern in found)
    assert not any(concern.href for concern in found), "a paper leads nowhere"
    ask = Ask(places=frozenset({one.case.place_id}), at=late, rights=world.rights("xuan"))
    assert not any(concern.href for concern in open_concerns(ask)), "nor does a page to what its reader may not open"
    ask = Ask(places=frozenset({one.case.place_id}), at=late, rights=world.rights("inh"))
    assert f"/directives/{one.uuid}/" in [concern.href for concern in open_concerns(ask)]
    Case.objects.filter(pk=one.case_id).update(due_at=now - timedelta(days=1), opened_at=now - timedelta(days=9),
                                               received_at=now - timedelta(days=9))  # fmt: skip
    page = world.client("inh").get("/directives/?whose=issued&late=1&state=working").content.decode()
    assert f"/directives/{one.uuid}/" in page


def test_a_list_of_many_asks_no_more_than_a_list_of_one(world):
    inh = world.client("inh")

    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert inh.get("/directives/?whose=all").status_code == 200
        return len(queries)

    asked()
    few = asked()
    made = [given(world) for _time in range(32)]
    assert asked() <= few + 1
    seen, door = set(), "/directives/?whose=all"
    while door:
        page = inh.get(door).content.decode()
        seen |= {one.uuid for one in made if f"/directives/{one.uuid}/" in page}
        following = page.split('href="?whose=all&amp;after=')
        door = f"/directives/?whose=all&after={following[1].split(chr(34))[0]}" if len(following) > 1 else ""
    assert seen == {one.uuid for one in made}


def test_what_happened_names_nobody_and_the_right_people_are_told(world):
    one = begun(world, content="Gặp ông Pó ở bản Co", alert=None)
    said_ = [entry.payload.data for entry in Entry.objects.filter(about=str(one.uuid)).select_related("payload")]
    assert len(said_) >= 3
    assert not [data for data in said_ if "Pó" in data]
    doing.answer_directive(one, words="Xong", by=who(world, "muon"), at=timezone.now())
    for name, handler in (("DirectiveIssued", reactions.an_office_has_a_task),
                          ("DirectiveAnswered", reactions.a_decision_is_asked)):  # fmt: skip
        entry = Entry.objects.get(name=f"directives.{name}", about=str(one.uuid))
        delivered = Delivered(seq=entry.pk, name=entry.name, version=1, data={}, about_kind="", about=entry.about,
                              place=entry.place, at=entry.at)  # fmt: skip
        handler(delivered)
        handler(delivered)
    kinds = {"muon": "directives.given", "inh": "directives.to_decide"}
    for name, kind in kinds.items():
        told = Notice.objects.filter(person=world.person(name).uuid, wording__kind__code=kind, link__contains=one.uuid)
        assert told.count() == 1


def test_the_paper_and_the_machine_say_the_same(world):
    commune, inh = commune_of(world), world.client("inh")
    told = {
        "title": "Việc", "lead": str(committee_of(world).uuid), "content": "Làm", "indicator": OVERDUE,
        "deadline": str(in_days(9)), "place": str(commune.uuid), "better": "less", "target": "1",
    }  # fmt: skip
    made = inh.post("/api/directives/", told, content_type="application/json")
    assert made.status_code == 201, made.content
    uuid = made.json()["line"]["uuid"]
    wrong = inh.post("/api/directives/", told | {"better": None}, content_type="application/json")
    assert wrong.status_code == 409
    muon = world.client("muon")
    steps = [("receive", {}), ("start", {}), ("answer", {"words": "Xong"})]
    for step, body in steps:
        assert muon.post(f"/api/directives/{uuid}/{step}", body, content_type="application/json").status_code == 200
    assert uuid in {row["uuid"] for row in inh.get("/api/directives/?waiting=true").json()["rows"]}
    accepted = inh.post(f"/api/directives/{uuid}/accept", {}, content_type="application/json").json()
    assert accepted["line"]["state"] == "accepted"
    assert [note["kind"] for note in accepted["notes"]][-1] == "accepted"
    assert inh.get(f"/directives/{uuid}/paper.pdf").content.startswith(b"%PDF")
    assert world.client("hac_elsewhere").get(f"/api/directives/{uuid}").status_code == 404


@pytest.mark.parametrize("query", ["place=x&indicator=y&alert=z", "place=999999999&indicator=procedures.overdue", ""])
def test_an_address_that_says_nothing_known_fills_in_nothing(world, query):
    assert world.client("inh").get(f"/directives/new/?{query}").status_code == 200
