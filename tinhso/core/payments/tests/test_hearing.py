"""Banks and gateways tell of money at our doors: in any order, three times, late, wrong, forged."""

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import pytest
import structlog
from django.test import Client

from tinhso.core.payments.actions import cancel_payment
from tinhso.core.payments.actions.hearing import KEPT, forget_callbacks
from tinhso.core.payments.domain.doors import Heard
from tinhso.core.payments.domain.rails import RailCode
from tinhso.core.payments.domain.states import AttemptState, IntentState, Mismatch, Outcome
from tinhso.core.payments.models import Callback, Credit, Intent, MoneyMatter
from tinhso.core.payments.tests.stories import MONDAY, SYSTEM, a_treasury, tries
from tinhso.events.models import Entry

pytestmark = pytest.mark.django_db
KEY, NEXT_KEY = "the key of these tests", "the key of next year"
FEE = 50_000


@pytest.fixture
def treasury():
    return a_treasury()


@pytest.fixture(autouse=True)
def _on(settings, time_machine):
    """All ways to pay are on; it is Monday morning."""
    time_machine.move_to(MONDAY, tick=False)
    settings.VNPAY_URL, settings.VNPAY_API = "http://127.0.0.1:1/pay", "http://127.0.0.1:1/api"
    settings.VNPAY_TERMINAL, settings.VNPAY_SECRET = "TESTTMN1", KEY
    settings.MOMO_URL, settings.MOMO_PARTNER, settings.MOMO_ACCESS_KEY = "http://127.0.0.1:1", "MOMOTEST", "AK"
    settings.MOMO_SECRET = KEY
    settings.HOSTED_URL, settings.HOSTED_SECRETS = "http://127.0.0.1:1", [NEXT_KEY, KEY]
    settings.SEPAY_SECRETS, settings.SEPAY_KEYS = [KEY], []
    settings.VIETQR_USER, settings.VIETQR_PASSWORD = "vietqr", KEY


def vnpay_says(ref: str, *, amount: int = FEE, code: str = "00", number: str = "14226112", key: str = KEY) -> dict:
    """What VNPAY's IPN is answered."""
    told = {
        "vnp_Amount": str(amount * 100), "vnp_BankCode": "NCB", "vnp_OrderInfo": "TS le phi",
        "vnp_PayDate": "20261123090000", "vnp_ResponseCode": code, "vnp_TmnCode": "TESTTMN1",
        "vnp_TransactionNo": number, "vnp_TransactionStatus": "00" if code == "00" else "02", "vnp_TxnRef": ref,
    }  # fmt: skip
    text = urlencode(sorted(told.items()))
    mac = hmac.new(key.encode(), text.encode(), hashlib.sha512).hexdigest()
    answer = Client().get(f"/pay/notice/vnpay/?{text}&vnp_SecureHash={mac}")
    assert answer.status_code == 200
    return answer.json()["RspCode"]


def momo_says(ref: str, *, amount: int = FEE, code: int = 0, number: int = 4088878653, key: str = KEY) -> int:
    """The status that MoMo's IPN is answered."""
    told = {
        "partnerCode": "MOMOTEST", "orderId": ref, "requestId": ref, "amount": amount, "orderInfo": "Lệ phí",
        "orderType": "momo_wallet", "transId": number, "resultCode": code, "message": "Thành công.", "payType": "qr",
        "responseTime": int(MONDAY.timestamp() * 1000), "extraData": "",
    }  # fmt: skip
    text = "&".join(f"{name}={(told | {'accessKey': 'AK'})[name]}" for name in sorted([*told, "accessKey"]))
    told["signature"] = hmac.new(key.encode(), text.encode(), hashlib.sha256).hexdigest()
    return Client().post("/pay/notice/momo/", json.dumps(told), content_type="application/json").status_code


