"""Requests about one's own data: asked, followed and taken back by the person; read at the desk."""

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tinhso.core.cases.models import Case
from tinhso.core.own_data.actions import make_request, withdraw_request
from tinhso.core.own_data.domain.requests import SYSTEM
from tinhso.core.own_data.forms import RequestForm
from tinhso.core.own_data.views.copies import myself
from tinhso.core.people.actions import read_person
from tinhso.core.people.domain.words import ReadReason
from tinhso.kit.doors import Request, needs, signed_in
from tinhso.kit.forms import tell
from tinhso.kit.matters import AT_MOST, Matter, Shelf, Wish, earlier, matters
from tinhso.kit.pages import page
from tinhso.kit.refusals import Refusal
from tinhso.kit.saying import say_day


@signed_in
@require_http_methods(["GET", "POST"])
def new(request: Request) -> HttpResponse:
    """Ask the commune."""
    person = myself(request)
    form = RequestForm(request.POST or None)
    if form.is_valid():
        try:
            case = make_request(person, **form.cleaned_data, by=request.actor, at=request.at)
        except Refusal as refusal:
            tell(form, refusal)
        else:
            messages.success(request, _("The office has it. Code %(code)s.") % {"code": case.ref})
            return redirect("own_request", case.uuid)
    return page(request, "own_data/new.html", {"form": form}, status=400 if form.errors else 200)


@signed_in
@require_safe
def mine(request: Request, uuid: UUID) -> HttpResponse:
    """How one of mine stands, and what the office said."""
    return page(request, "own_data/mine.html", _told(_own(request, uuid)))


@signed_in
@require_POST
def withdraw(request: Request, uuid: UUID) -> HttpResponse:
    """Take it back."""
    try:
        withdraw_request(_own(request, uuid), by=request.actor, at=request.at)
    except Refusal as refusal:
        messages.error(request, str(refusal.told))
    else:
        messages.success(request, _("Taken back."))
    return redirect("own_request", uuid)


@needs("handle_cases")
@require_safe
def desk(request: Request, uuid: UUID) -> HttpResponse:
    """The same for the office that answers; that it was read is kept for the person to see."""
    rows = Case.objects.within_reach(request.rights).filter(system=SYSTEM)
    case = get_object_or_404(rows.select_related("definition", "agency", "applicant"), uuid=uuid)
    if case.applicant:
        read_person(case.applicant, reason=ReadReason.CASE, case=case.ref, by=request.actor, at=request.at)
    return page(request, "own_data/desk.html", _told(case))


@matters("own_data")
def my_request_matters(_request: Request, wish: Wish) -> Sequence[Matter]:
    """Requests about my data, in the list of all that I have going."""
    rows = Case.objects.of_person(wish.person).filter(system=SYSTEM, ended_at__isnull=wish.shelf is Shelf.OPEN)
    listed = rows.filter(earlier("opened_at", wish.before, wish.below)).select_related("definition")
    return [_matter(one) for one in listed.order_by("-opened_at", "-id")[:AT_MOST]]


def _matter(case: Case) -> Matter:
    open_now = case.ended_at is None
    return Matter(
        at=case.opened_at,
        id=case.pk,
        title=case.title,
        state=case.rule.title.said(get_language() or "vi"),
        next=_("The answer comes by %(day)s.") % {"day": say_day(case.due_at)} if open_now else "",
        url=reverse("own_request", args=[case.uuid]),
        icon="folder-user",
        tone="" if open_now else "done",
    )


def _own(request: Request, uuid: UUID) -> Case:
    rows = Case.objects.of_person(myself(request).uuid).filter(system=SYSTEM)
    return get_object_or_404(rows.select_related("definition", "agency"), uuid=uuid)


def _told(case: Case) -> dict[str, object]:
    spoken = get_language() or "vi"
    return {
        "case": case,
        "state": case.rule.title.said(spoken),
        "upcoming": case.rule.next.said(spoken) if case.rule.next else "",
        "remarks": case.remarks.order_by("-pk")[:5],
    }
