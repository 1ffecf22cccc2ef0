"""Many credits of one account against what was asked for there: the verdicts of `take_credit`, in a few statements.

`test_many_at_once_are_as_one_by_one` holds it to `take_credit`.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple
from uuid import UUID, uuid4

from django.db.models import F

from tinhso.core.payments.actions.asking import named
from tinhso.core.payments.actions.taking import SAME_MONEY, is_in_time
from tinhso.core.payments.domain.codes import codes_in
from tinhso.core.payments.domain.matching import judge
from tinhso.core.payments.domain.rails import RailCode
from tinhso.core.payments.domain.states import Book, IntentState, Mismatch, Outcome
from tinhso.core.payments.events import MoneyHeld, PaymentConfirmed
from tinhso.core.payments.models import BookTransfer, Credit, Intent, LedgerAccount, MoneyMatter, PayeeAccount
from tinhso.events.log import Fact, record_all
from tinhso.kit.actors import Actor
from tinhso.kit.writing import insert_many, insert_rows


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Money as a teller names it: `name` is the teller's own, the same whenever it is told."""

    name: str
    amount: int
    content: str
    paid_at: datetime
    bank_ref: str = ""


@dataclass(slots=True)
class Taken:
    """What came of many: the id of the money of each name; how many paid something, wait, or were known."""

    money: dict[str, int] = field(default_factory=dict)
    matched: int = 0
    held: int = 0
    known: int = 0


class _Came(NamedTuple):
    """The columns of a credit that is new; `Credit` says what they are."""

    uuid: UUID
    payee_id: int
    rail: RailCode
    provider: str
    provider_ref: str
    bank_ref: str
    amount: int
    content: str
    order_code: str
    paid_at: datetime
    came_at: datetime
    intent_id: int | None
    outcome: Outcome
    applied: int
    held: int
    also_by: str = ""
    also_ref: str = ""
    elsewhere: int = 0
    returning: int = 0
    returned: int = 0


@dataclass(slots=True)
class _Work:
    """One round: whose account, who tells, the intents that are named; what is to be written.

    codes  name of the money → the code by which it is known, empty for none
    same   name → the name of the money that it is, of those that are told together
    """

    payee: PayeeAccount
    provider: str
    at: datetime
    intents: dict[str, Intent]
    codes: dict[str, str]
    new: dict[str, _Came] = field(default_factory=dict)
    same: dict[str, str] = field(default_factory=dict)
    paid: list[Intent] = field(default_factory=list)
    held: list[tuple[_Came, Mismatch]] = field(default_factory=list)


def take_many(payee: PayeeAccount, provider: str, told: Sequence[Told], *, by: Actor, at: datetime) -> Taken:
    """Take in many credits of one account, inside the caller's transaction. What was told before is the same money."""
    work = _begun(payee, provider, told, at)
    taken = _told_before(work, told)
    twins: dict[tuple[str, int], str] = {}
    for one in told:
        if one.name in taken.money:
            continue
        first = twins.setdefault((one.bank_ref, one.amount), one.name) if one.bank_ref else one.name
        if first == one.name:
            _judge(work, one)
        else:
            work.same[one.name] = first
    taken.money |= _write(work, by=by)
    taken.money |= {name: taken.money[first] for name, first in work.same.items()}
    taken.known += len(work.same)
    taken.held = len(work.held)
    taken.matched = sum(credit.outcome == Outcome.SETTLED for credit in work.new.values())
    return taken


def _begun(payee: PayeeAccount, provider: str, told: Sequence[Told], at: datetime) -> _Work:
    """The intents that are named, their rows held in the order of all; the code by which each credit is known."""
    found = {one.name: codes_in(one.content) for one in told}
    named_codes = {code for codes in found.values() for code in codes}
    rows = Intent.objects.select_for_update(of=("self",)).filter(payee=payee, order_code__in=named_codes)
    intents = {intent.order_code: intent for intent in rows.order_by("id")}
    known = {
        name: min((code for code in codes if code in intents), key=lambda code: intents[code].pk, default="")
        or next(iter(codes), "")
        for name, codes in found.items()
    }
    return _Work(payee=payee, provider=provider, at=at, intents=intents, codes=known)


def _judge(work: _Work, one: Told) -> None:
    code = work.codes[one.name]
    intent = work.intents.get(code)
    verdict = judge(
        one.amount,
        state=IntentState(intent.state) if intent else None,
        due=intent.due if intent else 0,
        in_time=intent is not None and is_in_time(intent, one.paid_at),
    )
    credit = _Came(
        uuid=uuid4(),
        payee_id=work.payee.pk,
        rail=RailCode.BANK,
        provider=work.provider,
        provider_ref=one.name,
        bank_ref=one.bank_ref,
        amount=one.amount,
        content=one.content,
        order_code=code,
        paid_at=one.paid_at,
        came_at=work.at,
        intent_id=intent.pk if intent else None,
        outcome=verdict.outcome,
        applied=verdict.applied,
        held=verdict.held,
    )
    work.new[one.name] = credit
    if verdict.why:
        work.held.append((credit, verdict.why))
    if intent and verdict.applied:
        intent.state, intent.received = IntentState.PAID, intent.amount
        work.paid.append(intent)


