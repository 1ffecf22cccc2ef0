"""Taking money in, whoever tells of it and however often: never lost, never counted twice, never two for one intent."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tinhso.core.payments.actions.asking import named
from tinhso.core.payments.actions.books import book_arrival
from tinhso.core.payments.domain.codes import codes_in
from tinhso.core.payments.domain.matching import judge
from tinhso.core.payments.domain.rails import RailCode
from tinhso.core.payments.domain.states import AttemptState, IntentState, Mismatch
from tinhso.core.payments.events import MoneyHeld, PaymentConfirmed
from tinhso.core.payments.models import Attempt, Credit, Intent, MoneyMatter, PayeeAccount
from tinhso.core.payments.models.intents import NAMED
from tinhso.core.payments.models.money import ALONE_BY_CODE
from tinhso.events.log import record
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import Refusal
from tinhso.kit.writing import insert, insert_new, update

SAME_MONEY = timedelta(hours=36)
"""Two tellers who give one sum with one order code within this time tell of the same transfer."""


class NoMoney(Refusal):
    sentence = _("Money that came is more than 0 đồng.")
    field = "amount"


@transaction.atomic
def take_credit(
    *,
    payee: PayeeAccount,
    provider: str,
    provider_ref: str,
    amount: int,
    content: str,
    paid_at: datetime,
    bank_ref: str = "",
    by: Actor,
    at: datetime,
) -> Credit:
    """Take in money that came to a bank account. Told again, by whomever, it is the same money and nothing changes.

    provider, provider_ref   who tells (`vietqr`, `sepay`, `statement`) and under which number of theirs
    bank_ref                 the bank's own number of the transfer, where it is told: two tellers agree in it
    content                  the memo; an intent of this account is found by its order code
    Raises NoMoney.
    """
    if amount <= 0:
        raise NoMoney
    intent, code = _intent_named(content, payee)
    told = Credit(
        payee=payee,
        rail=RailCode.BANK,
        provider=provider,
        provider_ref=provider_ref,
        bank_ref=bank_ref[:60],
        amount=amount,
        content=content[:300],
        order_code=code,
        paid_at=paid_at,
        came_at=at,
    )
    return _told_before(told) or take_in(told, intent, by=by, at=at)


@transaction.atomic
def confirm_payment(
    attempt: Attempt, *, provider_ref: str, amount: int, paid_at: datetime, by: Actor, at: datetime
) -> Credit:
    """A gateway says that an attempt succeeded, in a call, an answer or a list. Said again, nothing changes.

    Says the money it took; whether that paid the intent is its `outcome`. Raises NoMoney.
    """
    if amount <= 0:
        raise NoMoney
    intent = Intent.objects.select_for_update().select_related("payee").get(pk=attempt.intent_id)
    told = Credit(
        payee=intent.payee,
        rail=attempt.rail,
        provider=attempt.rail,
        provider_ref=provider_ref,
        amount=amount,
        order_code=intent.order_code,
        attempt=attempt,
        paid_at=paid_at,
        came_at=at,
    )
    attempt.state, attempt.provider_ref, attempt.ended_at = AttemptState.SUCCEEDED, provider_ref[:60], at
    update(attempt, ("state", "provider_ref", "ended_at"))
    return take_in(told, intent, by=by, at=at)


def take_in(told: Credit, intent: Intent | None, *, by: Actor, at: datetime) -> Credit:
    """Write the money with its verdict, and what follows. The caller holds the intent's row.

    The money that was there already, when another told of it in the meantime.
    """
    verdict = judge(
        told.amount,
        state=IntentState(intent.state) if intent else None,
        due=intent.due if intent else 0,
        in_time=intent is not None and is_in_time(intent, told.paid_at),
    )
    told.intent, told.outcome = intent, verdict.outcome
    told.applied, told.held = verdict.applied, verdict.held
    if not insert_new(told):
        return _told_before(told) or Credit.objects.get(provider=told.provider, provider_ref=told.provider_ref)

    book_arrival(told, at=at)
    if verdict.why:
        hold(told, verdict.why, amount=verdict.held, by=by, at=at)
    if intent and verdict.applied:
        apply(intent, verdict.applied, rail=RailCode(told.rail), by=by, at=at)
    return told


def apply(intent: Intent, amount: int, *, rail: RailCode, by: Actor, at: datetime, forgiven: bool = False) -> None:
    """Count money for an intent; paid when nothing is missing or the rest is forgiven. The caller holds its row."""
    intent.received += amount
    intent.rail = rail
    if intent.due and not forgiven:
        update(intent, ("received", "rail"))
        return
    intent.state, intent.paid_at = IntentState.PAID, at
    update(intent, ("received", "rail", "state", "paid_at"))
    paid = PaymentConfirmed(**named(intent), amount=intent.received, rail=rail)
    record(paid, about=intent, by=by, at=at, place=intent.place)


def hold(credit: Credit, why: Mismatch, *, amount: int, by: Actor, at: datetime) -> MoneyMatter:
    """Put money into the queue of the office whose account it came to."""
    matter = MoneyMatter(credit=credit, kind=why, amount=amount, opened_at=at)
    insert(matter)
    record(MoneyHeld(kind=why, amount=amount, rail=RailCode(credit.rail)), about=matter, by=by, at=at)
    return matter


def _intent_named(content: str, payee: PayeeAccount) -> tuple[Intent | None, str]:
    """The intent of this account whose code stands in a memo, its row held; and the first code there."""
    codes = codes_in(content)
    found = [intent for code in sorted(codes) for intent in NAMED(code, payee.pk)]
    if not found:
        return None, next(iter(codes), "")
    intent = min(found, key=lambda one: one.pk)
    return intent, intent.order_code


def is_in_time(intent: Intent, paid_at: datetime) -> bool:
    """Whether it was paid before the deadline and nobody asked for the same anew since."""
    if intent.state != IntentState.EXPIRED or paid_at > intent.deadline:
        return False
    again = Intent.objects.standing_for(intent.system, [intent.subject]).filter(purpose=intent.purpose)
    return not again.exists()


def _told_before(told: Credit) -> Credit | None:
    """The same money, when it was told before: by the same number, by the bank's number, or by another teller."""
    same = Credit.objects.reported(told.provider, told.provider_ref)
    if same or told.rail != RailCode.BANK:
        return same
    same = _same_transfer(told) or _told_by_another(told)
    if same and not same.also_ref and same.provider != told.provider:
        same.also_by, same.also_ref = told.provider, told.provider_ref
        update(same, ("also_by", "also_ref"))
    return same


def _same_transfer(told: Credit) -> Credit | None:
    if not told.bank_ref:
        return None
    return Credit.objects.filter(payee=told.payee, bank_ref=told.bank_ref, amount=told.amount).first()


def _told_by_another(told: Credit) -> Credit | None:
    """The same transfer from another teller, when either names no number of the bank: code, sum and time agree."""
    if not told.order_code:
        return None
    near = (
        credit
        for credit in ALONE_BY_CODE(told.payee_id, told.order_code, told.amount)
        if credit.provider != told.provider
        and abs(credit.paid_at - told.paid_at) <= SAME_MONEY
        and not (told.bank_ref and credit.bank_ref)
    )
    return next(near, None)
