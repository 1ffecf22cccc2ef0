"""The counter takes one in by its card, the desk carries it through; what must not happen there does not."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tinhso.core.calendar.models import working_calendar
from tinhso.core.cases.actions import NotYourTurn, SomeoneWasFirst
from tinhso.core.cases.actions.picking import do_with_many
from tinhso.core.cases.models import Case
from tinhso.core.people.events import PersonRead
from tinhso.events.log import history
from tinhso.government.procedures.actions.apologising import apologise
from tinhso.government.procedures.actions.forgetting import stop_silent
from tinhso.government.procedures.actions.handling import Step, take_step
from tinhso.government.procedures.events import DossierDecided
from tinhso.government.procedures.models import Dossier
from tinhso.government.procedures.tests.stories import ANSWERS, BIRTH, file_birth, now, step
from tinhso.kit.actors import Actor

pytestmark = pytest.mark.django_db
SLUG = "chung-thuc-ban-sao"


def actor(world, name: str) -> Actor:
    account = world.account(name)
    return Actor(account=account.pk, person=account.person_id, post=account.posts.first().pk)


def test_the_counter_takes_in_by_the_card(world):
    client, la = world.client("hac"), world.person("la")
    card = f"{la.number.digits}||Vàng Thị Lả|01011949|Nữ|Bản Pá Chóng, Co Mạ, Sơn La|01012022"
    found = client.post("/counter/", {"card": card}).content.decode()
    assert f"/counter/{la.uuid}/" in found
    page = client.get(f"/counter/{la.uuid}/xac-nhan-thong-tin-cu-tru/")
    assert page.status_code == 200
    assert "Vàng Thị Lả" in page.content.decode()
    lacking = client.post(f"/counter/{la.uuid}/xac-nhan-thong-tin-cu-tru/", {"hand_back": "in_person"})
    assert lacking.status_code == 400


def test_at_the_counter_a_mother_is_not_typed_twice(world):
    client, my = world.client("hac"), world.person("my")
    door = f"/counter/{my.uuid}/{BIRTH}/"
    assert "Mẹ hoặc cha đi đăng ký" in client.get(door).content.decode()
    own = {"req_full_name": my.full_name, "req_birth_date": "04/07/1998", "req_residence": "Bản Pá Chóng"}
    told = {key: value for key, value in ANSWERS.items() if not key.startswith("mother_")} | own
    told |= {
        "mother_nationality": "viet_nam",
        "req_personal_id": my.number.digits,
        "pledge": "on",
        "hand_back": "in_person",
        "how_birth_notice": "original",
    }
    sent = client.post(door, told)
    assert sent.status_code == 302, sent.content.decode()
    values = Dossier.objects.latest("id").case.values
    assert values["mother_full_name"] == my.full_name
    assert values["mother_birth_date"] == "1998-07-04"
    assert values["father_known"] is False


def test_someone_of_another_commune_is_served_once_the_card_was_shown(world):
    client, panh = world.client("hac"), world.person("panh")
    assert client.get(f"/counter/{panh.uuid}/").status_code == 404
    card = f"{panh.number.digits}||Lò Thị Panh|25011968|Nữ|Mộc Châu, Sơn La|01012022"
    client.post("/counter/", {"card": card})
    assert client.get(f"/counter/{panh.uuid}/").status_code == 200


def test_opening_a_dossier_is_kept_for_the_applicant_to_see(world):
    dossier = file_birth(world.client("my"), world)
    client = world.client("hac")
    for _time in range(2):
        assert client.get(f"/dossiers/{dossier.uuid}/").status_code == 200
    looks = [one.event for one in history(world.person("my")) if isinstance(one.event, PersonRead)]
    assert [look.case for look in looks].count(dossier.case.ref) == 1


def test_a_stranger_finds_no_dossier(world):
    dossier = file_birth(world.client("my"), world)
    paper = dossier.papers.get()
    for name in ("hac_elsewhere", "dung", "panh", "thoa"):
        for path in (
            f"/dossiers/{dossier.uuid}/",
            f"/dossiers/mine/{dossier.uuid}/",
            f"/dossiers/papers/{paper.uuid}/",
        ):
            assert world.client(name).get(path).status_code in (403, 404), (name, path)


def test_two_officers_press_at_once(world):
    dossier = file_birth(world.client("my"), world)
    seen = dossier.case.version
    take_step(dossier, Step(action="accept", answers={}), by=actor(world, "hac"), at=timezone.now(), seen=seen)
    with pytest.raises(SomeoneWasFirst):
        step_again = Step(action="refuse", answers={"reason": "Nộp nhầm xã rồi."})
        take_step(dossier, step_again, by=actor(world, "hac"), at=timezone.now(), seen=seen)
    assert not dossier.letters.exists(), "no letter is left behind"


def test_an_officer_does_not_sign(world):
    dossier = file_birth(world.client("my"), world)
    for action in ("accept", "submit"):
        step(world.client("hac"), dossier, action)
    with pytest.raises(NotYourTurn):
        take_step(dossier, Step(action="decide", answers={}), by=actor(world, "hac"), at=timezone.now())


def test_a_second_request_warns_of_the_national_index(world):
    hac = world.client("hac")
    dossier = file_birth(world.client("my"), world)
    step(hac, dossier, "accept")
    step(hac, dossier, "ask_supplement", reason="Thiếu ngày cấp, chị bổ sung.")
    step(hac, dossier, "give_supplement", held="other")
    assert 'role="alert"' in hac.get(f"/dossiers/{dossier.uuid}/do/ask_supplement/").content.decode()
    step(hac, dossier, "ask_supplement", reason="Vẫn còn thiếu chữ ký.")
    assert [letter.round for letter in dossier.letters.order_by("pk")] == [1, 2]


def test_silence_ends_a_dossier(world):
    hac = world.client("hac")
    dossier = file_birth(world.client("my"), world)
    step(hac, dossier, "accept")
    step(hac, dossier, "ask_supplement", reason="Thiếu ngày cấp, chị bổ sung.")
    late = timezone.now() + timedelta(days=31)
    assert stop_silent(by=Actor.system(), at=late) >= 1
    assert now(dossier).case.state == "stopped"
    assert dossier.letters.filter(kind="stop").exists()


def test_an_apology_gives_one_new_date(world):
    dossier = Dossier.objects.filter(
        case__state="processing",
        case__extensions=0,
        case__term_unit="working_days",
        case__place=world.person("my").home.parent,
    ).first() or file_birth(world.client("my"), world)
    if dossier.case.received_at is None:
        step(world.client("hac"), dossier, "accept")
    before = now(dossier).case.due_at
    letter = apologise(dossier, days=2, reason="Xã khác chưa trả lời.", by=actor(world, "hac"), at=timezone.now())
    assert letter.new_due > before
    page = world.client("hac").post(f"/dossiers/{dossier.uuid}/apologise/", {"days": "2", "reason": "Thêm nữa."})
    assert page.status_code == 400


def test_what_is_nearly_late_is_said_at_home_until_an_apology_is_written(world):
    dossier, hac = file_birth(world.client("my"), world), world.client("hac")
    step(hac, dossier, "accept")
    Case.objects.open().filter(owner=world.account("hac")).exclude(pk=dossier.case_id).update(extensions=1)
    at = timezone.now()
    due = working_calendar().add_working_days(at, 1)
    Case.objects.filter(pk=dossier.case_id).update(due_at=due, received_at=at - timedelta(days=3))
    address = f"/dossiers/{dossier.uuid}/apologise/"
    assert address in hac.get("/home/").content.decode()
    apologise(now(dossier), days=2, reason="Xã khác chưa trả lời.", by=actor(world, "hac"), at=at)
    assert address not in hac.get("/home/").content.decode()


@pytest.mark.parametrize("number", ["01", "slip", "06"])
def test_the_papers_of_the_law_are_pdf(world, number):
    dossier = file_birth(world.client("my"), world)
    step(world.client("hac"), dossier, "accept")
    drawn = world.client("hac").get(f"/dossiers/{dossier.uuid}/forms/{number}/")
    assert drawn.content.startswith(b"%PDF")
    assert world.client("my").get(f"/dossiers/{dossier.uuid}/forms/06/").status_code == 404


def test_until_the_commune_has_it_no_paper_says_so(world):
    dossier, my = file_birth(world.client("my"), world), world.client("my")
    assert my.get(f"/dossiers/{dossier.uuid}/forms/01/").status_code == 404
    assert my.get(f"/dossiers/{dossier.uuid}/forms/slip/").content.startswith(b"%PDF")
    assert dossier.case.ref not in world.client("hac").get("/dossiers/register.csv").content.decode("utf-8-sig")
    step(world.client("hac"), dossier, "accept")
    assert my.get(f"/dossiers/{dossier.uuid}/forms/01/").content.startswith(b"%PDF")
    assert dossier.case.ref in world.client("hac").get("/dossiers/register.csv").content.decode("utf-8-sig")


def test_the_register_of_a_month_as_a_table(world):
    told = world.client("hac").get("/dossiers/register.csv").content.decode("utf-8-sig")
    assert told.splitlines()[0].startswith("STT,")


def test_a_result_that_is_no_pdf_is_refused(world):
    dossier = file_birth(world.client("my"), world)
    step(world.client("hac"), dossier, "accept")
    picture = SimpleUploadedFile("ket-qua.pdf", b"\x89PNG\r\n\x1a\n" + b"0" * 300)
    assert world.client("hac").post(f"/dossiers/{dossier.uuid}/result/", {"file": picture}).status_code == 400
    assert now(dossier).result is None


def test_a_decision_made_in_bulk_is_noted_too(world):
    dossier = file_birth(world.client("my"), world)
    for action in ("accept", "submit"):
        step(world.client("hac"), dossier, action)
    at = timezone.now()
    do_with_many("do:decide", [dossier.case.uuid], rights=world.rights("muon"), by=actor(world, "muon"), at=at)
    assert now(dossier).case.state == "decided"
    assert now(dossier).decided_at == at
    assert any(type(one.event) is DossierDecided for one in history(dossier.case))
