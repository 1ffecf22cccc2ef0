"""MoMo's all-in-one gateway, version 2 (developers.momo.vn/v3).

A signature is HMAC-SHA256 in hex over `name=value` joined by `&`, in the alphabetical order of the names, in UTF-8 and
not encoded otherwise. What was received is signed again from its own letters: a number that came as `150000` is never
turned into another spelling.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from tinhso.core.payments.domain.rails import Answer, Order, Return, Said
from tinhso.core.payments.domain.signing import Forged, Unreadable, same, sha256

_CREATED = (
    "accessKey", "amount", "extraData", "ipnUrl", "orderId", "orderInfo", "partnerCode", "redirectUrl", "requestId",
    "requestType",
)  # fmt: skip
_NOTIFIED = (
    "accessKey", "amount", "extraData", "message", "orderId", "orderInfo", "orderType", "partnerCode", "payType",
    "requestId", "responseTime", "resultCode", "transId",
)  # fmt: skip
_QUERIED = ("accessKey", "orderId", "partnerCode", "requestId")
_REFUNDED = ("accessKey", "amount", "description", "orderId", "partnerCode", "requestId", "transId")
_PENDING = frozenset({"1000", "7000", "7002", "9000"})
"""Not settled yet: the payer has not decided, it is in the works, or money is reserved."""
_REFUSED = frozenset({
    "1001", "1002", "1003", "1004", "1005", "1006", "1007", "1017", "1026", "1080", "1081", "1088", "2019", "4001",
    "4002", "4100",
})  # fmt: skip
"""Final, and no money moved. Every other code says nothing of the payment: the question was wrong, or MoMo is busy."""
NOT_THERE, KNOWN_ALREADY = "42", frozenset({"40", "41"})
_NUMBER = re.compile(r"-?[0-9]{1,18}")


@dataclass(frozen=True, slots=True)
class Partner:
    """Who we are at MoMo."""

    code: str
    access_key: str
    secret: str
    name: str


@dataclass(frozen=True, slots=True)
class News:
    """What MoMo says of an order of ours."""

    ref: str
    answer: Answer


def create(partner: Partner, order: Order) -> dict[str, Any]:
    """The body that begins an order."""
    told: dict[str, Any] = {
        "partnerCode": partner.code,
        "partnerName": partner.name,
        "storeId": partner.code,
        "requestId": order.ref,
        "amount": order.amount,
        "orderId": order.ref,
        "orderInfo": order.memo,
        "redirectUrl": order.return_url,
        "ipnUrl": order.notify_url,
        "lang": "vi" if order.language == "vi" else "en",
        "extraData": "",
        "requestType": "captureWallet",
    }
    return _signed(told, _CREATED, partner)


def query(partner: Partner, *, ref: str, ask: str) -> dict[str, Any]:
    """The body that asks how an order stands; `ask` is a number of this question."""
    return _signed({"partnerCode": partner.code, "requestId": ask, "orderId": ref, "lang": "vi"}, _QUERIED, partner)


def refund(partner: Partner, back: Return) -> dict[str, Any]:
    """The body that sends money back. `orderId` and `requestId` are the refund's own: a second asking changes nothing.

    Raises Unreadable when MoMo's number of the payment is none of theirs.
    """
    if not _NUMBER.fullmatch(back.provider_ref):
        raise Unreadable
    told = {
        "partnerCode": partner.code,
        "orderId": back.ref,
        "requestId": back.ref,
        "amount": back.amount,
        "transId": int(back.provider_ref),
        "lang": "vi",
        "description": back.reason,
    }
    return _signed(told, _REFUNDED, partner)


def _signed(told: dict[str, Any], names: Iterable[str], partner: Partner) -> dict[str, Any]:
    return told | {"signature": sha256(partner.secret, signed_text(told, names, partner).encode())}


def signed_text(told: Mapping[str, Any], names: Iterable[str], partner: Partner) -> str:
    """What is signed: `accessKey=…&amount=…`, values as they stand."""
    known = {**told, "accessKey": partner.access_key}
    return "&".join(f"{name}={_text(known.get(name))}" for name in names)


def read_callback(body: bytes, partner: Partner) -> News:
    """What a callback says, once its signature over the received letters is right. Raises Forged, Unreadable."""
    told = read_json(body)
    right = sha256(partner.secret, signed_text(told, _NOTIFIED, partner).encode(errors="replace"))
    if not same(_text(told.get("signature")).lower(), right) or _text(told.get("partnerCode")) != partner.code:
        raise Forged
    ref = _text(told.get("orderId"))
    if not ref:
        raise Unreadable
    return News(ref, answer_of(told))


def answer_of(told: Mapping[str, Any]) -> Answer:
    """How an order or refund stands. Raises Unreadable."""
    code, amount = _text(told.get("resultCode")), _text(told.get("amount") or "0")
    if not _NUMBER.fullmatch(code) or not amount.isdigit() or len(amount) > 15:
        raise Unreadable
    return Answer(
        said=said_by(code),
        provider_ref=_text(told.get("transId") or "")[:50],
        amount=int(amount),
        at=_moment(_text(told.get("responseTime"))),
        code=code[:20],
    )


def said_by(code: str) -> Said:
    """What a result code means."""
    if code == "0":
        return Said.PAID
    if code in _PENDING:
        return Said.PENDING
    return Said.FAILED if code in _REFUSED else Said.UNKNOWN


def read_json(body: bytes) -> dict[str, Any]:
    """The plain values of an object; numbers keep the spelling in which they came. Raises Unreadable."""
    try:
        told = json.loads(body, parse_int=str, parse_float=str, parse_constant=str)
    except (ValueError, RecursionError) as wrong:
        raise Unreadable from wrong
    if not isinstance(told, dict):
        raise Unreadable
    return {name: value for name, value in told.items() if not isinstance(value, dict | list)}


def refund_in(body: bytes, ref: str) -> Answer | None:
    """What the answer to a question about an order says of one of its refunds. Raises Unreadable."""
    read_json(body)
    listed = json.loads(body, parse_int=str).get("refundTrans")
    mine = [one for one in listed or [] if isinstance(one, dict) and _text(one.get("orderId")) == ref]
    return answer_of({"resultCode": "0"} | mine[0]) if mine else None


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)


def _moment(told: str) -> datetime | None:
    """Milliseconds since 1970."""
    if not (told.isascii() and told.isdigit() and len(told) <= 14):
        return None
    return datetime.fromtimestamp(int(told) / 1000, UTC)
