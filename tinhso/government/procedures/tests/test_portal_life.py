"""A dossier of the national portal lives through here, and the portal hears of every step: with the real office."""

import json

import pytest
from django.conf import settings as told
from django.utils import timezone

from tests.browsing import HOST, chromium, tab, violations_by_day_and_by_night
from tinhso.core.files.models import File
from tinhso.core.people.models import Person
from tinhso.events.encoding import payload_of
from tinhso.events.log import history
from tinhso.events.reactions import Delivered
from tinhso.government.procedures import jobs
from tinhso.government.procedures.actions.drafts import version_of
from tinhso.government.procedures.actions.exchange.dossiers import book
from tinhso.government.procedures.actions.filing import file_dossier
from tinhso.government.procedures.actions.handling import Step, take_step
from tinhso.government.procedures.domain.portal import Kind, Status
from tinhso.government.procedures.domain.steps import Door, Release
from tinhso.government.procedures.models import (
    Disagreement,
    Dossier,
    Incoming,
    IncomingState,
    Outgoing,
    Procedure,
    Reconciliation,
)
from tinhso.government.procedures.models.offices import commune_of, counter_of
from tinhso.government.procedures.reactions import tell_the_portal
from tinhso.kit.actors import Actor, Channel

pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("portal")]
COPY = "chung-thuc-ban-sao"


@pytest.fixture
def there(world, running, settings):
    """The simulator, knowing what the demo tells it, and the product set up to speak with it."""
    known = json.loads((told.VAR / "simulators" / "portal.json").read_text())
    running.file_known(**known)
    settings.PORTAL_URL, settings.PORTAL_UNIT = running.address, known["unit"]
    settings.PORTAL_USER, settings.PORTAL_PASSWORD = next(iter(known["clients"].items()))
    running.fail("nothing")
    for code in running.held():
        running.change(code)
    return running


@pytest.fixture
def office(world):
    """Where Mỷ's papers go, and chị Hặc who works there."""
    return counter_of(commune_of(world.person("my").home))


def hears(dossier):
    """The worker hands over what the log says of a dossier; twice, as it may."""
    for happening in list(history(dossier.case)) * 2:
        tell_the_portal(
            Delivered(
                seq=happening.entry,
                name=happening.event.name,
                version=happening.event.version,
                data=json.loads(payload_of(happening.event)),
                about_kind="cases.case",
                about=str(dossier.case.uuid),
                place=happening.place,
                at=happening.at,
            )
        )


def files_there(there, world, office, name="my", slug=COPY, papers=("to-khai.pdf",), **also):
    person = world.person(name)
    code = Procedure.objects.get(slug=slug).code
    known = {
        "ChuHoSo": person.full_name,
        "DinhDanhCHS": [{"LoaiDinhDanh": "1", "SoDinhDanh": person.number.digits}],
    }
    return there.files_dossier(procedure=code, agency=office.electronic_id, papers=papers, **known, **also)


def officer_of(dossier):
    owner = dossier.case.owner
    return Actor(account=owner.pk, person=owner.person_id, channel=Channel.COUNTER)


def step(dossier, action, **answers):
    dossier = Dossier.objects.select_related("case__owner").get(pk=dossier.pk)
    return take_step(dossier, Step(action=action, answers=answers), by=officer_of(dossier), at=timezone.now())


def test_a_dossier_filed_there_is_a_dossier_here_and_each_step_is_told(there, world, office):
    code = files_there(there, world, office)
    jobs.take_from_portal(timezone.now())
    row = Incoming.objects.get(code=code)
    assert (row.state, row.reason) == (IncomingState.TAKEN, "")
    dossier = Dossier.objects.get(uuid=row.dossier)
    assert dossier.door == Door.NATIONAL
    assert dossier.case.applicant == world.person("my")
    assert dossier.case.agency == office
    paper = dossier.papers.get()
    assert File.objects.get(uuid=paper.file).person == world.person("my").uuid

    step(dossier, "accept")
    hears(dossier)
    jobs.send_to_portal(timezone.now())
    assert [status for status, _ in there.steps(code)] == [1, 2]
    held = there.held()[code]
    assert held["TrangThaiHoSo"] == "2"
    assert len(held["NgayHenTra"]) == 14
    assert held["ChuHoSo"] == world.person("my").full_name
    assert held["KenhThucHien"] == "2"
    assert [one["DuocSoHoa"] for one in held["TaiLieuNop"]] == ["1"]
    assert not Outgoing.objects.unfinished().exists()


