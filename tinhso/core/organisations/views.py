"""The pages of the register of organisations: a public list by commune, public offices, and keeping it."""

from dataclasses import replace
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from tinhso.core.organisations.actions import (
    close_organisation,
    correct_organisation,
    details_of,
    register_organisation,
)
from tinhso.core.organisations.forms import CloseForm, DetailsForm, RegisterForm, known, places_for
from tinhso.core.organisations.models import (
    A_PAGE,
    BUSINESSES_LISTED,
    OFFICES_LISTED,
    Organisation,
    OrganisationLine,
)
from tinhso.core.places.models import COMMUNES, Place
from tinhso.kit.doors import Request, needs, open_to_all
from tinhso.kit.forms import tell
from tinhso.kit.pages import page
from tinhso.kit.refusals import Refusal

OFFICES, BUSINESSES = "offices", "businesses"


@open_to_all
def organisations(request: Request) -> HttpResponse:
    """Offices of the province or of a commune; or the businesses there."""
    code = request.GET.get("commune", "")[:12]
    commune = Place.objects.current().communes().filter(code=code).first() if code else None
    what = BUSINESSES if request.GET.get("what") == BUSINESSES else OFFICES
    name, last = Organisation.objects.end_of_page(_uuid(request.GET.get("after", ""))) or (None, None)
    listed = BUSINESSES_LISTED if what == BUSINESSES else OFFICES_LISTED
    rows = listed(commune.path if commune else None, name, last)
    more = _next(rows, commune, what)
    communes = tuple(COMMUNES(None))
    values = {"rows": rows[:A_PAGE], "commune": commune, "communes": communes, "what": what, "next_url": more}
    return page(request, "organisations/organisations.html", values)


@open_to_all
def organisation(request: Request, uuid: UUID) -> HttpResponse:
    """One: where it is, when it is open, whom to ask, its departments, and who came before or after it."""
    found = _found(request, uuid)
    parts = Organisation.objects.current().filter(parent=found).listed()
    values = {"organisation": found, "parts": parts, "before": found.predecessors.order_by("sort_key")}
    return page(request, "organisations/organisation.html", values | {"may": _may(request, found)})


@needs("keep_organisations")
def register(request: Request) -> HttpResponse:
    form = RegisterForm(request.POST if request.method == "POST" else None)
    form.offer(places_for(request.rights), Organisation.objects.current().agencies().order_by("sort_key"))
    if form.is_valid():
        try:
            made = register_organisation(form.told(), by=request.actor, at=request.at)
        except Refusal as refusal:
            tell(form, refusal)
        else:
            messages.success(request, _("%(name)s is in the register.") % {"name": made.name})
            return redirect("organisation", made.uuid)
    return page(request, "organisations/register.html", {"form": form})


@needs("keep_organisations")
def correct(request: Request, uuid: UUID) -> HttpResponse:
    found = _kept(request, uuid)
    form = DetailsForm(request.POST if request.method == "POST" else None, initial=known(found))
    if form.is_valid():
        try:
            told = replace(details_of(found), **form.cleaned_data)
            correct_organisation(found, told, by=request.actor, at=request.at)
        except Refusal as refusal:
            tell(form, refusal)
        else:
            messages.success(request, _("Kept."))
            return redirect("organisation", uuid)
    return page(request, "organisations/correct.html", {"organisation": found, "form": form})


@needs("keep_organisations")
def close(request: Request, uuid: UUID) -> HttpResponse:
    found = _kept(request, uuid)
    form = CloseForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            close_organisation(found, on=form.cleaned_data["on"], by=request.actor, at=request.at)
        except Refusal as refusal:
            tell(form, refusal)
        else:
            messages.success(request, _("Kept."))
            return redirect("organisation", uuid)
    return page(request, "organisations/close.html", {"organisation": found, "form": form})


def _found(request: Request, uuid: UUID) -> Organisation:
    rows = Organisation.objects.seen_by(request.rights).select_related("place__parent", "parent", "successor")
    return get_object_or_404(rows, uuid=uuid)


def _kept(request: Request, uuid: UUID) -> Organisation:
    found = _found(request, uuid)
    if not _may(request, found):
        raise Http404
    return found


def _may(request: Request, found: Organisation) -> bool:
    return request.rights.may("keep_organisations", place=found.place_id)


def _next(rows: list[OrganisationLine], commune: Place | None, what: str) -> str:
    if len(rows) <= A_PAGE:
        return ""
    where = f"&commune={commune.code}" if commune else ""
    return f"{reverse('organisations')}?what={what}{where}&after={rows[A_PAGE - 1].uuid}"


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
