"""Stories on the street: Mỷ pays a fee by every way, through a bank and gateways that are processes of their own."""

import re
from datetime import timedelta
from html import unescape

import pytest
import requests
from django.test import Client
from django.utils import timezone

from tinhso.core.payments.actions import approve_refund, cancel_payment, refund_payment
from tinhso.core.payments.actions.sending import ask_gateways, send_refunds
from tinhso.core.payments.clients import rails
from tinhso.core.payments.domain.memos import memo
from tinhso.core.payments.domain.states import AttemptState, IntentState, Mismatch, RefundState
from tinhso.core.payments.domain.vietqr import transfer
from tinhso.core.payments.models import Attempt, Callback, Credit, GatewayLine, Intent, MoneyMatter, Refund
from tinhso.core.payments.tests.stories import MONDAY, SYSTEM, a_treasury, an_account
from tinhso.core.payments.tests.test_papers import scanned

pytestmark = pytest.mark.django_db
FEE = 50_000
GATEWAYS = ("vnpay", "momo", "hosted")


@pytest.fixture
def treasury():
    return a_treasury()


def asks(treasury, amount: int = FEE, **also) -> Intent:
    now = timezone.now()
    return treasury.asks(amount, **({"deadline": now + timedelta(days=1), "at": now} | also))


def code_of(intent: Intent) -> str:
    """What a scanner reads from the page of a payment."""
    payee = intent.payee
    words = memo(intent.order_code, "nop phi")
    return transfer(bank=payee.bank_bin, account=payee.number, amount=intent.due, memo=words)


def goes_to(street, intent: Intent, way: str) -> str:
    """Mỷ presses a way to pay; where she is sent."""
    client = Client(headers={"host": street.house.address.removeprefix("http://")})
    go = client.post(f"/pay/{intent.uuid}/start/", {"rail": way}, follow=True)
    there = re.search(r'href="(http://127\.0\.0\.1:[0-9]+/[^"]+)"', go.content.decode())
    assert there, go.content.decode()[-2000:]
    return unescape(there[1])


def presses(street, intent: Intent, way: str, how: str = "pay") -> str:
    """She goes there and presses a button; where her browser is sent next."""
    there = goes_to(street, intent, way)
    shown = requests.get(there, timeout=5)
    assert shown.status_code == 200, shown.text
    ref = re.search(r'name="ref" value="([^"]+)"', shown.text)[1]
    origin = "/".join(there.split("/")[:3])
    sent = requests.post(f"{origin}/pay", data={"ref": ref, "how": how}, timeout=20, allow_redirects=False)
    assert sent.status_code == 303
    return sent.headers["Location"]


def later(minutes: int):
    return timezone.now() + timedelta(minutes=minutes)


def state_of(intent: Intent) -> IntentState:
    return IntentState(Intent.objects.get(pk=intent.pk).state)


def page_of(intent: Intent) -> str:
    return Client().get(f"/pay/{intent.uuid}/").content.decode()


@pytest.mark.parametrize("teller", ["sepay", "vietqr"])
def test_my_scans_the_code_and_the_bank_tells(street, treasury, teller):
    payee = treasury.payee
    if teller == "vietqr":
        payee = an_account(treasury.office.committee, treasury.office.muon, number="0011007654321")
    intent = asks(treasury, payee=payee)
    moved = street.bank.pay(qr=code_of(intent))
    street.answer_calls()
    assert (moved["amount"], state_of(intent)) == (FEE, IntentState.PAID)
    assert Credit.objects.get().provider == teller
    assert "Đã nộp" in page_of(intent) or "nhận" in page_of(intent)


@pytest.mark.parametrize("way", [*GATEWAYS, "vnpay:INTCARD", "vnpay:MOBILEMONEY"])
def test_my_pays_at_a_gateway_and_comes_back_to_a_page_that_knows(street, treasury, way):
    intent = asks(treasury)
    back = presses(street, intent, way)
    street.answer_calls()
    shown = street.follow(Client(), back)
    assert state_of(intent) is IntentState.PAID
    assert shown.redirect_chain[-1][0] == f"/pay/{intent.uuid}/"
    assert Attempt.objects.get().method == way.partition(":")[2]


@pytest.mark.parametrize("way", GATEWAYS)
def test_the_browser_is_back_before_the_gateway_calls(street, treasury, way):
    intent = asks(treasury)
    stand = getattr(street, way)
    stand.fail("late", seconds=0.5)
    back = presses(street, intent, way)
    waiting = street.follow(Client(), back).content.decode()
    assert "Đang đợi tin" in waiting
    assert state_of(intent) is IntentState.ASKED
    street.answer_calls()
    assert state_of(intent) is IntentState.PAID
    assert "Đang đợi tin" not in page_of(intent)


@pytest.mark.promise("P10")
@pytest.mark.parametrize("way", GATEWAYS)
def test_told_three_times_it_is_paid_once(street, treasury, way):
    intent = asks(treasury)
    getattr(street, way).fail("repeat")
    presses(street, intent, way)
    assert len(street.answer_calls()) == 3
    assert (state_of(intent), Credit.objects.count()) == (IntentState.PAID, 1)


