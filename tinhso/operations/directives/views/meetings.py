"""Meetings that gave tasks: the list, and one form for a meeting with all its tasks."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tinhso.kit.doors import Request, needs
from tinhso.kit.forms import tell
from tinhso.kit.pages import page
from tinhso.kit.refusals import Refusal
from tinhso.operations.directives.actions.issuing import offices_to_task
from tinhso.operations.directives.actions.meetings import enter_meeting
from tinhso.operations.directives.apps import ISSUE
from tinhso.operations.directives.forms.issuing import MeetingForm
from tinhso.operations.directives.models import Directive, Meeting

A_PAGE = 30


@needs(ISSUE)
@require_safe
def meetings(request: Request) -> HttpResponse:
    """The meetings of the asker's office, the last that was entered first."""
    after = request.GET.get("after", "")
    rows = Meeting.objects.reached(request.rights).newest_first(int(after) if after.isdecimal() else None)
    found = list(rows[: A_PAGE + 1])
    next_url = f"?after={found[A_PAGE - 1].pk}" if len(found) > A_PAGE else ""
    return page(request, "directives/meetings.html", {"rows": found[:A_PAGE], "next_url": next_url})


@needs(ISSUE)
@require_safe
def meeting(request: Request, uuid: UUID) -> HttpResponse:
    """One meeting: what became of its tasks."""
    found = get_object_or_404(Meeting.objects.reached(request.rights).select_related("office"), uuid=uuid)
    tasks = Directive.objects.reached(request.rights).filter(meeting=found).for_page().order_by("pk")
    return page(request, "directives/meeting.html", {"one": found, "tasks": list(tasks)})


@needs(ISSUE)
@require_http_methods(["GET", "POST"])
def new_meeting(request: Request) -> HttpResponse:
    """A meeting with its tasks: all are issued, or none."""
    offices = offices_to_task(request.actor, at=request.at)
    form = MeetingForm(request.POST or None, request.FILES or None, offices=offices)
    if form.is_valid():
        try:
            made = enter_meeting(form.held, form.orders, by=request.actor, at=request.at)
        except Refusal as refusal:
            tell(form, refusal)
        else:
            messages.success(request, _("Issued. The offices are told."))
            return redirect("meeting", made.uuid)
    return page(request, "directives/new_meeting.html", {"form": form}, status=400 if form.is_bound else 200)
