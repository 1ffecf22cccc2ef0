"""The pages of the exchange with the national portal: how the line is, what waits, what needs a person."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tinhso.government.procedures.actions.exchange import leave_dossier, leave_out, send_again, settle, take_again
from tinhso.government.procedures.actions.exchange.dossiers import book
from tinhso.government.procedures.domain.portal import Kind
from tinhso.government.procedures.domain.portal.telling import KIND_WORDS, say_refusal, say_side, say_silence
from tinhso.government.procedures.forms.portal import SettleForm
from tinhso.government.procedures.models import Disagreement, Incoming, Line, Outgoing, Reconciliation, Settled
from tinhso.kit.doors import Request, needs
from tinhso.kit.forms import tell
from tinhso.kit.pages import page
from tinhso.kit.refusals import Refusal

WATCH, SETTLE = "watch_portal", "settle_portal"
A_LIST, COUNTED = 50, 1000
WORDS = {
    "kinds": KIND_WORDS,
    "say_refusal": say_refusal,
    "say_side": say_side,
    "say_silence": say_silence,
    "Kind": Kind,
}


@require_GET
@needs(WATCH)
def portal_line(request: Request) -> HttpResponse:
    """Everything on one page: the line, what waits, what was refused and why, what does not agree."""
    out = Outgoing.objects.seen_by(request.rights, WATCH)
    came = Incoming.objects.seen_by(request.rights, WATCH)
    values: dict[str, Any] = {
        "is_set_up": bool(settings.PORTAL_URL),
        "line": Line.objects.filter(name="national").first() or Line(),
        "sending": _counted(out.waiting()),
        "taking": _counted(came.waiting()),
        "oldest": out.waiting().values_list("moment", flat=True).first(),
        "counted": COUNTED,
        "refused": out.refused()[:A_LIST],
        "not_taken": came.refused()[:A_LIST],
        "disagreements": Disagreement.objects.open().seen_by(request.rights, WATCH)[:A_LIST],
        "compared": Reconciliation.objects.order_by("-began_at").first(),
        "may_settle": request.rights.may(SETTLE),
    }
    return page(request, "procedures/portal/line.html", values | WORDS)


@require_POST
@needs(SETTLE)
def send_change_again(request: Request, uuid: UUID) -> HttpResponse:
    row = get_object_or_404(Outgoing.objects.seen_by(request.rights, SETTLE), uuid=uuid)
    return _done(request, lambda: send_again(row, by=request.actor, at=request.at), _("It is sent within a minute."))


@require_POST
@needs(SETTLE)
def leave_change_out(request: Request, uuid: UUID) -> HttpResponse:
    row = get_object_or_404(Outgoing.objects.seen_by(request.rights, SETTLE), uuid=uuid)
    return _done(request, lambda: leave_out(row, by=request.actor, at=request.at), _("It will not be sent."))


@require_POST
@needs(SETTLE)
def take_dossier_again(request: Request, uuid: UUID) -> HttpResponse:
    row = get_object_or_404(Incoming.objects.seen_by(request.rights, SETTLE), uuid=uuid)
    return _done(request, lambda: take_again(row, by=request.actor, at=request.at), _("It is tried within a minute."))


@require_POST
@needs(SETTLE)
def leave_portal_dossier(request: Request, uuid: UUID) -> HttpResponse:
    row = get_object_or_404(Incoming.objects.seen_by(request.rights, SETTLE), uuid=uuid)
    return _done(request, lambda: leave_dossier(row, by=request.actor, at=request.at), _("It will not be taken in."))


@require_http_methods(["GET", "POST"])
@needs(SETTLE)
def settle_disagreement(request: Request, uuid: UUID) -> HttpResponse:
    """What both sides hold, and what shall be done."""
    one = get_object_or_404(Disagreement.objects.seen_by(request.rights, SETTLE), uuid=uuid)
    if one.settled_at and request.method == "GET":
        raise Http404
    form = SettleForm(request.POST if request.method == "POST" else None)
    form.offer(Kind(one.kind))
    if form.is_valid():
        told = form.cleaned_data
        try:
            settle(one, how=Settled(told["how"]), note=told["note"], book=book(), by=request.actor, at=request.at)
        except Refusal as refusal:
            tell(form, refusal)
        else:
            messages.success(request, _("Settled."))
            return redirect("portal_line")
    return page(request, "procedures/portal/settle.html", {"one": one, "form": form} | WORDS)


def _done(request: Request, do: Any, said: str) -> HttpResponse:
    try:
        do()
    except Refusal as refusal:
        messages.error(request, str(refusal.told))
    else:
        messages.success(request, said)
    return redirect("portal_line")


def _counted(rows: Any) -> int:
    """How many, up to a bound: nobody waits for the count of a long list."""
    return int(rows.order_by()[: COUNTED + 1].count())