@pytest.mark.promise("P10", "P11")
@pytest.mark.parametrize("way", GATEWAYS)
def test_taken_twice_one_pays_and_one_waits_for_a_person(street, treasury, way):
    intent = asks(treasury)
    getattr(street, way).fail("twice")
    presses(street, intent, way)
    street.answer_calls()
    assert (state_of(intent), MoneyMatter.objects.get().kind) == (IntentState.PAID, Mismatch.DOUBLED)


@pytest.mark.promise("P11")
@pytest.mark.parametrize(("fault", "why"), [("wrong_amount", Mismatch.SHORT), ("hundredfold", Mismatch.OVER)])
@pytest.mark.parametrize("way", ["momo", "hosted"])
def test_a_wrong_amount_waits_for_a_person(street, treasury, way, fault, why):
    intent = asks(treasury)
    getattr(street, way).fail(fault)
    presses(street, intent, way)
    street.answer_calls()
    assert MoneyMatter.objects.get().kind == why


@pytest.mark.promise("P49")
@pytest.mark.parametrize("way", GATEWAYS)
def test_a_forged_call_does_nothing_and_the_truth_is_asked_for(street, treasury, way):
    intent = asks(treasury)
    getattr(street, way).fail("forged")
    presses(street, intent, way)
    street.answer_calls()
    assert (state_of(intent), Callback.objects.count()) == (IntentState.ASKED, 0)
    assert ask_gateways(rails(), at=later(3)) == 1
    assert state_of(intent) is IntentState.PAID


@pytest.mark.promise("P11")
@pytest.mark.parametrize("way", GATEWAYS)
def test_paid_and_never_told_is_found_within_fifteen_minutes(street, treasury, way):
    intent = asks(treasury)
    getattr(street, way).fail("never")
    presses(street, intent, way)
    street.answer_calls()
    for minutes in range(0, 15, 2):
        ask_gateways(rails(), at=later(minutes))
    assert (state_of(intent), Credit.objects.count()) == (IntentState.PAID, 1)


@pytest.mark.promise("P11")
@pytest.mark.parametrize("way", GATEWAYS)
@pytest.mark.parametrize("fault", ["error", "garbage", "dropped"])
def test_a_gateway_that_answers_nonsense_is_asked_again(street, treasury, way, fault):
    intent = asks(treasury)
    stand = getattr(street, way)
    stand.fail("never", times=1)
    presses(street, intent, way)
    stand.fail(fault)
    ask_gateways(rails(), at=later(3))
    assert state_of(intent) is IntentState.ASKED
    stand.fail("nothing")
    GatewayLine.objects.update(next_call=None)
    ask_gateways(rails(), at=later(9))
    assert state_of(intent) is IntentState.PAID


@pytest.mark.parametrize("way", GATEWAYS)
def test_my_changes_her_mind_and_pays_by_the_bank(street, treasury, way):
    intent = asks(treasury)
    presses(street, intent, way, how="cancel")
    street.answer_calls()
    assert (Attempt.objects.get().state, state_of(intent)) == (AttemptState.FAILED, IntentState.ASKED)
    street.bank.pay(qr=code_of(intent))
    street.answer_calls()
    assert state_of(intent) is IntentState.PAID


@pytest.mark.promise("P11")
@pytest.mark.parametrize("way", ["momo", "hosted"])
def test_the_gateway_takes_the_money_calls_and_only_then_answers(street, treasury, way):
    """Its call comes while our question still waits: she reads that it does not answer, and then that she has paid."""
    intent = asks(treasury)
    getattr(street, way).fail("early", times=1)
    client = Client(headers={"host": street.house.address.removeprefix("http://")})
    told = client.post(f"/pay/{intent.uuid}/start/", {"rail": way}, follow=True)
    assert told.redirect_chain[-1][0] == f"/pay/{intent.uuid}/"
    assert Attempt.objects.get().state == AttemptState.UNSURE
    street.answer_calls()
    assert state_of(intent) is IntentState.PAID


@pytest.mark.parametrize("way", GATEWAYS)
def test_a_refund_goes_back_the_way_the_money_came_and_only_once(street, treasury, way):
    intent = asks(treasury)
    presses(street, intent, way)
    street.answer_calls()
    (refund,) = refund_payment(intent, reason="Nộp nhầm", by=treasury.muon, at=MONDAY)
    approve_refund(refund, by=SYSTEM, at=MONDAY)
    stand = getattr(street, way)
    stand.fail("dropped", times=1)
    send_refunds(rails(), at=MONDAY)
    assert Refund.objects.get().state == RefundState.UNSURE
    GatewayLine.objects.update(next_call=None)
    send_refunds(rails(), at=MONDAY + timedelta(minutes=10))
    order = next(iter(stand.orders().values()))
    assert Refund.objects.get().state == RefundState.DONE
    assert sum(order["refunds"].values()) == FEE
    assert state_of(intent) is IntentState.REFUNDED


def test_whoever_has_the_address_of_a_payment_prints_its_slip_while_it_is_asked_for(treasury):
    intent = asks(treasury)
    answer = Client().get(f"/pay/{intent.uuid}/slip.pdf")
    assert answer["Content-Disposition"].startswith("attachment")
    code = scanned(answer.content)
    assert (code.amount, code.bill, code.receiver.account) == (FEE, intent.order_code, intent.payee.number)
    cancel_payment(intent, by=SYSTEM, at=timezone.now())
    assert Client().get(f"/pay/{intent.uuid}/slip.pdf").status_code == 404
