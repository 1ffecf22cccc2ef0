"""Asking for a payment, and no longer asking for it."""

from datetime import datetime
from typing import TypedDict
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tinhso.core.payments.domain.codes import new_code
from tinhso.core.payments.domain.states import INTENT, IntentChange, IntentState
from tinhso.core.payments.events import PaymentAsked, PaymentCancelled, PaymentExpired
from tinhso.core.payments.models import MOST, Intent, PayeeAccount
from tinhso.events.definitions import Code
from tinhso.events.log import record
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import Refusal
from tinhso.kit.writing import insert_new, update

AT_ONCE = 500
_TRIES = 5


class AskedOtherwise(Refusal):
    sentence = _("This was asked for before, with another amount or another account. Cancel that first.")
    field = "amount"


class NotPayable(Refusal):
    sentence = _("An amount is whole đồng, more than 0 and less than 10 billion.")
    field = "amount"


class PayeeClosed(Refusal):
    sentence = _("This account takes no more money. Choose one that is open.")


class NotCancellable(Refusal):
    sentence = _("This is paid already. What was paid can be refunded, not cancelled.")


class PartCame(Refusal):
    sentence = _("A part of it has come. Refund that part first.")


@transaction.atomic
def ask_payment(
    *,
    system: str,
    subject: UUID,
    purpose: str,
    label: str,
    payer: UUID | None,
    payee: PayeeAccount,
    amount: int,
    deadline: datetime,
    place: int | None = None,
    by: Actor,
    at: datetime,
) -> Intent:
    """Ask for `amount` đồng, payable until `deadline`. Asked again for the same purpose it is the same intent.

    system, subject, purpose   whose wish it is, in the system's own words; events tell what comes of it
    label                      what it is for; never a name
    payer                      who sees it among theirs; anyone may pay
    Raises NotPayable, PayeeClosed; AskedOtherwise when one with another amount or account stands.
    """
    if not 0 < amount <= MOST:
        raise NotPayable
    if payee.closed_at:
        raise PayeeClosed

    intent = Intent(
        system=system,
        subject=subject,
        purpose=purpose,
        label=label[:200],
        payer=payer,
        payee=payee,
        amount=amount,
        place=place,
        asked_at=at,
        deadline=deadline,
    )
    if not _written(intent):
        return _the_one_that_stands(intent)

    asked = PaymentAsked(system=Code(system), subject=subject, purpose=Code(purpose), amount=amount)
    record(asked, about=intent, by=by, at=at, place=place)
    return intent


def _written(intent: Intent) -> bool:
    """Whether it was new. A code that another intent bears is thrown again."""
    for _try in range(_TRIES):
        intent.order_code = new_code()
        if insert_new(intent):
            return True
        if Intent.objects.standing_for(intent.system, [intent.subject]).filter(purpose=intent.purpose).exists():
            return False
    raise RuntimeError("no free order code")


def _the_one_that_stands(wish: Intent) -> Intent:
    standing = (
        Intent.objects.standing_for(wish.system, [wish.subject]).select_related("payee").get(purpose=wish.purpose)
    )
    if (standing.amount, standing.payee_id) != (wish.amount, wish.payee_id):
        raise AskedOtherwise
    return standing


@transaction.atomic
def cancel_payment(intent: Intent, *, by: Actor, at: datetime) -> Intent:
    """No longer ask for it; cancelled twice is cancelled. Raises NotCancellable when paid, PartCame."""
    intent = Intent.objects.select_for_update().get(pk=intent.pk)
    if intent.state in (IntentState.CANCELLED, IntentState.EXPIRED):
        return intent
    if (IntentState(intent.state), IntentChange.CANCEL) not in INTENT:
        raise NotCancellable
    if intent.received > intent.refunded:
        raise PartCame

    end(intent, IntentState.CANCELLED, at=at)

    record(PaymentCancelled(**named(intent)), about=intent, by=by, at=at, place=intent.place)
    return intent


def expire_payments(*, at: datetime) -> int:
    """Let go what nobody paid in time, and say how many. What came in part stays with its person in the queue."""
    overdue = Intent.objects.overdue(at).filter(received=0).values_list("pk", flat=True)[:AT_ONCE]
    return sum(_expire(pk, at=at) for pk in list(overdue))


@transaction.atomic
def _expire(pk: int, *, at: datetime) -> bool:
    intent = Intent.objects.select_for_update().filter(pk=pk, state=IntentState.ASKED, received=0).first()
    if intent is None or intent.deadline >= at or intent.credits.exists():
        return False

    end(intent, IntentState.EXPIRED, at=at)

    record(PaymentExpired(**named(intent)), about=intent, by=Actor.system(), at=at, place=intent.place)
    return True


def end(intent: Intent, state: IntentState, *, at: datetime) -> None:
    """Write that it ended so. The caller holds its row and has looked into the table of states."""
    intent.state, intent.ended_at = state, at
    update(intent, ("state", "ended_at"))


class Named(TypedDict):
    """The words by which the asking system knows an intent."""

    system: Code
    subject: UUID
    purpose: Code


def named(intent: Intent) -> Named:
    """For what it is, as every event says it."""
    return Named(system=Code(intent.system), subject=intent.subject, purpose=Code(intent.purpose))
