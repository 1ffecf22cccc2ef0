"""Following what one said to its answer, with an account or a slip; taking it back; one press on a face."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tinhso.core.accounts.models import Post
from tinhso.core.cases.actions.slips import token
from tinhso.core.files.tests import samples
from tinhso.core.people.actions import read_person
from tinhso.core.people.domain.words import ReadReason
from tinhso.government.petitions.actions.answering import answer_petition
from tinhso.government.petitions.actions.handling import ask_more, take_in
from tinhso.government.petitions.actions.rating import NotDrawn, call_back, to_call_back
from tinhso.government.petitions.models import Petition, Rating
from tinhso.government.petitions.models.reporting import Heard
from tinhso.government.petitions.tests.stories import ANSWERED, answered, head_of, owner_of, send

pytestmark = pytest.mark.django_db


def page_of(petition: Petition) -> str:
    return f"/track/{petition.ref}/{token(petition.case)}/"


def nameless(world) -> Petition:
    return send(world, applicant=None, anonymous=True)


def now(petition: Petition) -> Petition:
    return Petition.objects.for_page().get(pk=petition.pk)


def test_mine_tells_who_has_it_until_when_and_the_answer_can_be_heard(world):
    petition = send(world)
    my = world.client("my")
    told = my.get(f"/petitions/{petition.uuid}/").content.decode()
    assert petition.case.agency.name in told
    assert "Bà con sẽ được trả lời" in told
    answered(petition, at=timezone.now())
    told = my.get(f"/petitions/{petition.uuid}/").content.decode()
    assert re.search(rf'<p class="said" data-read[^>]*>{ANSWERED}', told), told[told.find(ANSWERED) - 200 :][:300]
    assert 'name="faces"' in told
    assert f"/petitions/{petition.uuid}/" in my.get("/petitions/").content.decode()


def test_nobody_sees_the_petition_of_another(world):
    petition = send(world)
    for name in ("la", "thoa"):
        assert world.client(name).get(f"/petitions/{petition.uuid}/").status_code == 404
        assert world.client(name).post(f"/petitions/{petition.uuid}/withdraw/").status_code == 404


@pytest.mark.promise("P18")
def test_who_opened_it_is_told_with_office_reason_and_time(world):
    petition = send(world)
    my = world.client("my")
    assert "Chưa ai mở" in my.get(f"/petitions/{petition.uuid}/").content.decode()
    by = replace(owner_of(petition), post=Post.objects.filter(account=owner_of(petition).account).latest("pk").pk)
    read_person(world.person("my"), reason=ReadReason.CASE, case=petition.ref, by=by, at=timezone.now())
    told = my.get(f"/petitions/{petition.uuid}/").content.decode()
    opened = told[told.index('id="opened"') :]
    assert Post.objects.get(pk=by.post).organisation.name in opened
    assert "Chưa ai mở" not in told


def test_a_late_answer_is_apologised_for(world):
    petition = send(world, at=timezone.now() - timedelta(days=40))
    told = world.client("").get(page_of(petition)).content.decode()
    assert "Cơ quan xin lỗi" in told


def test_with_a_slip_one_answers_a_question_by_photo_and_voice(world):
    petition = nameless(world)
    ask_more(petition, words="Cầu ở đầu bản hay cuối bản?", by=owner_of(petition), at=timezone.now())
    visitor = world.client("")
    assert "Cầu ở đầu bản hay cuối bản?" in visitor.get(page_of(petition)).content.decode()
    empty = visitor.post(f"{page_of(petition)}more/", {"words": ""})
    assert empty.status_code == 400
    voice = SimpleUploadedFile("voice.ogg", samples.ogg(seconds=9), "audio/ogg")
    given = visitor.post(f"{page_of(petition)}more/", {"voice": voice})
    assert given["Location"] == page_of(petition)
    assert now(petition).case.state == "handling"
    assert petition.files.get().kind == "voice"


def test_with_a_slip_one_takes_it_back(world):
    petition = nameless(world)
    assert world.client("").get(f"{page_of(petition)}withdraw/").status_code == 302
    assert now(petition).case.state == "sent", "looking does nothing"
    world.client("").post(f"{page_of(petition)}withdraw/")
    assert now(petition).case.state == "withdrawn"
    assert now(petition).case.ended_at


def test_one_press_on_a_bad_face_opens_it_again_once(world):
    petition = nameless(world)
    answered(petition, at=timezone.now())
    visitor, door = world.client(""), f"{page_of(petition)}rate/"
    page = visitor.get(page_of(petition)).content.decode()
    assert page.count('name="faces"') == 5
    assert "xem lại một lần" in page
    assert visitor.post(door, {"faces": "1"})["Location"] == door
    assert now(petition).case.state == "handling"
    asked = visitor.get(door).content.decode()
    assert "Cơ quan xem lại việc này" in asked
    voice = SimpleUploadedFile("voice.ogg", samples.ogg(seconds=9), "audio/ogg")
    assert visitor.post(door, {"voice": voice})["Location"] == page_of(petition)
    assert Rating.objects.get(petition=petition).voice
    answer_petition(petition, words="Đã sửa lại.", by=head_of(petition), at=timezone.now())
    visitor.post(door, {"faces": "1"})
    assert now(petition).case.state == "answered", "once"
    assert visitor.post(door, {"faces": "7"}).status_code in (302, 400)
    assert Rating.objects.filter(petition=petition).count() == 2


def test_a_bad_rating_after_the_set_days_is_kept_and_opens_nothing(world, settings):
    settings.PETITION_REOPEN_DAYS = 3
    petition = nameless(world)
    take_in(petition, by=owner_of(petition), at=timezone.now() - timedelta(days=9))
    answer_petition(petition, words=ANSWERED, by=head_of(petition), at=timezone.now() - timedelta(days=8))
    visitor = world.client("")
    assert "xem lại một lần" not in visitor.get(page_of(petition)).content.decode()
    visitor.post(f"{page_of(petition)}rate/", {"faces": "1"})
    assert now(petition).case.state == "answered"
    assert Rating.objects.get(petition=petition).faces == 1


def test_the_supervisor_calls_those_whom_the_lot_drew_and_no_others(world, settings):
    petition = send(world)
    answered(petition, at=timezone.now())
    world.client("my").post(f"/petitions/{petition.uuid}/rate/", {"faces": "4"})
    rating, head = Rating.objects.get(petition=petition), head_of(petition)
    name = next(n for n in ("muon", "inh", "chu", "dung") if world.account(n).pk == head.account)
    rights = world.rights(name)
    settings.PETITION_CALL_BACK_PERCENT = 0
    assert not to_call_back(rights, at=timezone.now())
    with pytest.raises(NotDrawn):
        call_back(rating, heard=Heard.CONTENT, note="", rights=rights, by=head, at=timezone.now())
    settings.PETITION_CALL_BACK_PERCENT = 100
    supervisor = world.client(name)
    assert petition.ref in supervisor.get("/petitions/calls/").content.decode()
    told = {"rating": str(rating.uuid), "heard": "not_content", "note": "Ván mới vẫn trơn."}
    assert supervisor.post("/petitions/calls/", told).status_code == 302
    assert Rating.objects.get(pk=rating.pk).call_back.note == "Ván mới vẫn trơn."
    assert supervisor.post("/petitions/calls/", told).status_code == 400, "once"
