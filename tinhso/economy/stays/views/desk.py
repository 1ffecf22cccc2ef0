"""The front desk of a home: check-in with or without signal, leaving, the register and the notice of stay."""

from datetime import date, datetime
from pathlib import Path
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tinhso.core.outbox.domain import NotAnItem, read_item
from tinhso.core.outbox.views.taking import ITEM, KEY, TakenIn, by_outbox, with_reasons
from tinhso.economy.stays.actions.booking import NotAnyMore
from tinhso.economy.stays.actions.desk import check_in, check_out, make_notice, note_clean, read_register
from tinhso.economy.stays.domain.notice import rows_of
from tinhso.economy.stays.forms import CheckInForm, LeaveForm
from tinhso.economy.stays.models import Booking, Home
from tinhso.economy.stays.views.host import home_of, host_of, room_of
from tinhso.kit.doors import NotSignedIn, Request, open_to_all, signed_in
from tinhso.kit.forms import tell
from tinhso.kit.pages import page
from tinhso.kit.refusals import Refusal
from tinhso.kit.sheets import XLSX, csv_of, xlsx_of
from tinhso.kit.typesetting import typeset

LIST = Path(__file__).parents[1] / "typst" / "notice.typ"


@open_to_all
@require_http_methods(["GET", "POST"])
@by_outbox
def arrive(request: Request) -> HttpResponse:
    """Check-in. The page itself names nobody, so that every phone may keep it; what is sent wants the host."""
    form = CheckInForm(request.POST or None, initial={"code": request.GET.get("code", "")})
    if form.is_valid():
        if not request.rights.signed_in:
            raise NotSignedIn
        told = form.cleaned_data
        try:
            booking = _mine(request, told["code"])
            check_in(booking, told["papers"], by=request.actor, at=_stood_there(request))
        except Refusal as refusal:
            tell(form, refusal)
        else:
            messages.success(request, _("They are in the register. The notice of tonight is ready to send."))
            return TakenIn(reverse("my_homes"), ref=booking.ref)
    values = {"form": form}
    return with_reasons(page(request, "stays/host/arrive.html", values, status=400 if form.errors else 200), form)


class NotInYourBook(Refusal):
    sentence = NotAnyMore.sentence
    field = "code"


def _mine(request: Request, code: str) -> Booking:
    found = Booking.objects.filter(room__home__host__uuid=host_of(request), ref=code).select_related("room").first()
    if found is None:
        raise NotInYourBook(_("Your book has no booking with this code. Look at it again."))
    return found


def _stood_there(request: Request) -> datetime:
    """When it was filled in: a phone may have kept it."""
    try:
        return read_item(request.headers.get(KEY, ""), request.headers.get(ITEM, "")).made_at
    except NotAnItem:
        return request.at


@signed_in
@require_http_methods(["GET", "POST"])
def leave(request: Request, uuid: UUID) -> HttpResponse:
    """They pay the rest and go."""
    booking = get_object_or_404(Booking.objects.filter(room__home__host__uuid=host_of(request)).for_page(), uuid=uuid)
    form = LeaveForm(request.POST or None, initial={"cash": booking.rest})
    if form.is_valid():
        told = form.cleaned_data
        try:
            check_out(booking, cash=told["cash"], invoice=told["invoice"], by=request.actor, at=request.at)
        except Refusal as refusal:
            tell(form, refusal)
        else:
            messages.success(request, _("They have left. The room waits to be cleaned."))
            return redirect("my_homes")
    return page(request, "stays/host/leave.html", {"form": form, "one": booking}, status=400 if form.errors else 200)


@signed_in
@require_POST
def clean(request: Request, uuid: UUID) -> HttpResponse:
    """The room is ready again."""
    note_clean(room_of(request, uuid), by=request.actor, at=request.at)
    return redirect("my_homes")


@signed_in
@require_POST
def notice(request: Request, uuid: UUID) -> HttpResponse:
    """The notice of tonight is made; its files stand ready to be sent to the police of the commune."""
    home = home_of(request, uuid)
    try:
        make_notice(home, timezone.localdate(request.at), by=request.actor, at=request.at)
    except Refusal as refusal:
        messages.error(request, str(refusal.told))
        return redirect("my_homes")
    return redirect("stay_register", home.uuid)


@signed_in
@require_http_methods(["GET"])
def register(request: Request, uuid: UUID) -> HttpResponse:
    """Who sleeps here tonight, as the notice says it. Only the host sees it."""
    home, today = home_of(request, uuid), timezone.localdate(request.at)
    values = {
        "home": home,
        "today": today,
        "rows": _lines(request, home, today),
        "notice": home.notices.filter(day=today).first(),
    }
    return page(request, "stays/host/register.html", values)


@signed_in
@require_http_methods(["GET"])
def notice_file(request: Request, uuid: UUID, kind: str) -> HttpResponse:
    """The list in the portal's columns, as a workbook or CSV, or on paper."""
    home, today = home_of(request, uuid), timezone.localdate(request.at)
    rows = _lines(request, home, today)
    if kind == "xlsx":
        return _file(xlsx_of(rows), XLSX, f"luu-tru-{today}.xlsx")
    if kind == "csv":
        return _file(csv_of(rows), "text/csv; charset=utf-8", f"luu-tru-{today}.csv")
    if kind == "pdf":
        told = {"home": home.name, "place": home.place.full_name, "day": f"{today:%d/%m/%Y}", "rows": rows}
        return _file(typeset(LIST, told, at=request.at), "application/pdf", f"luu-tru-{today}.pdf")
    raise Http404


def _lines(request: Request, home: Home, day: date) -> list[list[str]]:
    read = read_register(home, day, by=request.actor, at=request.at)
    lines = [(line.guest, line.booking) for line in read]
    return rows_of(
        (guest, booking.arrives, booking.leaves, booking.room.name) for guest, booking in lines if guest is not None
    )


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type=kind, headers=headers)
