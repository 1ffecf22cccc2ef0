"""The roster: who is told in which week, handing a week over."""

from datetime import timedelta
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from tinhso.core.accounts.domain.rights import OVER_ALL_AGENCIES, Role
from tinhso.core.accounts.models import Post
from tinhso.core.places.models import Place
from tinhso.kit.doors import Request, needs
from tinhso.kit.forms import tell
from tinhso.kit.pages import page
from tinhso.kit.refusals import Refusal
from tinhso.operations.alerts.actions.duties import hand_over_duty, set_duty
from tinhso.operations.alerts.apps import DUTY, SEE
from tinhso.operations.alerts.forms.duties import DutyForm, HandOverForm
from tinhso.operations.alerts.models import Duty
from tinhso.operations.alerts.models.duties import monday_of

WEEKS = 8
TOLD = OVER_ALL_AGENCIES - {Role.ENGINEER}
"""Roles that see the alerts of the whole province."""


@needs(SEE)
@require_http_methods(["GET", "POST"])
def duties(request: Request) -> HttpResponse:
    """The weeks to come; who may, says who is told."""
    today = timezone.localdate(request.at)
    mondays = [monday_of(today) + timedelta(weeks=week) for week in range(WEEKS)]
    sets = request.rights.may(DUTY)
    if request.method == "POST" and not sets:
        raise Http404
    form = DutyForm(request.POST or None, posts=_posts(request), mondays=mondays) if sets else None
    if form and form.is_valid():
        try:
            set_duty(form.week, form.chosen, by=request.actor, at=request.at)
        except Refusal as refusal:
            tell(form, refusal)
        else:
            return redirect("duties")
    weeks = {one.monday: one for one in Duty.objects.from_week(today)[:WEEKS]}
    values = {
        "weeks": [(monday, monday + timedelta(days=6), weeks.get(monday)) for monday in mondays], "form": form,
        "sets": sets, "mine": request.actor.account,
    }  # fmt: skip
    return page(request, "alerts/duties.html", values, status=400 if form and form.errors else 200)


@needs(SEE)
@require_http_methods(["GET", "POST"])
def hand_over(request: Request, uuid: UUID) -> HttpResponse:
    """Somebody else has the rest of the week."""
    duty = get_object_or_404(Duty.objects.select_related("post__organisation"), uuid=uuid)
    if duty.account_id != request.actor.account and not request.rights.may(DUTY):
        raise Http404
    form = HandOverForm(request.POST or None, posts=_posts(request))
    if form.is_valid():
        try:
            hand_over_duty(duty, form.chosen, note=form.cleaned_data["note"], by=request.actor, at=request.at)
        except Refusal as refusal:
            tell(form, refusal)
        else:
            return redirect("duties")
    return page(request, "alerts/hand_over.html", {"duty": duty, "form": form}, status=400 if form.errors else 200)


def _posts(request: Request) -> list[Post]:
    rows = Post.objects.in_force(request.at).filter(role__in=TOLD, place=Place.objects.home())
    return list(rows.select_related("organisation", "account").order_by("title", "pk"))
