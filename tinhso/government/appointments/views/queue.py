"""The officer's desk: sit down at a counter, call, say what became of them, give numbers, take in who has an hour."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tinhso.government.appointments.actions.calling import call_again, call_next, miss, put_back, send_on, serve
from tinhso.government.appointments.actions.offices import SERVE, leave, sit_down
from tinhso.government.appointments.actions.taking import Taken, come, take_number
from tinhso.government.appointments.domain.words import How, Standing
from tinhso.government.appointments.forms.booking import GroupForm, MatterForm
from tinhso.government.appointments.forms.desk import SendOnForm
from tinhso.government.appointments.models import Appointment, Counter, Matter, Office, Ticket
from tinhso.government.appointments.models.offices import titles_of
from tinhso.government.appointments.views.telling import call_said, waits_told
from tinhso.government.appointments.views.untold import untold_in_reach
from tinhso.government.appointments.views.whose import (
    office_in_reach,
    offices_in_reach,
    seat_of,
    ticket_in_reach,
    today,
)
from tinhso.kit.doors import Request, needs
from tinhso.kit.forms import tell
from tinhso.kit.pages import page
from tinhso.kit.refusals import Refusal

MOST_SHOWN = 40
STEPS: dict[str, Callable[..., Ticket]] = {"again": call_again, "missed": miss, "later": put_back, "served": serve}


@needs(SERVE)
@require_safe
def queue(request: Request) -> HttpResponse:
    """My counter: who stands there, who waits; or the counters at which one can sit down."""
    counter = seat_of(request)
    if counter is None:
        return page(
            request,
            "appointments/queue/sit.html",
            {"offices": _counters(request), "untold": untold_in_reach(request).exists()},
        )
    return page(request, "appointments/queue/queue.html", _desk(request, counter))


@needs(SERVE)
@require_POST
def sit(request: Request, uuid: UUID) -> HttpResponse:
    """Sit down at a counter."""
    rows = Counter.objects.current().select_related("office__organisation__place")
    counter = get_object_or_404(rows, uuid=uuid)
    return _done(request, lambda: sit_down(counter, by=request.actor, at=request.at))


@needs(SERVE)
@require_POST
def stand_up(request: Request) -> HttpResponse:
    """Leave the counter."""
    counter = seat_of(request)
    if counter is None:
        return redirect("queue")
    return _done(request, lambda: leave(counter, by=request.actor, at=request.at))


@needs(SERVE)
@require_POST
def call(request: Request) -> HttpResponse:
    """Call the next one; `done` names the number with which one has finished."""
    counter = seat_of(request)
    if counter is None:
        return redirect("queue")
    done = _uuid(request.POST.get("done", ""))
    return _done(request, lambda: call_next(counter, done=done, by=request.actor, at=request.at))


@needs(SERVE)
@require_POST
def number_step(request: Request, uuid: UUID, step: str) -> HttpResponse:
    """Once more, nobody came, later, served."""
    if step not in STEPS:
        raise Http404
    ticket = ticket_in_reach(request, uuid)
    return _done(request, lambda: STEPS[step](ticket, by=request.actor, at=request.at))


@needs(SERVE)
@require_POST
def number_on(request: Request, uuid: UUID) -> HttpResponse:
    """To another counter, or with another matter."""
    ticket = ticket_in_reach(request, uuid)
    form = _send_on(ticket.office, ticket.counter, request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose where they go."))
        return redirect("queue")
    kind, _colon, value = form.cleaned_data["to"].partition(":")
    counter = ticket.office.counters.current().filter(uuid=value).first() if kind == "counter" else None
    matter = Matter.objects.filter(code=value).first() if kind == "matter" else None
    return _done(request, lambda: send_on(ticket, counter=counter, matter=matter, by=request.actor, at=request.at))


@needs(SERVE)
@require_http_methods(["GET", "POST"])
def give_number(request: Request, uuid: UUID) -> HttpResponse:
    """Give a number to somebody who stands here, or to somebody who has an appointment."""
    office = office_in_reach(request, uuid, SERVE)
    matter, group = MatterForm(request.POST or None), GroupForm(request.POST or None)
    if matter.is_valid() and group.is_valid():
        wish = Taken(
            office=office,
            matter=matter.cleaned_data["matter"],
            group=group.cleaned_data["group"],
            how=How.OFFICER,
        )
        try:
            ticket = take_number(wish, by=request.actor, at=request.at)
        except Refusal as refusal:
            tell(matter, refusal)
        else:
            return redirect("my_number", ticket.ref, ticket.token)
    values = {"office": office, "form": matter, "group": group, "booked": _booked_today(request, office)}
    return page(request, "appointments/queue/give.html", values, status=400 if matter.errors else 200)


@needs(SERVE)
@require_POST
def arrived(request: Request, uuid: UUID) -> HttpResponse:
    """Who booked an hour is here."""
    found = get_object_or_404(Appointment.objects.for_page(), uuid=uuid)
    office = office_in_reach(request, found.office.uuid, SERVE)
    try:
        ticket = come(found, by=request.actor, at=request.at)
    except Refusal as refusal:
        messages.error(request, str(refusal.told))
        return redirect("give_number", office.uuid)
    return redirect("my_number", ticket.ref, ticket.token)


def _desk(request: Request, counter: Counter) -> dict[str, object]:
    office, day = counter.office, today(request)
    here = Ticket.objects.called(office.pk, day).filter(counter=counter).select_related("matter", "group").first()
    mine = Ticket.objects.for_counter(counter, counter.serves, day).select_related("matter", "group", "appointment")
    missed = Ticket.objects.of_day(office.pk, day).filter(state=Standing.MISSED).select_related("matter")
    found = list(Matter.objects.filter(retired_at=None))
    return {
        "counter": counter,
        "office": office,
        "serves": titles_of(counter.serves, found),
        "here": here,
        "said": call_said(here.number, counter.number) if here else "",
        "waiting": list(mine[: MOST_SHOWN + 1]),
        "most": MOST_SHOWN,
        "missed": list(missed.order_by("-ended_at")[:5]),
        "waits": [(matter.title, told.length) for matter, told in waits_told(office, found, day=day, at=request.at)],
        "send_on": _send_on(office, counter, None, found),
        "untold": untold_in_reach(request).exists(),
    }


def _send_on(office: Office, counter: Counter | None, posted: object, found: list[Matter] | None = None) -> SendOnForm:
    others = [one for one in office.counters.current() if one != counter]
    known = found if found is not None else list(Matter.objects.filter(retired_at=None))
    return SendOnForm(posted, counters=others, matters=known)


def _counters(request: Request) -> list[tuple[Office, list[tuple[Counter, str]]]]:
    """The counters of each office where the asker serves, with what they serve."""
    found = list(Matter.objects.all())
    offices = offices_in_reach(request, SERVE)
    rows = Counter.objects.current().filter(office__in=offices)
    of_office: dict[int, list[tuple[Counter, str]]] = {}
    for counter in rows:
        of_office.setdefault(counter.office_id, []).append((counter, titles_of(counter.serves, found)))
    return [(office, of_office.get(office.pk, [])) for office in offices]


def _booked_today(request: Request, office: Office) -> list[Appointment]:
    start = timezone.localtime(request.at).replace(hour=0, minute=0, second=0, microsecond=0)
    rows = Appointment.objects.holding().filter(
        office=office, starts_at__gte=start, starts_at__lt=start + timedelta(days=1)
    )
    return list(rows.select_related("matter").order_by("starts_at", "seat")[:MOST_SHOWN])


def _done(request: Request, act: Callable[[], object]) -> HttpResponse:
    """Back to the desk; a refusal is said there."""
    try:
        act()
    except Refusal as refusal:
        messages.error(request, str(refusal.told))
    return redirect("queue")


def _uuid(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None