def test_a_dossier_of_our_own_is_told_whole(there, world, office):
    at, my = timezone.now(), world.person("my")
    dossier = file_dossier(
        version_of(Procedure.objects.get(slug=COPY), at=at),
        applicant=my,
        answers={},
        papers=[],
        door=Door.NATIONAL,
        place=office.place,
        agency=office,
        hand_back=Release.IN_PERSON,
        by=Actor.system(),
        at=at,
    )
    step(dossier, "accept")
    step(dossier, "process")
    step(dossier, "ask_supplement", reason="Thiếu bản chính")
    step(dossier, "give_supplement")
    step(dossier, "submit")
    hears(dossier)
    jobs.send_to_portal(timezone.now())
    ref = dossier.case.ref
    assert [status for status, _ in there.steps(ref)] == [1, 2, 4, 5, 4, 4]
    held = there.held()[ref]
    assert held["DanhSachHoSoBoSung"][0]["NoiDungBoSung"] == "Thiếu bản chính"
    assert held["DinhDanhCHS"][0]["SoDinhDanh"] == my.number.digits
    jobs.compare_with_portal(timezone.now())
    assert not list(Disagreement.objects.values_list("kind", "code", "ours", "theirs"))
    assert Reconciliation.objects.get().compared == 1


def test_someone_whom_we_do_not_know_is_entered(there, world, office):
    code = there.files_dossier(
        procedure=Procedure.objects.get(slug=COPY).code,
        agency=office.electronic_id,
        ChuHoSo="QUÀNG VĂN THẮNG",
        SoDienThoai="095 212 3456",
        DinhDanhCHS=[{"LoaiDinhDanh": "1", "SoDinhDanh": "014088812345"}],
    )
    jobs.take_from_portal(timezone.now())
    assert Incoming.objects.get(code=code).state == IncomingState.TAKEN
    person = Person.objects.with_number("014088812345").get()
    assert person.full_name == "Quàng Văn Thắng"


def test_what_we_cannot_take_says_why(there, world, office):
    there.file_known(
        clients={told.PORTAL_USER: told.PORTAL_PASSWORD},
        unit=told.PORTAL_UNIT,
        agencies=[{"code": "H52.999", "name": "?"}, {"code": office.electronic_id, "name": "?"}],
        procedures=[{"MATTHC": "9.999999", "TENTTHC": "?"}, {"MATTHC": "2.000815", "TENTTHC": "?"}],
    )
    there.files_dossier(procedure="9.999999", agency=office.electronic_id, ChuHoSo="Lò Thị La")
    there.files_dossier(procedure="2.000815", agency="H52.999", ChuHoSo="Lò Thị La")
    there.files_dossier(procedure="2.000815", agency=office.electronic_id, ChuHoSo="")
    jobs.take_from_portal(timezone.now())
    reasons = list(Incoming.objects.refused().values_list("reason", flat=True))
    assert len(reasons) == 3
    assert all(len(reason) > 20 for reason in reasons)
    assert not Dossier.objects.filter(door=Door.NATIONAL, case__opened_at__gte=timezone.now()).exists()


def test_without_a_portal_nothing_is_noted(there, world, office, settings):
    code = files_there(there, world, office)
    jobs.take_from_portal(timezone.now())
    settings.PORTAL_URL = ""
    hears(Dossier.objects.get(uuid=Incoming.objects.get(code=code).dossier))
    jobs.send_to_portal(timezone.now())
    jobs.compare_with_portal(timezone.now())
    assert not Outgoing.objects.exists()


def test_a_withdrawal_there_is_followed_here(there, world, office):
    code = files_there(there, world, office)
    jobs.take_from_portal(timezone.now())
    dossier = Dossier.objects.get(uuid=Incoming.objects.get(code=code).dossier)
    hears(dossier)
    jobs.send_to_portal(timezone.now())
    there.change(code, TrangThaiHoSo="7")
    jobs.compare_with_portal(timezone.now())
    one = Disagreement.objects.get()
    assert (one.kind, one.dossier, one.ours, one.theirs, one.agency) == (
        Kind.STATUS,
        dossier.uuid,
        "1",
        "7",
        office,
    )
    book().follow(dossier.uuid, Status.WITHDRAWN, by=Actor.system(), at=timezone.now())
    dossier.case.refresh_from_db()
    assert dossier.case.state == "withdrawn"


