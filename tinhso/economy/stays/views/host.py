"""The host's own pages: a page in five steps, what waits, who comes today, the register, calendars."""

from datetime import date, datetime
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tinhso.core.accounts.models.mandates import for_whom_in
from tinhso.core.people.models import Person
from tinhso.economy.stays.actions.booking import confirm_stay, refuse_stay
from tinhso.economy.stays.actions.changing import call_off_stay
from tinhso.economy.stays.actions.desk import register_of
from tinhso.economy.stays.actions.feeds import add_feed, drop_feed
from tinhso.economy.stays.actions.homes import (
    SYSTEM,
    RoomTold,
    add_room,
    add_upload,
    begin_home,
    change_home,
    close_home,
    open_home,
    photos_of,
    set_season,
    voice_of,
)
from tinhso.economy.stays.domain.prices import Rate, Season
from tinhso.economy.stays.domain.words import HomeKind
from tinhso.economy.stays.forms import BeginForm, FeedForm, RoomForm, RulesForm, SeasonForm, ShowForm
from tinhso.economy.stays.models import Booking, Feed, Home, Room
from tinhso.kit.doors import Request, signed_in
from tinhso.kit.forms import Form, tell
from tinhso.kit.homes import Card, home_card
from tinhso.kit.pages import page
from tinhso.kit.refusals import Refusal

STEPS = 5
RULES = ("has", "instant", "deposit", "free_days", "keeps", "rules", "registered", "food_paper")


def host_of(request: Request) -> UUID:
    """Whose homes these are: one's own, or those of whom one helps by a leave for this; 404 for anyone else."""
    whose = for_whom_in(request.actor, SYSTEM, at=request.at)
    if whose is None:
        raise Http404
    return whose


def home_of(request: Request, uuid: UUID) -> Home:
    """One of them (404 for any other)."""
    return get_object_or_404(Home.objects.of_host(host_of(request)).for_page(), uuid=uuid)


@signed_in
@require_safe
def my_homes(request: Request) -> HttpResponse:
    """What waits, with numbers and aloud: new bookings, who comes and goes today, rooms to clean, the notice."""
    mine = list(Home.objects.of_host(host_of(request)).for_page())
    today = timezone.localdate(request.at)
    bookings = Booking.objects.filter(room__home__in=mine).for_page()
    values = {
        "homes": mine,
        "today": today,
        "asked": bookings.filter(state="asked").order_by("until", "pk"),
        "arriving": bookings.arriving(today),
        "here": bookings.here(),
        "later": bookings.filter(state__in=("unpaid", "confirmed"), arrives__gt=today).order_by("arrives", "pk")[:20],
        "dirty": Room.objects.filter(home__in=mine, is_clean=False, retired_at=None).select_related("home"),
        "register": [(home, register_of(home, today).count(), _notice(home, today)) for home in mine],
    }
    return page(request, "stays/host/mine.html", values)


@signed_in
@require_http_methods(["GET", "POST"])
def begin(request: Request) -> HttpResponse:
    """Step one of five."""
    host = Person.objects.current().filter(uuid=host_of(request)).first()
    if host is None:
        raise Http404
    form = BeginForm(request.POST or None)
    if form.is_valid():
        told = form.cleaned_data
        try:
            made = begin_home(
                host, name=told["name"], kind=HomeKind(told["kind"]), place=told["place"], by=request.actor,
                at=request.at,
            )  # fmt: skip
        except Refusal as refusal:
            tell(form, refusal)
        else:
            return redirect("home_step", made.uuid, 2)
    values = {"form": form, "step": 1, "home": None, "steps": STEPS}
    return page(request, "stays/host/step.html", values, status=400 if form.errors else 200)


@signed_in
@require_http_methods(["GET", "POST"])
def step(request: Request, uuid: UUID, number: int) -> HttpResponse:
    """Steps two to four: show it, its rooms, its rules."""
    home = home_of(request, uuid)
    if number not in _FORMS:
        raise Http404
    form = _FORMS[number](request.POST or None, request.FILES or None, initial=_known(home))
    if form.is_valid():
        try:
            on = _DO[number](request, home, form)
        except Refusal as refusal:
            tell(form, refusal)
        else:
            return redirect("home_step" if on < STEPS else "home_ready", *([home.uuid, on] if on < STEPS else [uuid]))
    values = {
        "form": form, "step": number, "home": home, "steps": STEPS, "photos": photos_of(home), "voice": voice_of(home),
        "rooms": list(home.rooms.filter(retired_at=None).order_by("pk")),
    }  # fmt: skip
    return page(request, "stays/host/step.html", values, status=400 if form.errors else 200)


def _known(home: Home) -> dict[str, object]:
    known: dict[str, object] = {name: getattr(home, name) for name in (*RULES, "words", "phone", "dinner")}
    return known | {"instant": "no" if home.instant else "yes"}


def _show(request: Request, home: Home, form: Form) -> int:
    told = form.cleaned_data
    for name, spoken in (("photo", False), ("voice", True)):
        if told.get(name):
            add_upload(home, told[name], spoken=spoken, by=request.actor, at=request.at)
    change_home(home, told={"words": told["words"], "phone": told["phone"] or ""}, by=request.actor, at=request.at)
    return 2 if told.get("photo") and "again" in request.POST else 3


