"""VNPAY's payment gateway, version 2.1.0: addresses, callbacks, questions and refunds (sandbox.vnpayment.vn/apis/docs).

Amounts go over the wire in hundredths of a đồng. A signature is HMAC-SHA512 in hex: of a query, over its own letters
(form-encoded, sorted by key); of a question, over values joined by `|`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Any
from urllib.parse import parse_qsl, quote_plus, unquote_plus, urlencode

from tinhso.core.payments.domain.memos import plain
from tinhso.core.payments.domain.rails import Answer, Order, Return, Said
from tinhso.core.payments.domain.signing import Forged, Unreadable, is_one_of, same, sha512

VERSION, NOT_THERE = "2.1.0", "91"
HASH, HASH_KIND = "vnp_SecureHash", "vnp_SecureHashType"
HUNDREDTHS = 100
VIETNAM = timezone(timedelta(hours=7))
_TIME = "%Y%m%d%H%M%S"
_LONGEST_WORDS, _LONGEST_NUMBER = 255, 15
_QUERIED = (
    "ResponseId", "Command", "ResponseCode", "Message", "TmnCode", "TxnRef", "Amount", "BankCode", "PayDate",
    "TransactionNo", "TransactionType", "TransactionStatus", "OrderInfo", "PromotionCode", "PromotionAmount",
)  # fmt: skip
_REFUNDED = _QUERIED[:-2]


@dataclass(frozen=True, slots=True)
class Merchant:
    """Who we are at VNPAY: terminal code and secret."""

    terminal: str
    secret: str


@dataclass(frozen=True, slots=True)
class News:
    """What VNPAY says of an order of ours."""

    ref: str
    answer: Answer


def pay_address(gateway: str, merchant: Merchant, order: Order) -> str:
    """Where the payer's browser goes: the gateway's address with a signed query."""
    told = {
        "vnp_Version": VERSION,
        "vnp_Command": "pay",
        "vnp_TmnCode": merchant.terminal,
        "vnp_Amount": str(order.amount * HUNDREDTHS),
        "vnp_BankCode": order.method,
        "vnp_CreateDate": on_wire(order.started_at),
        "vnp_ExpireDate": on_wire(order.expires_at),
        "vnp_CurrCode": "VND",
        "vnp_IpAddr": order.address,
        "vnp_Locale": "vn" if order.language == "vi" else "en",
        "vnp_OrderInfo": plain(order.memo)[:_LONGEST_WORDS],
        "vnp_OrderType": "other",
        "vnp_ReturnUrl": order.return_url,
        "vnp_TxnRef": order.ref,
    }
    query = signed_text(told)
    return f"{gateway}?{query}&{HASH}={sha512(merchant.secret, query.encode())}"


def signed_text(told: Mapping[str, str]) -> str:
    """What is signed of a query: no empty values, sorted by key, form-encoded."""
    return urlencode(sorted((name, value) for name, value in told.items() if value), quote_via=quote_plus)


def read_callback(raw_query: str, merchant: Merchant) -> News:
    """What a callback says, once its signature over the received letters is right. Raises Forged, Unreadable.

    A machine between us may have encoded the same values otherwise; they count as the gateway itself would write them.
    """
    if not raw_query.isascii():
        raise Forged
    pieces = [piece.partition("=") for piece in raw_query.split("&")]
    ours = [(name, value) for name, _, value in pieces if name.startswith("vnp_")]
    signature = next((value for name, value in ours if name == HASH), "").lower()
    told = sorted((name, value) for name, value in ours if value and name not in (HASH, HASH_KIND))
    if len({name for name, _ in ours}) != len(ours):
        raise Forged
    read = {unquote_plus(name): unquote_plus(value) for name, value in told}
    received, rewritten = "&".join(f"{name}={value}" for name, value in told), signed_text(read)
    right = [sha512(merchant.secret, text.encode(errors="replace")) for text in (received, rewritten)]
    if not is_one_of(signature, right) or not same(read.get("vnp_TmnCode", ""), merchant.terminal):
        raise Forged
    return _news(read)


def _news(told: Mapping[str, str]) -> News:
    ref, code, status = (told.get(f"vnp_{name}", "") for name in ("TxnRef", "ResponseCode", "TransactionStatus"))
    if not ref or not code:
        raise Unreadable
    return News(ref, _answer(told, code, status or code))


def _answer(told: Mapping[str, str], code: str, status: str) -> Answer:
    return Answer(
        said=said_by(code, status),
        provider_ref=told.get("vnp_TransactionNo", "")[:50],
        amount=_amount(told.get("vnp_Amount", "")),
        at=moment(told.get("vnp_PayDate", "")),
        code=f"{code}-{status}"[:20],
    )


_REFUSED = frozenset({"09", "10", "11", "12", "13", "24", "51", "65", "75", "79"})
"""Codes of callbacks after which no money was taken: not registered, not recognised, expired, locked, wrong code,
cancelled, too little there, over a limit, bank closed, wrong password too often."""


def said_by(code: str, status: str) -> Said:
    """What a response code and a state of the transaction mean. Paid only when both say so. 07 is money taken and
    doubted: unknown until VNPAY says otherwise or a person has asked. What nobody knows is never called failed."""
    if (code, status) == ("00", "00"):
        return Said.PAID
    if "07" in (code, status):
        return Said.UNKNOWN
    if status == "01":
        return Said.PENDING
    if status == "02" or code in _REFUSED:
        return Said.FAILED
    return Said.UNKNOWN


_REFUND_SAID = {"94": Said.PENDING} | dict.fromkeys(("02", "03", "91", "95"), Said.FAILED)
"""94: the same was asked before and is in the works. 02, 03, 91, 95: not ours, wrong form, no such payment, refused."""
_REFUND_STATES = {
    **dict.fromkeys(("", "00"), Said.PAID),
    **dict.fromkeys(("01", "05", "06"), Said.PENDING),
    "09": Said.FAILED,
}
_IS_REFUND = frozenset({"02", "03"})


def query(
    merchant: Merchant, *, ref: str, started_at: datetime, at: datetime, ask: str, address: str
) -> dict[str, str]:
    """The body of `querydr`: how does an order stand? `ask` is a number of this question, once a day."""
    told = {
        "vnp_RequestId": ask,
        "vnp_Version": VERSION,
        "vnp_Command": "querydr",
        "vnp_TmnCode": merchant.terminal,
        "vnp_TxnRef": ref,
        "vnp_TransactionDate": on_wire(started_at),
        "vnp_CreateDate": on_wire(at),
        "vnp_IpAddr": address,
        "vnp_OrderInfo": f"Truy van {ref}",
    }
    return told | {HASH: sha512(merchant.secret, "|".join(told.values()).encode())}


def refund(merchant: Merchant, back: Return, *, by: str, address: str) -> dict[str, str]:
    """The body of `refund`. The number of the question is the refund's own, so that VNPAY knows a second asking."""
    told = {
        "vnp_RequestId": back.ref,
        "vnp_Version": VERSION,
        "vnp_Command": "refund",
        "vnp_TmnCode": merchant.terminal,
        "vnp_TransactionType": "02" if back.whole else "03",
        "vnp_TxnRef": back.order_ref,
        "vnp_Amount": str(back.amount * HUNDREDTHS),
        "vnp_TransactionNo": back.provider_ref,
        "vnp_TransactionDate": on_wire(back.ordered_at),
        "vnp_CreateBy": by,
        "vnp_CreateDate": on_wire(back.asked_at),
        "vnp_IpAddr": address,
        "vnp_OrderInfo": plain(back.reason)[:_LONGEST_WORDS] or f"Hoan tien {back.order_ref}",
    }
    return told | {HASH: sha512(merchant.secret, "|".join(told.values()).encode())}


