"""The fee of a dossier: what stands on its pages, and the officer's page that says how much."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tinhso.core.payments.models import Intent
from tinhso.government.procedures.actions.fees import ask_fee, fee_of, known_amount, owes, waive_fee
from tinhso.government.procedures.forms.fees import FeeForm, WaiveForm
from tinhso.government.procedures.models import Dossier, FeeWaiver
from tinhso.government.procedures.models.laws import law_of
from tinhso.government.procedures.views.whose import dossier_in_reach
from tinhso.kit.doors import Request, needs
from tinhso.kit.forms import tell
from tinhso.kit.pages import page
from tinhso.kit.refusals import Refusal

TAKE_IN = "take_in_dossiers"


def fee_told(dossier: Dossier) -> dict[str, object]:
    """What a page shows of the fee; asks nothing where none was asked for."""
    fee: Intent | None = fee_of(dossier) if dossier.fee_asked else None
    return {"fee": fee}


def fee_on_desk(dossier: Dossier) -> dict[str, object]:
    """The same for the office: whether the law names a fee, and whether it was waived."""
    if not owes(law_of(dossier.version)):
        return {"owes": False, "fee": None, "waiver": None}
    return {"owes": True, "waiver": FeeWaiver.objects.filter(dossier=dossier).first(), **fee_told(dossier)}


@needs(TAKE_IN)
@require_http_methods(["GET", "POST"])
def dossier_fee(request: Request, uuid: UUID) -> HttpResponse:
    """How much it is: what the law names stands beside the field."""
    one = dossier_in_reach(request, uuid)
    law = law_of(one.version)
    if not owes(law):
        raise Http404
    form = FeeForm(request.POST or None, initial={"amount": known_amount(law)})
    if request.method == "POST" and form.is_valid():
        try:
            ask_fee(one, law=law, amount=form.cleaned_data["amount"], by=request.actor, at=request.at)
        except Refusal as refusal:
            tell(form, refusal)
        else:
            messages.success(request, _("The applicant sees it now and can pay."))
            return redirect("dossier", uuid)
    return _shown(request, one, form, WaiveForm())


@needs(TAKE_IN)
@require_POST
def waive_dossier_fee(request: Request, uuid: UUID) -> HttpResponse:
    """Nothing has to be paid, because …"""
    one = dossier_in_reach(request, uuid)
    waive = WaiveForm(request.POST)
    if waive.is_valid():
        try:
            waive_fee(one, reason=waive.cleaned_data["reason"], by=request.actor, at=request.at)
        except Refusal as refusal:
            tell(waive, refusal)
        else:
            messages.success(request, _("Nothing has to be paid."))
            return redirect("dossier", uuid)
    return _shown(request, one, FeeForm(initial={"amount": known_amount(law_of(one.version))}), waive)


def _shown(request: Request, one: Dossier, form: FeeForm, waive: WaiveForm) -> HttpResponse:
    values = {"dossier": one, "law": law_of(one.version), "form": form, "waive": waive} | fee_on_desk(one)
    return page(request, "procedures/handling/fee.html", values, status=400 if form.errors or waive.errors else 200)