def _room(request: Request, home: Home, form: Form) -> int:
    add_room(home, RoomTold(**form.cleaned_data), by=request.actor, at=request.at)
    return 3


def _rules(request: Request, home: Home, form: Form) -> int:
    told = {name: form.cleaned_data[name] for name in RULES} | {"dinner": form.cleaned_data["dinner"] or 0}
    change_home(home, told=told, by=request.actor, at=request.at)
    return STEPS


_FORMS: dict[int, type[Form]] = {2: ShowForm, 3: RoomForm, 4: RulesForm}
_DO = {2: _show, 3: _room, 4: _rules}


@signed_in
@require_http_methods(["GET", "POST"])
def ready(request: Request, uuid: UUID) -> HttpResponse:
    """Step five: look at it and open it, or close it again."""
    home = home_of(request, uuid)
    if request.method == "POST":
        try:
            (close_home if "close" in request.POST else open_home)(home, by=request.actor, at=request.at)
        except Refusal as refusal:
            messages.error(request, str(refusal.told))
            return redirect("home_step", home.uuid, 3)
        return redirect("home_ready", home.uuid)
    rooms = list(home.rooms.filter(retired_at=None).order_by("pk").prefetch_related("seasons", "feeds"))
    values = {"home": home, "rooms": rooms, "photos": photos_of(home), "voice": voice_of(home), "steps": STEPS}
    return page(request, "stays/host/ready.html", values)


@signed_in
@require_POST
def answer(request: Request, uuid: UUID, word: str) -> HttpResponse:
    """Yes, no, or not after all."""
    booking = get_object_or_404(Booking.objects.filter(room__home__host__uuid=host_of(request)), uuid=uuid)
    does = {"yes": confirm_stay, "no": refuse_stay, "off": call_off_stay}.get(word)
    if does is None:
        raise Http404
    try:
        does(booking, by=request.actor, at=request.at)
    except Refusal as refusal:
        messages.error(request, str(refusal.told))
    else:
        messages.success(request, _("Done. We tell the guest."))
    return redirect("my_homes")


@signed_in
@require_http_methods(["GET", "POST"])
def season(request: Request, uuid: UUID) -> HttpResponse:
    """Another price for some nights of a room."""
    room = room_of(request, uuid)
    form = SeasonForm(request.POST or None)
    if form.is_valid():
        told = form.cleaned_data
        rate = Rate(told["weekday"], told["weekend"])
        set_season(room, Season(told["first"], told["last"], rate), by=request.actor, at=request.at)
        return redirect("home_ready", room.home.uuid)
    values = {"form": form, "room": room, "seasons": room.seasons.order_by("first")}
    return page(request, "stays/host/season.html", values, status=400 if form.errors else 200)


@signed_in
@require_http_methods(["GET", "POST"])
def feeds(request: Request, uuid: UUID) -> HttpResponse:
    """Calendars of other sites: ours to copy there, theirs to take in; what we had both sold."""
    room = room_of(request, uuid)
    form = FeedForm(request.POST or None)
    if form.is_valid():
        told = form.cleaned_data
        try:
            add_feed(room, site=told["site"], address=told["url"], by=request.actor, at=request.at)
        except Refusal as refusal:
            tell(form, refusal)
        else:
            return redirect("room_feeds", room.uuid)
    today = timezone.localdate(request.at)
    known = list(room.feeds.order_by("pk").prefetch_related("spans"))
    spans = [(feed, span) for feed in known for span in feed.spans.all() if span.end > today]
    values = {
        "form": form, "room": room, "feeds": known,
        "spans": sorted(spans, key=lambda one: one[1].first), "conflicts": [one for one in spans if one[1].conflict],
        "ours": request.build_absolute_uri(reverse("room_calendar", args=[room.token])),
    }  # fmt: skip
    return page(request, "stays/host/feeds.html", values, status=400 if form.errors else 200)


@signed_in
@require_POST
def feed_gone(request: Request, uuid: UUID) -> HttpResponse:
    """No longer take it in."""
    rows = Feed.objects.filter(room__home__host__uuid=host_of(request)).select_related("room__home")
    feed = get_object_or_404(rows, uuid=uuid)
    drop_feed(feed, by=request.actor, at=request.at)
    return redirect("room_feeds", feed.room.uuid)


def room_of(request: Request, uuid: UUID) -> Room:
    """A room of the host (404 for any other)."""
    rows = Room.objects.filter(home__host__uuid=host_of(request), retired_at=None).select_related("home__place")
    return get_object_or_404(rows, uuid=uuid)


def _notice(home: Home, day: date) -> datetime | None:
    return home.notices.filter(day=day).values_list("made_at", flat=True).first()


@home_card("citizen")
def new_bookings(request: Request) -> Card | None:
    """New bookings, on the host's home."""
    person = for_whom_in(request.actor, SYSTEM, at=request.at)
    asked = Booking.objects.asked_of(person).count() if person else 0
    if not asked:
        return None
    text = _("Answer within two hours.")
    return Card(title=_("New bookings"), text=text, url=reverse("my_homes"), icon="bed", tone="turn", count=asked)
