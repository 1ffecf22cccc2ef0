"""VNPAY's words and signatures, written from the published documents."""

import calendar
import hmac
import time
from collections.abc import Mapping
from hashlib import sha512
from typing import Any
from urllib.parse import quote_plus

QUERIED = [
    "ResponseId",
    "Command",
    "ResponseCode",
    "Message",
    "TmnCode",
    "TxnRef",
    "Amount",
    "BankCode",
    "PayDate",
    "TransactionNo",
    "TransactionType",
    "TransactionStatus",
    "OrderInfo",
    "PromotionCode",
    "PromotionAmount",
]
REFUNDED = QUERIED[:-2]
QUERY = ["RequestId", "Version", "Command", "TmnCode", "TxnRef", "TransactionDate", "CreateDate", "IpAddr", "OrderInfo"]
REFUND = [
    "RequestId",
    "Version",
    "Command",
    "TmnCode",
    "TransactionType",
    "TxnRef",
    "Amount",
    "TransactionNo",
    "TransactionDate",
    "CreateBy",
    "CreateDate",
    "IpAddr",
    "OrderInfo",
]
VIETNAM = 7 * 3600


def hash_of(secret: str, text: str) -> str:
    return hmac.new(secret.encode(), text.encode(), sha512).hexdigest()


def query_text(fields: Mapping[str, str]) -> str:
    """Fields with a value, in the order of their names, encoded as a form."""
    kept = [(name, value) for name, value in sorted(fields.items()) if value != ""]
    return "&".join(quote_plus(name) + "=" + quote_plus(value) for name, value in kept)


def signed_query(secret: str, fields: Mapping[str, str]) -> str:
    text = query_text(fields)
    return text + "&vnp_SecureHash=" + hash_of(secret, text)


def is_signed(secret: str, fields: Mapping[str, str]) -> bool:
    """Whether a query's signature is right."""
    rest = {name: value for name, value in fields.items() if name not in ("vnp_SecureHash", "vnp_SecureHashType")}
    right = hash_of(secret, query_text(rest))
    return hmac.compare_digest(right.encode(), fields.get("vnp_SecureHash", "").lower().encode())


def piped(names: list[str], told: Mapping[str, Any]) -> str:
    return "|".join(str(told.get("vnp_" + name, "")) for name in names)


def stamp(seconds: float) -> str:
    """`yyyyMMddHHmmss` of Vietnam's clock."""
    return time.strftime("%Y%m%d%H%M%S", time.gmtime(seconds + VIETNAM))


def seconds_of(told: str) -> float:
    """The moment of a stamp. Raises ValueError."""
    return float(calendar.timegm(time.strptime(told, "%Y%m%d%H%M%S"))) - VIETNAM
