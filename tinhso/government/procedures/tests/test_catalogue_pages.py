"""The catalogue's pages and API, through the doors people use."""

import json
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from tests.browsing import HOST, chromium, tab, violations_by_day_and_by_night
from tinhso.core.accounts.domain import Kind, Role
from tinhso.core.accounts.tests.stories import account, officer, signed_in
from tinhso.government.procedures.actions.catalogue import choose_filing, suspend_procedure
from tinhso.government.procedures.domain.catalogue import Level
from tinhso.government.procedures.models import Procedure, ProcedureVersion
from tinhso.government.procedures.models.catalogue import Where, where_to_file
from tinhso.government.procedures.reference import load
from tinhso.kit.actors import Actor, Channel
from tinhso.kit.page_parts import doors

pytestmark = pytest.mark.django_db
BY = Actor(channel=Channel.SYSTEM)
BIRTH = "/procedures/paper/dang-ky-khai-sinh/"


@pytest.fixture(scope="module")
def loaded(for_the_file):
    load(timezone.now())


@pytest.fixture
def catalogue(loaded, db):
    """The shipped procedures."""


@pytest.fixture
def registrar(catalogue):
    """A browser of someone who keeps the registers."""
    return signed_in(officer("keeper", Role.REGISTRAR))


def _text(client, path):
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_door_one_leads_here():
    assert [door.href for door in doors() if door.number == 1] == ["/procedures/"]