# The page


def page_of(world, name, path="/procedures/portal/"):
    return world.client(name).get(path)


def test_a_citizen_has_no_business_there(world):
    assert page_of(world, "my").status_code == 403
    assert page_of(world, "chu").status_code == 200


def test_what_was_refused_is_read_and_sent_again(there, world, office):
    code = files_there(there, world, office)
    jobs.take_from_portal(timezone.now())
    dossier = Dossier.objects.get(uuid=Incoming.objects.get(code=code).dossier)
    hears(dossier)
    with there.failing("refuse", services="CapNhatTienDoHoSoMC"):
        jobs.send_to_portal(timezone.now())
    row = Outgoing.objects.refused().get()
    muon = world.client("muon")
    text = muon.get("/procedures/portal/").content.decode()
    assert code in text
    assert "Dữ liệu không hợp lệ" in text
    assert world.person("my").full_name not in text
    answer = muon.post(f"/procedures/portal/changes/{row.uuid}/again/", follow=True)
    assert answer.status_code == 200
    jobs.send_to_portal(timezone.now())
    assert not Outgoing.objects.unfinished().exists()
    assert muon.post(f"/procedures/portal/changes/{row.uuid}/leave/", follow=True).status_code == 200
    row.refresh_from_db()
    assert row.state == "answered"


def test_a_disagreement_is_settled_on_its_page(there, world, office):
    code = files_there(there, world, office)
    jobs.take_from_portal(timezone.now())
    dossier = Dossier.objects.get(uuid=Incoming.objects.get(code=code).dossier)
    hears(dossier)
    jobs.send_to_portal(timezone.now())
    there.change(code)
    jobs.compare_with_portal(timezone.now())
    one = Disagreement.objects.get()
    muon = world.client("muon")
    assert str(one.uuid) in muon.get("/procedures/portal/").content.decode()
    path = f"/procedures/portal/differences/{one.uuid}/"
    assert muon.get(path).status_code == 200
    assert muon.post(path, {"how": "taken"}).status_code == 200, "not a way of this kind"
    assert muon.post(path, {"how": "noted"}).status_code == 200, "a reason is wanted"
    assert muon.post(path, {"how": "again"}).status_code == 302
    jobs.send_to_portal(timezone.now())
    assert [status for status, _ in there.steps(code)] == [1]
    assert muon.get(path).status_code == 404


def test_no_request_of_a_person_calls_the_portal(there, world):
    with there.failing("never", seconds=5):
        before = there.calls()
        for path in ("/procedures/portal/", "/procedures/"):
            assert page_of(world, "muon", path).status_code == 200
        assert there.calls() == before


@pytest.mark.browser
def test_everyone_can_use_the_pages(there, world, office):
    code = files_there(there, world, office)
    jobs.take_from_portal(timezone.now())
    dossier = Dossier.objects.get(uuid=Incoming.objects.get(code=code).dossier)
    hears(dossier)
    jobs.send_to_portal(timezone.now())
    there.change(code)
    jobs.compare_with_portal(timezone.now())
    Outgoing.objects.update(state="refused", reason="-99: Mã thủ tục không có trong danh mục")
    Incoming.objects.create(
        code=f"{office.electronic_id}-20261122-9999999",
        agency=office,
        seen_at=timezone.now(),
        next_try=timezone.now(),
        state="refused",
        reason="vanished",
    )
    one = Disagreement.objects.get()
    client = world.client("muon")
    with chromium() as browser, tab(browser, client, width=320) as page:
        for path in ("/procedures/portal/", f"/procedures/portal/differences/{one.uuid}/"):
            page.goto(HOST + path)
            page.set_viewport_size({"width": 320, "height": page.evaluate("document.documentElement.scrollHeight")})
            assert violations_by_day_and_by_night(page) == [], path
            assert page.evaluate("document.documentElement.scrollWidth") <= 320
