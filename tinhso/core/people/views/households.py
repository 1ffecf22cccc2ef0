"""One household: who lives there, who speaks for it, where it is."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from tinhso.core.people.actions import hand_over_household, move_household, note_list
from tinhso.core.people.domain.words import ListWay
from tinhso.core.people.forms import MoveForm, places_for
from tinhso.core.people.models import Household, Person
from tinhso.core.people.views.finding import household_for, posted, today
from tinhso.kit.doors import Request, needs, signed_in
from tinhso.kit.forms import tell
from tinhso.kit.pages import page
from tinhso.kit.refusals import Refusal


@signed_in
def household(request: Request, uuid: UUID) -> HttpResponse:
    """The members by name; more of each of them only on their own page, after saying why."""
    found = household_for(request, uuid)
    members = list(Person.objects.members_of(found))
    uuids = {one.uuid for one in members}
    if request.actor.person not in uuids:
        note_list(uuids, way=ListWay.HOUSEHOLD, by=request.actor, at=request.at)
    values = {"household": found, "members": members, "today": today(request)}
    return page(request, "people/household.html", values | {"may": _may(request, found)})


@needs("form_household")
def hand_over(request: Request, uuid: UUID) -> HttpResponse:
    """Another member speaks for the household."""
    found = _kept_by(request, uuid)
    if request.method == "POST":
        head = get_object_or_404(Person.objects.members_of(found), uuid=_uuid(request.POST.get("head", "")))
        try:
            hand_over_household(found, head, by=request.actor, at=request.at)
        except Refusal as refusal:
            messages.error(request, str(refusal.told))
        else:
            messages.success(request, _("%(name)s speaks for the household now.") % {"name": head.full_name})
    return redirect("household", uuid)


@needs("move_person")
def move(request: Request, uuid: UUID) -> HttpResponse:
    """The whole household lives elsewhere now."""
    found = _kept_by(request, uuid)
    form = MoveForm(posted(request))
    form.offer_homes(places_for(request.rights, "move_person", near=found.place))
    if form.is_valid():
        try:
            move_household(found, form.cleaned_data["home"], by=request.actor, at=request.at)
        except Refusal as refusal:
            tell(form, refusal)
        else:
            messages.success(request, _("Kept."))
            return redirect("household", uuid)
    if found.head:
        note_list([found.head.uuid], way=ListWay.HOUSEHOLD, by=request.actor, at=request.at)
    return page(request, "people/household_move.html", {"household": found, "form": form})


def _kept_by(request: Request, uuid: UUID) -> Household:
    found = household_for(request, uuid)
    if not _may(request, found):
        raise Http404
    return found


def _may(request: Request, found: Household) -> bool:
    return request.rights.may("form_household", place=found.place_id)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as no_uuid:
        raise Http404 from no_uuid