def test_a_visitor_finds_by_what_has_happened_and_by_what_they_say(client, catalogue):
    assert "Có con mới sinh" in _text(client, "/procedures/")
    assert "Giấy khai sinh cho con" in _text(client, "/procedures/?event=birth")
    assert "Đăng ký kết hôn" not in _text(client, "/procedures/?event=birth")
    assert "Làm sổ đỏ lần đầu" in _text(client, "/procedures/?field=land")
    said = _text(client, "/procedures/?q=lam+giay+cho+con+moi+sinh")
    assert "Giấy khai sinh cho con" in said
    assert "Mở hộ kinh doanh" not in said
    assert "Chưa thấy giấy nào như vậy" in _text(client, "/procedures/?q=xyzzy")
    part = client.get("/procedures/?q=con+moi+de", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert "Giấy khai sinh cho con" in part


def test_the_page_of_a_paper_says_all_that_one_must_know(client, catalogue):
    text = _text(client, BIRTH)
    for said in ("Con mới sinh cần một tờ giấy", "trong ngày", "Giấy chứng sinh", "8.000", "1.001193", "60/2014/QH13"):
        assert said in text, said
    assert "Cán bộ tự tra, không phải mang" in text


def test_a_question_comes_before_the_form(client, catalogue):
    assert "Bé đã có giấy khai sinh lần nào chưa?" in _text(client, BIRTH)
    assert "dichvucong.gov.vn" not in _text(client, BIRTH)
    had_one = _text(client, BIRTH + "?answer=yes")
    assert "chỉ cần xin bản sao" in had_one
    assert "dichvucong.gov.vn" not in had_one
    assert "dichvucong.gov.vn" in _text(client, BIRTH + "?answer=no")


def test_the_page_says_where_the_law_wants_it_filed(client, catalogue):
    choose_filing(Level.PARTIAL, where=Where.NATIONAL, by=BY, at=timezone.now())
    assert "Nộp trên Cổng Dịch vụ công quốc gia" in _text(client, BIRTH + "?answer=no")
    assert "Bắt đầu ở đây" not in _text(client, BIRTH + "?answer=no")
    choose_filing(Level.PARTIAL, where=Where.OWN, by=BY, at=timezone.now())
    assert "Nộp trên Cổng Dịch vụ công quốc gia" not in _text(client, BIRTH + "?answer=no")


def test_a_suspended_paper_says_why_and_cannot_be_begun(client, catalogue):
    procedure = Procedure.objects.get(slug="dang-ky-khai-sinh")
    suspend_procedure(procedure, why="Đang chờ nghị định mới.", by=BY, at=timezone.now())
    text = _text(client, BIRTH + "?answer=no")
    assert "Đang chờ nghị định mới." in text
    assert "dichvucong.gov.vn" not in text
    assert "tạm chưa nhận" in _text(client, "/procedures/?event=birth")


@pytest.mark.parametrize(
    ("language", "title"), [("en", "Birth certificate for a child"), ("id", "Akta kelahiran anak")]
)
def test_every_page_speaks_the_readers_language(client, catalogue, language, title):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    assert title in _text(client, BIRTH)
    assert title in _text(client, "/procedures/?event=birth")
    assert '<span lang="vi">' in _text(client, BIRTH)


def test_every_procedure_has_its_page_and_its_sheet_of_paper(client, catalogue):
    for slug in Procedure.objects.values_list("slug", flat=True):
        assert client.get(reverse("procedure", args=[slug])).status_code == 200, slug
        assert client.get(reverse("print_procedure", args=[slug])).status_code == 200, slug
    assert client.get("/procedures/paper/none/").status_code == 404
    assert client.get("/procedures/code/1.001193/").headers["Location"] == BIRTH
    assert client.get("/procedures/code/9.999999/").status_code == 404


def test_a_list_and_a_page_ask_the_database_little(client, catalogue, django_assert_max_num_queries):
    client.get("/procedures/"), client.get(BIRTH)
    with django_assert_max_num_queries(4):
        client.get("/procedures/")
    with django_assert_max_num_queries(6):
        client.get(BIRTH)


def test_the_api_lists_finds_and_gets(client, catalogue):
    everything = client.get("/api/procedures/catalogue").json()
    assert len(everything) == 33
    assert client.get("/api/procedures/catalogue?q=con moi sinh").json()[0]["code"] == "1.001193"
    assert {one["slug"] for one in client.get("/api/procedures/catalogue?field=land").json()} >= {"cap-so-do-lan-dau"}
    whole = client.get("/api/procedures/catalogue/1.001193").json()
    assert whole["facts"]["papers"][0]["mark"].startswith("source: ")
    assert (whole["filing"], whole["version"], whole["suspended"]) == ("both", 1, False)
    assert client.get("/api/procedures/catalogue/9.999999").status_code == 404
    assert client.get("/api/procedures/catalogue?event=%00").status_code == 422


def test_staff_see_what_is_weak_and_a_citizen_does_not(catalogue):
    staff = signed_in(officer())
    listed = _text(staff, "/procedures/catalogue/")
    assert "33 thủ tục; 10 thủ tục cần luật sư" in listed
    assert "/catalogue/import/" not in listed
    assert "Giấy khai sinh cho con" not in _text(staff, "/procedures/catalogue/?only=review")
    one = _text(staff, "/procedures/catalogue/tro-cap-xa-hoi-hang-thang/")
    assert "Nghị định 335/2026/NĐ-CP" in one
    assert "theo hiểu biết, chưa kiểm chứng" in one
    assert staff.post("/procedures/catalogue/dang-ky-khai-sinh/suspend/", {"why": "x"}).status_code == 403
    assert signed_in(account("my", kind=Kind.CITIZEN)).get("/procedures/catalogue/").status_code == 403


def test_a_procedure_goes_out_as_a_file_and_comes_in_changed(registrar):
    out = registrar.get("/procedures/catalogue/dang-ky-khai-sinh/1.json")
    assert "attachment" in out.headers["Content-Disposition"]
    document = json.loads(out.content)
    document["summary"]["vi"] = "Giấy đầu tiên của con."
    answer = registrar.post(
        "/procedures/catalogue/import/", {"document": _file(document), "valid_from": timezone.localdate().isoformat()}
    )
    assert answer.status_code == 302
    assert "Giấy đầu tiên của con." in _text(registrar, BIRTH)
    assert ProcedureVersion.objects.get(procedure__slug="dang-ky-khai-sinh", number=2).made_by


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"\x89PNG\r\n", "không phải tệp JSON"),
        (b"[" * 100_000, "không phải tệp JSON"),
        (b" " * 1_000_001, "lớn hơn 1 MB"),
        (b'{"code": "1.001193"}', "slug"),
    ],
    ids=["picture", "bomb", "large", "half"],
)
def test_a_hostile_file_is_refused_with_a_sentence(registrar, content, told):
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    upload = SimpleUploadedFile("p.json", content)
    answer = registrar.post("/procedures/catalogue/import/", {"document": upload, "valid_from": tomorrow})
    assert answer.status_code == 200
    assert told in answer.content.decode()
    assert ProcedureVersion.objects.filter(number=2).count() == 0


