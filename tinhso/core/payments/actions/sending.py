"""Sending a payer to a gateway, and asking gateways how things stand. The rail is called outside any transaction."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tinhso.core.payments.actions.refunds import finish_refund
from tinhso.core.payments.actions.taking import confirm_payment
from tinhso.core.payments.actions.trying import ASKED_EVERY, ASKED_FOR, fail_attempt, keep_url
from tinhso.core.payments.domain.rails import Answer, Order, Rail, RailCode, RailDown, Return, Said
from tinhso.core.payments.domain.states import AttemptState, RefundState
from tinhso.core.payments.models import Attempt, Refund
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import Refusal

AT_ONCE = 100
SYSTEM = Actor.system()
Rails = Mapping[RailCode, Rail]


class GatewaySilent(Refusal):
    sentence = _("This way of paying does not answer now. Nothing was taken. Try again, or pay by bank transfer.")


def send_off(attempt: Attempt, order: Order, *, rail: Rail) -> str:
    """Begin the order there and say where the payer's browser goes; asked again, it is the same place.

    Raises GatewaySilent.
    """
    if attempt.url:
        return attempt.url
    try:
        url = rail.start(order)
    except RailDown as down:
        Attempt.objects.filter(pk=attempt.pk, state=AttemptState.STARTED).update(state=AttemptState.UNSURE)
        raise GatewaySilent from down
    keep_url(attempt, url)
    return url


def ask_gateways(rails: Rails, *, at: datetime) -> int:
    """Ask about attempts whose end nobody told us, and say how many were asked. A silent gateway is left alone."""
    silent: set[str] = set()
    asked = 0
    for attempt in Attempt.objects.to_ask(at).filter(rail__in=list(rails))[:AT_ONCE]:
        if attempt.rail not in silent:
            asked += 1
            if not ask_gateway(attempt, rails[RailCode(attempt.rail)], at=at):
                silent.add(attempt.rail)
    return asked


def ask_gateway(attempt: Attempt, rail: Rail, *, at: datetime) -> bool:
    """Ask how one attempt stands and do what follows; whether the gateway answered."""
    _ask_later(attempt, at=at)
    try:
        answer = rail.query(ref=attempt.ref, started_at=attempt.started_at, at=at)
    except RailDown:
        return False
    _follow(attempt, answer, at=at)
    return True


def _follow(attempt: Attempt, answer: Answer, *, at: datetime) -> None:
    if answer.said is Said.PAID:
        paid_at = answer.at or at
        confirm_payment(
            attempt, provider_ref=answer.provider_ref, amount=answer.amount, paid_at=paid_at, by=SYSTEM, at=at
        )
    elif answer.said is Said.FAILED or at > attempt.expires_at + ASKED_FOR:
        fail_attempt(attempt, code=answer.code, by=SYSTEM, at=at)


def _ask_later(attempt: Attempt, *, at: datetime) -> None:
    """Every five minutes while it may be paid and an hour after, then ever more rarely."""
    late = at - attempt.expires_at
    pause = ASKED_EVERY if late < timedelta(hours=1) else max(ASKED_EVERY, late / 4)
    Attempt.objects.filter(pk=attempt.pk).update(ask_at=at + pause, asked_times=attempt.asked_times + 1)


def send_refunds(rails: Rails, *, at: datetime) -> int:
    """Ask gateways for the refunds that were approved, and say how many were asked for."""
    waiting = Refund.objects.to_send(at).filter(credit__rail__in=list(rails)).select_related("credit__attempt")
    sent = list(waiting[:AT_ONCE])
    for refund in sent:
        _send(refund, rails[RailCode(refund.credit.rail)], at=at)
    return len(sent)


def _send(refund: Refund, rail: Rail, *, at: datetime) -> None:
    """`unsure` is written before the call: whatever happens then, it is asked for again under the same name."""
    attempt = refund.credit.attempt
    if attempt is None or not _claimed(refund, at=at):
        return
    back = Return(
        ref=refund.ref,
        order_ref=attempt.ref,
        provider_ref=refund.credit.provider_ref,
        amount=refund.amount,
        whole=refund.amount == refund.credit.amount,
        ordered_at=attempt.started_at,
        asked_at=refund.asked_at,
        reason=refund.ref,
    )
    try:
        answer = rail.refund(back)
    except RailDown:
        return
    if answer.said is Said.PAID:
        finish_refund(refund, slip=answer.provider_ref or refund.ref, by=SYSTEM, at=at)
    elif answer.said is Said.FAILED:
        Refund.objects.filter(pk=refund.pk).update(state=RefundState.APPROVED, by_hand=True)


@transaction.atomic
def _claimed(refund: Refund, *, at: datetime) -> bool:
    """Take it for this call; another worker that took it meanwhile has it."""
    mine = Refund.objects.filter(pk=refund.pk, ask_at=refund.ask_at, ended_at=None)
    return bool(mine.update(state=RefundState.UNSURE, ask_at=at + ASKED_EVERY))
