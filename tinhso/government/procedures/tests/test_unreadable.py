"""A photo that cannot be read: a citizen is asked to take it again, an officer may take it knowingly."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tinhso.core.cases.actions.slips import token
from tinhso.government.procedures.domain.codes import read_code
from tinhso.government.procedures.models import Dossier, Draft, Kept
from tinhso.government.procedures.tests.scan_samples import blurred, form, jpeg
from tinhso.government.procedures.tests.stories import begin, file_birth, fill_in, now, scan, step

pytestmark = pytest.mark.django_db
BLURRED = jpeg(blurred(form()))
TOLD = "Giữ chắc máy"
SLUG = "chung-thuc-ban-sao"
AT_COUNTER = {
    "docs": "Sổ hộ khẩu cũ",
    "pages": "1",
    "copies_each": "1",
    "electronic_copy": "no",
    "full_name": "Vàng Thị Lả",
    "phone": "0950000003",
    "hand_back": "in_person",
}


def photo(name: str = "mo.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, BLURRED, content_type="image/jpeg")


def test_a_citizen_is_asked_to_take_it_again_and_does(world):
    client = world.client("my")
    draft = begin(client, world)
    fill_in(client, world, draft)
    page = f"{draft}papers/birth_notice/"
    put = client.post(page, {"file": photo()})
    assert put.headers["Location"] == page, "the page of the paper says what is wrong"
    for shown in (page, f"{draft}review/"):
        assert TOLD in client.get(shown).content.decode()
    assert "Nên chụp lại" in client.get(f"{draft}papers/").content.decode()
    again = client.post(page, {"file": scan()})
    assert again.headers["Location"] == f"{draft}papers/"
    for shown in (page, f"{draft}papers/", f"{draft}review/"):
        assert "chụp lại" not in client.get(shown).content.decode()
    assert Draft.objects.get(uuid=draft.split("/")[3]).papers.count() == 1


def test_a_paper_that_is_faint_itself_can_still_be_sent(world):
    client = world.client("my")
    draft = begin(client, world)
    fill_in(client, world, draft)
    client.post(f"{draft}papers/birth_notice/", {"file": photo()})
    assert client.post(f"{draft}review/").status_code == 302
    assert Dossier.objects.filter(draft__uuid=draft.split("/")[3]).exists()


def test_an_answer_to_a_request_is_asked_for_again_once(world):
    hac, dossier = world.client("hac"), file_birth(world.client("my"), world)
    step(hac, dossier, "accept")
    step(hac, dossier, "ask_supplement", reason="Ảnh mờ, chị chụp lại.", papers="birth_notice")
    page, visitor = f"/track/{dossier.case.ref}/{token(dossier.case)}/supplement/", world.client("")
    assert 'type="checkbox"' not in visitor.get(page).content.decode()
    asked = visitor.post(page, {"birth_notice": photo()})
    assert asked.status_code == 400
    assert TOLD in asked.content.decode()
    assert 'type="checkbox"' in asked.content.decode()
    assert now(dossier).case.state != "processing"
    assert visitor.post(page, {"as_it_is": "on"}).status_code == 400, "the tick is no paper"
    assert visitor.post(page, {"birth_notice": photo(), "as_it_is": "on"}).status_code == 302
    assert now(dossier).case.state == "processing"


def test_an_officer_digitises_what_is_hard_to_read_knowingly(world):
    hac, dossier = world.client("hac"), file_birth(world.client("my"), world)
    step(hac, dossier, "accept")
    paper = dossier.papers.create(listed="birth_notice", brought="original", brought_at=dossier.case.opened_at)
    page = f"/dossiers/papers/{paper.uuid}/digitise/"
    asked = hac.post(page, {"file": photo()})
    assert asked.status_code == 400
    assert TOLD in asked.content.decode()
    assert hac.post(page, {"file": photo(), "as_it_is": "on"}).status_code == 302
    paper.refresh_from_db()
    assert paper.file


def test_the_counter_takes_in_a_faint_paper_knowingly(world):
    hac, la = world.client("hac"), world.person("la")
    hac.post("/counter/", {"card": f"{la.number.digits}||Vàng Thị Lả|01011949|Nữ|Bản Pá Chóng|01012022"})
    page = f"/counter/{la.uuid}/{SLUG}/"
    scans = ("file_original", "file_copy_be_certified")
    before = Dossier.objects.count(), Kept.objects.count()
    asked = hac.post(page, AT_COUNTER | {key: photo() for key in scans})
    assert asked.status_code == 400, asked.headers.get("Location")
    assert TOLD in asked.content.decode()
    assert (Dossier.objects.count(), Kept.objects.count()) == before
    taken = hac.post(page, AT_COUNTER | {key: photo() for key in scans} | {"as_it_is": "on"})
    assert taken.status_code == 302, taken.content.decode()
    assert Dossier.objects.count() == before[0] + 1


def test_the_code_of_a_dossier_follows_the_setting(world, settings):
    first = file_birth(world.client("my"), world)
    number = read_code(first.case.ref, pattern=settings.DOSSIER_CODE)
    assert number.day == timezone.localdate(first.case.opened_at)
    settings.DOSSIER_CODE = "{agency}-{date:yyyymmdd}-{serial:7}"
    second = read_code(file_birth(world.client("my"), world).case.ref, pattern=settings.DOSSIER_CODE)
    assert (second.agency, second.day, second.serial) == (number.agency, number.day, number.serial + 1)
