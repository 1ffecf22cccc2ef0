"""The fee of a dossier: asked for when an officer said how much, waived with a reason, given back.

A dossier for which no fee was asked (`fee_asked`) never touches the register of payments.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tinhso.core.accounts.actions import require
from tinhso.core.payments.actions import ask_payment, cancel_payment, refund_payment
from tinhso.core.payments.domain.states import IntentState
from tinhso.core.payments.models import Intent, PayeeAccount
from tinhso.events.definitions import Code
from tinhso.events.log import record
from tinhso.government.procedures.domain.catalogue import Facts
from tinhso.government.procedures.events import FeeWaived
from tinhso.government.procedures.models import Dossier, FeeWaiver
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import Refusal

SYSTEM, PURPOSE = "procedures", "fee"
PAYABLE_FOR = timedelta(days=30)
NOT_PAID = (IntentState.ASKED, IntentState.EXPIRED)
REASON = "Hồ sơ dừng trước khi giải quyết."
"""Why the fee of a dossier goes back: read by the officers who send it."""


class NoAccount(Refusal):
    sentence = _("This office has no account for fees yet. The head proposes one under Payments, Accounts.")


class AlreadyPaid(Refusal):
    sentence = _("The fee is paid. What was too much is given back under Payments.")
    field = "amount"


class NoFee(Refusal):
    sentence = _("This paper costs nothing.")


class FeeNotPaid(Refusal):
    sentence = _("The fee is not paid yet. Take it in cash, or waive it with a reason.")


class WhyWaived(Refusal):
    sentence = _("Say why nothing has to be paid.")
    field = "reason"


def owes(law: Facts) -> bool:
    """Whether the law names a fee that may be more than nothing."""
    return any(fee.amount != 0 for fee in law.fees)


def known_amount(law: Facts) -> int | None:
    """The fee when it is one amount; otherwise an officer counts copies, or the province has set it."""
    amounts = [fee.amount for fee in law.fees if fee.amount != 0]
    return amounts[0] if len(amounts) == 1 else None


def fee_of(dossier: Dossier) -> Intent | None:
    """The latest payment that was asked for."""
    return Intent.objects.about(SYSTEM, dossier.uuid).filter(purpose=PURPOSE).select_related("payee").first()


@transaction.atomic
def ask_fee(dossier: Dossier, *, law: Facts, amount: int, by: Actor, at: datetime) -> Intent:
    """Say how much the fee is: the applicant sees it and can pay. Said anew, the first is cancelled.

    Raises NotYours, NoFee, NoAccount, AlreadyPaid, NotPayable.
    """
    dossier = _held(dossier, by=by, at=at)
    if not owes(law):
        raise NoFee
    case, before = dossier.case, fee_of(dossier)
    payee = PayeeAccount.objects.collecting_for(case.agency)
    if payee is None:
        raise NoAccount
    if before and before.is_paid:
        raise AlreadyPaid
    if not dossier.fee_asked:
        dossier.fee_asked = True
        dossier.save(update_fields=["fee_asked"])
    if before and before.is_open and (before.amount, before.payee_id) != (amount, payee.pk):
        cancel_payment(before, by=by, at=at)
    return ask_payment(
        system=SYSTEM,
        subject=dossier.uuid,
        purpose=PURPOSE,
        label=law.title.vi,
        payer=case.applicant.uuid if case.applicant else None,
        payee=payee,
        amount=amount,
        deadline=at + PAYABLE_FOR,
        place=case.place_id,
        by=by,
        at=at,
    )


@transaction.atomic
def waive_fee(dossier: Dossier, *, reason: str, by: Actor, at: datetime) -> FeeWaiver:
    """Nothing has to be paid, because …; what was asked for is cancelled. Raises NotYours, WhyWaived, AlreadyPaid."""
    dossier = _held(dossier, by=by, at=at)
    before = fee_of(dossier)
    if not reason.strip():
        raise WhyWaived
    if before and before.is_paid:
        raise AlreadyPaid

    waiver, _new = FeeWaiver.objects.update_or_create(
        dossier=dossier, defaults={"reason": reason.strip()[:300], "waived_at": at, "waived_by_id": by.account}
    )
    if before and before.is_open:
        cancel_payment(before, by=by, at=at)
    record(
        FeeWaived(procedure=Code(dossier.procedure.code)), about=dossier.case, by=by, at=at, place=dossier.case.place_id
    )
    return waiver


def require_fee_paid(dossier: Dossier) -> None:
    """Raise FeeNotPaid when the fee that was asked for is not paid and was not waived."""
    fee = fee_of(dossier)
    if fee and fee.state in NOT_PAID and not FeeWaiver.objects.filter(dossier=dossier).exists():
        raise FeeNotPaid


def let_fee_go(dossier: Dossier, *, ended_from: str, by: Actor, at: datetime) -> None:
    """The dossier ended without a result: nothing more is asked for; what was paid goes back when nothing was done yet.

    `FEE_BACK_FROM` names the states from which it does.
    """
    fee = fee_of(dossier)
    if fee is None:
        return
    if fee.is_open and not fee.received:
        cancel_payment(fee, by=by, at=at)
    elif fee.is_paid and ended_from in settings.FEE_BACK_FROM:
        refund_payment(fee, reason=REASON, by=by, at=at)


def _held(dossier: Dossier, *, by: Actor, at: datetime) -> Dossier:
    """The dossier, its row held. Raises NotYours."""
    rows = Dossier.objects.select_for_update(of=("self",))
    dossier = rows.select_related("case__agency__parent", "case__applicant", "procedure").get(pk=dossier.pk)
    require(by, "take_in_dossiers", place=dossier.case.place_id, agency=dossier.case.agency_id, at=at)
    return dossier
