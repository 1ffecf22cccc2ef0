"""The pages and calls of messages, through the doors, by the people of the province."""

import hmac
import json
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tinhso.core.notices.actions import tell
from tinhso.core.notices.domain.channels import State
from tinhso.core.notices.models import Contact, Delivery, Gateway, Kind, Notice, Report, Wording
from tinhso.core.notices.tests.stories import VALUES, WORDS, kind
from tinhso.core.people.models import Listing

pytestmark = pytest.mark.django_db
KEYS = ["the new key", "the old key"]


@pytest.fixture(autouse=True)
def _open(settings):
    settings.SMS_URL, settings.MAIL_HOST, settings.PUSH_HOSTS = "http://127.0.0.1:1", "127.0.0.1", ["push.example"]
    settings.SMS_REPORT_KEYS = KEYS


def told_to(person, *, cause="1", channel="", **also):
    kind()
    tell("tests.received", [person.uuid], values=VALUES, cause=cause, at=timezone.now() - timedelta(minutes=1))
    notice = Notice.objects.get(person=person.uuid, cause=cause)
    if channel:
        notice.deliveries.all().delete()
        Delivery.objects.create(
            notice=notice, channel=channel, place=notice.place, due=notice.told_at, **({"state": "waiting"} | also)
        )
    return notice


def test_the_shell_counts_what_is_unread_and_asks_nothing_for_it(world):
    client = world.client("my")
    client.get("/messages/choices/")
    with CaptureQueriesContext(
        connection,
    ) as none:
        assert "tin mới" not in client.get("/messages/choices/").content.decode()
    told_to(world.person("my"))
    with CaptureQueriesContext(connection) as one:
        assert "1 tin mới" in client.get("/messages/choices/").content.decode()
    assert len(one) == len(none)
    assert "1 tin mới" in client.get("/home/").content.decode()
    client.post("/messages/read/")
    assert "tin mới" not in client.get("/home/").content.decode()


def test_a_link_to_elsewhere_is_never_followed(world):
    notice = told_to(world.person("my"))
    Notice.objects.filter(pk=notice.pk).update(link="//evil.example/")
    opened = world.client("my").post(f"/messages/{notice.uuid}/open/")
    assert opened.headers["Location"] == "/messages/"


def test_she_chooses_on_her_page_what_she_wants_and_it_stays(world):
    kind("tests.rating", refusable=True)
    client = world.client("my")
    told = {"first": "email", "second": "sms", "third": "", "language": "en", "digest": "on", "quiet": "20:00-06:00"}
    assert client.post("/messages/choices/", told).status_code == 302
    assert 'value="20:00-06:00"' in client.get("/messages/choices/").content.decode()
    wrong = client.post("/messages/choices/", told | {"quiet": "nachts"})
    assert "21:00-07:00" in wrong.content.decode()
    client.post("/messages/choices/refuse/", {"refused": "tests.rating"})
    chosen = {one["kind"]: one for one in client.get("/api/notices/choices").json()}
    assert chosen[""]["channels"] == ["email", "sms"]
    assert chosen["tests.rating"]["refused"]


def test_an_address_is_kept_sealed_and_used_when_it_is_proven(world):
    client = world.client("my")
    assert client.post("/messages/choices/mail/", {"email": "my@vidu.vn\nBcc: x@y.vn"}).status_code == 200
    assert not Contact.objects.filter(channel="email").exists()
    assert client.post("/messages/choices/mail/", {"email": "my@vidu.vn"}).headers["Location"].endswith("/code/email/")
    contact = Contact.objects.get(channel="email")
    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed FROM notices_contact WHERE id = %s", [contact.pk])
        assert b"vidu" not in bytes(cursor.fetchone()[0])
    assert contact.address == "my@vidu.vn"
    assert not Contact.objects.usable().filter(pk=contact.pk).exists()
    assert client.post(f"/messages/choices/{contact.uuid}/forget/").status_code == 302
    assert not Contact.objects.filter(pk=contact.pk).exists()


