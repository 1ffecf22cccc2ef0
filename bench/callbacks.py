"""Callbacks: what banks and gateways tell, through the doors; CPU of this process

Each call is a new message with a right signature, answered by the whole product as a web server would have it, its
payment confirmed in the database. The codes to scan are written, read and drawn beside it.
"""

import hashlib
import hmac
import json
import sys
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from importlib import import_module
from statistics import median
from typing import Any
from urllib.parse import urlencode

import django
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone

from bench.apart import Row, on_each_database

TIMES = 300
KEY, TERMINAL, ACCOUNT, FEE = "a key to measure with", "TESTTMN1", "0011001234567", 50_000


def run() -> list[Row]:
    return on_each_database("bench.callbacks")


def measure(name: str) -> list[Row]:
    django.setup()
    call_command("migrate", verbosity=0)
    _turn_on()
    fees = import_module("tinhso.core.payments.tests.stories").a_treasury()
    sepay, again = _median(_sepay(fees)), _median(_again(fees))
    vnpay, momo = _median(_vnpay(fees)), _median(_momo(fees))
    return [
        (f"{name}: SePay tells of a transfer, 200", f"{sepay:.2f} ms", "≤ 4 ms with asking"),
        (f"{name}: VNPAY's IPN, RspCode 00", f"{vnpay:.2f} ms", "≤ 4 ms with asking"),
        (f"{name}: MoMo's IPN, 204", f"{momo:.2f} ms", "≤ 4 ms with asking"),
        (f"{name}: the same IPN again, RspCode 02", f"{again:.2f} ms", ""),
        (f"{name}: a forged IPN, RspCode 97", f"{_median(_forged()):.2f} ms", ""),
        *(_codes() if not name.startswith("Post") else []),
    ]


def _turn_on() -> None:
    settings.VNPAY_URL, settings.VNPAY_API = "http://127.0.0.1:9/pay", "http://127.0.0.1:9/api"
    settings.VNPAY_TERMINAL, settings.VNPAY_SECRET, settings.SEPAY_SECRETS = TERMINAL, KEY, [KEY]
    settings.MOMO_URL, settings.MOMO_PARTNER = "http://127.0.0.1:9", "MOMOTEST"
    settings.MOMO_ACCESS_KEY, settings.MOMO_SECRET = "AK", KEY


def _median(calls: Iterator[Callable[[], object]]) -> float:
    """Milliseconds of this process for one; the first twenty warm it."""
    spent = []
    for call in calls:
        began = time.process_time()
        call()
        spent.append((time.process_time() - began) * 1000)
    return median(spent[20:])


def _asked(fees: Any) -> Any:
    now = timezone.now()
    return fees.asks(FEE, at=now, deadline=now + timedelta(days=1))


def _client() -> Any:
    return import_module("django.test").Client()


def _get(client: Any, address: str, code: str) -> None:
    _expect(client.get(address).json()["RspCode"] == code)


def _post(client: Any, door: str, body: bytes, status: int, **more: Any) -> None:
    _expect(client.post(f"/pay/notice/{door}/", body, "application/json", **more).status_code == status)


def _expect(right: bool) -> None:
    if not right:
        raise RuntimeError("the answer is not the one to measure")


