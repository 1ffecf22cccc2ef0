"""The registrar's pages of definitions: write, be told what is wrong, try out, compare, publish."""

import html
import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tinhso.core.accounts.domain import Role
from tinhso.core.accounts.tests.stories import account, office, person, post, signed_in
from tinhso.core.cases.domain.schema import schema
from tinhso.core.cases.models import Case, Definition, Status
from tinhso.core.cases.tests.stories import Office, errand, published
from tinhso.events.log import history

ERRAND = errand(code="cases.errand")


@pytest.fixture
def registrar(lan: Office) -> Client:
    department = office("Sở Nội vụ", lan.place)
    holder = account("thu", who=person("Thu", lan.place))
    post(holder, Role.REGISTRAR, lan.place, department)
    return signed_in(holder)


def said(answer) -> str:
    return html.unescape(answer.content.decode())


def written(document: object) -> dict[str, str]:
    return {"document": document if isinstance(document, str) else json.dumps(document, ensure_ascii=False)}


def draft_of(code: str = "cases.errand") -> Definition:
    return Definition.objects.drafts().get(code=code)


def test_a_draft_is_written_tried_out_and_published(registrar: Client):
    answer = registrar.post("/cases/definitions/new/", written(ERRAND))
    draft = draft_of()
    assert answer.headers["Location"] == f"/cases/definitions/{draft.uuid}/"
    read = said(registrar.get(answer.headers["Location"]))
    assert "Việc nhỏ" in read
    assert "Chờ bổ sung" in read
    assert said(registrar.get("/cases/definitions/")).count("cases.errand") == 1

    walked = said(registrar.get(f"/cases/definitions/{draft.uuid}/simulate/"))
    assert "Đã trả" in walked

    asked = said(registrar.get(f"/cases/definitions/{draft.uuid}/publish/"))
    assert draft.status == Status.DRAFT
    assert f"{draft.version}" in asked
    registrar.post(f"/cases/definitions/{draft.uuid}/publish/")
    assert Definition.objects.current("cases.errand").uuid == draft.uuid
    assert len(list(history(draft))) == 2


def test_a_document_with_faults_is_not_kept_and_each_is_told_with_its_place(registrar: Client):
    wrong = errand(code="cases.errand", start="nowhere")
    wrong["actions"]["accept"]["to"] = "moon"
    answer = registrar.post("/cases/definitions/new/", written(wrong))
    assert answer.status_code == 422
    assert "$.start" in said(answer)
    assert "$.actions.accept.to" in said(answer)
    assert '"moon"' in said(answer)
    assert not Definition.objects.filter(code="cases.errand").exists()


@pytest.mark.parametrize(
    "text", ["", "{", '{"code": 1, "code": 2}', "[" * 100_000, '{"code": NaN}', "null", '"x"', "{}", "\x00", "9" * 5000]
)
def test_what_is_no_definition_is_told(registrar: Client, text: str):
    answer = registrar.post("/cases/definitions/new/", written(text))
    assert answer.status_code == 422
    assert 'role="alert"' in said(answer)


def test_a_code_of_no_system_is_refused(registrar: Client):
    answer = registrar.post("/cases/definitions/new/", written(errand(code="nobody.errand")))
    assert answer.status_code == 422
    assert not Definition.objects.filter(code="nobody.errand").exists()


def test_what_was_exported_is_imported_again(registrar: Client):
    first = published(ERRAND)
    answer = registrar.get(f"/cases/definitions/{first.uuid}/export/")
    assert "attachment" in answer.headers["Content-Disposition"]
    file = SimpleUploadedFile("a.json", answer.content, content_type="application/json")
    registrar.post(f"/cases/definitions/{first.uuid}/edit/", {"document": "ignored", "file": file})
    assert draft_of().document == first.document
    assert draft_of().version == first.version + 1


def test_changes_are_said_and_running_cases_stay(registrar: Client, lan: Office):
    first = published(ERRAND)
    case = lan.errand(first)
    registrar.post(f"/cases/definitions/{first.uuid}/edit/", written(ERRAND | {"term": {"unit": "same_day"}}))
    draft = draft_of()
    for page in (f"/cases/definitions/{draft.uuid}/compare/", f"/cases/definitions/{draft.uuid}/publish/"):
        told = said(registrar.get(page))
        assert "$.term" in told
        assert "5 ngày làm việc" in told
    registrar.post(f"/cases/definitions/{draft.uuid}/publish/")
    assert Case.objects.get(pk=case.pk).definition == first
    assert registrar.post(f"/cases/definitions/{draft.uuid}/publish/").status_code == 409

    registrar.post(f"/cases/definitions/{draft.uuid}/retire/")
    assert not Definition.objects.published().filter(code="cases.errand").exists()
    assert "cases.errand" in said(registrar.get("/cases/definitions/?retired"))
    assert registrar.post(f"/cases/definitions/{draft.uuid}/retire/").status_code == 409


def test_a_sample_goes_over_tet_and_by_hand(registrar: Client):
    first = published(ERRAND)
    page = f"/cases/definitions/{first.uuid}/simulate/"
    for wish in ("way", "rest"):
        answer = registrar.post(page, {"walk": wish, "way": "refused", "start": "12/02/2027", "sample": ""})
        assert answer.status_code == 200
        assert "Từ chối" in said(answer)
    steps = {"opened_at": "2026-11-23", "values": {"paid": False}, "steps": [{"action": "sign", "at": "2026-11-24"}]}
    told = said(registrar.post(page, {"walk": "steps", "sample": json.dumps(steps)}))
    assert 'class="broken"' in told
    faulty = registrar.post(page, {"walk": "steps", "sample": json.dumps(steps | {"opened_at": "hôm qua"})})
    assert faulty.status_code == 422
    assert "$.opened_at" in said(faulty)
    assert registrar.post(page, {"walk": "steps", "sample": "{"}).status_code == 422
    assert registrar.post(page, {"walk": "way", "start": "khi nào"}).status_code == 422


def test_long_lists_have_pages(registrar: Client):
    for number in range(52):
        published(errand(code=f"cases.errand{number:02}"))
    first = said(registrar.get("/cases/definitions/"))
    assert "?after=cases.errand" in first
    after = first.partition("?after=")[2].partition('"')[0]
    rest = said(registrar.get(f"/cases/definitions/?after={after}"))
    seen = [f"cases.errand{number:02}" for number in range(52) if f"cases.errand{number:02} " in first + rest]
    assert len(seen) == 52


def test_only_keepers_enter_but_the_schema_is_for_all(lan: Office):
    first = published(ERRAND)
    for one in (lan.hac, lan.muon, lan.my_account):
        assert signed_in(one).get("/cases/definitions/").status_code == 403
        assert signed_in(one).post(f"/cases/definitions/{first.uuid}/retire/").status_code == 403
    answer = Client().get("/cases/definition.schema.json")
    assert answer.headers["Content-Type"].startswith("application/schema+json")
    assert answer.json() == schema()
