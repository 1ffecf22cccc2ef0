"""What a phone kept is taken in once: the stories of Mỷ's phone, which sends again, late, and damaged."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from uuid import UUID, uuid4

import pytest
from django import forms
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path
from hypothesis import given
from hypothesis import strategies as st

from tinhso.core.files.actions.receipting import believe_receipt
from tinhso.core.idempotency.models import Answer
from tinhso.core.outbox.domain import Item, NotAnItem, bound_digest, content_digest, read_item
from tinhso.core.outbox.models import Delivered
from tinhso.core.outbox.views.taking import TakenIn, by_outbox, with_reasons
from tinhso.kit.doors import open_to_all

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]
PHONE = UUID("7f1f5f0a-5c43-4a51-8f5e-0c6f0a6c1f01")
NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)


class Word(forms.Form):
    word = forms.CharField(label="Word", max_length=40)
    photo = forms.FileField(required=False)


@open_to_all
@by_outbox
def tell(request: HttpRequest) -> HttpResponse:
    form = Word(request.POST, request.FILES)
    if form.is_valid():
        Group.objects.create(name=form.cleaned_data["word"])
        return TakenIn("/told/", ref="H52.1", code="H52.1-XYZ")
    return with_reasons(HttpResponse("form", status=400), form)


@open_to_all
@by_outbox
def fall(request: HttpRequest) -> HttpResponse:
    Group.objects.create(name="half")
    return HttpResponse(status=500)


urlpatterns = [path("tell/", tell), path("fall/", fall), path("", include("tinhso.site.urls"))]


def send(client: Client, uuid: UUID, word: str, *, photo: bytes = b"", to: str = "/tell/", **wrong: str):
    """As a phone does: the form, what it says of itself, its key."""
    files = [("photo", sha256(photo).digest())] if photo else []
    told = {
        "device": str(PHONE),
        "sequence": "7",
        "sha256": content_digest([("word", word)], files).hex(),
        "made": "2026-11-21T07:00:00.000Z",
        "sent": "2026-11-21T09:00:00.000Z",
    } | wrong
    body = {"word": word, "csrfmiddlewaretoken": "x"} | ({"photo": SimpleUploadedFile("a.jpg", photo)} if photo else {})
    headers = {"Idempotency-Key": str(uuid), "Outbox-Item": "; ".join(f"{key}={said}" for key, said in told.items())}
    return client.post(to, body, headers=headers)


@pytest.mark.promise("P07")
def test_what_is_taken_in_is_answered_with_a_receipt_over_it():
    uuid = uuid4()
    answer = send(Client(), uuid, "cầu gãy", photo=b"a picture").json()
    receipt = believe_receipt(answer["receipt"])
    digest = content_digest([("word", "cầu gãy")], [("photo", sha256(b"a picture").digest())])
    assert (answer["state"], answer["code"], answer["url"]) == ("accepted", "H52.1-XYZ", "/told/")
    assert (receipt.kind, receipt.ref, receipt.digest) == ("OUTBOX", "H52.1", bound_digest(uuid, digest))


@pytest.mark.promise("P07")
def test_twice_is_once_in_the_same_session_in_another_and_after_a_year():
    uuid, first = uuid4(), Client()
    answers = [send(client, uuid, "điện") for client in (first, first, Client())]
    Answer.objects.all().delete()
    answers.append(send(Client(), uuid, "điện"))
    assert len({answer.json()["receipt"] for answer in answers}) == 1
    assert Group.objects.filter(name="điện").count() == 1


@pytest.fixture(autouse=True)
def _nothing_was_delivered_before(db):
    """The demo life of the province delivers, too."""
    Delivered.objects.all().delete()


def test_other_content_under_the_same_name_is_not_taken_in_and_not_lost():
    uuid = uuid4()
    send(Client(), uuid, "one")
    assert send(Client(), uuid, "other").status_code == 422
    assert list(Group.objects.filter(name__in=("one", "other")).values_list("name", flat=True)) == ["one"]


def test_a_refusal_says_why_and_the_same_item_put_right_is_taken_in():
    uuid, client = uuid4(), Client()
    refused = send(client, uuid, "x" * 41)
    assert refused.status_code == 400
    assert refused.json()["state"] == "refused"
    assert [(one["name"], one["label"]) for one in refused.json()["reasons"]] == [("word", "Word")]
    assert send(client, uuid, "short").json()["state"] == "accepted"


def test_damaged_or_foreign_sendings_do_nothing():
    client = Client()
    assert send(client, uuid4(), "a", sha256="00" * 32).json()["state"] == "damaged"
    for wrong in ({"device": "mine"}, {"sequence": "-1"}, {"made": "now"}, {"sha256": "ff"}):
        assert send(client, uuid4(), "a", **wrong).json()["state"] == "broken"
    assert not Delivered.objects.exists()


def test_a_server_that_falls_leaves_nothing_and_the_item_may_come_again():
    uuid = uuid4()
    assert send(Client(), uuid, "a", to="/fall/").status_code == 500
    assert not Delivered.objects.exists()
    assert not Group.objects.filter(name="half").exists()


def test_without_a_cookie_no_proof_of_the_form_is_asked_and_with_one_it_is():
    stranger = Client(enforce_csrf_checks=True)
    assert send(stranger, uuid4(), "a").status_code == 200
    stranger.cookies["session"] = "anything"
    assert send(stranger, uuid4(), "b").status_code == 400
    assert Delivered.objects.count() == 1


def test_a_browser_without_an_outbox_never_notices():
    assert Client().post("/tell/", {"word": "plain"})["Location"] == "/told/"
    assert Client().post("/tell/", {"word": ""}).content == b"form"
    assert not Delivered.objects.exists()


@pytest.mark.promise("P08")
def test_the_phone_is_told_how_far_we_heard_of_it_and_who_it_delivers_for(world):
    mine = world.client("my")
    assert mine.get("/outbox/now/").json()["heard"] is None
    send(mine, uuid4(), "a")
    mine.cookies["outbox"] = f"{PHONE}.9.2"
    told = mine.get("/outbox/now/")
    assert told.json()["heard"]["sequence"] == 7
    assert told["Cache-Control"] == "no-store"
    assert told.json()["who"] not in ("", world.client("inh").get("/outbox/now/").json()["who"])
    assert Client().get("/outbox/now/", headers={"Cookie": "outbox=rubbish"}).json()["who"] == ""


SPANS = st.timedeltas(min_value=timedelta(days=-400), max_value=timedelta(days=400))


@given(wrong=SPANS, waited=st.timedeltas(timedelta(0), timedelta(days=30)))
def test_a_clock_that_is_wrong_all_the_time_does_no_harm(wrong, waited):
    made = NOW - waited + wrong
    item = _item(made=made, sent=NOW + wrong, heard=None)
    assert item.truly_made_at(NOW) == NOW - waited


@given(made=SPANS, sent=SPANS, heard=st.timedeltas(timedelta(0), timedelta(days=30)))
def test_whatever_a_phone_says_it_was_made_after_it_last_heard_us_and_before_now(made, sent, heard):
    item = _item(made=NOW + made, sent=NOW + sent, heard=NOW - heard)
    assert NOW - heard <= item.truly_made_at(NOW) <= NOW


def _item(*, made: datetime, sent: datetime, heard: datetime | None) -> Item:
    return Item(uuid=uuid4(), device=PHONE, sequence=1, digest=bytes(32), made_at=made, sent_at=sent, heard_at=heard)


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_header_is_an_item_or_is_refused(key, header):
    with pytest.raises(NotAnItem):
        read_item(key, header)
