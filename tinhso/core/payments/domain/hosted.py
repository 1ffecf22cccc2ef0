"""A hosted page of any provider that is no gateway of its own kind here: a page to pay on, and a signed word about it.

Everything between us is JSON, signed as `X-Timestamp: seconds` and `X-Signature: sha256=…`, HMAC-SHA256 over
`timestamp.body`, within five minutes, by one of two secrets, so that they can be changed while both sides run.

    POST /orders        {ref, amount, memo, return_url, notify_url, expires_at, language}  → {"page": "https://…"}
    POST /orders/query  {ref}                                           → {ref, status, amount, reference, at}
    POST /refunds       {ref, order, reference, amount, reason}         → {ref, status, amount, reference, at}
    our notify_url      {event, ref, status, amount, reference, at}     ← 200
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tinhso.core.payments.domain.rails import Answer, Order, Return, Said
from tinhso.core.payments.domain.signing import Unreadable, check_stamped, sha256

STAMP, SIGNATURE = "X-Timestamp", "X-Signature"


@dataclass(frozen=True, slots=True)
class News:
    """What the provider says of an order of ours; `event` is its number of this word."""

    event: str
    ref: str
    answer: Answer


def headers(body: bytes, *, secret: str, at: datetime) -> dict[str, str]:
    """What proves that a body is ours."""
    stamp = str(int(at.timestamp()))
    return {STAMP: stamp, SIGNATURE: f"sha256={sha256(secret, stamp.encode() + b'.' + body)}"}


def create(order: Order) -> bytes:
    """The body that begins an order."""
    return _body(
        {
            "ref": order.ref,
            "amount": order.amount,
            "memo": order.memo,
            "return_url": order.return_url,
            "notify_url": order.notify_url,
            "expires_at": order.expires_at.isoformat(),
            "language": order.language,
        }
    )


def query(ref: str) -> bytes:
    """The body that asks how an order stands."""
    return _body({"ref": ref})


def refund(back: Return) -> bytes:
    """The body that sends money back; `ref` makes a second asking change nothing."""
    return _body(
        {
            "ref": back.ref,
            "order": back.order_ref,
            "reference": back.provider_ref,
            "amount": back.amount,
            "reason": back.reason,
        }
    )


def read_callback(*, headers: Mapping[str, str], body: bytes, secrets: Iterable[str], at: datetime) -> News:
    """What a signed callback says. Names of headers in lower case. Raises Forged, Stale, Unreadable."""
    stamp, signature = headers.get(STAMP.lower(), ""), headers.get(SIGNATURE.lower(), "")
    check_stamped(stamp=stamp, body=body, signature=signature, secrets=secrets, at=at)
    told = read_json(body)
    event, ref = told.get("event"), told.get("ref")
    if not (isinstance(event, str) and 0 < len(event) <= 100 and isinstance(ref, str) and ref):
        raise Unreadable
    return News(event, ref, answer_of(told))


def answer_of(told: Mapping[str, Any]) -> Answer:
    """How an order or refund stands. Raises Unreadable."""
    try:
        said = Said(str(told.get("status")))
        at = datetime.fromisoformat(told["at"]) if told.get("at") else None
    except (ValueError, TypeError) as wrong:
        raise Unreadable from wrong
    amount, reference = told.get("amount", 0), told.get("reference", "")
    if type(amount) is not int or not 0 <= amount < 10**15 or not isinstance(reference, str) or _is_naive(at):
        raise Unreadable
    return Answer(said=said, provider_ref=reference[:50], amount=amount, at=at, code=said)


def _is_naive(at: datetime | None) -> bool:
    return at is not None and at.tzinfo is None


def read_json(body: bytes) -> dict[str, Any]:
    """The object of a body. Raises Unreadable."""
    try:
        told = json.loads(body)
    except (ValueError, RecursionError) as wrong:
        raise Unreadable from wrong
    if not isinstance(told, dict):
        raise Unreadable
    return told


def _body(told: Mapping[str, Any]) -> bytes:
    return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