def _write(work: _Work, *, by: Actor) -> dict[str, int]:
    """Write the money and what follows; the id of each, by its name."""
    keys = insert_rows(Credit, _Came._fields, list(work.new.values()))
    money = dict(zip(work.new, keys, strict=True))
    insert_rows(BookTransfer, ("key", "debit_id", "credit_id", "amount", "at", "money_id"), list(_booked(work, money)))
    matters = [
        MoneyMatter(credit_id=money[credit.provider_ref], kind=why, amount=credit.held, opened_at=work.at)
        for credit, why in work.held
    ]
    insert_many(matters)
    settled = Intent.objects.filter(pk__in=[intent.pk for intent in work.paid])
    settled.update(received=F("amount"), state=IntentState.PAID, paid_at=work.at, rail=RailCode.BANK)
    record_all(_facts(work.paid, matters), by=by, at=work.at)
    return money


def _booked(work: _Work, money: dict[str, int]) -> Iterable[tuple[object, ...]]:
    """As `book_arrival` books one."""
    if not work.payee.collects or not work.new:
        return
    bank = LedgerAccount.objects.of(work.payee, Book.BANK).pk
    whose = {book: LedgerAccount.objects.of(work.payee, book).pk for book in (Book.INCOME, Book.HELD)}
    for name, credit in work.new.items():
        for book, amount in ((Book.INCOME, credit.applied), (Book.HELD, credit.held)):
            if amount:
                yield f"came:{money[name]}:{book}", bank, whose[book], amount, work.at, money[name]


def _facts(paid: Iterable[Intent], matters: Iterable[MoneyMatter]) -> Iterable[Fact]:
    for intent in paid:
        event = PaymentConfirmed(**named(intent), amount=intent.amount, rail=RailCode.BANK)
        yield Fact(event, intent, intent.place)
    for matter in matters:
        held = MoneyHeld(kind=Mismatch(matter.kind), amount=matter.amount, rail=RailCode.BANK)
        yield Fact(held, matter)


class _Before:
    """Credits that may be the same money, told under the bank's number or by another teller."""

    def __init__(self, work: _Work, told: Sequence[Told]) -> None:
        ours = Credit.objects.select_for_update(of=("self",)).filter(payee=work.payee, rail=RailCode.BANK)
        by_ref = ours.filter(bank_ref__in=[one.bank_ref for one in told if one.bank_ref])
        self.by_ref = {(credit.bank_ref, credit.amount): credit for credit in by_ref}
        self.by_code: dict[tuple[str, int], list[Credit]] = defaultdict(list)
        others = ours.filter(order_code__in={code for code in work.codes.values() if code}, also_ref="")
        for credit in others.exclude(provider=work.provider).order_by("id"):
            self.by_code[credit.order_code, credit.amount].append(credit)

    def same(self, one: Told, code: str) -> Credit | None:
        """As `_told_before` of `taking` finds one."""
        found = self.by_ref.get((one.bank_ref, one.amount)) if one.bank_ref else None
        if found or not code:
            return found
        waiting = self.by_code[code, one.amount]
        near = (
            credit
            for credit in waiting
            if abs(credit.paid_at - one.paid_at) <= SAME_MONEY and not (one.bank_ref and credit.bank_ref)
        )
        found = next(near, None)
        if found:
            waiting.remove(found)
        return found


def _told_before(work: _Work, told: Sequence[Told]) -> Taken:
    """The money that was told before; a second teller is noted with it."""
    ours, names = Credit.objects.filter(payee=work.payee), [one.name for one in told]
    mine = ours.filter(provider=work.provider, provider_ref__in=names).values_list("provider_ref", "pk")
    also = ours.filter(also_by=work.provider, also_ref__in=names).values_list("also_ref", "pk")
    taken = Taken(money=dict(mine) | dict(also))
    before, seconds = _Before(work, told), []
    for one in told:
        same = None if one.name in taken.money else before.same(one, work.codes[one.name])
        if same:
            taken.money[one.name] = same.pk
            if not same.also_ref and same.provider != work.provider:
                same.also_by, same.also_ref = work.provider, one.name
                seconds.append(same)
    Credit.objects.bulk_update(seconds, ["also_by", "also_ref"], batch_size=500)
    taken.known = len(taken.money)
    return taken
