"""Giving money back: asked by one, approved by another above an amount, done through the rail or by hand."""

import secrets
from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from tinhso.core.payments.actions.asking import named
from tinhso.core.payments.actions.books import book_refund, where_it_goes_out, where_it_lies
from tinhso.core.payments.actions.cash import require_at, today_at
from tinhso.core.payments.actions.taking import hold
from tinhso.core.payments.domain.rails import GATEWAYS, RailCode
from tinhso.core.payments.domain.states import (
    INTENT,
    Book,
    IntentChange,
    IntentState,
    Mismatch,
    Outcome,
    RefundState,
    Settlement,
)
from tinhso.core.payments.events import RefundApproved, RefundAsked, RefundDone, RefundRefused
from tinhso.core.payments.models import Credit, Intent, LedgerAccount, Refund
from tinhso.events.definitions import Code
from tinhso.events.log import record
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import Refusal
from tinhso.kit.writing import insert, update

POCKETS: Mapping[Book, str] = {Book.INCOME: "applied", Book.HELD: "held", Book.UNKNOWN: "elsewhere"}
"""Out of which of a credit's pockets each book pays."""


class MoreThanThere(Refusal):
    sentence = _("So much is not there to give back.")
    field = "amount"


class ReasonMissing(Refusal):
    sentence = _("Say why, in a few words.")
    field = "reason"


class AlreadyDecided(Refusal):
    sentence = _("This was decided before. Open the page again.")


class TakesTwo(Refusal):
    sentence = _("Who asked for it may not approve it. Another person of the office does.")


class SlipMissing(Refusal):
    sentence = _("Write the number of the transfer or the slip by which the money went back.")
    field = "slip"


@transaction.atomic
def ask_refund(credit: Credit, *, amount: int, book: Book, reason: str, by: Actor, at: datetime) -> Refund:
    """Ask that `amount` đồng of a credit go back. They are set aside at once, so that they cannot go twice.

    book   out of what: what its intent had got, what is held, what was put to unknown income
    Approved at once up to `REFUND_ALONE_UP_TO` đồng. Raises NotYours, MoreThanThere, ReasonMissing.
    """
    credit = _held(credit)
    require_at(credit.payee, "ask_refund", by=by, at=at)
    pocket = POCKETS[book]
    if not 0 < amount <= getattr(credit, pocket) or (book is Book.UNKNOWN and credit.outcome == Outcome.PAYOUT):
        raise MoreThanThere
    if not reason.strip():
        raise ReasonMissing

    refund = Refund(
        credit=credit,
        amount=amount,
        book=book,
        reason=reason.strip()[:300],
        by_hand=credit.rail not in GATEWAYS,
        ref=f"R{secrets.token_hex(9)}",
        asked_by_id=by.account,
        asked_at=at,
    )
    insert(refund)
    _move(credit, pocket, "returning", amount)

    record(RefundAsked(amount=amount), about=refund, by=by, at=at, place=credit.payee.organisation.place_id)
    if amount <= settings.REFUND_ALONE_UP_TO:
        _approve(refund, by=by, at=at)
    return refund


@transaction.atomic
def refund_payment(intent: Intent, *, reason: str, by: Actor, at: datetime) -> list[Refund]:
    """Ask that all an intent had got goes back; asked again, nothing is added. Raises NotYours, ReasonMissing."""
    Intent.objects.select_for_update().get(pk=intent.pk)
    return [
        ask_refund(credit, amount=credit.applied, book=Book.INCOME, reason=reason, by=by, at=at)
        for credit in Credit.objects.filter(intent=intent, applied__gt=0).order_by("id")
    ]


@transaction.atomic
def approve_refund(refund: Refund, *, by: Actor, at: datetime) -> Refund:
    """A second person agrees. Raises NotYours, TakesTwo, AlreadyDecided."""
    refund = _decided_by(refund, by=by, at=at)
    if refund.asked_by_id == by.account:
        raise TakesTwo
    if refund.state == RefundState.APPROVED:
        return refund
    if refund.state != RefundState.ASKED:
        raise AlreadyDecided
    _approve(refund, by=by, at=at)
    return refund


@transaction.atomic
def refuse_refund(refund: Refund, *, by: Actor, at: datetime) -> Refund:
    """It will not be given back; the đồng return to where they were: what was held waits for a person again.

    Raises NotYours, AlreadyDecided.
    """
    refund = _decided_by(refund, by=by, at=at)
    if refund.state == RefundState.REFUSED:
        return refund
    if refund.state not in (RefundState.ASKED, RefundState.APPROVED):
        raise AlreadyDecided

    refund.state, refund.ended_at = RefundState.REFUSED, at
    update(refund, ("state", "ended_at"))
    _move(refund.credit, "returning", POCKETS[Book(refund.book)], refund.amount)
    if refund.book == Book.HELD:
        _wait_again(refund, by=by, at=at)

    record(RefundRefused(amount=refund.amount), about=refund, by=by, at=at)
    return refund


