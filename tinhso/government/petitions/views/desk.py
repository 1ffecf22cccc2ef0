"""The petition on an officer's desk: what was said, where, what can be done with it now."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_safe

from tinhso.core.cases.models import Case
from tinhso.core.people.actions import read_person
from tinhso.core.people.domain.words import ReadReason
from tinhso.government.petitions.models import Petition
from tinhso.government.petitions.views.whose import petition_in_reach
from tinhso.kit.doors import Request, needs, signed_in
from tinhso.kit.pages import page

HANDLE = "handle_cases"
OPENED = "petitions_opened"
MOST_OPENED = 40
SECONDS_OPEN = 1800


@signed_in
@require_safe
def petitions_case(request: Request, uuid: UUID) -> HttpResponse:
    """From a case of the inbox to its petition: the desk's page, or the citizen's own."""
    case = get_object_or_404(Case.objects.visible_to(request.rights), uuid=uuid)
    petition = get_object_or_404(Petition, case=case)
    own = case.applicant_id is not None and case.applicant_id == request.rights.person
    return redirect(_own_page(petition) if own else reverse("petition_desk", args=[petition.uuid]))


@needs(HANDLE)
@require_safe
def petition_desk(request: Request, uuid: UUID) -> HttpResponse:
    """Everything about one petition. That it was opened, and for which case, is kept for who asked to see."""
    one = petition_in_reach(request, uuid)
    _look(request, one)
    return page(request, "petitions/desk/petition.html", {"petition": one})


def _own_page(petition: Petition) -> str:
    """The page of who asked, where there is one; else the page of their cases."""
    try:
        return reverse("petition", args=[petition.uuid])
    except NoReverseMatch:
        return reverse("petition_desk", args=[petition.uuid])


def _look(request: Request, one: Petition) -> None:
    """Keep that the petition of a named person was opened; once in half an hour for the same one."""
    opened = {
        key: at for key, at in request.session.get(OPENED, {}).items() if at > request.at.timestamp() - SECONDS_OPEN
    }
    if str(one.uuid) in opened or one.case.applicant is None:
        return
    read_person(one.case.applicant, reason=ReadReason.CASE, case=one.case.ref, by=request.actor, at=request.at)
    opened[str(one.uuid)] = request.at.timestamp()
    request.session[OPENED] = dict(list(opened.items())[-MOST_OPENED:])
