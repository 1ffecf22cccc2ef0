"""Booking an hour: by a citizen, for someone one helps, by a visitor with a code on paper."""

from collections.abc import Sequence
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tinhso.core.cases.domain.slips import spoken
from tinhso.core.cases.views.slips import qr, slips_of
from tinhso.core.people.models import Person
from tinhso.core.places.models import Place
from tinhso.government.appointments.actions.booking import (
    Wanted,
    book_appointment,
    cancel_appointment,
    days_ahead,
    free_hours,
    move_appointment,
)
from tinhso.government.appointments.domain.words import Booked, Way
from tinhso.government.appointments.forms.booking import DayForm, HourForm, MatterForm
from tinhso.government.appointments.models import Appointment, Matter, Office, Ticket
from tinhso.government.appointments.views.telling import waits_told
from tinhso.government.appointments.views.whose import address_hash, appointment_of_slip, office_open, today, whose
from tinhso.kit.doors import Request, open_to_all
from tinhso.kit.forms import tell
from tinhso.kit.matters import AT_MOST, Shelf, Wish, earlier, matters
from tinhso.kit.matters import Matter as Line
from tinhso.kit.pages import page
from tinhso.kit.refusals import Refusal
from tinhso.kit.saying import say_day_time

MOST_OFFICES = 60


@open_to_all
@require_safe
def appointments(request: Request) -> HttpResponse:
    """Which office: one's own commune first; how long people wait there now."""
    person = _person(request)
    found = list(Office.objects.receiving().by_name()[:MOST_OFFICES])
    near = _commune(person)
    found.sort(key=lambda office: office.place != near)
    return page(request, "appointments/booking/offices.html", {"offices": found, "near": near})


@open_to_all
@require_http_methods(["GET", "POST"])
def book(request: Request, uuid: UUID) -> HttpResponse:
    """What for, which day, at which hour; one question a page, and the answers stay in the address."""
    office, person = office_open(uuid), _person(request)
    matter = Matter.objects.filter(retired_at=None, code=request.GET.get("matter", "")).first()
    if matter is None:
        return _ask_matter(request, office)
    days = days_ahead(office, at=request.at)
    day = DayForm({"day": request.GET.get("day", "")}, days=days, today=today(request))
    if not day.is_valid():
        fresh = DayForm(days=days, today=today(request))
        return page(request, "appointments/booking/day.html", {"office": office, "matter": matter, "form": fresh})
    hours = free_hours(office, day.cleaned_data["day"], at=request.at)
    form = HourForm(request.POST or None, hours=hours, named=person is not None)
    if form.is_valid():
        try:
            booked = book_appointment(_wanted(request, office, matter, form, person), by=request.actor, at=request.at)
        except Refusal as refusal:
            tell(form, refusal)
        else:
            return redirect("appointment", booked.ref, booked.token)
    values = {"office": office, "matter": matter, "day": day.cleaned_data["day"], "form": form, "person": person}
    return page(request, "appointments/booking/hour.html", values, status=400 if form.errors else 200)


@open_to_all
@require_safe
def appointment(request: Request, ref: str, token: str) -> HttpResponse:
    """The slip: when, where, what to bring, another hour, calling off. No name is told."""
    one = appointment_of_slip(ref, token)
    came = Ticket.objects.filter(appointment=one).first()
    if came:
        return redirect("my_number", came.ref, came.token)
    address = reverse("appointment", args=[ref, token])
    values = {
        "one": one,
        "secret": spoken(one.secret),
        "qr": qr(request.build_absolute_uri(address)),
        "ended": _ended(one),
    }
    return page(request, "appointments/booking/one.html", values)


