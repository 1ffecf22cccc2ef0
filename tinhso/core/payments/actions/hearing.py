"""Hearing what banks and gateways tell of money: once, however often it is told, in whatever order.

Who tells was proved before; here it is kept letter for letter, followed, and remembered how, in one transaction.
"""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F

from tinhso.core.payments.actions.taking import confirm_payment, take_credit
from tinhso.core.payments.actions.trying import fail_attempt
from tinhso.core.payments.domain import credits as bank_news
from tinhso.core.payments.domain.doors import Door, Heard
from tinhso.core.payments.domain.rails import Answer, RailCode, Said
from tinhso.core.payments.domain.states import AttemptState
from tinhso.core.payments.models import Attempt, Callback, Credit, PayeeAccount
from tinhso.kit.actors import Actor
from tinhso.kit.writing import insert_new, update

KEPT = timedelta(days=30)
"""Messages are kept so long: a replay within that time is known by its number, an argument can be settled by its
letters."""
AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class Hearing:
    """What a message did, and whether it was told before; `credit` is the money it told of."""

    heard: Heard
    again: bool
    credit: UUID | None = None


def number_of(raw: bytes) -> str:
    """The number of a message whose sender gives it none: the hash of its letters."""
    return hashlib.sha256(raw).hexdigest()


@transaction.atomic
def hear_gateway(
    *, rail: RailCode, ref: str, answer: Answer, told_id: str, raw: bytes, by: Actor, at: datetime
) -> Hearing:
    """Follow what a gateway says of an order of ours.

    told_id   the gateway's number of this message, or `number_of` its letters
    raw       the letters that were signed
    """
    kept = _kept(Door(rail.value), told_id, raw, at)
    if kept.times > 1 and kept.heard != Heard.UNKNOWN:
        return Hearing(Heard(kept.heard), again=True)
    attempt = Attempt.objects.by_ref(rail, ref)
    heard = _follow(attempt, answer, by=by, at=at) if attempt else Heard.UNKNOWN

    kept.heard, kept.answer = heard, f"{answer.said}:{answer.code}"[:80]
    update(kept, ("heard", "answer"))
    return Hearing(heard, again=heard is Heard.SAME)


def _follow(attempt: Attempt, answer: Answer, *, by: Actor, at: datetime) -> Heard:
    if answer.said is Said.PAID and answer.amount > 0:
        known = Credit.objects.reported(attempt.rail, answer.provider_ref)
        paid_at = _moment(answer.at, attempt.started_at, at)
        credit = confirm_payment(
            attempt, provider_ref=answer.provider_ref, amount=answer.amount, paid_at=paid_at, by=by, at=at
        )
        if credit.amount != attempt.amount or credit.amount != answer.amount:
            return Heard.WRONG
        return Heard.SAME if known else Heard.TAKEN
    if answer.said is not Said.FAILED:
        return Heard.WAITING
    if attempt.state in (AttemptState.FAILED, AttemptState.SUCCEEDED):
        return Heard.SAME
    fail_attempt(attempt, code=answer.code, by=by, at=at)
    return Heard.TAKEN


@transaction.atomic
def hear_bank(told: bank_news.Credit, *, raw: bytes, by: Actor, at: datetime) -> Hearing:
    """Take in money that a bank tells of. Money on an account that is not known here is kept in mind, not taken."""
    kept = _kept(Door(told.provider), told.provider_id, raw, at)
    payee = PayeeAccount.objects.numbered(told.account)
    if payee is None:
        return Hearing(Heard.UNKNOWN, again=kept.times > 1)
    credit = take_credit(
        payee=payee,
        provider=told.provider,
        provider_ref=told.provider_id,
        amount=told.amount,
        content=told.memo,
        paid_at=_moment(told.at, None, at),
        bank_ref=told.reference,
        by=by,
        at=at,
    )
    heard = Heard.WRONG if credit.amount != told.amount else Heard.TAKEN
    again = kept.times > 1 or credit.came_at != at

    kept.heard, kept.answer = heard, str(credit.uuid)
    update(kept, ("heard", "answer"))
    return Hearing(heard, again=again, credit=credit.uuid)


def _kept(door: Door, told_id: str, raw: bytes, at: datetime) -> Callback:
    """The message as it is kept; told again it is the same row, counted."""
    message = Callback(door=door, told_id=told_id, raw=raw, heard=Heard.UNKNOWN, came_at=at)
    if insert_new(message):
        return message
    same = Callback.objects.select_for_update().get(door=door, told_id=told_id)
    same.times += 1
    Callback.objects.filter(pk=same.pk).update(times=F("times") + 1)
    return same


def _moment(told: datetime | None, began: datetime | None, at: datetime) -> datetime:
    """When money was paid: as the other side's clock says, never after now and never before it could be."""
    paid = min(told or at, at)
    return max(paid, min(began, at)) if began else paid


def forget_callbacks(*, at: datetime) -> int:
    """Throw away messages older than `KEPT`, and say how many."""
    old = Callback.objects.older_than(at, KEPT).order_by("id").values_list("pk", flat=True)[:AT_ONCE]
    gone, _ = Callback.objects.filter(pk__in=list(old)).delete()
    return gone
