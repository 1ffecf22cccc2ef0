"""Gateways as the register sees them: what they answer is checked, what does not answer is left alone."""

import json
import socket
import threading
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from time import monotonic

import pytest
import structlog
from django.utils import timezone

from tinhso.core.payments import clients
from tinhso.core.payments.clients import breaker
from tinhso.core.payments.clients.hosted import HostedRail
from tinhso.core.payments.clients.momo import MomoRail
from tinhso.core.payments.clients.vnpay import VnpayRail
from tinhso.core.payments.domain.momo import Partner
from tinhso.core.payments.domain.rails import Order, RailCode, RailDown, Return, Said
from tinhso.core.payments.domain.vnpay import Merchant
from tinhso.core.payments.models import GatewayLine
from tinhso.kit.lines import Line, WrongAddress

pytestmark = pytest.mark.django_db
KEY = "a key of gateway tests"
PARTNER = Partner("MOMOTEST", "AK", KEY, "Sơn La")


def order(ref: str = "TS2345678X01", amount: int = 50_000) -> Order:
    now = timezone.now()
    return Order(
        ref=ref, amount=amount, memo="TS2345678X nop phi", started_at=now, expires_at=now + timedelta(minutes=15),
        return_url="http://127.0.0.1:1/back", notify_url="http://127.0.0.1:1/notice", address="127.0.0.1",
    )  # fmt: skip


def back(order_ref: str, provider_ref: str = "1", ref: str = "R1", amount: int = 50_000) -> Return:
    now = timezone.now()
    return Return(
        ref=ref, order_ref=order_ref, provider_ref=provider_ref, amount=amount, whole=True, ordered_at=now,
        asked_at=now, reason="Nộp nhầm",
    )  # fmt: skip


@contextmanager
def answers(said: str):
    """A gateway that always says the same; `{here}` in it is its own address."""

    class Always(BaseHTTPRequestHandler):
        def do_POST(self):
            self.rfile.read(int(self.headers["Content-Length"]))
            body = said.replace("{here}", f"http://127.0.0.1:{self.server.server_address[1]}").encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args):
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Always) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()


@pytest.mark.parametrize(
    "told",
    [
        {"payUrl": "https://evil.example/pay"},
        {"payUrl": "javascript:alert(1)"},
        {"payUrl": ""},
        {"orderId": "TS2345678X02"},
        {"resultCode": 41},
        {"resultCode": None},
    ],
    ids=["another host", "a script", "none", "another order", "refused", "no code"],
)
def test_a_page_that_is_not_momos_own_for_this_order_is_nobodys_page(told):
    good = {"resultCode": 0, "orderId": "TS2345678X01", "payUrl": "{here}/v2/gateway/pay?t=1"}
    with answers(json.dumps(good)) as address:
        assert MomoRail(PARTNER, Line(address)).start(order()) == f"{address}/v2/gateway/pay?t=1"
    with answers(json.dumps(good | told)) as address, pytest.raises(RailDown):
        MomoRail(PARTNER, Line(address)).start(order())


@pytest.mark.parametrize("body", ["", "[]", "null", "<html>", '{"vnp_ResponseCode": "00"}', "{" * 50_000])
def test_an_answer_without_a_right_signature_is_no_answer(body):
    with answers(body) as address:
        rail = VnpayRail(Merchant("TESTTMN1", KEY), gateway=address, api=Line(address))
        with pytest.raises(RailDown):
            rail.query(ref="TS2345678X01", started_at=timezone.now(), at=timezone.now())


def test_an_order_that_a_gateway_does_not_know(street):
    """VNPAY learns of it when the payer's browser comes; MoMo knew it from the first second or never will."""
    now, on = timezone.now(), clients.rails()
    asked = {"ref": "TS2345678X77", "started_at": now}
    assert on[RailCode.VNPAY].query(**asked, at=now + timedelta(minutes=5)).said is Said.PENDING
    assert on[RailCode.VNPAY].query(**asked, at=now + timedelta(minutes=61)).said is Said.FAILED
    assert on[RailCode.MOMO].query(**asked, at=now).said is Said.FAILED
    assert on[RailCode.HOSTED].query(**asked, at=now).said is Said.UNKNOWN