@pytest.mark.parametrize(
    "endpoint", ["https://169.254.169.254/x", "https://push.example.evil/", "https://a@push.example/"]
)
def test_only_push_services_on_the_list_are_ever_called(world, endpoint):
    told = json.dumps({"endpoint": endpoint, "keys": {"auth": "x", "p256dh": "y"}})
    world.client("my").post("/messages/choices/browser/", {"subscription": told})
    assert not Contact.objects.filter(channel="push").exists()


def test_a_slip_is_printed_handed_over_and_noted_with_who_looked(world):
    la, client = world.person("la"), world.client("thoa")
    notice = told_to(la, channel="paper")
    before = Listing.objects.count()
    page = client.get("/notices/hand-over/").content.decode()
    assert la.full_name in page
    assert Listing.objects.count() > before
    paper = client.get(f"/notices/hand-over/{notice.place}/")
    assert paper.content.startswith(b"%PDF")
    row = notice.deliveries.get()
    assert client.post(f"/notices/hand-over/{row.uuid}/handed/").status_code == 302
    row.refresh_from_db()
    assert (row.state, row.handed_by) == ("delivered", world.account("thoa").pk)
    assert la.full_name not in client.get("/notices/hand-over/").content.decode()
    again = client.post(f"/notices/hand-over/{row.uuid}/handed/", follow=True).content.decode()
    assert "Đã có người trao" in again


def test_a_helper_of_another_commune_sees_no_slip_and_hands_none_over(world):
    notice = told_to(world.person("la"), channel="paper")
    client = world.client("hac_elsewhere")
    assert world.person("la").full_name not in client.get("/notices/hand-over/").content.decode()
    assert client.post(f"/notices/hand-over/{notice.deliveries.get().uuid}/handed/").status_code == 404
    assert client.get(f"/notices/sent/{notice.uuid}/").status_code == 404


def test_a_call_shows_what_to_say_and_machines_fetch_the_script(world):
    notice = told_to(world.person("my"), channel="voice")
    page = world.client("hac").get("/notices/hand-over/").content.decode()
    assert notice.said().spoken in page
    scripts = world.client("hac").get("/api/notices/by-hand").json()
    assert notice.said().spoken in [one["script"] for one in scripts]


def test_what_failed_waits_for_the_head_who_sends_it_another_way(world):
    notice = told_to(world.person("my"), channel="zalo", state=State.UNSURE)
    Notice.objects.filter(pk=notice.pk).update(stuck_at=timezone.now())
    assert "chờ anh chị xử lý" in world.client("muon").get("/notices/sent/").content.decode()
    assert world.client("hac").post(f"/notices/sent/{notice.uuid}/again/", {"channel": "paper"}).status_code == 403
    assert world.client("muon").post(f"/notices/sent/{notice.uuid}/again/", {"channel": "paper"}).status_code == 302
    notice.refresh_from_db()
    assert notice.stuck_at is None
    assert sorted(notice.deliveries.values_list("channel", "state")) == [("paper", "waiting"), ("zalo", "unsure")]
    assert world.client("muon").get(f"/notices/sent/{notice.uuid}/").status_code == 200


def test_words_are_drafted_looked_at_published_and_compared(world):
    kind()
    client = world.client("xuan")
    form = {f"{language}_{name}": text for language in ("vi", "en", "id") for name, text in WORDS.items()}
    client.post("/notices/words/tests.received/", form | {"vi_short": "Hồ sơ {code}: {name}"})
    page = client.get("/notices/words/tests.received/draft/").content.decode()
    assert "{name}" in page
    refused = client.post("/notices/words/tests.received/publish/", follow=True).content.decode()
    assert "{name}" in refused
    client.post("/notices/words/tests.received/", form | {"vi_short": "Hồ sơ {code} đã đến."})
    shown = client.get("/notices/words/tests.received/draft/").content.decode()
    assert "Ho so H52.75.33-261121-0042 da den." in shown
    assert "<ins>" in shown
    published = client.post("/notices/words/tests.received/publish/")
    assert published.headers["Location"] == "/notices/words/tests.received/2/"
    assert [one["state"] for one in client.get("/api/notices/words/tests.received").json()] == ["published", "retired"]
    assert world.client("hac").get("/notices/words/").status_code == 403


