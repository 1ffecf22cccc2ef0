"""Demo life of fees: paid by bank and in cash; some not yet, one too little, one twice, one that nobody knows."""

from datetime import datetime, time, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from tinhso.core.payments.actions import receive_cash, take_credit
from tinhso.core.payments.models import Intent, PayeeAccount, Till
from tinhso.government.procedures.actions.fees import ask_fee, known_amount, owes
from tinhso.government.procedures.models import Dossier, ProcedureVersion
from tinhso.government.procedures.models.laws import law_of
from tinhso.kit.actors import Actor, Channel
from tinhso.kit.demo import Demo, Quarter

COPY, MOST = 8_000, 40
BANK, CASH, NOT_YET, SHORT, TWICE = "bank", "cash", "not yet", "short", "twice"
WAYS = (BANK, CASH, NOT_YET, BANK, CASH, SHORT, BANK, NOT_YET, CASH, TWICE)
LATER = timedelta(hours=3)
SYSTEM = Actor.system()


def ask_and_pay_fees(demo: Demo) -> None:
    """Fees of dossiers that were accepted; those that are finished are paid."""
    payable = [one for one in _dossiers().exclude(case__received_at=None).order_by("pk") if owes(law_of(one.version))]
    for number, dossier in enumerate(payable[:MOST]):
        _fee(dossier, WAYS[number % len(WAYS)], demo)
    _unknown(demo)


def _dossiers() -> QuerySet[Dossier]:
    return Dossier.objects.select_related("version", "case__agency", "case__owner")


def _fee(dossier: Dossier, way: str, demo: Demo) -> None:
    case, law = dossier.case, law_of(dossier.version)
    at = case.received_at or demo.now
    payee = PayeeAccount.objects.collecting_for(case.agency)
    if payee is None:
        return
    fee = ask_fee(dossier, law=law, amount=known_amount(law) or 2 * COPY, by=SYSTEM, at=at)
    paid_at = min(at + LATER, demo.now)
    if way is CASH and case.owner and not case.ended_at:
        till = Till.objects.filter(payee=fee.payee).first()
        if till:
            by = Actor(account=case.owner.pk, person=case.owner.person_id, channel=Channel.COUNTER)
            receive_cash(fee, till=till, amount=fee.due, by=by, at=demo.now)
    elif way is not NOT_YET or case.ended_at:
        _by_bank(fee, fee.amount - 1_000 if way is SHORT and not case.ended_at else fee.amount, 1, paid_at)
        if way is TWICE:
            _by_bank(fee, fee.amount, 2, paid_at)


def _by_bank(fee: Intent, amount: int, number: int, at: datetime) -> None:
    take_credit(
        payee=fee.payee,
        provider="vietqr",
        provider_ref=f"demo-{fee.order_code}-{number}",
        amount=amount,
        content=f"MBVCB.{fee.pk:010}.{fee.order_code} nop phi.CT tu 0451000{fee.pk:06}",
        paid_at=at,
        by=SYSTEM,
        at=at,
    )


def _unknown(demo: Demo) -> None:
    """Money whose memo names nothing."""
    payee = PayeeAccount.objects.open().order_by("pk").first()
    if payee:
        take_credit(
            payee=payee,
            provider="vietqr",
            provider_ref="demo-unknown",
            amount=16_000,
            content="nop tien lam giay cho con",
            paid_at=demo.now - LATER,
            by=SYSTEM,
            at=demo.now - LATER,
        )


def pay_fees_of(quarter: Quarter) -> None:
    """Fees of dossiers of those days, evenly among those that have one, paid by bank transfer some hours later."""
    begun = timezone.make_aware(datetime.combine(quarter.first, time()))
    ended = begun + timedelta(days=(quarter.last - quarter.first).days + 1) - LATER
    rows = Dossier.objects.filter(case__received_at__gte=begun, case__received_at__lt=ended)
    owing = [one.pk for one in ProcedureVersion.objects.all() if owes(law_of(one))]
    payable = list(rows.filter(version__in=owing, fee_asked=False).order_by("pk").values_list("pk", flat=True))
    wanted = min(quarter.wanted["payments"], len(payable))
    for number in range(wanted):
        dossier = _dossiers().get(pk=payable[number * len(payable) // wanted])
        _paid(dossier)
        quarter.step(0.8 + 0.2 * number / wanted)


def _paid(dossier: Dossier) -> None:
    law, at = law_of(dossier.version), dossier.case.received_at or dossier.case.opened_at
    fee = ask_fee(dossier, law=law, amount=known_amount(law) or 2 * COPY, by=SYSTEM, at=at)
    _by_bank(fee, fee.amount, 1, at + LATER)
