"""Mail by a real SMTP server, notifications opened by the browser's own key, Zalo, and codes that cannot be pumped."""

import json
import random
import re
import socket
import subprocess
import sys
import threading
import time
from base64 import urlsafe_b64encode
from http.server import BaseHTTPRequestHandler, HTTPServer

import http_ece
import jwt
import pytest
import requests
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from tinhso.core.notices.actions import give_browser, give_mail, prove, send_code, send_due
from tinhso.core.notices.actions.posting import send_at_once
from tinhso.core.notices.actions.proving import NoCodeNow, WrongCode
from tinhso.core.notices.clients import Letter, NoAnswer, Refused
from tinhso.core.notices.clients import mail as module
from tinhso.core.notices.clients.dialects import zalo_dialect
from tinhso.core.notices.clients.mail import SmtpMail, written
from tinhso.core.notices.clients.push import WebPush, public_key
from tinhso.core.notices.clients.zalo import HttpZalo
from tinhso.core.notices.domain.channels import Channel
from tinhso.core.notices.domain.limits import DAY, HOUR, free_from
from tinhso.core.notices.models import Contact, Gateway, Proof
from tinhso.core.notices.tests.stories import MINUTE, NOW, ROOT, SECRET, Provider, kind, someone, told, ways
from tinhso.events.models import Entry
from tinhso.kit.actors import Actor

LETTER = Letter(
    number="0" * 32,
    to="my@vidu.vn",
    subject="Hồ sơ 1",
    short="Ngắn",
    long="Đầy đủ",
    kind="procedures.received",
    link="/x/",
)


class Mailbox:
    """A running mail server of another make than ours (aiosmtpd)."""

    def __init__(self):
        command = [sys.executable, "-m", "simulators.mail", "--port", "0", "--smtp", "0"]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT)
        self.address, port = self.process.stdout.readline().split()
        self.port = int(port)

    def mails(self):
        return requests.get(f"{self.address}/simulator/mails", timeout=5).json()["mails"]

    def says(self, text):
        requests.post(self.address, data={"says": text}, timeout=5)

    def carrier(self, port=None):
        return SmtpMail("127.0.0.1", port or self.port, sender="tinh@vidu.vn", user="", password="", tls=False)


@pytest.fixture(scope="module")
def mailbox():
    mailbox = Mailbox()
    yield mailbox
    mailbox.process.kill()
    mailbox.process.wait()
    mailbox.process.stdout.close()


def test_a_mail_arrives_with_its_accents_and_always_the_same_number(mailbox):
    for _ in range(2):
        mailbox.carrier().send(LETTER)
    one, other = mailbox.mails()[:2]
    assert (one["to"], one["subject"], one["number"]) == ("my@vidu.vn", "Hồ sơ 1", f"<{LETTER.number}@vidu.vn>")
    assert one["number"] == other["number"]
    assert "Đầy đủ" in one["text"]


@given(st.text(max_size=80))
def test_nothing_typed_becomes_a_header(text):
    try:
        mail = written(Letter("1", "my@vidu.vn", text, "", "x", "k"), sender="tinh@vidu.vn")
    except Refused:
        return
    raw = mail.as_bytes()
    heads = [
        line.partition(b":")[0].lower() for line in raw.partition(b"\r\n\r\n")[0].split(b"\r\n") if line[:1] != b" "
    ]
    assert heads.count(b"to") == heads.count(b"subject") == 1
    assert b"bcc" not in heads


@pytest.mark.parametrize("to", ["my@vidu.vn\r\nBcc: x@y.vn", "my", "a@b@c", "", "my@vidu.vn, x@y.vn"])
def test_an_address_that_is_none_is_refused_before_anything_is_sent(mailbox, to):
    before = len(mailbox.mails())
    with pytest.raises(Refused) as refused:
        mailbox.carrier().send(Letter("1", to, "x", "x", "x", "k"))
    assert refused.value.wrong
    assert len(mailbox.mails()) == before


@pytest.mark.parametrize(
    ("says", "outcome"), [("550 No such user", "wrong"), ("552 Full", "no"), ("451 Later", "later")]
)
def test_a_mail_server_that_says_no(mailbox, says, outcome):
    mailbox.says(says)
    with pytest.raises((Refused, NoAnswer)) as said:
        mailbox.carrier().send(LETTER)
    mailbox.says("")
    if outcome == "later":
        assert not said.value.reached
    else:
        assert said.value.wrong == (outcome == "wrong")