def _sepay(fees: Any) -> Iterator[Callable[[], object]]:
    client = _client()
    for number in range(TIMES):
        told = {
            "id": 10_000 + number, "transactionDate": "2026-11-23 09:00:00", "accountNumber": ACCOUNT,
            "content": f"MBVCB.1.{_asked(fees).order_code}.CT tu 0451", "transferType": "in", "transferAmount": FEE,
            "referenceCode": f"FT{number}",
        }  # fmt: skip
        body, stamp = json.dumps(told).encode(), str(int(time.time()))
        mac = hmac.new(KEY.encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
        headers = {"X-SePay-Timestamp": stamp, "X-SePay-Signature": f"sha256={mac}"}
        yield partial(_post, client, "sepay", body, 200, headers=headers)


def _ipn(ref: str, *, key: str = KEY) -> str:
    told = {
        "vnp_Amount": str(FEE * 100), "vnp_BankCode": "NCB", "vnp_OrderInfo": "Le phi", "vnp_ResponseCode": "00",
        "vnp_PayDate": "20261122090000", "vnp_TmnCode": TERMINAL, "vnp_TransactionNo": ref[2:],
        "vnp_TransactionStatus": "00", "vnp_TxnRef": ref,
    }  # fmt: skip
    text = urlencode(sorted(told.items()))
    return (
        f"/pay/notice/vnpay/?{text}&vnp_SecureHash={hmac.new(key.encode(), text.encode(), hashlib.sha512).hexdigest()}"
    )


def _tried(fees: Any, rail: str) -> str:
    trying, rails = (import_module(f"tinhso.core.payments.{room}") for room in ("actions.trying", "domain.rails"))
    actors = import_module("tinhso.kit.actors")
    attempt = trying.start_attempt(_asked(fees), rail=rails.RailCode(rail), by=actors.Actor.system(), at=timezone.now())
    return str(attempt.ref)


def _vnpay(fees: Any) -> Iterator[Callable[[], object]]:
    client = _client()
    for _ in range(TIMES):
        address = _ipn(_tried(fees, "vnpay"))
        yield partial(_get, client, address, "00")


def _again(fees: Any) -> Iterator[Callable[[], object]]:
    client, address = _client(), _ipn(_tried(fees, "vnpay"))
    client.get(address)
    for _ in range(TIMES):
        yield partial(_get, client, address, "02")


def _forged() -> Iterator[Callable[[], object]]:
    client, address = _client(), _ipn("TS2345678X01", key="another's")
    for _ in range(TIMES):
        yield partial(_get, client, address, "97")


def _momo(fees: Any) -> Iterator[Callable[[], object]]:
    client = _client()
    for number in range(TIMES):
        ref = _tried(fees, "momo")
        told = {
            "partnerCode": "MOMOTEST", "orderId": ref, "requestId": ref, "amount": FEE, "orderInfo": "Lệ phí",
            "orderType": "momo_wallet", "transId": 4_000_000 + number, "resultCode": 0, "message": "Thành công.",
            "payType": "qr", "responseTime": int(time.time() * 1000), "extraData": "",
        }  # fmt: skip
        text = "&".join(f"{name}={(told | {'accessKey': 'AK'})[name]}" for name in sorted([*told, "accessKey"]))
        told["signature"] = hmac.new(KEY.encode(), text.encode(), hashlib.sha256).hexdigest()
        body = json.dumps(told).encode()
        yield partial(_post, client, "momo", body, 204)


def _codes() -> list[Row]:
    """Codes to scan: written, read, drawn; and the two papers."""
    vietqr, papers, showing = (
        import_module(f"tinhso.core.payments.domain.{room}") for room in ("vietqr", "papers", "showing")
    )
    text = vietqr.transfer(bank="970405", account=ACCOUNT, amount=FEE, memo="TS2345678X nop phi")
    slip = showing.transfer_slip(bank="970405", number=ACCOUNT, holder="UBND", amount=FEE, code="TS2345678X")
    account, now = papers.Account("970405", ACCOUNT, "UBND"), timezone.now()
    written = _median(
        lambda: [vietqr.transfer(bank="970405", account=ACCOUNT, amount=FEE) for _ in range(100)] for _ in range(100)
    )
    read = _median(lambda: [vietqr.read(text) for _ in range(100)] for _ in range(100))
    drawn = _median(slip.drawing for _ in range(100))
    poster = _median(lambda: papers.poster(account, shop="Quán cơm lam", place="Sơn La", at=now) for _ in range(60))
    return [
        ("a code written", f"{written / 100 * 1000:.0f} µs", ""),
        ("a code read", f"{read / 100 * 1000:.0f} µs", ""),
        ("a code drawn for a page", f"{drawn:.1f} ms", ""),
        ("the poster of a stall, PDF/A", f"{poster:.1f} ms", ""),
    ]


if __name__ == "__main__":
    print(json.dumps(measure(sys.argv[1])))
