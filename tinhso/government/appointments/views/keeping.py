"""Heads set up counters and hours, see how long people wait, and how right the estimates were."""

from datetime import datetime, timedelta
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tinhso.core.organisations.models import Organisation
from tinhso.government.appointments.actions.offices import (
    KEEP,
    Booking,
    add_opening,
    change_booking,
    open_office,
    remove_counter,
    set_counter,
)
from tinhso.government.appointments.forms.desk import BookingForm, CounterForm, OpeningForm
from tinhso.government.appointments.models import Counter, Group, Matter, Office
from tinhso.government.appointments.models.numbers import days_of, sums
from tinhso.government.appointments.models.offices import titles_of
from tinhso.government.appointments.models.slips import kiosk_key
from tinhso.government.appointments.views.whose import office_in_reach, offices_in_reach, today
from tinhso.kit.doors import Request, needs
from tinhso.kit.forms import tell
from tinhso.kit.pages import page
from tinhso.kit.refusals import Refusal

SEE = "see_queue_numbers"
MONTH = timedelta(days=31)


@needs(KEEP)
@require_safe
def counters(request: Request) -> HttpResponse:
    """The offices that have a queue, and those that could have one."""
    offices = offices_in_reach(request, KEEP)
    others = _without(request, offices)
    return page(request, "appointments/keeping/offices.html", {"offices": offices, "others": others})


@needs(KEEP)
@require_POST
def begin(request: Request, uuid: UUID) -> HttpResponse:
    """Give an office a queue."""
    found = get_object_or_404(Organisation.objects.current().offices(), uuid=uuid)
    try:
        office = open_office(found, by=request.actor, at=request.at)
    except Refusal as refusal:
        messages.error(request, str(refusal.told))
        return redirect("counters")
    return redirect("counters_of", office.uuid)


@needs(KEEP)
@require_http_methods(["GET", "POST"])
def counters_of(request: Request, uuid: UUID) -> HttpResponse:
    """The counters of one office, how its hours are booked, hours beside the calendar, screen and kiosk."""
    office = office_in_reach(request, uuid, KEEP)
    known = list(Matter.objects.filter(retired_at=None))
    asked = request.POST.get("what", "")
    counter = CounterForm(request.POST if asked == "counter" else None, matters=known)
    booking = BookingForm(request.POST if asked == "booking" else None, initial=vars(office))
    opening = OpeningForm(request.POST if asked == "opening" else None)
    form = {"counter": counter, "booking": booking, "opening": opening}.get(asked)
    if form and form.is_valid() and _kept(request, office, form):
        return redirect("counters_of", uuid)
    values = {
        "office": office,
        "rows": [(one, titles_of(one.serves, known)) for one in office.counters.current()],
        "openings": office.openings.filter(ends_at__gte=request.at).order_by("starts_at")[:20],
        "groups": Group.objects.filter(retired_at=None),
        "forms": {"counter": counter, "booking": booking, "opening": opening},
        "kiosk": request.build_absolute_uri(reverse("become_kiosk", args=[uuid, kiosk_key(office.uuid)])),
        "screen": request.build_absolute_uri(reverse("screen", args=[uuid])),
    }
    return page(request, "appointments/keeping/office.html", values, status=400 if form and form.errors else 200)


@needs(KEEP)
@require_POST
def drop_counter(request: Request, uuid: UUID) -> HttpResponse:
    """Take a counter away."""
    rows = Counter.objects.current().select_related("office__organisation")
    counter = get_object_or_404(rows, uuid=uuid)
    office = office_in_reach(request, counter.office.uuid, KEEP)
    try:
        remove_counter(counter, by=request.actor, at=request.at)
    except Refusal as refusal:
        messages.error(request, str(refusal.told))
    return redirect("counters_of", office.uuid)


@needs(SEE)
@require_safe
def queue_numbers(request: Request) -> HttpResponse:
    """How long people waited in the last month, by office; of one office by day."""
    since = today(request) - MONTH
    within = Office.objects.within_reach(request.rights, SEE)
    chosen = request.GET.get("office", "")
    office = within.filter(uuid=chosen).first() if len(chosen) == 36 else None
    values = {
        "sums": sums(within, since),
        "offices": list(within.by_name()[:100]),
        "office": office,
        "days": list(days_of(office, since)) if office else [],
        "since": since,
    }
    return page(request, "appointments/keeping/numbers.html", values)


def _kept(request: Request, office: Office, form: object) -> bool:
    """Whether what was typed is kept now; a refusal stands in the form."""
    by, at = request.actor, request.at
    try:
        if isinstance(form, CounterForm):
            told = form.cleaned_data
            set_counter(office, told["number"], serves=told["serves"], by=by, at=at)
        elif isinstance(form, BookingForm):
            change_booking(office, Booking(**form.cleaned_data), by=by, at=at)
        elif isinstance(form, OpeningForm):
            told = form.cleaned_data
            zone = timezone.get_default_timezone()
            starts, ends = (datetime.combine(told["day"], told[edge], tzinfo=zone) for edge in ("begins", "ends"))
            add_opening(office, starts=starts, ends=ends, why=told["why"], by=by, at=at)
    except Refusal as refusal:
        if isinstance(form, CounterForm | BookingForm | OpeningForm):
            tell(form, refusal)
        return False
    messages.success(request, _("Kept."))
    return True


def _without(request: Request, offices: list[Office]) -> list[Organisation]:
    """Offices of the asker that have no queue yet."""
    agencies, places = request.rights.agencies(KEEP), request.rights.places(KEEP)
    rows = Organisation.objects.current().offices().exclude(pk__in=[office.organisation_id for office in offices])
    if agencies is not None:
        rows = rows.filter(pk__in=agencies)
    if places is not None:
        rows = rows.filter(place__in=places)
    return list(rows.order_by("sort_key", "pk")[:50])