@pytest.mark.promise("P35")
@pytest.mark.parametrize("how", ["closed", "silent", "drip"])
def test_a_mail_server_that_does_not_answer_holds_nobody(mailbox, how, monkeypatch):
    monkeypatch.setattr(module, "SECONDS", 1.0)
    server = socket.create_server(("127.0.0.1", 0))
    port = server.getsockname()[1]
    if how == "closed":
        server.close()
    if how == "drip":
        threading.Thread(target=_drip, args=(server,), daemon=True).start()
    began = time.monotonic()
    with pytest.raises(NoAnswer) as silent:
        mailbox.carrier(port).send(LETTER)
    assert time.monotonic() - began < 3
    assert not silent.value.reached
    server.close()


def _drip(server):
    connection, _ = server.accept()
    try:
        while True:
            connection.send(b"2")
            time.sleep(0.2)
    except OSError:
        return


class Browser:
    """A browser with its own key, and the push service of its maker."""

    def __init__(self, status=201):
        self.key, self.auth, self.got = ec.generate_private_key(ec.SECP256R1()), b"0123456789abcdef", []
        outer = self

        class Service(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                outer.got.append((dict(self.headers), body))
                self.send_response(status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_request(self, *args):
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Service)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def subscription(self):
        point = self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        keys = {"p256dh": _b64(point), "auth": _b64(self.auth)}
        return json.dumps({"endpoint": f"http://127.0.0.1:{self.server.server_address[1]}/push/1", "keys": keys})

    def read(self):
        headers, body = self.got[-1]
        return headers, json.loads(http_ece.decrypt(body, private_key=self.key, auth_secret=self.auth))


def _b64(raw):
    return urlsafe_b64encode(raw).decode().rstrip("=")


def mine(person):
    return Actor(person=person.uuid, account=1)


@pytest.mark.django_db
def test_only_the_browser_that_asked_can_read_its_notification(settings):
    settings.PUSH_HOSTS, settings.SMS_URL = ["127.0.0.1"], ""
    kind()
    my, browser = someone(), Browser()
    give_browser(my, browser.subscription, by=mine(my), at=NOW)
    told(my, link="/dossiers/")
    send_due([WebPush()], at=NOW)
    headers, shown = browser.read()
    assert ways(my) == [("push", "sent")]
    assert shown["link"] == "/dossiers/"
    assert shown["body"].startswith("Đã nhận hồ sơ")
    assert "hồ sơ".encode() not in browser.got[-1][1]
    scheme, _, rest = headers["Authorization"].partition(" ")
    parts = dict(part.strip().split("=", 1) for part in rest.split(","))
    assert (scheme, parts["k"]) == ("vapid", public_key())
    public = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), _unb64(public_key()))
    claims = jwt.decode(parts["t"], public, algorithms=["ES256"], options={"verify_aud": False})
    assert claims["aud"] == f"http://127.0.0.1:{browser.server.server_address[1]}"
    assert len(headers["Topic"]) == 32


def _unb64(text):
    from base64 import urlsafe_b64decode

    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


@pytest.mark.django_db
def test_a_browser_that_is_gone_is_forgotten_and_the_next_way_taken(settings):
    settings.PUSH_HOSTS, settings.SMS_URL = ["127.0.0.1"], ""
    kind()
    my, browser = someone(), Browser(status=410)
    give_browser(my, browser.subscription, by=mine(my), at=NOW)
    told(my)
    send_due([WebPush()], at=NOW)
    assert ways(my) == [("push", "failed"), ("paper", "waiting")]
    assert not Contact.objects.usable().exists()


@pytest.fixture(scope="module")
def zalo(tmp_path_factory):
    provider = Provider(tmp_path_factory.mktemp("zalo"), "zalo")
    yield provider
    provider.stop()


def test_zalo_takes_the_words_it_approved(zalo):
    carrier = HttpZalo(zalo.address, token=SECRET, dialect=zalo_dialect(""))
    letter = Letter("1" * 32, "+84912345678", "", "", "", "procedures.received", values={"code": "H52-1"})
    assert carrier.send(letter).provider
    assert zalo.arrived() == ["Mã: H52-1"]
    with zalo.failing("wrong"), pytest.raises(Refused) as refused:
        carrier.send(letter)
    assert refused.value.wrong
    with pytest.raises(Refused):
        carrier.send(Letter("1", "+84912345678", "", "", "", "no.template"))
    with pytest.raises(Refused):
        HttpZalo(zalo.address, token="wrong", dialect=zalo_dialect("")).send(letter)


