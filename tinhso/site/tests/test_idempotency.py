"""Sending twice is a no-op: the stories of a phone that sends again."""

import uuid
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from django.contrib.auth.models import Group
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.test import Client
from django.urls import path

from tinhso.core.idempotency.actions import forget_answers_of, forget_old_answers
from tinhso.core.idempotency.models import Answer
from tinhso.kit.doors import open_to_all
from tinhso.site import urls

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]
KEY = "3f9d6e52-7d0e-4a53-9e0b-6a2a52b6d001"


def _note() -> Group:
    return Group.objects.create(name=uuid.uuid4().hex)


@open_to_all
def write(request: HttpRequest) -> HttpResponse:
    note = _note()
    answer = JsonResponse({"receipt": note.name}, status=201)
    answer["HX-Trigger"] = "written"
    answer.set_cookie("secret", "mine")
    return answer


@open_to_all
def go(request: HttpRequest) -> HttpResponse:
    return redirect(f"/notes/{_note().name}/")


@open_to_all
def refuse(request: HttpRequest) -> HttpResponse:
    _note()
    return JsonResponse({"code": "Refused"}, status=409)


@open_to_all
def fail(request: HttpRequest) -> HttpResponse:
    _note()
    raise ZeroDivisionError


@open_to_all
def broken_row(request: HttpRequest) -> HttpResponse:
    note = _note()
    try:
        Group.objects.create(name=note.name)
    except DatabaseError:
        return HttpResponse(status=400)
    return HttpResponse()


@open_to_all
def stream(request: HttpRequest) -> HttpResponse:
    _note()
    return StreamingHttpResponse(iter([b"a", b"b"]))


@open_to_all
def large(request: HttpRequest) -> HttpResponse:
    _note()
    return HttpResponse(b"x" * 1_000_001)


@open_to_all
def enter(request: HttpRequest) -> HttpResponse:
    _note()
    request.session.cycle_key()
    return HttpResponse("in")


VIEWS = (write, go, refuse, fail, broken_row, stream, large, enter)
urlpatterns = [
    *[path(f"{kind}{view.__name__}/", view) for view in VIEWS for kind in ("", "api/")],
    *urls.urlpatterns,
]


def effects() -> int:
    return Group.objects.count()


@pytest.fixture
def phone() -> Client:
    return Client(raise_request_exception=False)


def send(phone: Client, door: str, body: dict | None = None, key: str = KEY, **more):
    return phone.post(door, body or {"text": "xin chào"}, headers={"Idempotency-Key": key, **more})


def test_the_same_form_sent_again_is_answered_the_same_and_acts_once(phone: Client) -> None:
    first, second = send(phone, "/write/"), send(phone, "/write/")
    assert first.status_code == second.status_code == 201
    assert first.content == second.content
    assert second["Content-Type"] == "application/json"
    assert second["HX-Trigger"] == "written"
    assert second["Idempotency-Replayed"] == "true"
    assert "Idempotency-Replayed" not in first
    assert "secret" not in second.cookies
    assert effects() == 1


def test_a_double_click_on_a_form_acts_once_and_leads_to_the_same_page(phone: Client) -> None:
    form = {"text": "đơn của tôi", "idempotency_key": KEY, "csrfmiddlewaretoken": "a"}
    first = phone.post("/go/", form)
    second = phone.post("/go/", {**form, "csrfmiddlewaretoken": "b"})
    assert first.status_code == second.status_code == 302
    assert first["Location"] == second["Location"]
    assert effects() == 1


def test_without_a_key_everything_happens_as_often_as_it_is_sent(phone: Client) -> None:
    for _ in range(2):
        assert phone.post("/write/", {"text": "a"}).status_code == 201
    assert effects() == 2


def test_another_key_another_door_another_sender_are_other_wishes(phone: Client, settings) -> None:
    send(phone, "/write/")
    send(phone, "/write/", key=KEY[:-1] + "2")
    send(phone, "/go/")
    other = Client()
    other.cookies[settings.CSRF_COOKIE_NAME] = "somebody else"
    assert "Idempotency-Replayed" not in send(other, "/write/")
    assert effects() == 4


