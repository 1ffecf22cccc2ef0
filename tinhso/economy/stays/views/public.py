"""What everyone sees: free rooms, a home with its calendar, booking, the guest's own page."""

import json
from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tinhso.core.accounts.models.mandates import for_whom_in
from tinhso.core.cases.views.slips import qr
from tinhso.core.people.models import Person
from tinhso.economy.stays.actions.booking import Wanted, deposit_intent, hold_stay
from tinhso.economy.stays.actions.changing import cancel_stay, move_stay
from tinhso.economy.stays.actions.homes import SYSTEM, photos_of, voice_of
from tinhso.economy.stays.actions.reviews import review_stay, wait_for_bed
from tinhso.economy.stays.actions.searching import Sought, find_homes, free_rooms, month_for
from tinhso.economy.stays.domain.feeds import write_calendar
from tinhso.economy.stays.domain.months import MONTHS_AHEAD, next_month
from tinhso.economy.stays.domain.prices import price_of_stay
from tinhso.economy.stays.domain.words import HOLDS, State
from tinhso.economy.stays.forms import BookForm, DaysForm, ReviewForm, SearchForm, WaitForm
from tinhso.economy.stays.models import Booking, Home, Room
from tinhso.kit.doors import Request, open_to_all
from tinhso.kit.forms import tell
from tinhso.kit.pages import page
from tinhso.kit.refusals import Refusal

MOST_REVIEWS = 10


@open_to_all
@require_safe
def stays(request: Request) -> HttpResponse:
    """Free rooms."""
    form = SearchForm(request.GET or None)
    told = form.cleaned_data if form.is_valid() else {}
    sought = Sought(
        arrives=told.get("arrives"), leaves=told.get("leaves"), people=told.get("people") or 1,
        place=told.get("where"), most=told.get("most"), after=_number(request.GET.get("after", "")),
    )  # fmt: skip
    found, more = find_homes(sought)
    query = request.GET.copy()
    if found:
        query["after"] = str(found[-1].home.pk)
    days = {"arrives": sought.arrives, "leaves": sought.leaves}
    asked = "&".join(f"{name}={day}" for name, day in days.items() if day)
    values = {"form": form, "found": found, "more": f"?{query.urlencode()}" if more else "", "asked": asked}
    return page(request, "stays/public/search.html", values | {"sought": sought}, status=400 if form.errors else 200)


@open_to_all
@require_safe
def home(request: Request, uuid: UUID) -> HttpResponse:
    """A home with the calendar of one of its rooms. Two presses on days choose the stay."""
    one = get_object_or_404(Home.objects.open().for_page(), uuid=uuid)
    today = timezone.localdate(request.at)
    arrives, leaves = _days(request, today)
    rooms = list(free_rooms(one, None, None))
    room = next((room for room in rooms if str(room.uuid) == request.GET.get("room")), rooms[0])
    first = _month(request, arrives or today, today)
    reviews = one.reviews.filter(hidden="").select_related("booking").order_by("-said_at")[:MOST_REVIEWS]
    values = {
        "home": one,
        "rooms": rooms,
        "room": room,
        "first": first,
        "today": today,
        "before": next_month(first, -1) if first > today else None,
        "after": next_month(first) if first < next_month(today.replace(day=1), MONTHS_AHEAD - 1) else None,
        "weeks": month_for(room, first, arrives, leaves, today=today),
        "arrives": arrives,
        "leaves": leaves,
        "nights": (leaves - arrives).days if arrives and leaves else 0,
        "price": price_of_stay(arrives, leaves, room.rate, room.known_seasons()) if arrives and leaves else 0,
        "photos": photos_of(one),
        "voice": voice_of(one),
        "reviews": reviews,
        "linked": _linked(request, one, rooms),
    }
    return page(request, "stays/public/home.html", values)


@open_to_all
@require_http_methods(["GET", "POST"])
def book(request: Request, uuid: UUID) -> HttpResponse:
    """Who comes; then the beds are held."""
    room = get_object_or_404(Room.objects.bookable().select_related("home__place__parent"), uuid=uuid)
    given = {name: day for name in ("arrives", "leaves") if (day := _date(request.GET.get(name, "")))}
    form = BookForm(request.POST or None, room=room, initial=given)
    if form.is_valid():
        try:
            booking = hold_stay(_wanted(request, room, form), by=request.actor, at=request.at)
        except Refusal as refusal:
            tell(form, refusal)
        else:
            return redirect("stay", booking.token)
    values = {"form": form, "room": room, "home": room.home}
    return page(request, "stays/public/book.html", values, status=400 if form.errors else 200)


@open_to_all
@require_safe
def stay(request: Request, token: str) -> HttpResponse:
    """The guest's own page, which is also the pass: it works without signal once it was seen."""
    booking = _booking(token)
    intent = deposit_intent(booking) if booking.state == State.UNPAID else None
    values = {
        "one": booking,
        "home": booking.home,
        "intent": intent,
        "square": qr(request.build_absolute_uri(reverse("stay", args=[token]))),
        "days": DaysForm(initial={"arrives": booking.arrives, "leaves": booking.leaves}),
        "review": ReviewForm() if booking.state == State.LEFT and not hasattr(booking, "review") else None,
        "holds": booking.state in HOLDS,
    }
    return page(request, "stays/public/stay.html", values)