def code_in(text):
    return re.search(r"\b\d{6}\b", text)[0]


@pytest.mark.django_db
def test_a_code_proves_that_a_number_is_ones_own(gateway):
    my = someone(phone="+84911111111")
    send_code(my, Channel.SMS, my.phone, by=mine(my), at=NOW)
    assert send_at_once([gateway.sms()], at=NOW) == 1
    assert send_at_once([gateway.sms()], at=NOW) == 0
    (text,) = gateway.arrived(my.phone)
    with pytest.raises(WrongCode):
        prove(my, Channel.SMS, "000000" if code_in(text) != "000000" else "1", by=mine(my), at=NOW)
    assert prove(my, Channel.SMS, code_in(text), by=mine(my), at=NOW).confirmed_at == NOW
    with pytest.raises(WrongCode):
        prove(my, Channel.SMS, code_in(text), by=mine(my), at=NOW)
    assert Proof.objects.get().sealed is None


@pytest.mark.django_db
def test_a_code_is_too_old_after_ten_minutes_and_guessed_five_times_only(gateway):
    my = someone(phone="+84911111112")
    send_code(my, Channel.SMS, my.phone, by=mine(my), at=NOW)
    send_at_once([gateway.sms()], at=NOW)
    code = code_in(gateway.arrived(my.phone)[0])
    with pytest.raises(WrongCode):
        prove(my, Channel.SMS, code, by=mine(my), at=NOW + 11 * MINUTE)
    for _ in range(5):
        with pytest.raises(WrongCode):
            prove(my, Channel.SMS, "x", by=mine(my), at=NOW)
    with pytest.raises(WrongCode):
        prove(my, Channel.SMS, code, by=mine(my), at=NOW)


@pytest.mark.django_db
def test_an_address_by_mail_is_proven_too(mailbox):
    my = someone()
    contact = give_mail(my, "my@vidu.vn", by=mine(my), at=NOW)
    send_code(my, Channel.EMAIL, contact.address, by=mine(my), at=NOW)
    assert send_at_once([mailbox.carrier()], at=NOW) == 1
    prove(my, Channel.EMAIL, code_in(mailbox.mails()[0]["text"]), by=mine(my), at=NOW)
    contact.refresh_from_db()
    assert contact.confirmed_at == NOW


@pytest.mark.django_db
@pytest.mark.promise("P24")
def test_codes_cannot_be_pumped(settings):
    """5 000 requests for random, sequential, foreign, fixed and premium numbers: hardly any is sent."""
    settings.SMS_URL = "http://127.0.0.1:1"
    chance, people = random.Random(24), [someone(phone=None) for _ in range(40)]
    ours = ["+8491", "+8437", "+8486", "+8477"]
    other = ["+842123", "+841900", "+1900555", "+37060", "+88213", "+44791", "+25261"]
    refused = 0
    for number in range(5_000):
        start = chance.choice(ours + other)
        tail = f"{number:07}" if number % 2 else f"{chance.randrange(10**7):07}"
        my = chance.choice(people)
        try:
            send_code(my, Channel.SMS, start + tail, by=mine(my), at=NOW + number * MINUTE / 100)
        except NoCodeNow:
            refused += 1
    sent = Proof.objects.count()
    assert sent <= 55
    assert refused + sent == 5_000
    assert Gateway.of(Channel.SMS).spent <= 55 * settings.SMS_PRICE
    assert Entry.objects.filter(name="notices.CodesStopped").count() == 1


@given(st.lists(st.integers(0, 48 * 60), max_size=60))
def test_no_hour_has_more_than_three_messages_and_no_day_more_than_six(wishes):
    sent = []
    for minute in sorted(wishes):
        at = NOW + minute * MINUTE
        free = free_from(sent, at=at)
        assert free >= at
        sent.append(free)
    for moment in sent:
        assert sum(moment - HOUR < other <= moment for other in sent) <= 3
        assert sum(moment - DAY < other <= moment for other in sent) <= 6