@transaction.atomic
def finish_refund(refund: Refund, *, slip: str, by: Actor, at: datetime) -> Refund:
    """The money is back: by hand, with the number of the slip, or by the gateway, with its number of the transaction.

    Said again, nothing changes. Cash goes back out of today's till of the one who gives it. Raises NotYours,
    AlreadyDecided while it is not approved, SlipMissing.
    """
    refund = _locked(refund)
    require_at(refund.credit.payee, "ask_refund", by=by, at=at)
    if refund.state == RefundState.DONE:
        return refund
    if refund.state not in (RefundState.APPROVED, RefundState.UNSURE):
        raise AlreadyDecided
    if not slip.strip():
        raise SlipMissing

    there = _out_of(refund, by=by, at=at)
    refund.state, refund.slip, refund.ended_at = RefundState.DONE, slip.strip()[:80], at
    update(refund, ("state", "slip", "ended_at"))
    _move(refund.credit, "returning", "returned", refund.amount)
    book_refund(refund, there=there, at=at)

    intent = refund.credit.intent
    whole = _count_back(intent, refund, at=at) if intent and refund.book == Book.INCOME else False
    _tell(refund, intent, whole=whole, by=by, at=at)
    return refund


def _wait_again(refund: Refund, *, by: Actor, at: datetime) -> None:
    """For the same reason as before."""
    before = refund.credit.matters.filter(how=Settlement.REFUNDED).latest("settled_at")
    Credit.objects.filter(pk=refund.credit_id, outcome=Outcome.REFUNDING).update(outcome=Outcome.HELD)
    hold(refund.credit, Mismatch(before.kind), amount=refund.amount, by=by, at=at)


def _tell(refund: Refund, intent: Intent | None, *, whole: bool, by: Actor, at: datetime) -> None:
    words = named(intent) if intent else {"system": Code(""), "subject": None, "purpose": Code("")}
    done = RefundDone(amount=refund.amount, rail=RailCode(refund.credit.rail), whole=whole, **words)
    record(done, about=refund, by=by, at=at, place=refund.credit.payee.organisation.place_id)


def _out_of(refund: Refund, *, by: Actor, at: datetime) -> LedgerAccount:
    """Where the money is taken from: where it came to lie; cash comes out of the till of the one who gives it."""
    credit = refund.credit
    if credit.cash_day is None:
        return where_it_goes_out(credit, refund.amount)
    day = today_at(credit.cash_day.till, by=by, at=at)
    if day.expected < refund.amount:
        raise MoreThanThere(_("So much does not lie in your till today. Give it back by bank transfer or tomorrow."))
    day.given += refund.amount
    update(day, ("given",))
    return where_it_lies(credit)


def _count_back(intent: Intent, refund: Refund, *, at: datetime) -> bool:
    """Count what went back; whether nothing of it is left."""
    intent = Intent.objects.select_for_update().get(pk=intent.pk)
    intent.refunded += refund.amount
    whole = intent.refunded == intent.received
    if whole and (IntentState(intent.state), IntentChange.REFUND) in INTENT:
        intent.state, intent.ended_at = IntentState.REFUNDED, at
    update(intent, ("refunded", "state", "ended_at"))
    return whole


def _approve(refund: Refund, *, by: Actor, at: datetime) -> None:
    refund.state, refund.approved_by_id, refund.approved_at, refund.ask_at = RefundState.APPROVED, by.account, at, at
    update(refund, ("state", "approved_by", "approved_at", "ask_at"))
    record(RefundApproved(amount=refund.amount), about=refund, by=by, at=at)


def _decided_by(refund: Refund, *, by: Actor, at: datetime) -> Refund:
    refund = _locked(refund)
    require_at(refund.credit.payee, "approve_refund", by=by, at=at)
    return refund


def _locked(refund: Refund) -> Refund:
    """The refund and its credit, both rows held."""
    credit = _held(Credit.objects.get(refunds=refund))
    refund = Refund.objects.select_for_update().get(pk=refund.pk)
    refund.credit = credit
    return refund


def _held(credit: Credit) -> Credit:
    """The credit, its row held, that of its intent before it: everyone takes them in this order."""
    if credit.intent_id:
        Intent.objects.select_for_update().get(pk=credit.intent_id)
    rows = Credit.objects.select_for_update(of=("self",)).select_related("payee__organisation", "cash_day__till")
    return rows.get(pk=credit.pk)


def _move(credit: Credit, out_of: str, into: str, amount: int) -> None:
    """Put đồng of a credit from one of its pockets into another; the database refuses what does not add up."""
    Credit.objects.filter(pk=credit.pk).update(**{out_of: F(out_of) - amount, into: F(into) + amount})
