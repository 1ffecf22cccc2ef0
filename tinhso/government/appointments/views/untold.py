"""Visitors whom no message reached: the officer tells them what the office changed."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tinhso.government.appointments.actions.offices import SERVE
from tinhso.government.appointments.actions.untold import tell_visitor
from tinhso.government.appointments.models import Appointment, AppointmentQuerySet, Office
from tinhso.kit.doors import Request, needs
from tinhso.kit.pages import page
from tinhso.kit.refusals import Refusal

MOST_SHOWN = 100


@needs(SERVE)
@require_safe
def untold(request: Request) -> HttpResponse:
    """Whom I must tell myself, the next hour first: called off or moved, and no message went."""
    rows = list(untold_in_reach(request)[:MOST_SHOWN])
    return page(request, "appointments/queue/untold.html", {"rows": rows})


@needs(SERVE)
@require_POST
def visitor_told(request: Request, uuid: UUID) -> HttpResponse:
    """I told them."""
    one = get_object_or_404(untold_in_reach(request), uuid=uuid)
    try:
        tell_visitor(one, by=request.actor, at=request.at)
    except Refusal as refusal:
        messages.error(request, str(refusal.told))
    else:
        messages.success(request, _("Noted. Thank you for telling them."))
    return redirect("untold")


def untold_in_reach(request: Request) -> AppointmentQuerySet:
    """Those at offices where the asker serves, also where the office has closed since."""
    offices = Office.objects.within_reach(request.rights, SERVE).values("pk")
    return Appointment.objects.for_page().untold(request.at).filter(office__in=offices)