def test_an_order_is_begun_once_at_momo(street):
    rail = clients.rails()[RailCode.MOMO]
    assert rail.start(order("TS2345678X88")).startswith(street.momo.address)
    with pytest.raises(RailDown):
        rail.start(order("TS2345678X88"))


def test_a_refund_of_what_was_not_paid_or_of_too_much_is_refused(street):
    rail = clients.rails()[RailCode.MOMO]
    rail.start(order("TS2345678X99"))
    assert rail.refund(back("TS2345678X99", provider_ref="12345")).said is Said.FAILED
    paid = street.momo.pay(ref="TS2345678X99")["payments"][0]["number"]
    assert rail.refund(back("TS2345678X99", paid, amount=50_001)).said is Said.FAILED
    assert rail.refund(back("TS2345678X99", paid, ref="R2", amount=20_000)).said is Said.PAID
    assert rail.refund(back("TS2345678X99", paid, ref="R2", amount=20_000)).said is Said.PAID
    assert street.momo.orders()["TS2345678X99"]["refunds"] == {"R2": 20_000}


@pytest.mark.promise("P35")
def test_a_silent_gateway_is_asked_once_and_then_left_alone_until_it_has_rested(time_machine):
    rail = RailCode.MOMO
    with socket.create_server(("127.0.0.1", 0), backlog=16) as hole:
        momo = MomoRail(PARTNER, Line(f"http://127.0.0.1:{hole.getsockname()[1]}"))
        began = monotonic()
        with pytest.raises(RailDown, match="silent"):
            momo.start(order())
        assert monotonic() - began < 2.5
        began = monotonic()
        for _ in range(20):
            with pytest.raises(RailDown, match="resting"):
                momo.start(order())
        assert monotonic() - began < 0.5
    line = GatewayLine.objects.get(rail=rail)
    assert (line.failures, line.why) == (1, "silent")
    assert line.next_call > timezone.now()
    assert line.next_call < timezone.now() + breaker.LONGEST_PAUSE


def test_after_a_rest_one_tries_and_its_answer_opens_the_way_for_all(street):
    rail = clients.rails()[RailCode.MOMO]
    past = timezone.now() - timedelta(seconds=1)
    GatewayLine.objects.create(rail=RailCode.MOMO, failures=5, failing_since=past, next_call=past, why="silent")
    assert rail.start(order("TS2345678X55"))
    line = GatewayLine.objects.get()
    assert (line.failures, line.failing_since, line.next_call) == (0, None, None)


def test_while_one_tries_the_others_go_on_resting(street):
    past = timezone.now() - timedelta(seconds=1)
    line = GatewayLine.objects.create(rail=RailCode.MOMO, failures=1, failing_since=past, next_call=past)
    assert breaker._may_call(line, timezone.now())
    assert not breaker._may_call(GatewayLine.objects.get(), timezone.now())


def test_no_secret_and_no_order_reaches_the_log(street):
    with structlog.testing.capture_logs() as lines:
        for rail in clients.rails().values():
            rail.start(replace(order("TS2345678X66"), memo="TS2345678X nop phi"))
            rail.query(ref="TS2345678X66", started_at=timezone.now(), at=timezone.now())
    said = json.dumps(lines)
    assert {line["event"] for line in lines} == {"gateway_asked"}
    assert "TS2345678X66" not in said
    assert street.settings()["MOMO_SECRET"] not in said


@pytest.mark.parametrize("address", ["http://gateway.example", "ftp://127.0.0.1", "https://a:b@gateway.example", "//x"])
def test_an_unsafe_address_is_refused_before_anything_is_sent(settings, address):
    with pytest.raises(WrongAddress):
        HostedRail(address, (KEY,)).start(order())
    settings.HOSTED_URL, settings.HOSTED_SECRETS = address, [KEY]
    with pytest.raises(WrongAddress):
        clients.rails()


def test_everything_is_off_by_default():
    assert clients.rails() == {}
    assert clients.ways() == []
