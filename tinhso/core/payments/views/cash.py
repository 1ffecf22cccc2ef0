"""The counter: find what is to be paid, take it in cash, count the till in the evening."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tinhso.core.payments.actions import close_day, receive_cash
from tinhso.core.payments.domain.codes import codes_in
from tinhso.core.payments.forms.cash import CashForm, CloseForm, FindForm
from tinhso.core.payments.models import CashDay, Intent, PayeeAccount, Till
from tinhso.kit.doors import Request, needs
from tinhso.kit.forms import tell
from tinhso.kit.pages import page
from tinhso.kit.refusals import Refusal
from tinhso.kit.saying import say_money

TAKE = "take_cash"
A_LIST = 30


@needs(TAKE)
@require_safe
def cash_counter(request: Request) -> HttpResponse:
    """What waits to be paid here, found by its code; the tills of mine that are not counted yet."""
    form = FindForm(request.GET or None)
    payees = PayeeAccount.objects.visible_to(request.rights, TAKE)
    waiting = Intent.objects.asked().filter(payee__in=payees).order_by("-id")
    typed = form.cleaned_data["code"] if form.is_valid() else ""
    codes = codes_in(typed)
    if codes:
        found = waiting.filter(order_code__in=codes).first()
        if found:
            return redirect("take_cash", found.uuid)
    days = CashDay.objects.open().filter(officer=request.actor.account).select_related("till")
    values = {"form": form, "waiting": waiting[:A_LIST], "days": days, "lost": bool(typed)}
    return page(request, "payments/cash.html", values)


@needs(TAKE)
@require_http_methods(["GET", "POST"])
def take_cash(request: Request, uuid: UUID) -> HttpResponse:
    """The amount in large, the till, one tick; then the slip's number."""
    payees = PayeeAccount.objects.visible_to(request.rights, TAKE)
    intent = get_object_or_404(Intent.objects.filter(payee__in=payees).select_related("payee__organisation"), uuid=uuid)
    form = CashForm(request.POST or None)
    tills = Till.objects.filter(payee=intent.payee, closed_at=None).order_by("code")
    _offer(form, tills)
    if request.method == "POST" and form.is_valid():
        try:
            taken = receive_cash(
                intent, till=form.cleaned_data["till"], amount=intent.due, by=request.actor, at=request.at
            )
        except Refusal as refusal:
            tell(form, refusal)
        else:
            said = _("Taken: %(sum)s. Write on the slip: %(number)s.")
            messages.success(request, said % {"sum": say_money(taken.amount), "number": taken.provider_ref})
            return redirect("pay", uuid)
    values = {"intent": intent, "form": form, "tills": tills}
    return page(request, "payments/take_cash.html", values, status=400 if form.errors else 200)


@needs(TAKE)
@require_http_methods(["GET", "POST"])
def close_cash_day(request: Request, uuid: UUID) -> HttpResponse:
    """Count what lies in the till; a difference needs a reason."""
    days = CashDay.objects.select_related("till__payee")
    day = get_object_or_404(days, uuid=uuid, officer=request.actor.account)
    if day.closed_at:
        raise Http404
    form = CloseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            close_day(day, counted=told["counted"], reason=told["reason"], by=request.actor, at=request.at)
        except Refusal as refusal:
            tell(form, refusal)
        else:
            messages.success(request, _("The till is counted."))
            return redirect("cash_counter")
    slips = day.credits.select_related("intent").order_by("id")
    values = {"day": day, "form": form, "slips": slips}
    return page(request, "payments/close_day.html", values, status=400 if form.errors else 200)


def _offer(form: CashForm, tills: QuerySet[Till]) -> None:
    field = form.fields["till"]
    if isinstance(field, forms.ModelChoiceField):
        field.queryset = tills
        field.initial = field.queryset.first()