def test_the_engineer_sees_a_silent_line(world):
    Gateway.objects.create(channel="sms", failing_since=timezone.now(), why="silent", failures=4)
    client = world.client("chu")
    assert "silent" in client.get("/engineer/channels/").content.decode()
    assert "không trả lời" in client.get("/home/").content.decode()


def test_every_kind_that_comes_with_the_product_can_be_said(world):
    call_command("load_reference")
    assert Kind.objects.filter(system="procedures").count() >= 11
    for wording in Wording.objects.published():
        assert set(wording.words) >= {"vi", "en", "id"}
    assert Wording.objects.exclude(number=1).count() == 0


class Reporter:
    """A provider that reports, rightly or not."""

    def __init__(self, client, row):
        self.client, self.row = client, row

    def __call__(
        self, *, number="r1", status="delivered", code="", key=KEYS[0], age=0, spoil=lambda raw: raw, stamp=None
    ):
        told = {"report": number, "id": self.row.uuid.hex, "status": status, "code": code}
        raw = json.dumps(told).encode()
        stamp = stamp or str(int(datetime.now(UTC).timestamp()) - age)
        signature = hmac.new(key.encode(), stamp.encode() + b"." + raw, sha256).hexdigest()
        return self.client.post(
            "/api/notices/reports/sms",
            spoil(raw),
            content_type="application/json",
            headers={"X-Timestamp": stamp, "X-Signature": signature},
        )


@pytest.fixture
def report(world):
    notice = told_to(world.person("my"), channel="sms", state="sent", print="p")
    return Reporter(world.client(""), notice.deliveries.get())


@pytest.mark.promise("P49")
@pytest.mark.parametrize(
    "how",
    [
        {"key": "another's key"},
        {"age": 301},
        {"age": -330},
        {"spoil": lambda raw: raw.replace(b"delivered", b"undelivered")},
        {"spoil": lambda raw: raw + b" "},
        {"spoil": lambda raw: raw.replace(b'": ', b'":')},
        {"stamp": "nan"},
        {"stamp": "9" * 30},
    ],
)
def test_a_forged_old_or_changed_report_does_nothing(report, how):
    assert report(**how).status_code == 403
    report.row.refresh_from_db()
    assert (report.row.state, Report.objects.count()) == ("sent", 0)


@pytest.mark.promise("P49")
def test_a_report_counts_once_by_either_key(report):
    assert report(key=KEYS[1]).json() == {"new": True}
    assert report(status="undelivered").json() == {"new": False}
    report.row.refresh_from_db()
    assert report.row.state == "delivered"
    assert report(number="r2", status="undelivered").json() == {"new": True}
    report.row.refresh_from_db()
    assert report.row.state == "delivered"


def test_what_the_provider_lost_takes_the_next_way(report):
    report(status="undelivered", code="unknown_subscriber")
    notice = report.row.notice
    assert notice.deliveries.get(channel="sms").state == "failed"
    assert Contact.objects.get(print="p").wrong_since is not None


SAYS_NOTHING = {"report": "x", "id": "19ab20b1-3fe3-4a70-89fe-a1d796fb304c", "status": "?"}


@pytest.mark.parametrize("raw", [b"", b"[]", b'{"report": 1}', b"\xff", json.dumps(SAYS_NOTHING).encode()])
def test_a_signed_report_that_says_nothing_is_no_error_of_ours(world, raw):
    stamp = str(int(datetime.now(UTC).timestamp()))
    signature = hmac.new(KEYS[0].encode(), stamp.encode() + b"." + raw, sha256).hexdigest()
    headers = {"X-Timestamp": stamp, "X-Signature": signature}
    answer = world.client("").post("/api/notices/reports/sms", raw, content_type="application/json", headers=headers)
    assert answer.status_code == 404