@open_to_all
@require_POST
def move(request: Request, token: str) -> HttpResponse:
    """Other days."""
    booking, form = _booking(token), DaysForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Write both days, for example 24/12/2026."))
        return redirect("stay", token)
    try:
        move_stay(booking, form.cleaned_data["arrives"], form.cleaned_data["leaves"], by=request.actor, at=request.at)
    except Refusal as refusal:
        messages.error(request, str(refusal.told))
    else:
        messages.success(request, _("Changed. The old nights are free for others."))
    return redirect("stay", token)


@open_to_all
@require_POST
def cancel(request: Request, token: str) -> HttpResponse:
    """The guest does not come."""
    try:
        cancel_stay(_booking(token), by=request.actor, at=request.at)
    except Refusal as refusal:
        messages.error(request, str(refusal.told))
    else:
        messages.success(request, _("Called off. Thank you for telling us."))
    return redirect("stay", token)


@open_to_all
@require_POST
def review(request: Request, token: str) -> HttpResponse:
    """What the guest says after the stay."""
    booking, form = _booking(token), ReviewForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose one of the pictures."))
        return redirect("stay", token)
    told = form.cleaned_data
    try:
        review_stay(booking, faces=told["faces"], words=told["words"], by=request.actor, at=request.at)
    except Refusal as refusal:
        messages.error(request, str(refusal.told))
    else:
        messages.success(request, _("Thank you. Others can read it now."))
    return redirect("stay", token)


@open_to_all
@require_http_methods(["GET", "POST"])
def wait(request: Request, uuid: UUID) -> HttpResponse:
    """Tell me when a bed is free."""
    one = get_object_or_404(Home.objects.open(), uuid=uuid)
    form = WaitForm(request.POST or None)
    if form.is_valid():
        told = form.cleaned_data
        wait_for_bed(
            one, phone=told["phone"], arrives=told["arrives"], leaves=told["leaves"], beds=1,
            language=get_language() or "vi", at=request.at,
        )  # fmt: skip
        messages.success(request, _("We write to you when a bed is free."))
        return redirect("stay_home", one.uuid)
    values = {"form": form, "home": one}
    return page(request, "stays/public/wait.html", values, status=400 if form.errors else 200)


@open_to_all
@require_safe
def calendar(request: Request, token: str) -> HttpResponse:
    """The taken nights of a room for other sites: no names, and an address that nobody guesses."""
    room = get_object_or_404(Room, token=token)
    booked = room.bookings.filter(state__in=HOLDS, leaves__gt=timezone.localdate(request.at)).order_by("arrives")
    host = request.get_host().partition(":")[0]
    taken = [(f"{one.uuid}@{host}", one.arrives, one.leaves) for one in booked]
    return HttpResponse(write_calendar(taken, at=request.at), content_type="text/calendar; charset=utf-8")


def _booking(token: str) -> Booking:
    return get_object_or_404(Booking.objects.for_page(), token=token)


def _wanted(request: Request, room: Room, form: BookForm) -> Wanted:
    told = form.cleaned_data
    whose = for_whom_in(request.actor, SYSTEM, at=request.at)
    return Wanted(
        room=room, arrives=told["arrives"], leaves=told["leaves"], beds=told["beds"], people=told["people"],
        name=told["name"], phone=told["phone"], language=get_language() or "vi",
        person=Person.objects.current().filter(uuid=whose).first() if whose else None,
        came_from="" if whose else _address_mark(request),
    )  # fmt: skip


def _address_mark(request: Request) -> str:
    """A keyed hash of a visitor's address, which tells nobody where they are."""
    address = request.META.get("REMOTE_ADDR", "")
    return salted_hmac("stays.address", address, algorithm="sha256").hexdigest()


def _days(request: Request, today: date) -> tuple[date | None, date | None]:
    arrives, leaves = (_date(request.GET.get(name, "")) for name in ("arrives", "leaves"))
    if arrives is None or arrives < today:
        return None, None
    return arrives, leaves if leaves and arrives < leaves else None


def _month(request: Request, near: date, today: date) -> date:
    first = (_date(f"{request.GET.get('month', '')}-01") or near).replace(day=1)
    last = next_month(today.replace(day=1), MONTHS_AHEAD - 1)
    return min(max(first, today.replace(day=1)), last)


def _date(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _number(text: str) -> int:
    if text and not (text.isdecimal() and text.isascii() and len(text) < 19):
        raise Http404
    return int(text or 0)


def _linked(request: Request, one: Home, rooms: list[Room]) -> str:
    """The home as schema.org has it, for search engines."""
    told: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "Hotel" if one.kind == "hotel" else "BedAndBreakfast",
        "name": one.name,
        "url": request.build_absolute_uri(request.path),
        "address": {"@type": "PostalAddress", "addressLocality": one.place.full_name, "addressCountry": "VN"},
        "priceRange": f"{min(room.weekday for room in rooms)}–{max(room.weekend for room in rooms)} VND",
        "amenityFeature": [
            {"@type": "LocationFeatureSpecification", "name": str(said), "value": True} for said, _icon in one.has_said
        ],
    }
    if one.lat is not None and one.lon is not None:
        told["geo"] = {"@type": "GeoCoordinates", "latitude": one.lat, "longitude": one.lon}
    return json.dumps(told, ensure_ascii=False).replace("<", "\\u003c")
