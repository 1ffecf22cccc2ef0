"""Definitions for machines: the same as the pages do."""

import json

import pytest
from django.test import Client

from tinhso.core.cases.models import Definition
from tinhso.core.cases.tests.stories import Office, published
from tinhso.core.cases.tests.test_definition_pages import ERRAND, draft_of, registrar

__all__ = ["registrar"]
pytestmark = pytest.mark.django_db


def send(client: Client, path: str, body: object = None):
    return client.post(f"/api/cases/definitions{path}", json.dumps(body or {}), content_type="application/json")


def test_from_a_document_to_a_version_in_force(registrar: Client):
    assert send(registrar, "/check", {"document": ERRAND}).json() == []
    made = send(registrar, "/", {"document": ERRAND})
    assert made.status_code == 201
    uuid = made.json()["uuid"]
    assert made.json()["document"] == ERRAND
    assert send(registrar, f"/{uuid}/publish").json()["status"] == "published"
    assert send(registrar, f"/{uuid}/publish").status_code == 409
    assert [line["code"] for line in registrar.get("/api/cases/definitions/?code=cases.errand").json()] == [
        "cases.errand"
    ]
    assert send(registrar, f"/{uuid}/retire").json()["status"] == "retired"


def test_faults_come_with_their_places(registrar: Client):
    wrong = {"document": ERRAND | {"start": "moon"}}
    assert "$.start" in {fault["path"] for fault in send(registrar, "/check", wrong).json()}
    answer = send(registrar, "/", wrong)
    assert answer.status_code == 409
    assert "$.start" in {fault["path"] for fault in answer.json()["faults"]}
    assert not Definition.objects.filter(code="cases.errand").exists()


@pytest.mark.parametrize("strange", ["\x00", "\ud800", 10**400, [[[[]]]] * 3, float("nan"), -1e308])
def test_what_no_database_keeps_is_refused(registrar: Client, strange: object):
    answer = send(registrar, "/", {"document": ERRAND | {"x_note": strange}})
    assert answer.status_code in (201, 400, 409, 422)
    assert (answer.status_code == 201) == isinstance(strange, list)


def test_changes_and_samples(registrar: Client):
    first = published(ERRAND)
    send(registrar, "/", {"document": ERRAND | {"term": {"unit": "same_day"}}})
    told = registrar.get(f"/api/cases/definitions/{draft_of().uuid}/changes?since={first.uuid}").json()
    assert [change["path"] for change in told] == ["$.term"]
    steps = [{"action": "accept", "at": "2026-11-24T09:00"}, {"action": "dance", "at": "2026-11-24T09:00"}]
    walked = send(registrar, f"/{first.uuid}/simulate", {"sample": {"opened_at": "2026-11-23T09:00", "steps": steps}})
    assert [stage["state"] for stage in walked.json()] == ["filed", "working", "working"]
    assert walked.json()[2]["refusal"]
    assert send(registrar, f"/{first.uuid}/simulate", {"sample": {"opened_at": "x"}}).status_code == 409


def test_only_keepers_may(lan: Office):
    assert Client().get("/api/cases/definitions/").status_code == 401
