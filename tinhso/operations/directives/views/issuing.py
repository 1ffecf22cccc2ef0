"""Writing a directive: from nothing, from an alert or a place on the wall, or as a part of another one."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tinhso.core.organisations.models import Organisation
from tinhso.core.places.models import Place
from tinhso.kit.doors import Request, needs
from tinhso.kit.forms import tell
from tinhso.kit.pages import page
from tinhso.kit.refusals import Refusal
from tinhso.operations.directives.actions.issuing import issue_directive, offices_to_task
from tinhso.operations.directives.apps import ANSWER, ISSUE
from tinhso.operations.directives.domain.words import RUNNING
from tinhso.operations.directives.forms.issuing import OrderForm
from tinhso.operations.directives.models import Directive
from tinhso.operations.directives.models.readings import value_at
from tinhso.operations.directives.views.told import prefilled
from tinhso.warehouse.definitions import known


@needs(ISSUE)
@require_http_methods(["GET", "POST"])
def new(request: Request) -> HttpResponse:
    """A new directive; `?indicator=&place=&alert=` fills in what it is about."""
    return _written(request, None, _given(request))


@needs(ISSUE)
@require_http_methods(["GET", "POST"])
def pass_on(request: Request, uuid: UUID) -> HttpResponse:
    """A part of a directive goes on to an office below."""
    rows = Directive.objects.reached(request.rights).for_page()
    parent = get_object_or_404(rows, uuid=uuid, case__state__in=RUNNING)
    if not request.rights.may(ANSWER, place=parent.case.place_id, agency=parent.case.agency_id):
        raise Http404
    initial = {
        "title": parent.title, "content": parent.content, "evidence": parent.evidence,
        "deadline": timezone.localdate(parent.case.due_at),
    }  # fmt: skip
    return _written(request, parent, initial)


def _written(request: Request, parent: Directive | None, initial: dict[str, Any]) -> HttpResponse:
    offices = offices_to_task(request.actor, at=request.at)
    form = OrderForm(request.POST or None, offices=offices, parent=parent, initial=initial)
    if form.is_valid():
        try:
            made = issue_directive(form.order, by=request.actor, at=request.at)
        except Refusal as refusal:
            tell(form, refusal)
        else:
            messages.success(request, _("Issued. The office is told."))
            return redirect("directive", made.uuid)
    values = {"form": form, "parent": parent, "offices": offices}
    return page(request, "directives/new.html", values, status=400 if form.errors else 200)


def _given(request: Request) -> dict[str, Any]:
    """What the address says it is about, in a sentence; what nobody knows is left out."""
    code, day = request.GET.get("indicator", ""), timezone.localdate(request.at)
    given: dict[str, Any] = {"alert": _uuid(request.GET.get("alert", ""))}
    place = _place(request.GET.get("place", ""))
    if place:
        given |= {"place": str(place.uuid), "lead": _committee(place)}
    if code in known() and place:
        title, content = prefilled(code, place.full_name, value_at(code, place, day), day)
        given |= {"indicator": code, "title": title, "content": content}
    return given


def _place(typed: str) -> Place | None:
    """A standing place by its id or its uuid."""
    rows = Place.objects.current().select_related("parent")
    if typed.isdecimal():
        return rows.filter(pk=int(typed[:18])).first()
    uuid = _uuid(typed)
    return rows.filter(uuid=uuid).first() if uuid else None


def _committee(place: Place) -> str:
    offices = Organisation.objects.current().agencies().filter(parent=None, place=place)
    return str(offices.order_by("pk").values_list("uuid", flat=True).first() or "")


def _uuid(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None
