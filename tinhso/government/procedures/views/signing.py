"""Signing on the desk: the PIN on the form of the decision, many results with one PIN, a result that is revoked."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tinhso.core.cases.models import Case
from tinhso.core.files.actions.batches import NothingChosen, make_batch, start_batch
from tinhso.core.files.actions.keys import key_of_person, open_key
from tinhso.core.files.forms import EndForm, PinForm
from tinhso.government.procedures.actions.signing import is_signed, revoke_result
from tinhso.government.procedures.domain.steps import Action, State
from tinhso.government.procedures.forms.signing import ToSignForm
from tinhso.government.procedures.models import Dossier
from tinhso.government.procedures.views.whose import dossier_in_reach
from tinhso.kit.doors import Request, needs
from tinhso.kit.forms import tell
from tinhso.kit.pages import page
from tinhso.kit.refusals import Refusal

SIGN = "sign_results"
AT_MOST = 200


def pin_form(request: Request, dossier: Dossier) -> PinForm | None:
    """The PIN is asked from who has a key, unless the result is signed already; others decide as they always did."""
    key = key_of_person(request.actor.person, at=request.at)
    if key is None or is_signed(dossier):
        return None
    return PinForm(request.POST if request.method == "POST" else None)


@needs(SIGN)
@require_http_methods(["GET", "POST"])
def to_sign(request: Request) -> HttpResponse:
    """All that waits for my signature: what is ticked is signed with one PIN; the page of the batch tells on."""
    key = key_of_person(request.actor.person, at=request.at)
    waiting = _waiting(request)
    form = ToSignForm(request.POST or None, waiting=[(one.uuid, one.case.title, one.case.ref) for one in waiting])
    if key and form.is_valid():
        titles = {one.uuid: f"{one.case.ref} · {one.case.title}" for one in waiting}
        chosen = [(uuid, titles[uuid]) for uuid in map(UUID, form.cleaned_data["chosen"]) if uuid in titles]
        try:
            if not chosen:
                raise NothingChosen
            opened = open_key(key, form.cleaned_data["pin"], by=request.actor, at=request.at)
            batch = make_batch(Action.DECIDE, chosen, opened=opened, by=request.actor, at=request.at)
        except Refusal as refusal:
            tell(form, refusal)
        else:
            start_batch(batch, opened, by=request.actor)
            return redirect("signing_batch", batch.uuid)
    values = {"form": form, "key": key, "waiting": waiting}
    return page(request, "procedures/handling/to_sign.html", values, status=400 if form.errors else 200)


@needs(SIGN)
@require_http_methods(["GET", "POST"])
def revoke_dossier_result(request: Request, uuid: UUID) -> HttpResponse:
    """Say that a signed result holds no more, and why."""
    one = dossier_in_reach(request, uuid)
    form = EndForm(request.POST or None)
    if form.is_valid():
        try:
            revoke_result(one, reason=form.cleaned_data["reason"], by=request.actor, at=request.at)
        except Refusal as refusal:
            tell(form, refusal)
        else:
            messages.success(request, _("Revoked. Whoever checks the paper reads it from now on."))
            return redirect("dossier", uuid)
    values = {"dossier": one, "form": form}
    return page(request, "procedures/handling/revoke.html", values, status=400 if form.errors else 200)


def _waiting(request: Request) -> list[Dossier]:
    """What waits for a decision within my reach, the earliest due first."""
    mine = Case.objects.within_reach(request.rights).filter(state=State.DECIDING, ended_at=None)
    rows = Dossier.objects.filter(case__in=mine).select_related("case__applicant").order_by("case__due_at", "pk")
    return list(rows[:AT_MOST])