@open_to_all
@require_http_methods(["GET", "POST"])
def move(request: Request, ref: str, token: str) -> HttpResponse:
    """Another hour instead."""
    one = appointment_of_slip(ref, token)
    days = days_ahead(one.office, at=request.at)
    day = DayForm({"day": request.GET.get("day", "")}, days=days, today=today(request))
    if not day.is_valid():
        fresh = DayForm(days=days, today=today(request))
        values = {"office": one.office, "matter": one.matter, "form": fresh, "one": one}
        return page(request, "appointments/booking/day.html", values)
    hours = free_hours(one.office, day.cleaned_data["day"], at=request.at)
    form = HourForm(request.POST or None, hours=hours, named=True)
    del form.fields["group"]
    if form.is_valid():
        try:
            move_appointment(one, form.cleaned_data["starts"], slip=token, by=request.actor, at=request.at)
        except Refusal as refusal:
            tell(form, refusal)
        else:
            messages.success(request, _("Changed. The old hour is free for somebody else."))
            return redirect("appointment", ref, token)
    values = {"office": one.office, "matter": one.matter, "day": day.cleaned_data["day"], "form": form, "one": one}
    return page(request, "appointments/booking/hour.html", values, status=400 if form.errors else 200)


@open_to_all
@require_POST
def cancel(request: Request, ref: str, token: str) -> HttpResponse:
    """Call it off."""
    try:
        cancel_appointment(appointment_of_slip(ref, token), slip=token, by=request.actor, at=request.at)
    except Refusal as refusal:
        messages.error(request, str(refusal.told))
    else:
        messages.success(request, _("Called off. Thank you for telling us."))
    return redirect("appointment", ref, token)


@matters("appointments")
def my_appointments(request: Request, wish: Wish) -> Sequence[Line]:
    """Hours that somebody booked."""
    if whose(request) is None:
        return []
    rows = Appointment.objects.for_page().of_person(wish.person)
    open_ones = rows.filter(state=Booked.HOLDS) if wish.shelf is Shelf.OPEN else rows.exclude(state=Booked.HOLDS)
    listed = open_ones.filter(earlier("booked_at", wish.before, wish.below)).order_by("-booked_at", "-id")
    return [_line(one) for one in listed[:AT_MOST]]


def _line(one: Appointment) -> Line:
    return Line(
        at=one.booked_at,
        id=one.pk,
        title=f"{one.matter.title}, {one.office}",
        state=say_day_time(one.starts_at) if one.holds else _ended(one),
        next=_("Take a number at the kiosk when you arrive.") if one.holds else "",
        url=reverse("appointment", args=[one.ref, one.token]),
        icon="calendar-check",
        tone="" if one.holds else "done",
    )


def _ended(one: Appointment) -> str:
    words = {
        Booked.HOLDS: "",
        Booked.CAME: _("You came"),
        Booked.MISSED: _("The hour has passed"),
        Booked.CANCELLED: _("Called off"),
    }
    return words[Booked(one.state)]


def _ask_matter(request: Request, office: Office) -> HttpResponse:
    found = list(Matter.objects.filter(retired_at=None))
    waits = waits_told(office, found, day=today(request), at=request.at)
    return page(request, "appointments/booking/matter.html", {"office": office, "form": MatterForm(), "waits": waits})


def _wanted(request: Request, office: Office, matter: Matter, form: HourForm, person: Person | None) -> Wanted:
    return Wanted(
        office=office,
        matter=matter,
        starts=form.cleaned_data["starts"],
        way=Way.HELPER if request.actor.for_person else Way.PAGE,
        person=person,
        group=form.cleaned_data["group"],
        phone=form.cleaned_data.get("phone") or "",
        language=get_language() or "vi",
        came_from="" if person else address_hash(request),
    )


def _person(request: Request) -> Person | None:
    """Whose hour it is; none for a visitor. Officers book for others from their desk."""
    uuid = request.actor.for_person or request.actor.person
    if uuid is None:
        return None
    found = Person.objects.current().select_related("home__parent").filter(uuid=uuid).first()
    if found is None:
        raise Http404
    return found


def _commune(person: Person | None) -> int | None:
    home: Place | None = person.home if person else None
    return home.parent_id if home and home.kind == "village" else home.pk if home else None


@slips_of("LH")
def appointment_of_code(code: str) -> tuple[str, str] | None:
    """The slip of an appointment."""
    one = Appointment.objects.filter(ref=code[:20]).first()
    return (one.secret, reverse("appointment", args=[one.ref, one.token])) if one else None
