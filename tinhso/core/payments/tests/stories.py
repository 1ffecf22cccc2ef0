"""The office whose account takes the fees of Mường Lạn, the people who pay there, and the errands they pay for."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any
from uuid import uuid4

from tinhso.core.accounts.models import Account
from tinhso.core.cases.tests.stories import Office, an_office, is_
from tinhso.core.organisations.models import Organisation
from tinhso.core.payments.actions import (
    approve_payee,
    ask_payment,
    confirm_payment,
    open_till,
    propose_payee,
    start_attempt,
    take_credit,
)
from tinhso.core.payments.actions.books import balances
from tinhso.core.payments.domain.rails import RailCode
from tinhso.core.payments.domain.states import Book
from tinhso.core.payments.models import Attempt, Credit, Intent, PayeeAccount, Till
from tinhso.kit.actors import Actor

SYSTEM = Actor.system()
MONDAY = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
"""09:00 in Sơn La, on a working day."""
A_DAY = timedelta(days=1)
_numbers = count(1)


@dataclass(frozen=True)
class Treasury:
    """The committee of Mường Lạn with its account and its till; hắc and púa at the counter, mươn the head."""

    office: Office
    payee: PayeeAccount
    till: Till

    @property
    def hac(self) -> Actor:
        return is_(self.office.hac)

    @property
    def pua(self) -> Actor:
        return is_(self.office.pua)

    @property
    def muon(self) -> Actor:
        return is_(self.office.muon)

    def asks(self, amount: int = 50_000, **also: Any) -> Intent:
        """Mỷ is asked for a fee of 50 thousand đồng, payable until Tuesday."""
        told: dict[str, Any] = {
            "system": "stories",
            "subject": uuid4(),
            "purpose": "fee",
            "label": "Lệ phí việc nhỏ",
            "payer": self.office.my.uuid,
            "payee": self.payee,
            "amount": amount,
            "deadline": MONDAY + A_DAY,
            "by": SYSTEM,
            "at": MONDAY,
        }
        return ask_payment(**(told | also))

    def balance(self, book: Book) -> int:
        """What lies in all accounts of one kind, in đồng; credits count below zero."""
        return sum(sum_ for account, sum_ in balances(self.payee).items() if account.book == book)


def a_treasury(*, collects: bool = True) -> Treasury:
    office = an_office()
    payee = an_account(office.committee, office.muon, collects=collects)
    till = open_till(payee, code="LAN1", name="Quầy 1", by=SYSTEM, at=MONDAY)
    return Treasury(office=office, payee=payee, till=till)


def an_account(
    of: Organisation, head: Account, *, number: str = "0011001234567", collects: bool = True
) -> PayeeAccount:
    """An account that one proposed and another agreed to."""
    proposal = propose_payee(
        organisation=of,
        holder="UBND XA MUONG LAN",
        bank_bin="970405",
        number=number,
        collects=collects,
        by=SYSTEM,
        at=MONDAY,
    )
    return approve_payee(proposal, by=is_(head), at=MONDAY)


def bank_tells(intent: Intent, amount: int = 0, *, content: str = "", at: datetime = MONDAY, **also: Any) -> Credit:
    """The bank tells of a transfer for an intent: the whole sum with its code, unless told otherwise."""
    told: dict[str, Any] = {
        "payee": intent.payee,
        "provider": "sepay",
        "provider_ref": str(next(_numbers)),
        "amount": amount or intent.amount,
        "content": content or f"MBVCB.3278907687.{intent.order_code} le phi.CT tu 0451000",
        "paid_at": at,
        "by": SYSTEM,
        "at": at,
    }
    return take_credit(**(told | also))


def tries(intent: Intent, rail: RailCode = RailCode.VNPAY, *, at: datetime = MONDAY) -> Attempt:
    return start_attempt(intent, rail=rail, by=SYSTEM, at=at)


def gateway_tells(attempt: Attempt, ref: str = "14226112", *, amount: int = 0, at: datetime = MONDAY) -> Credit:
    """The gateway says that an attempt succeeded."""
    return confirm_payment(attempt, provider_ref=ref, amount=amount or attempt.amount, paid_at=at, by=SYSTEM, at=at)
