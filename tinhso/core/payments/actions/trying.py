"""Tries to pay on a gateway: begun, sent there, failed. Success is `confirm_payment`."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tinhso.core.payments.domain.rails import GATEWAYS, RailCode
from tinhso.core.payments.domain.states import AttemptState
from tinhso.core.payments.events import PaymentFailed, PaymentStarted
from tinhso.core.payments.models import Attempt, Intent
from tinhso.events.definitions import Code
from tinhso.events.log import record
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import Refusal
from tinhso.kit.writing import insert, update

LASTS = timedelta(minutes=15)
FIRST_ASKED = timedelta(minutes=2)
ASKED_EVERY = timedelta(minutes=5)
ASKED_FOR = timedelta(days=3)
"""A gateway is asked how an order stands: after two minutes, every five while it may be paid, then ever more rarely for
three days."""
MOST_TRIES = 20


class NotAsked(Refusal):
    sentence = _("There is nothing to pay here: it is paid, cancelled, or its day has passed.")


class NotAGateway(Refusal):
    sentence = _("This way of paying is not on. Choose another one.")
    field = "rail"


class TooManyTries(Refusal):
    sentence = _("This was tried very often. Pay by bank transfer or at the counter.")


@transaction.atomic
def start_attempt(intent: Intent, *, rail: RailCode, method: str = "", by: Actor, at: datetime) -> Attempt:
    """Begin a try on a gateway; one that may still be paid there is taken up again. Asks the gateway nothing.

    A try that the gateway did not answer is left to the questions that are asked of it: the payer never saw its page.
    Raises NotAsked, NotAGateway, TooManyTries.
    """
    intent = Intent.objects.select_for_update().get(pk=intent.pk)
    if not intent.is_open or intent.deadline <= at:
        raise NotAsked
    if rail not in GATEWAYS:
        raise NotAGateway
    before = intent.attempts.count()
    same = intent.attempts.filter(state=AttemptState.STARTED, rail=rail, method=method, amount=intent.due)
    if open_there := same.filter(expires_at__gt=at + FIRST_ASKED).first():
        return open_there
    if before >= MOST_TRIES:
        raise TooManyTries

    attempt = Attempt(
        intent=intent,
        rail=rail,
        ref=f"{intent.order_code}{before + 1:02}",
        amount=intent.due,
        method=method,
        started_at=at,
        expires_at=min(at + LASTS, intent.deadline),
        ask_at=at + FIRST_ASKED,
    )
    insert(attempt)

    record(PaymentStarted(rail=rail), about=attempt, by=by, at=at, place=intent.place)
    return attempt


def keep_url(attempt: Attempt, url: str) -> None:
    """Where the gateway wants the payer's browser for this attempt."""
    Attempt.objects.filter(pk=attempt.pk).update(url=url)


@transaction.atomic
def fail_attempt(attempt: Attempt, *, code: str, by: Actor, at: datetime) -> Attempt:
    """The gateway says that nothing was paid. One that succeeded stays so, whatever comes after it."""
    attempt = Attempt.objects.select_for_update().get(pk=attempt.pk)
    if attempt.state in (AttemptState.SUCCEEDED, AttemptState.FAILED):
        return attempt

    attempt.state, attempt.code, attempt.ended_at = AttemptState.FAILED, code[:20], at
    update(attempt, ("state", "code", "ended_at"))

    record(PaymentFailed(rail=RailCode(attempt.rail), code=Code(attempt.code)), about=attempt, by=by, at=at)
    return attempt
