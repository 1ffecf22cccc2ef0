"""The kiosk where one takes a number, and one's own place in the line on the telephone, by the square of the ticket."""

from collections.abc import Sequence
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from tinhso.core.cases.domain.slips import same, spoken
from tinhso.core.cases.views.slips import qr, slips_of
from tinhso.government.appointments.actions.offices import SERVE
from tinhso.government.appointments.actions.taking import Closed, Taken, appointment_here, come, take_number
from tinhso.government.appointments.domain.words import How, Standing
from tinhso.government.appointments.forms.booking import NOT_FIRST
from tinhso.government.appointments.forms.desk import CodeForm
from tinhso.government.appointments.models import Group, Matter, Office, Ticket
from tinhso.government.appointments.models.slips import kiosk_key
from tinhso.government.appointments.views.telling import state_said, wait_told, waits_told
from tinhso.government.appointments.views.whose import KIOSK, office_open, ticket_of_slip, today, whose
from tinhso.kit.doors import Request, open_to_all
from tinhso.kit.forms import tell
from tinhso.kit.matters import AT_MOST, Shelf, Wish, earlier, matters
from tinhso.kit.matters import Matter as Line
from tinhso.kit.pages import page
from tinhso.kit.refusals import Refusal

A_YEAR = 365 * 24 * 3600
AWAY = gettext_lazy("Numbers are taken at the office. From home you can book an hour.")
NOT_FOUND = gettext_lazy("No appointment of today has these digits. Ask an officer.")


@open_to_all
@require_safe
def become_kiosk(request: Request, uuid: UUID, key: str) -> HttpResponse:
    """A device that opens the office's secret address is its kiosk from then on."""
    office = office_open(uuid)
    if not same(kiosk_key(office.uuid), key.lower()):
        raise Http404
    answer = redirect("ticket", uuid)
    answer.set_signed_cookie(
        KIOSK, str(office.uuid), max_age=A_YEAR, httponly=True, samesite="Lax", secure=request.is_secure()
    )
    return answer


@open_to_all
@require_http_methods(["GET", "POST"])
def ticket(request: Request, uuid: UUID) -> HttpResponse:
    """What for, by picture; then who goes first; then the number. Only a kiosk of the office gives any."""
    office = office_open(uuid)
    matter = Matter.objects.filter(retired_at=None, code=request.GET.get("matter", "")).first()
    told = ""
    if request.method == "POST":
        if not _is_kiosk(request, office):
            return _shown(request, office, matter, str(AWAY), status=409)
        try:
            taken = _take(request, office, matter)
        except Refusal as refusal:
            told = str(refusal.told)
        else:
            return redirect(f"{reverse('my_number', args=[taken.ref, taken.token])}?kiosk={office.uuid}")
    return _shown(request, office, matter, told, status=409 if told else 200)


@open_to_all
@require_http_methods(["GET", "POST"])
def booked_here(request: Request, uuid: UUID) -> HttpResponse:
    """Who booked an hour types the end of the code, at the kiosk."""
    office, form = office_open(uuid), CodeForm(request.POST or None)
    if form.is_valid() and not _is_kiosk(request, office):
        form.add_error(None, AWAY)
    elif form.is_valid():
        found = appointment_here(office, form.cleaned_data["code"], at=request.at)
        if found is None:
            form.add_error("code", NOT_FOUND)
        else:
            try:
                taken = come(found, by=request.actor, at=request.at)
            except Refusal as refusal:
                tell(form, refusal)
            else:
                return redirect(f"{reverse('my_number', args=[taken.ref, taken.token])}?kiosk={office.uuid}")
    values = {"office": office, "form": form}
    return page(request, "appointments/kiosk/booked.html", values, status=400 if form.errors else 200)


@open_to_all
@require_safe
def my_number(request: Request, ref: str, token: str) -> HttpResponse:
    """One's own number: how many come before, how long it takes, the small ticket. No name is told."""
    one = ticket_of_slip(ref, token)
    values = {
        "ticket": one,
        "state": state_said(one),
        "wait": wait_told(one, at=request.at) if one.waits else None,
        "kiosk": _kiosk_named(request, one),
        "secret": spoken(one.secret),
        "qr": qr(request.build_absolute_uri(reverse("my_number", args=[ref, token]))),
    }
    return page(request, "appointments/kiosk/number.html", values)


@matters("numbers")
def my_numbers(request: Request, wish: Wish) -> Sequence[Line]:
    """Numbers with which somebody stands in line now; an hour they had booked tells what became of it afterwards."""
    if wish.shelf is not Shelf.OPEN or whose(request) is None:
        return []
    rows = Ticket.objects.for_page().of_person(wish.person).filter(state__in=(Standing.WAITS, Standing.CALLED))
    listed = rows.filter(earlier("taken_at", wish.before, wish.below)).order_by("-taken_at", "-id")
    return [_line(one) for one in listed[:AT_MOST]]


def _line(one: Ticket) -> Line:
    return Line(
        at=one.taken_at,
        id=one.pk,
        title=f"{one.matter.title}, {one.office}",
        state=_("Number %(number)s") % {"number": one.number},
        next=state_said(one),
        url=reverse("my_number", args=[one.ref, one.token]),
        icon="ticket",
        tone="turn" if one.is_called else "",
    )


@slips_of("ST")
def number_of_code(code: str) -> tuple[str, str] | None:
    """The slip of a number."""
    one = Ticket.objects.filter(ref=code[:20]).first()
    return (one.secret, reverse("my_number", args=[one.ref, one.token])) if one else None


def _take(request: Request, office: Office, matter: Matter | None) -> Ticket:
    if matter is None:
        raise Closed
    group = Group.objects.filter(retired_at=None, code=request.POST.get("group", "")).first()
    wish = Taken(office=office, matter=matter, group=group, how=How.KIOSK)
    return take_number(wish, by=request.actor, at=request.at)


def _shown(request: Request, office: Office, matter: Matter | None, told: str, *, status: int) -> HttpResponse:
    values = {"office": office, "told": told, "kiosk": _is_kiosk(request, office)}
    if matter:
        groups = list(Group.objects.filter(retired_at=None))
        values |= {"matter": matter, "groups": groups, "none": NOT_FIRST}
        return page(request, "appointments/kiosk/group.html", values, status=status)
    found = list(Matter.objects.filter(retired_at=None))
    values["waits"] = waits_told(office, found, day=today(request), at=request.at)
    return page(request, "appointments/kiosk/matter.html", values, status=status)


def _is_kiosk(request: Request, office: Office) -> bool:
    """Whether this device is a kiosk of the office, or an officer of it uses it."""
    named = request.get_signed_cookie(KIOSK, "", max_age=A_YEAR)
    return named == str(office.uuid) or request.rights.may(SERVE, place=office.place, agency=office.organisation_id)


def _kiosk_named(request: Request, one: Ticket) -> bool:
    return request.GET.get("kiosk", "") == str(one.office.uuid)
