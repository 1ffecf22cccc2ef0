"""How a bank tells of money on an account: the forms of VietQR.vn (transaction-sync) and SePay.

Both name the account, the amount in whole đồng and what the payer wrote; the number of the transaction makes sure that
none is counted twice. Who sends is proved before a letter of the body is believed.
"""

import base64
import binascii
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from tinhso.core.payments.domain.signing import Forged, Unreadable, check_stamped, is_one_of
from tinhso.core.payments.domain.vnpay import VIETNAM

_AMOUNT = re.compile(r"([0-9]{1,15})(?:\.0{1,2})?")
_LONGEST = {"provider_id": 100, "account": 40, "memo": 500, "reference": 100}


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """Money that came to an account, as a bank tells it.

    provider      who tells: `vietqr` or `sepay`
    provider_id   their number of the transaction, the same however often it is told
    account       the account it came to
    amount        whole đồng
    memo          what stands on the transfer
    reference     the bank's own reference, the same on the statement; empty when not told
    at            when it came; None when not told
    """

    provider: str
    provider_id: str
    account: str
    amount: int
    memo: str
    reference: str
    at: datetime | None


def basic_credentials(header: str) -> tuple[str, str]:
    """Name and password of an `Authorization: Basic …` header. Raises Forged."""
    kind, _, told = header.partition(" ")
    if kind.lower() != "basic":
        raise Forged
    try:
        name, found, password = base64.b64decode(told.strip(), validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError, ValueError) as wrong:
        raise Forged from wrong
    if not found:
        raise Forged
    return name, password


def bearer(header: str) -> str:
    """The token of an `Authorization: Bearer …` header. Raises Forged."""
    kind, _, token = header.partition(" ")
    if kind.lower() != "bearer" or not token.strip():
        raise Forged
    return token.strip()


def read_vietqr(body: bytes) -> Credit | None:
    """What a transaction-sync tells; None for money that went out. Raises Unreadable."""
    told = _object(body)
    kind = _text(told, "transType").upper()
    if kind not in ("C", "D"):
        raise Unreadable
    if kind == "D":
        return None
    number = _text(told, "transactionid", "transactionId") or _text(told, "referencenumber", "referenceNumber")
    memo = " ".join(part for part in (_text(told, "content"), _text(told, "orderId")) if part)
    return _credit(
        provider="vietqr",
        provider_id=number,
        account=_text(told, "bankaccount", "bankAccount"),
        amount=_text(told, "amount"),
        memo=memo,
        reference=_text(told, "referencenumber", "referenceNumber"),
        at=_stamp(_text(told, "transactiontime", "transactionTime")),
    )


def check_sepay(
    *, headers: Mapping[str, str], body: bytes, keys: Iterable[str], secrets: Iterable[str], at: datetime
) -> None:
    """Who sends is SePay: by signature, where secrets are set, else by the key in the header. Raises Forged, Stale.

    headers   with names in lower case
    """
    secrets = [one for one in secrets if one]
    if secrets:
        stamp, signature = headers.get("x-sepay-timestamp", ""), headers.get("x-sepay-signature", "")
        check_stamped(stamp=stamp, body=body, signature=signature, secrets=secrets, at=at)
        return
    kind, _, key = headers.get("authorization", "").partition(" ")
    if kind.lower() != "apikey" or not is_one_of(key.strip(), [one for one in keys if one]):
        raise Forged


def read_sepay(body: bytes) -> Credit | None:
    """What a SePay webhook tells; None for money that went out. Raises Unreadable."""
    told = _object(body)
    kind = _text(told, "transferType").lower()
    if kind not in ("in", "out"):
        raise Unreadable
    if kind == "out":
        return None
    memo = " ".join(part for part in (_text(told, "code"), _text(told, "content")) if part)
    return _credit(
        provider="sepay",
        provider_id=_text(told, "id"),
        account=_text(told, "accountNumber"),
        amount=_text(told, "transferAmount"),
        memo=memo,
        reference=_text(told, "referenceCode"),
        at=_day_time(_text(told, "transactionDate")),
    )


def _credit(*, amount: str, at: datetime | None, **told: str) -> Credit:
    whole = _AMOUNT.fullmatch(amount)
    if not whole or not int(whole[1]) or not told["provider_id"] or not told["account"]:
        raise Unreadable
    if any(len(told[name]) > longest for name, longest in _LONGEST.items()):
        raise Unreadable
    return Credit(amount=int(whole[1]), at=at, **told)


def _object(body: bytes) -> dict[str, Any]:
    """Numbers keep the spelling in which they came."""
    try:
        told = json.loads(body, parse_int=str, parse_float=str, parse_constant=str)
    except (ValueError, RecursionError) as wrong:
        raise Unreadable from wrong
    if not isinstance(told, dict):
        raise Unreadable
    return told


def _text(told: Mapping[str, Any], *names: str) -> str:
    """The first of these values that is there; banks put signs that no one can see into what people wrote."""
    value = next((told[name] for name in names if isinstance(told.get(name), str)), "")
    return "".join(sign for sign in value if sign.isprintable()).strip()


def _stamp(told: str) -> datetime | None:
    """Seconds or milliseconds since 1970."""
    if not (told.isascii() and told.isdigit() and 9 <= len(told) <= 14):
        return None
    seconds = int(told) / 1000 if len(told) > 11 else int(told)
    return datetime.fromtimestamp(seconds, UTC)


def _day_time(told: str) -> datetime | None:
    """`2026-11-22 09:30:00` of Vietnam's clock."""
    try:
        return datetime.strptime(told, "%Y-%m-%d %H:%M:%S").replace(tzinfo=VIETNAM)
    except ValueError:
        return None