def test_a_form_that_leads_nowhere_is_refused(registrar):
    document = json.loads(registrar.get("/procedures/catalogue/dang-ky-khai-sinh/1.json").content)
    document["form"][0]["fields"][0]["when"] = {"==": [{"var": "form.nobody_asked"}, 1]}
    tomorrow = (timezone.localdate() + timedelta(days=1)).isoformat()
    answer = registrar.post("/procedures/catalogue/import/", {"document": _file(document), "valid_from": tomorrow})
    assert answer.status_code == 200
    assert "nobody_asked" in answer.content.decode()


def test_the_keeper_suspends_resumes_and_chooses_where(registrar):
    one = "/procedures/catalogue/dang-ky-khai-sinh/"
    assert "Cho mọi người" not in _text(registrar, one)
    assert registrar.post(one + "suspend/", {"why": ""}).status_code == 200
    assert registrar.post(one + "suspend/", {"why": "Chờ nghị định", "number": "1"}).status_code == 302
    version = ProcedureVersion.objects.get(procedure__slug="dang-ky-khai-sinh")
    assert version.suspended_why == "Chờ nghị định"
    assert version.procedure.suspended_at is None
    assert "Chờ nghị định" in _text(registrar, one)
    again = registrar.post(one + "suspend/", {"why": "Nữa", "number": "1"})
    assert "đang tạm dừng rồi" in again.content.decode()
    assert registrar.post(one + "resume/", {"number": "1"}).status_code == 302
    assert registrar.post(one + "resume/", {"number": "x"}).status_code == 404
    version.refresh_from_db()
    assert version.suspended_at is None
    registrar.post("/procedures/catalogue/filing/", {"full": "national", "partial": "own"})
    assert (where_to_file(Level.FULL), where_to_file(Level.PARTIAL)) == (Where.NATIONAL, Where.OWN)


PLACES = ("/procedures/", "/procedures/?event=birth", "/procedures/?q=xyzzy", BIRTH, BIRTH + "?answer=yes")


@pytest.mark.browser
@pytest.mark.parametrize("language", ["vi", "en", "id"])
def test_everyone_can_use_the_catalogue(client, catalogue, language):
    """No axe violation, no sideways scroll at 320 px, in each language, light and dark."""
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    with chromium() as browser, tab(browser, client, width=320) as page:
        for path in (*PLACES, BIRTH + "?answer=no", "/procedures/paper/cap-so-do-lan-dau/", BIRTH + "print/"):
            page.goto(HOST + path)
            tall = page.evaluate("document.documentElement.scrollHeight")
            page.set_viewport_size({"width": 320, "height": tall})
            assert violations_by_day_and_by_night(page) == [], path
            assert page.evaluate("document.documentElement.scrollWidth") <= 320, path


@pytest.mark.browser
def test_answers_come_while_one_types_and_without_script_too(client, catalogue):
    with chromium() as browser:
        with tab(browser, client) as page:
            page.goto(HOST + "/procedures/")
            page.get_by_role("searchbox").first.press_sequentially("con moi de")
            page.locator("#found").get_by_text("Giấy khai sinh cho con").wait_for()
        with tab(browser, client, script=False) as page:
            page.goto(HOST + "/procedures/")
            page.get_by_role("searchbox").first.fill("con moi de")
            page.get_by_role("searchbox").first.press("Enter")
            page.get_by_text("Giấy khai sinh cho con").click()
            page.get_by_role("link", name="Không", exact=True).click()
            assert page.get_by_text("Nộp trên Cổng Dịch vụ công quốc gia").is_visible()


def _file(document):
    return SimpleUploadedFile("p.json", json.dumps(document).encode())
