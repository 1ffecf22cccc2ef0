"""My own store: what lies there, from where, until when it holds; using it again, dating it, letting it go."""

from datetime import date, timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tinhso.government.procedures.actions.keeping import date_kept, forget_kept, put_in_store
from tinhso.government.procedures.forms.store import PutInForm, UntilForm
from tinhso.government.procedures.models import Draft, Kept
from tinhso.government.procedures.models.wanting import sorts_kept, wanting
from tinhso.government.procedures.views.whose import whom
from tinhso.kit.doors import Request, signed_in
from tinhso.kit.forms import tell
from tinhso.kit.pages import page
from tinhso.kit.refusals import Refusal

A_PAGE = 50
SOON = timedelta(days=30)


@signed_in
@require_http_methods(["GET", "POST"])
def my_store(request: Request) -> HttpResponse:
    """The papers, fifty a page; posted, one more."""
    person, today = whom(request), localdate(request.at)
    form = PutInForm(request.POST or None, request.FILES or None, sorts=sorts_kept(today))
    if form.is_valid():
        told = form.cleaned_data
        try:
            put_in_store(
                person, form.upload, sort=told["sort"], title=form.titled, good_until=told["good_until"],
                by=request.actor, at=request.at,
            )  # fmt: skip
        except Refusal as refusal:
            tell(form, refusal)
        else:
            messages.success(request, _("Put away. You need not bring it again."))
            return redirect("my_store")
    start = _start(request)
    kept = list(Kept.objects.of_person(person.uuid).select_related("source__case")[start : start + A_PAGE + 1])
    values = {
        "person": person,
        "form": form,
        "rows": [(one, _holds(one, today)) for one in kept[:A_PAGE]],
        "next": start + A_PAGE if len(kept) > A_PAGE else 0,
    }
    return page(request, "procedures/store/store.html", values, status=400 if form.errors else 200)


@signed_in
@require_safe
def use_again(request: Request, uuid: UUID) -> HttpResponse:
    """For which procedures a paper serves: go on with what was begun, or begin with it."""
    kept = _mine(request, uuid)
    found = wanting(kept.sort, localdate(request.at))
    asking = [version.procedure_id for version, _law, _paper in found]
    begun = Draft.objects.open_of(request.actor).filter(procedure__in=asking)
    drafts = {draft.procedure_id: draft for draft in begun}
    values = {
        "kept": kept,
        "rows": [(law, paper, drafts.get(version.procedure_id)) for version, law, paper in found],
        "over": _holds(kept, localdate(request.at)) == "over",
    }
    return page(request, "procedures/store/again.html", values)


@signed_in
@require_http_methods(["GET", "POST"])
def date_paper(request: Request, uuid: UUID) -> HttpResponse:
    """Until when it holds."""
    kept = _mine(request, uuid)
    form = UntilForm(request.POST or None, initial={"good_until": kept.good_until})
    if form.is_valid():
        try:
            date_kept(kept, form.cleaned_data["good_until"], by=request.actor, at=request.at)
        except Refusal as refusal:
            tell(form, refusal)
        else:
            messages.success(request, _("Kept. We tell you a month, a week and a day before."))
            return redirect("my_store")
    values = {"kept": kept, "form": form}
    return page(request, "procedures/store/until.html", values, status=400 if form.errors else 200)


@signed_in
@require_POST
def forget_paper(request: Request, uuid: UUID) -> HttpResponse:
    """Let it go."""
    try:
        forget_kept(_mine(request, uuid), by=request.actor, at=request.at)
    except Refusal as refusal:
        messages.error(request, str(refusal.told))
    else:
        messages.success(request, _("It is out of your store."))
    return redirect("my_store")


def _mine(request: Request, uuid: UUID) -> Kept:
    """A paper of the one for whom the asker acts (404 for any other)."""
    return get_object_or_404(Kept.objects.of_person(whom(request).uuid).select_related("source__case"), uuid=uuid)


def _holds(kept: Kept, today: date) -> str:
    """Whether it ends `soon`, is `over`, or neither."""
    if kept.good_until is None or kept.good_until > today + SOON:
        return ""
    return "soon" if kept.good_until >= today else "over"


def _start(request: Request) -> int:
    typed = request.GET.get("from", "")
    return int(typed) if typed.isdecimal() and len(typed) < 5 else 0
