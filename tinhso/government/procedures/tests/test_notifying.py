"""Chị Mỷ is told how her dossier stands, by text message and among her messages; or who helped her is."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from tinhso.core.notices.models import Delivery, Notice
from tinhso.core.people.models import Person
from tinhso.events.models import Entry, Payload
from tinhso.events.reactions import Delivered, handlers
from tinhso.government.procedures import reactions
from tinhso.government.procedures.actions.apologising import apologise
from tinhso.government.procedures.actions.notifying import remind_of_supplements, tell_of_money, whom
from tinhso.government.procedures.jobs import remind_who_is_awaited
from tinhso.government.procedures.models import Kind
from tinhso.government.procedures.tests.stories import file_birth, now, step
from tinhso.government.procedures.tests.test_desk import actor

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _text_messages(settings):
    settings.SMS_URL, settings.PUSH_HOSTS = "http://127.0.0.1:1", []


def told(world, dossier):
    """Kinds of what Mỷ was told about a dossier, in order, once the log's entries were handed over; again and again."""
    handler, names = handlers()[f"{reactions.__name__}.tell_the_applicant"]
    for entry in Entry.objects.filter(about=str(dossier.case.uuid), name__in=names).order_by("pk"):
        data = json.loads(Payload.objects.get(entry=entry).data)
        at = {"about_kind": entry.about_kind, "about": entry.about, "place": entry.place, "at": entry.at}
        handler(Delivered(seq=entry.pk, name=entry.name, version=1, data=data, **at))
    mine = Notice.objects.filter(person=world.person("my").uuid, link__contains=str(dossier.uuid))
    return [notice.kind.code.removeprefix("procedures.") for notice in mine.order_by("pk")]


def test_she_is_told_at_every_step_and_once_each(world):
    dossier = file_birth(world.client("my"), world)
    assert told(world, dossier) == ["received"]
    desk = world.client("hac")
    step(desk, dossier, "accept")
    until = f"{timezone.localdate() + timedelta(days=5):%d/%m/%Y}"
    step(desk, dossier, "ask_supplement", reason="Ảnh mờ", papers="birth_notice", until=until)
    assert told(world, dossier) == ["received", "supplement"]
    notice = Notice.objects.order_by("pk").last()
    said = notice.said("vi")
    assert until in said.short
    assert "chứng sinh" in said.long.lower()
    assert "chứng sinh" not in said.short.lower()
    assert notice.link == f"/dossiers/mine/{dossier.uuid}/"
    assert set(Delivery.objects.filter(notice__person=notice.person).values_list("channel", flat=True)) == {"sms"}


def test_her_page_shows_what_she_was_told_and_reading_it_counts(world):
    client = world.client("my")
    dossier = file_birth(client, world)
    told(world, dossier)
    page = client.get("/messages/").content.decode()
    assert dossier.ref in page
    assert world.account("my").unread >= 1
    notice = Notice.objects.get(link=f"/dossiers/mine/{dossier.uuid}/")
    opened = client.post(f"/messages/{notice.uuid}/open/")
    assert opened.headers["Location"] == notice.link
    assert world.client("panh").post(f"/messages/{notice.uuid}/open/").status_code == 404


def test_a_reminder_comes_once_before_the_last_day(world):
    dossier = file_birth(world.client("my"), world)
    desk = world.client("hac")
    step(desk, dossier, "accept")
    until = f"{timezone.localdate() + timedelta(days=9):%d/%m/%Y}"
    step(desk, dossier, "ask_supplement", reason="Ảnh mờ", papers="birth_notice", until=until)
    letter = dossier.letters.get(kind=Kind.SUPPLEMENT)
    assert remind_of_supplements(at=letter.until - timedelta(days=4)) == 0
    early = letter.until - timedelta(days=1)
    remind_who_is_awaited(early)
    remind_who_is_awaited(early + timedelta(hours=3))
    assert Notice.objects.filter(cause=f"reminder-{letter.uuid}").count() == 1


def test_an_apology_names_the_new_day(world):
    dossier = file_birth(world.client("my"), world)
    step(world.client("hac"), dossier, "accept")
    told(world, dossier)
    letter = apologise(now(dossier), days=1, reason="Mất điện", by=actor(world, "hac"), at=timezone.now())
    assert told(world, dossier)[-1] == "late"
    said = Notice.objects.order_by("pk").last().said("vi")
    assert f"{timezone.localdate(letter.new_due):%d/%m/%Y}" in said.short


def test_a_fee_of_a_dossier_is_told_and_of_others_not(world):
    dossier = file_birth(world.client("my"), world)
    data = {"system": "procedures", "subject": str(dossier.uuid), "purpose": "fee", "amount": 8000}
    for number, (name, system) in enumerate(
        [
            ("PaymentAsked", "procedures"),
            ("PaymentConfirmed", "procedures"),
            ("RefundDone", "procedures"),
            ("PaymentAsked", "x"),
        ]
    ):
        happened = {"name": f"payments.{name}", "data": data | {"system": system}, "seq": 10**9 + number}
        delivered = Delivered(
            **happened, version=1, about_kind="payments.intent", about="x", place=None, at=timezone.now()
        )
        tell_of_money(delivered)
        tell_of_money(delivered)
    kinds = [one.kind.code for one in Notice.objects.filter(cause__startswith="100000000").order_by("pk")]
    assert kinds == ["procedures.fee_asked", "procedures.fee_paid", "procedures.fee_refunded"]
    assert "8.000" in Notice.objects.filter(cause__startswith="100000000").first().said("vi").short


def test_who_helped_is_told_when_only_paper_reaches_the_applicant(world):
    dossier = file_birth(world.client("my"), world)
    assert whom(dossier, at=timezone.now()) == [world.person("my").uuid]
    la, thoa = world.person("la"), world.account("thoa")
    dossier.case.applicant_id = la.uuid
    dossier.mandate = la.mandates.filter(account=thoa).first()
    Person.objects.filter(pk=la.pk).update(phone=None)
    assert whom(dossier, at=timezone.now()) == [la.uuid, thoa.person_id]


def test_filing_waits_for_nobody(world, settings):
    """The gateway is a black hole, and the words are not even there: a dossier is filed all the same."""
    settings.SMS_URL = "http://127.0.0.1:9"
    dossier = file_birth(world.client("my"), world)
    assert not Notice.objects.filter(link__contains=str(dossier.uuid)).exists()
    assert told(world, dossier) == ["received"]
