"""The rails on which money comes, and what the register asks of one that can be spoken to."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class RailCode(StrEnum):
    """By which way money came. `bank` is any transfer to the account, by a scanned VietQR or by hand."""

    BANK = "bank"
    VNPAY = "vnpay"
    MOMO = "momo"
    HOSTED = "hosted"
    CASH = "cash"


GATEWAYS = frozenset({RailCode.VNPAY, RailCode.MOMO, RailCode.HOSTED})
"""Rails with attempts: money that a gateway takes now and pays out to the account later."""


class RailDown(Exception):
    """The rail did not answer, or not in a way that can be believed. Nothing is known about what was asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What a gateway is asked to take.

    ref          our reference there: the attempt's, unique on the rail
    amount       whole đồng
    memo         ASCII, at most 19 characters, the order code first
    started_at   when the attempt began; the gateway wants it back in every question
    expires_at   until when it may be paid
    return_url   where the payer's browser comes back; tells nothing by itself
    notify_url   where the gateway calls us
    address      the payer's address, which VNPAY asks for
    method       the gateway's own word for a way of paying (a VNPAY bank code); empty: the payer chooses there
    """

    ref: str
    amount: int
    memo: str
    started_at: datetime
    expires_at: datetime
    return_url: str
    notify_url: str
    address: str
    method: str = ""
    language: str = "vi"


class Said(StrEnum):
    """What a gateway says of an order or a refund."""

    PAID = "paid"
    PENDING = "pending"
    FAILED = "failed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a gateway answered: `provider_ref` is its own number of the transaction, `code` its own word for why."""

    said: Said
    provider_ref: str = ""
    amount: int = 0
    at: datetime | None = None
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Return:
    """Money to be sent back through the rail it came by. `ref` names the refund, however often it is asked."""

    ref: str
    order_ref: str
    provider_ref: str
    amount: int
    whole: bool
    ordered_at: datetime
    asked_at: datetime
    reason: str


class Rail(Protocol):
    """A gateway as the register sees it. Every call may raise RailDown; none is made inside a transaction."""

    @property
    def code(self) -> RailCode: ...

    def start(self, order: Order) -> str:
        """Begin an order there and say where the payer's browser goes."""
        ...

    def query(self, *, ref: str, started_at: datetime, at: datetime) -> Answer:
        """Ask how an order stands."""
        ...

    def refund(self, back: Return) -> Answer:
        """Ask for money to be sent back. `pending` and `unknown` are asked about later."""
        ...