def stamped(body: bytes, *, key: str = KEY, at: datetime = MONDAY, names=("X-Timestamp", "X-Signature")) -> dict:
    stamp = str(int(at.timestamp()))
    mac = hmac.new(key.encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
    return {names[0]: stamp, names[1]: f"sha256={mac}"}


def hosted_says(ref: str, *, event: str = "e-1", status: str = "paid", amount: int = FEE, **how):
    told = {"event": event, "ref": ref, "status": status, "amount": amount, "reference": "H7", "at": MONDAY.isoformat()}
    body = json.dumps(told).encode()
    return Client().post("/pay/notice/hosted/", body, content_type="application/json", headers=stamped(body, **how))


def sepay_says(code: str, *, amount: int = FEE, number: int = 92704, account: str = "0011001234567", **how):
    told = {
        "id": number, "gateway": "Agribank", "transactionDate": "2026-11-23 09:00:00", "accountNumber": account,
        "code": None, "content": f"MBVCB.1.{code}.CT tu 0451000", "transferType": "in", "transferAmount": amount,
        "referenceCode": f"FT{number}", "description": "",
    }  # fmt: skip
    body = json.dumps(told).encode()
    headers = stamped(body, names=("X-SePay-Timestamp", "X-SePay-Signature"), **how)
    return Client().post("/pay/notice/sepay/", body, content_type="application/json", headers=headers)


def vietqr_token(*, user: str = "vietqr", password: str = KEY):
    told = base64.b64encode(f"{user}:{password}".encode()).decode()
    headers = {"Authorization": f"Basic {told}"}
    return Client().post("/pay/vietqr/api/token_generate", b"{}", content_type="application/json", headers=headers)


def vietqr_says(code: str, *, token: str, amount: int = FEE, number: str = "VQR1", account: str = "0011001234567"):
    told = {
        "bankaccount": account, "amount": amount, "transType": "C", "content": code, "transactionid": number,
        "transactiontime": int(MONDAY.timestamp() * 1000), "referencenumber": "", "orderId": "",
    }  # fmt: skip
    headers = {"Authorization": f"Bearer {token}"}
    address = "/pay/vietqr/bank/api/transaction-sync"
    return Client().post(address, json.dumps(told), content_type="application/json", headers=headers)


def state_of(intent: Intent) -> IntentState:
    return IntentState(Intent.objects.get(pk=intent.pk).state)


def confirmed() -> int:
    return Entry.objects.filter(name="payments.PaymentConfirmed").count()


@pytest.mark.promise("P10")
def test_vnpay_tells_three_times_and_it_is_paid_once(treasury):
    intent = treasury.asks(FEE)
    ref = tries(intent).ref
    assert [vnpay_says(ref) for _ in range(3)] == ["00", "02", "02"]
    assert state_of(intent) is IntentState.PAID
    assert (Credit.objects.count(), confirmed()) == (1, 1)
    assert Callback.objects.get().times == 3


@pytest.mark.promise("P10")
def test_momo_tells_three_times_with_other_words_and_it_is_paid_once(treasury, time_machine):
    intent = treasury.asks(FEE)
    ref = tries(intent, RailCode.MOMO).ref
    assert [momo_says(ref) for _ in range(2)] == [204, 204]
    assert momo_says(ref, code=0, number=4088878653) == 204
    assert (state_of(intent), Credit.objects.count(), confirmed()) == (IntentState.PAID, 1, 1)


@pytest.mark.promise("P10", "P49")
def test_a_hosted_page_tells_twice_under_one_number_and_nothing_changes(treasury):
    intent = treasury.asks(FEE)
    ref = tries(intent, RailCode.HOSTED).ref
    first, again = hosted_says(ref), hosted_says(ref, key=NEXT_KEY)
    assert (first.status_code, again.status_code) == (200, 200)
    assert (first.json()["again"], again.json()["again"]) == (False, True)
    other = hosted_says(ref, amount=FEE * 3)
    assert (other.status_code, other.json()["again"]) == (200, True), (
        "the number was used: what else it says is not read"
    )
    assert (Credit.objects.get().amount, state_of(intent)) == (FEE, IntentState.PAID)


@pytest.mark.promise("P49")
@pytest.mark.parametrize("late", [-301, 301, 86_400])
def test_an_old_or_early_stamp_is_refused(treasury, late):
    ref = tries(treasury.asks(FEE), RailCode.HOSTED).ref
    at = MONDAY - timedelta(seconds=late)
    assert hosted_says(ref, at=at).status_code == 403
    assert sepay_says("TS", at=at).status_code == 403
    assert not Callback.objects.exists()


@pytest.mark.promise("P49")
def test_a_forged_word_does_nothing_and_leaves_nothing_of_it_in_the_log(treasury):
    intent = treasury.asks(FEE)
    ref, momo_ref = tries(intent).ref, tries(intent, RailCode.MOMO).ref
    with structlog.testing.capture_logs() as lines:
        assert vnpay_says(ref, key="another's") == "97"
        assert momo_says(momo_ref, key="another's") == 403
        assert hosted_says(ref, key="another's").status_code == 403
        assert sepay_says(intent.order_code, key="another's").status_code == 403
        assert vietqr_token(password="another's").status_code == 403
        assert vietqr_token(user="root").status_code == 403
        assert vietqr_says(intent.order_code, token="another's").status_code == 403
    assert (Credit.objects.count(), Callback.objects.count(), state_of(intent)) == (0, 0, IntentState.ASKED)
    assert [line["event"] for line in lines] == ["callback_refused"] * 7
    assert intent.order_code not in json.dumps(lines)


@pytest.mark.promise("P49")
def test_a_way_that_is_off_hears_nobody(treasury, settings):
    """Without secrets nothing is signed right, also not with an empty one."""
    intent = treasury.asks(FEE)
    ref, momo_ref, hosted_ref = (tries(intent, rail).ref for rail in (RailCode.VNPAY, RailCode.MOMO, RailCode.HOSTED))
    settings.VNPAY_SECRET = settings.MOMO_SECRET = settings.VIETQR_PASSWORD = ""
    settings.HOSTED_SECRETS, settings.SEPAY_SECRETS = [""], [""]
    assert vnpay_says(ref, key="") == "97"
    assert momo_says(momo_ref, key="") == 403
    assert hosted_says(hosted_ref, key="").status_code == 403
    assert sepay_says(intent.order_code, key="").status_code == 403
    assert vietqr_token(password="").status_code == 403
    assert not Credit.objects.exists()


@pytest.mark.promise("P10")
def test_a_no_before_the_yes_and_a_no_after_it_end_in_paid(treasury):
    intent = treasury.asks(FEE)
    attempt = tries(intent)
    assert vnpay_says(attempt.ref, code="24", number="0") == "00"
    attempt.refresh_from_db()
    assert attempt.state == AttemptState.FAILED
    assert vnpay_says(attempt.ref) == "00"
    assert vnpay_says(attempt.ref, code="24", number="0") == "02"
    attempt.refresh_from_db()
    assert (attempt.state, state_of(intent)) == (AttemptState.SUCCEEDED, IntentState.PAID)


@pytest.mark.promise("P10", "P11")
@pytest.mark.parametrize(
    ("amount", "why", "paid"),
    [(FEE - 1000, Mismatch.SHORT, False), (FEE * 100, Mismatch.OVER, True), (FEE // 100, Mismatch.SHORT, False)],
    ids=["short", "hundredfold", "hundredth"],
)
def test_a_wrong_amount_is_told_to_the_gateway_and_waits_for_a_person(treasury, amount, why, paid):
    intent = treasury.asks(FEE)
    ref = tries(intent).ref
    assert [vnpay_says(ref, amount=amount) for _ in range(2)] == ["04", "04"]
    assert MoneyMatter.objects.get().kind == why
    assert Credit.objects.get().amount == amount
    assert (state_of(intent) is IntentState.PAID) is paid


@pytest.mark.promise("P11")
def test_money_after_the_deadline_or_for_what_is_no_longer_asked_waits_for_a_person(treasury, time_machine):
    intent = treasury.asks(FEE)
    ref = tries(intent).ref
    cancel_payment(intent, by=SYSTEM, at=MONDAY)
    assert vnpay_says(ref) == "00"
    assert (Credit.objects.get().outcome, MoneyMatter.objects.get().kind) == (Outcome.HELD, Mismatch.LATE)


@pytest.mark.promise("P10")
def test_paid_at_two_gateways_one_is_counted_and_one_waits(treasury):
    intent = treasury.asks(FEE)
    ref, momo_ref = tries(intent).ref, tries(intent, RailCode.MOMO).ref
    assert (vnpay_says(ref), momo_says(momo_ref)) == ("00", 204)
    assert (confirmed(), MoneyMatter.objects.get().kind) == (1, Mismatch.DOUBLED)


def test_an_order_that_nobody_began_is_kept_and_named_unknown(treasury):
    assert vnpay_says("TS2345678X01") == "01"
    assert momo_says("TS2345678X01") == 404
    assert hosted_says("TS2345678X01").status_code == 404
    assert Callback.objects.unanswered().count() == 3
    assert not Credit.objects.exists()


def test_what_is_pending_changes_nothing(treasury):
    intent = treasury.asks(FEE)
    attempt = tries(intent, RailCode.MOMO)
    assert momo_says(attempt.ref, code=7002) == 204
    attempt.refresh_from_db()
    assert (attempt.state, Callback.objects.get().heard) == (AttemptState.STARTED, Heard.WAITING)


def test_a_gateway_with_a_wrong_clock_does_not_move_money_in_time(treasury, time_machine):
    intent = treasury.asks(FEE)
    ref = tries(intent).ref
    time_machine.move_to(MONDAY - timedelta(days=2), tick=False)
    assert vnpay_says(ref) == "00", "it says a time two days ahead of ours"
    assert Credit.objects.get().paid_at <= MONDAY


@pytest.mark.promise("P10")
def test_two_banks_tell_of_one_transfer(treasury):
    intent = treasury.asks(FEE)
    assert sepay_says(intent.order_code).json() == {"success": True}
    token = vietqr_token().json()["access_token"]
    answer = vietqr_says(intent.order_code.lower(), token=token).json()
    assert (answer["error"], answer["object"]["reftransactionid"]) == (False, str(Credit.objects.get().uuid))
    assert sepay_says(intent.order_code).json() == {"success": True}
    assert (confirmed(), state_of(intent)) == (1, IntentState.PAID)


def test_a_token_lasts_five_minutes_and_ends_with_the_password(treasury, settings, time_machine):
    intent = treasury.asks(FEE)
    given = vietqr_token().json()
    assert (given["token_type"], given["expires_in"]) == ("Bearer", 300)
    time_machine.move_to(MONDAY + timedelta(seconds=299), tick=False)
    assert vietqr_says(intent.order_code, token=given["access_token"]).status_code == 200
    time_machine.move_to(MONDAY + timedelta(seconds=302), tick=False)
    assert vietqr_says(intent.order_code, token=given["access_token"], number="VQR2").status_code == 403
    fresh = vietqr_token().json()["access_token"]
    settings.VIETQR_PASSWORD = "changed"
    assert vietqr_says(intent.order_code, token=fresh, number="VQR3").status_code == 403


def test_money_on_an_account_that_is_not_ours_is_nobodys_here(treasury):
    assert sepay_says("TS", account="999").json() == {"success": True}
    answer = vietqr_says("TS", token=vietqr_token().json()["access_token"], account="999").json()
    assert (answer["error"], answer["object"]) == (True, None)
    assert not Credit.objects.exists()


@pytest.mark.promise("P11")
def test_a_transfer_without_a_code_waits_for_a_person(treasury):
    assert sepay_says("chuyen tien").json() == {"success": True}
    assert MoneyMatter.objects.get().kind == Mismatch.UNMATCHED


def test_the_browser_that_comes_back_is_not_believed_and_sees_what_we_know(treasury):
    intent = treasury.asks(FEE)
    attempt = tries(intent)
    for query in (
        f"vnp_TxnRef={attempt.ref}&vnp_ResponseCode=00&vnp_TransactionStatus=00",
        f"vnp_TxnRef={attempt.ref}",
    ):
        answer = Client().get(f"/pay/back/vnpay/?{query}")
        assert answer.headers["Location"] == f"/pay/{intent.uuid}/"
    assert state_of(intent) is IntentState.ASKED
    assert Client().get("/pay/back/vnpay/?vnp_TxnRef=none").status_code == 302
    assert Client().get("/pay/back/none/").status_code == 302


@pytest.mark.promise("P49")
def test_a_message_is_too_large_or_nonsense(treasury):
    for address in ("momo/", "hosted/", "sepay/"):
        for body in (b"x" * 70_000, b"", b"[]", b"\xff"):
            answer = Client().post(f"/pay/notice/{address}", body, content_type="application/json")
            assert answer.status_code == 403, (address, body[:3])
    assert Client().get("/pay/notice/vnpay/?" + "a=1&" * 20_000).json()["RspCode"] == "97"


def test_messages_are_kept_for_a_month_and_then_thrown_away(treasury):
    vnpay_says(tries(treasury.asks(FEE)).ref)
    assert timedelta(days=7) <= KEPT
    assert forget_callbacks(at=MONDAY + KEPT) == 0
    assert forget_callbacks(at=MONDAY + KEPT + timedelta(seconds=1)) == 1


def test_utc_and_vietnam_name_the_same_moment(treasury):
    vnpay_says(tries(treasury.asks(FEE)).ref)
    assert Credit.objects.get().paid_at == datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