@pytest.mark.parametrize(("door", "kind"), [("/api/write/", "application/json"), ("/write/", "text/html")])
def test_other_content_under_the_same_key_is_refused_with_a_sentence(phone: Client, door: str, kind: str) -> None:
    send(phone, door, {"text": "một"})
    second = send(phone, door, {"text": "hai"})
    assert second.status_code == 422
    assert second["Content-Type"].startswith(kind)
    assert effects() == 1


def test_files_are_part_of_the_content(phone: Client) -> None:
    def photo(data: bytes) -> dict:
        file = BytesIO(data)
        file.name = "ảnh.jpg"
        return {"text": "a", "photo": file}

    first, again, other = (send(phone, "/write/", photo(data)) for data in (b"one", b"one", b"two"))
    assert (first.status_code, again.status_code, other.status_code) == (201, 201, 422)
    assert again["Idempotency-Replayed"] == "true"
    assert effects() == 1


def test_json_is_content_too(phone: Client) -> None:
    for body, status in (('{"a":1}', 201), ('{"a":1}', 201), ('{"a":2}', 422)):
        answer = phone.post("/api/write/", body, content_type="application/json", headers={"Idempotency-Key": KEY})
        assert answer.status_code == status
    assert effects() == 1


@pytest.mark.parametrize(("door", "status"), [("/fail/", 500), ("/broken_row/", 400)])
def test_what_failed_left_nothing_and_may_be_sent_again(phone: Client, door: str, status: int) -> None:
    assert send(phone, door).status_code == status
    assert (effects(), Answer.objects.count()) == (0, 0)
    assert send(phone, door).status_code == status


def test_a_refusal_is_not_kept_and_what_it_wrote_stays(phone: Client) -> None:
    assert [send(phone, "/refuse/").status_code for _ in range(2)] == [409, 409]
    assert (effects(), Answer.objects.count()) == (2, 0)


@pytest.mark.parametrize("door", ["/stream/", "/enter/"])
def test_a_stream_and_a_sign_in_are_never_answered_from_memory(phone: Client, door: str) -> None:
    assert all("Idempotency-Replayed" not in send(phone, door) for _ in range(2))
    assert Answer.objects.count() == 0


def test_a_very_large_answer_is_not_kept_but_its_effect_happens_once(phone: Client) -> None:
    assert len(send(phone, "/large/").content) > 1_000_000
    assert send(phone, "/large/").content == b""
    assert effects() == 1


@pytest.mark.parametrize("key", ["short", "with space in the middle", "x" * 201, "tiếng-việt-không-được"])
def test_a_broken_key_is_refused(phone: Client, key: str) -> None:
    assert phone.post("/api/write/", {"text": "a", "idempotency_key": key}).status_code == 400
    assert effects() == 0


def test_old_answers_are_forgotten_but_never_within_a_day(phone: Client, settings) -> None:
    send(phone, "/write/")
    now = datetime.now(UTC)
    settings.ANSWERS_KEPT_DAYS = 30
    assert forget_old_answers(at=now + timedelta(days=29)) == 0
    settings.ANSWERS_KEPT_DAYS = 0
    assert forget_old_answers(at=now + timedelta(hours=23)) == 0
    settings.ANSWERS_KEPT_DAYS = 30
    assert forget_old_answers(at=now + timedelta(days=31)) == 1


def test_the_answers_of_an_account_can_be_forgotten(phone: Client) -> None:
    Answer.objects.create(scope="account:7", route="POST /", key=KEY, request_hash=b"", kept_at=datetime.now(UTC))
    Answer.objects.create(scope="account:77", route="POST /", key=KEY, request_hash=b"", kept_at=datetime.now(UTC))
    assert forget_answers_of(account=7) == 1
    assert Answer.objects.get().scope == "account:77"