def read_queried(told: Mapping[str, Any], merchant: Merchant, *, ref: str) -> Answer:
    """The answer to `querydr`. Raises Forged, Unreadable."""
    code = _checked(told, _QUERIED, merchant, ref)
    if code == "00":
        return _answer(_texts(told), "00", _text(told.get("vnp_TransactionStatus")))
    return Answer(said=Said.UNKNOWN, code=code)


def read_refunded(told: Mapping[str, Any], merchant: Merchant, *, ref: str) -> Answer:
    """The answer to `refund` of an order: neither a yes nor a plain no stays unknown. Raises Forged, Unreadable."""
    code = _checked(told, _REFUNDED, merchant, ref)
    return _refund_answer(told, code, _REFUND_SAID)


def read_refund_queried(told: Mapping[str, Any], merchant: Merchant, *, ref: str) -> Answer:
    """What `querydr` says of the refund of an order. Raises Forged, Unreadable."""
    code = _checked(told, _QUERIED, merchant, ref)
    if _text(told.get("vnp_TransactionType")) not in _IS_REFUND:
        return Answer(said=Said.PENDING, code=code)
    return _refund_answer(told, code, {})


def _refund_answer(told: Mapping[str, Any], code: str, otherwise: Mapping[str, Said]) -> Answer:
    said = _REFUND_STATES.get(_text(told.get("vnp_TransactionStatus"))) if code == "00" else otherwise.get(code)
    return Answer(
        said=said or Said.UNKNOWN,
        provider_ref=_text(told.get("vnp_TransactionNo"))[:50],
        amount=_amount(_text(told.get("vnp_Amount"))),
        at=moment(_text(told.get("vnp_PayDate"))),
        code=code,
    )


def _checked(told: Mapping[str, Any], names: Iterable[str], merchant: Merchant, ref: str) -> str:
    """The response code of a signed answer about this order."""
    text = "|".join(_text(told.get(f"vnp_{name}")) for name in names)
    if not same(_text(told.get(HASH)).lower(), sha512(merchant.secret, text.encode())):
        raise Forged
    code = _text(told.get("vnp_ResponseCode"))
    if not code or (code == "00" and _text(told.get("vnp_TxnRef")) != ref):
        raise Unreadable
    return code[:20]


def _texts(told: Mapping[str, Any]) -> dict[str, str]:
    return {name: _text(value) for name, value in told.items()}


def _text(value: Any) -> str:
    return value if isinstance(value, str) else "" if value is None else str(value)


def _amount(told: str) -> int:
    """Whole đồng of hundredths; 0 when there is none. Raises Unreadable."""
    if not told:
        return 0
    if not (told.isascii() and told.isdigit() and len(told) <= _LONGEST_NUMBER) or int(told) % HUNDREDTHS:
        raise Unreadable
    return int(told) // HUNDREDTHS


def on_wire(moment: datetime) -> str:
    """A moment as VNPAY writes it: `yyyyMMddHHmmss` of Vietnam's clock."""
    return moment.astimezone(VIETNAM).strftime(_TIME)


def moment(told: str) -> datetime | None:
    """A moment as VNPAY wrote it; None when it is none."""
    try:
        return datetime.strptime(told, _TIME).replace(tzinfo=VIETNAM)
    except ValueError:
        return None


def fields_of(raw_query: str) -> dict[str, str]:
    """The values of a query, for showing; nothing of it is believed."""
    return dict(parse_qsl(raw_query, keep_blank_values=True))
