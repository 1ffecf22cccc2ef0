"""Payments for machines: what I owe and how to pay it, cash, what waits and what becomes of it, refunds."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Annotated, Protocol, Self
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Router, Schema
from pydantic import Field

from tinhso.core.accounts.models.mandates import for_whom
from tinhso.core.payments import actions
from tinhso.core.payments.domain.showing import transfer_slip
from tinhso.core.payments.domain.states import IntentState, Mismatch, RefundState
from tinhso.core.payments.models import CashDay, Credit, Intent, MoneyMatter, PayeeAccount, Refund, Till
from tinhso.kit.actors import Actor
from tinhso.kit.doors import Request, needs, open_to_all, signed_in

router = Router(tags=["payments"])
A_PAGE = 100
Doing = Callable[[MoneyMatter], MoneyMatter]


class Because(Protocol):
    """A way to settle money that wants a reason."""

    def __call__(self, matter: MoneyMatter, /, *, reason: str, by: Actor, at: datetime) -> MoneyMatter: ...


NO_NUL = r"^[^\x00]*$"
Words = Annotated[str, Field(max_length=300, pattern=NO_NUL)]


class IntentOut(Schema):
    """What is to be paid, in đồng. `payload` is the text of a VietQR code, empty when nothing is to be paid."""

    uuid: UUID
    label: str
    state: IntentState
    amount: int
    due: int
    order_code: str
    deadline: datetime
    paid_at: datetime | None
    rail: str
    payload: str

    @classmethod
    def of(cls, one: Intent) -> Self:
        return cls(
            uuid=one.uuid,
            label=one.label,
            state=IntentState(one.state),
            amount=one.amount,
            due=one.due,
            order_code=one.order_code,
            deadline=one.deadline,
            paid_at=one.paid_at,
            rail=one.rail,
            payload=_payload(one),
        )


class MatterOut(Schema):
    """Money that waits for a person."""

    uuid: UUID
    kind: Mismatch
    amount: int
    since: datetime
    content: str


class RefundOut(Schema):
    """Money that goes back."""

    uuid: UUID
    amount: int
    state: RefundState
    by_hand: bool


class CashIn(Schema):
    """Cash that was counted: at which till, how much."""

    till: UUID
    amount: Annotated[int, Field(gt=0)]


class TakenOut(Schema):
    """The number of the slip."""

    slip: str


class CountIn(Schema):
    """What lies in the till."""

    counted: Annotated[int, Field(ge=0)]
    reason: Words = ""


class ReasonIn(Schema):
    reason: Words


class SlipIn(Schema):
    slip: Annotated[str, Field(max_length=80, pattern=NO_NUL)]


class DayOut(Schema):
    """What came to an account in a day, in đồng."""

    times: int
    amount: int
    applied: int
    held: int


@router.get("/mine/", response=list[IntentOut], url_name="payments_mine")
@signed_in
def mine(request: Request) -> list[IntentOut]:
    """What I, or the one for whom I act, was asked for; the latest first."""
    person = for_whom(request.actor)
    rows = Intent.objects.of_payer(person).select_related("payee")[:A_PAGE] if person else []
    return [IntentOut.of(one) for one in rows]


@router.get("/intents/{uuid}/", response=IntentOut, url_name="payment_said")
@open_to_all
def one_intent(request: Request, uuid: UUID) -> IntentOut:
    """One payment, for whoever has its address."""
    return IntentOut.of(get_object_or_404(Intent.objects.select_related("payee"), uuid=uuid))


@router.post("/intents/{uuid}/cash/", response=TakenOut, url_name="payment_cash")
@needs("take_cash")
def take_cash(request: Request, uuid: UUID, body: CashIn) -> TakenOut:
    """Take it in cash."""
    payees = PayeeAccount.objects.visible_to(request.rights, "take_cash")
    intent = get_object_or_404(Intent, uuid=uuid, payee__in=payees)
    till = get_object_or_404(Till, uuid=body.till, payee=intent.payee_id)
    taken = actions.receive_cash(intent, till=till, amount=body.amount, by=request.actor, at=request.at)
    return TakenOut(slip=taken.provider_ref)


@router.post("/intents/{uuid}/refund/", response=list[RefundOut], url_name="payment_refund")
@needs("ask_refund")
def refund(request: Request, uuid: UUID, body: ReasonIn) -> list[RefundOut]:
    """Ask that all it had got goes back."""
    payees = PayeeAccount.objects.visible_to(request.rights, "ask_refund")
    intent = get_object_or_404(Intent, uuid=uuid, payee__in=payees)
    asked = actions.refund_payment(intent, reason=body.reason, by=request.actor, at=request.at)
    return [_said(one) for one in asked]


@router.post("/days/{uuid}/close/", response=DayOut, url_name="cash_day_close")
@needs("take_cash")
def close_day(request: Request, uuid: UUID, body: CountIn) -> DayOut:
    """Count the till."""
    day = get_object_or_404(CashDay, uuid=uuid, officer=request.actor.account)
    day = actions.close_day(day, counted=body.counted, reason=body.reason, by=request.actor, at=request.at)
    return DayOut(times=day.credits.count(), amount=day.taken, applied=day.expected, held=0)


@router.get("/waiting/", response=list[MatterOut], url_name="money_waiting")
@needs("settle_money")
def waiting(request: Request) -> list[MatterOut]:
    """Money that waits for a person of mine, the longest first."""
    rows = MoneyMatter.objects.open().visible_to(request.rights).select_related("credit")[:A_PAGE]
    return [
        MatterOut(
            uuid=one.uuid, kind=Mismatch(one.kind), amount=one.amount, since=one.opened_at, content=one.credit.content
        )
        for one in rows
    ]


@router.post("/waiting/{uuid}/back/", response=MatterOut, url_name="money_give_back")
@needs("settle_money")
def give_back(request: Request, uuid: UUID, body: ReasonIn) -> MatterOut:
    """Ask that it goes back."""
    return _because(request, uuid, body, actions.give_back)


@router.post("/waiting/{uuid}/accept/", response=MatterOut, url_name="money_accept")
@needs("settle_money")
def accept(request: Request, uuid: UUID, body: ReasonIn) -> MatterOut:
    """Take it as it is: the payment counts as paid."""
    return _because(request, uuid, body, actions.accept)


@router.post("/waiting/{uuid}/unknown/", response=MatterOut, url_name="money_unknown")
@needs("settle_money")
def unknown(request: Request, uuid: UUID, body: ReasonIn) -> MatterOut:
    """Put it to unknown income."""
    return _because(request, uuid, body, actions.put_to_unknown)


@router.post("/waiting/{uuid}/attach/{intent}/", response=MatterOut, url_name="money_attach")
@needs("settle_money")
def attach(request: Request, uuid: UUID, intent: UUID) -> MatterOut:
    """It was meant for that payment."""
    payees = PayeeAccount.objects.visible_to(request.rights, "settle_money")
    meant = get_object_or_404(Intent, uuid=intent, payee__in=payees)
    return _settled(request, uuid, lambda one: actions.attach(one, intent=meant, by=request.actor, at=request.at))


@router.post("/refunds/{uuid}/approve/", response=RefundOut, url_name="refund_approve")
@needs("approve_refund")
def approve(request: Request, uuid: UUID) -> RefundOut:
    """A second person agrees."""
    return _said(actions.approve_refund(_refund(request, uuid), by=request.actor, at=request.at))


@router.post("/refunds/{uuid}/refuse/", response=RefundOut, url_name="refund_refuse")
@needs("approve_refund")
def refuse(request: Request, uuid: UUID) -> RefundOut:
    """It is not given back."""
    return _said(actions.refuse_refund(_refund(request, uuid), by=request.actor, at=request.at))


@router.post("/refunds/{uuid}/done/", response=RefundOut, url_name="refund_done")
@needs("ask_refund")
def done(request: Request, uuid: UUID, body: SlipIn) -> RefundOut:
    """It is back by hand, with the number of the slip."""
    one = _refund(request, uuid)
    if not one.by_hand:
        raise Http404
    return _said(actions.finish_refund(one, slip=body.slip, by=request.actor, at=request.at))


@router.get("/accounts/{uuid}/today/", response=DayOut, url_name="payment_today")
@needs("see_payments")
def today(request: Request, uuid: UUID) -> DayOut:
    """What came to an account today."""
    payee = get_object_or_404(PayeeAccount.objects.visible_to(request.rights), uuid=uuid)
    since = timezone.localtime(request.at).replace(hour=0, minute=0, second=0, microsecond=0)
    rows = list(Credit.objects.of_day(payee, since, since + timedelta(days=1)).values_list("amount", "applied", "held"))
    sums = [sum(column) for column in zip(*rows, strict=True)] or [0, 0, 0]
    return DayOut(times=len(rows), amount=sums[0], applied=sums[1], held=sums[2])


def _because(request: Request, uuid: UUID, body: ReasonIn, do: Because) -> MatterOut:
    return _settled(request, uuid, lambda one: do(one, reason=body.reason, by=request.actor, at=request.at))


def _settled(request: Request, uuid: UUID, do: Doing) -> MatterOut:
    rows = MoneyMatter.objects.open().visible_to(request.rights).select_related("credit")
    one = do(get_object_or_404(rows, uuid=uuid))
    return MatterOut(
        uuid=one.uuid, kind=Mismatch(one.kind), amount=one.amount, since=one.opened_at, content=one.credit.content
    )


def _refund(request: Request, uuid: UUID) -> Refund:
    return get_object_or_404(Refund.objects.visible_to(request.rights), uuid=uuid)


def _said(one: Refund) -> RefundOut:
    return RefundOut(uuid=one.uuid, amount=one.amount, state=RefundState(one.state), by_hand=one.by_hand)


def _payload(one: Intent) -> str:
    if not one.is_open:
        return ""
    payee = one.payee
    return transfer_slip(
        bank=payee.bank_bin, number=payee.number, holder=payee.holder, amount=one.due, code=one.order_code
    ).payload
