"""Money that waits for a person, refunds, and the day of an account."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Sum
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tinhso.core.payments import actions
from tinhso.core.payments.actions.books import balances
from tinhso.core.payments.actions.settling import DoesNotFit
from tinhso.core.payments.domain.codes import codes_in
from tinhso.core.payments.domain.rails import RailCode
from tinhso.core.payments.domain.states import MAY_SETTLE, Book, Mismatch, RefundState, Settlement
from tinhso.core.payments.domain.words import BOOK_WORDS, MISMATCH_HELP, MISMATCH_WORDS, RAIL_WORDS, REFUND_WORDS
from tinhso.core.payments.forms.matters import ReasonForm, SettleForm, SlipForm
from tinhso.core.payments.models import Credit, Intent, MoneyMatter, PayeeAccount, Refund
from tinhso.kit.doors import Request, needs
from tinhso.kit.forms import tell
from tinhso.kit.homes import Card, home_card
from tinhso.kit.pages import page
from tinhso.kit.refusals import Refusal

SETTLE, SEE, ASK, APPROVE = "settle_money", "see_payments", "ask_refund", "approve_refund"
A_LIST, COUNTED, SHOWN = 100, 1000, 8


@needs(SETTLE)
@require_safe
def money_matters(request: Request) -> HttpResponse:
    """Money that waits, the longest waiting first."""
    waiting = MoneyMatter.objects.open().visible_to(request.rights).select_related("credit__intent", "credit__payee")
    values = {"matters": waiting[:A_LIST], "words": MISMATCH_WORDS, "rails": RAIL_WORDS}
    return page(request, "payments/matters.html", values)


@needs(SETTLE)
@require_http_methods(["GET", "POST"])
def money_matter(request: Request, uuid: UUID) -> HttpResponse:
    """What came, what it may have been meant for, and the ways that fit."""
    rows = MoneyMatter.objects.open().visible_to(request.rights).select_related("credit__intent", "credit__payee")
    matter = get_object_or_404(rows, uuid=uuid)
    kind = Mismatch(matter.kind)
    form = SettleForm(request.POST or None)
    form.offer(MAY_SETTLE[kind])
    if request.method == "POST" and form.is_valid():
        try:
            _settle(request, matter, form.cleaned_data)
        except Refusal as refusal:
            tell(form, refusal)
        else:
            messages.success(request, _("Settled."))
            return redirect("money_matters")
    near = Intent.objects.asked().filter(payee=matter.credit.payee, amount=matter.amount).order_by("-id")
    values = {
        "matter": matter,
        "said": MISMATCH_WORDS[kind],
        "help": MISMATCH_HELP[kind],
        "rail": RAIL_WORDS[RailCode(matter.credit.rail)],
        "form": form,
        "near": near[:5] if "code" in form.fields else [],
    }
    return page(request, "payments/matter.html", values, status=400 if form.errors else 200)


def _settle(request: Request, matter: MoneyMatter, told: Mapping[str, Any]) -> None:
    """Do what was chosen. Raises what the action refuses."""
    how, reason, by, at = Settlement(told["how"]), told["reason"], request.actor, request.at
    if how is Settlement.ATTACHED:
        intent = Intent.objects.filter(order_code__in=codes_in(told.get("code") or "")).first()
        if intent is None:
            raise DoesNotFit(_("No payment has this code. Look at it once more."), field="code")
        actions.attach(matter, intent=intent, by=by, at=at)
    elif how is Settlement.ACCEPTED:
        actions.accept(matter, reason=reason, by=by, at=at)
    elif how is Settlement.REST_ASKED:
        actions.ask_rest(matter, deadline=at + timedelta(days=told.get("days") or 14), by=by, at=at)
    elif how is Settlement.REFUNDED:
        actions.give_back(matter, reason=reason, by=by, at=at)
    elif how is Settlement.PAYOUT:
        actions.book_as_payout(matter, rail=RailCode(told.get("rail") or RailCode.BANK), by=by, at=at)
    else:
        actions.put_to_unknown(matter, reason=reason, by=by, at=at)


@home_card("desk", SETTLE)
def money_waits_card(request: Request) -> Card | None:
    """How much money waits for a person of mine."""
    count = MoneyMatter.objects.open().visible_to(request.rights)[:A_LIST].count()
    if not count:
        return None
    text = _("Money came that pays nothing by itself.")
    return Card(title=_("Money waits"), text=text, url=reverse("money_matters"), icon="coins", tone="turn", count=count)


@needs(ASK)
@require_safe
def refunds(request: Request) -> HttpResponse:
    """What goes back: what waits for a second person, what is to be sent, what the gateway has not answered."""
    rows = Refund.objects.open().visible_to(request.rights).select_related("credit__intent", "credit__payee")
    values = {
        "refunds": rows[:A_LIST],
        "words": REFUND_WORDS,
        "may_approve": request.rights.may(APPROVE),
        "mine": request.actor.account,
        "form": SlipForm(),
    }
    return page(request, "payments/refunds.html", values)


@needs(ASK)
@require_http_methods(["GET", "POST"])
def refund_intent(request: Request, uuid: UUID) -> HttpResponse:
    """Give back all that an intent had got."""
    payees = PayeeAccount.objects.visible_to(request.rights, ASK)
    intent = get_object_or_404(Intent.objects.filter(payee__in=payees), uuid=uuid)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.refund_payment(intent, reason=form.cleaned_data["reason"], by=request.actor, at=request.at)
        except Refusal as refusal:
            tell(form, refusal)
        else:
            messages.success(request, _("The refund is asked for."))
            return redirect("refunds")
    values = {"intent": intent, "form": form}
    return page(request, "payments/refund.html", values, status=400 if form.errors else 200)


@needs(APPROVE)
@require_POST
def approve_refund(request: Request, uuid: UUID) -> HttpResponse:
    return _done(request, uuid, lambda one: actions.approve_refund(one, by=request.actor, at=request.at))


@needs(APPROVE)
@require_POST
def refuse_refund(request: Request, uuid: UUID) -> HttpResponse:
    return _done(request, uuid, lambda one: actions.refuse_refund(one, by=request.actor, at=request.at))


@needs(ASK)
@require_POST
def finish_refund(request: Request, uuid: UUID) -> HttpResponse:
    """By hand: the number of the transfer or slip says that it is done. A gateway says it itself."""
    slip = request.POST.get("slip", "")
    return _done(request, uuid, lambda one: _by_hand(one, slip, request))


def _by_hand(refund: Refund, slip: str, request: Request) -> None:
    if not refund.by_hand or refund.state != RefundState.APPROVED:
        raise Http404
    actions.finish_refund(refund, slip=slip, by=request.actor, at=request.at)


def _done(request: Request, uuid: UUID, do: Callable[[Refund], object]) -> HttpResponse:
    refund = get_object_or_404(Refund.objects.visible_to(request.rights), uuid=uuid)
    try:
        do(refund)
    except Refusal as refusal:
        messages.error(request, str(refusal.told))
    else:
        messages.success(request, _("Done."))
    return redirect("refunds")


@needs(SEE)
@require_safe
def payment_accounts(request: Request) -> HttpResponse:
    """The accounts of my offices."""
    accounts = PayeeAccount.objects.visible_to(request.rights).select_related("organisation").order_by("id")
    return page(request, "payments/accounts.html", {"accounts": accounts[:A_LIST]})


@needs(SEE)
@require_safe
def money_coming(request: Request, uuid: UUID) -> HttpResponse:
    """What came to an account today, the last first; htmx asks for the list, and the page says what is new in it."""
    payee = get_object_or_404(PayeeAccount.objects.visible_to(request.rights).select_related("organisation"), uuid=uuid)
    since = timezone.make_aware(datetime.combine(timezone.localdate(request.at), time()))
    came = Credit.objects.filter(payee=payee, paid_at__gte=since).select_related("intent").order_by("-paid_at", "-id")
    part = request.headers.get("HX-Request") == "true"
    template = "payments/coming_rows.html" if part else "payments/coming.html"
    return page(request, template, {"payee": payee, "credits": came[:SHOWN]})


@needs(SEE)
@require_safe
def payment_day(request: Request, uuid: UUID) -> HttpResponse:
    """One day of one account: what came, what it paid, what waits; and what lies where by the books."""
    payee = get_object_or_404(PayeeAccount.objects.visible_to(request.rights).select_related("organisation"), uuid=uuid)
    day = _day(request)
    since = timezone.make_aware(datetime.combine(day, time()))
    came = Credit.objects.of_day(payee, since, since + timedelta(days=1))
    sums = came.aggregate(all=Sum("amount"), applied=Sum("applied"), held=Sum("held"), elsewhere=Sum("elsewhere"))
    values = {
        "payee": payee,
        "day": day,
        "before": day - timedelta(days=1),
        "after": day + timedelta(days=1) if day < timezone.localdate(request.at) else None,
        "credits": came.select_related("intent")[:A_LIST],
        "count": came[: COUNTED + 1].count(),
        "counted": COUNTED,
        "sums": {name: value or 0 for name, value in sums.items()},
        "books": [(BOOK_WORDS[Book(one.book)], one.detail, abs(sum_)) for one, sum_ in balances(payee).items() if sum_],
        "rails": RAIL_WORDS,
    }
    return page(request, "payments/day.html", values)


def _day(request: Request) -> date:
    try:
        return date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return timezone.localdate(request.at)
