"""Planning a journey, the plan that was kept, and the plan for calendars and navigation."""

from datetime import date, datetime, time
from importlib import import_module
from typing import Any, NamedTuple

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tinhso.economy.destinations.actions.trips import keep_trip, plan_trip, told_days
from tinhso.economy.destinations.domain.words import BASES, VEHICLES, Basis, Vehicle
from tinhso.economy.destinations.forms.visiting import PlanForm
from tinhso.economy.destinations.models import Destination, Nearby, Trip
from tinhso.kit.addresses import url
from tinhso.kit.doors import Request, open_to_all
from tinhso.kit.ground import metres
from tinhso.kit.pages import page
from tinhso.kit.saying import say_day, say_number
from tinhso.kit.sleeping import Ask, Place, places_near

SLEEP_BOX = 0.15


class StopLine(NamedTuple):
    """A stop as the page says it."""

    one: Destination
    comes: str
    goes: str
    way: str
    basis: str


class DayLine(NamedTuple):
    day: date
    said: str
    stops: list[StopLine]
    beds: list[Place]
    also: list[str]


@open_to_all
@require_safe
def plan(request: Request) -> HttpResponse:
    """The wish, and what comes of it; nothing is kept before somebody wants it."""
    form = PlanForm(request.GET) if request.GET else PlanForm(initial={"first": timezone.localdate(request.at)})
    lines = _lines(told_days(plan_trip(form.wish)), nights=True) if form.is_bound and form.is_valid() else []
    values = {"form": form, "lines": lines, "bases": _bases(lines), "planned": bool(lines)}
    return page(request, "destinations/public/plan.html", values, status=400 if form.errors else 200)


@open_to_all
@require_POST
def keep(request: Request) -> HttpResponse:
    """Keep the plan under an address of its own."""
    form = PlanForm(request.POST)
    if not form.is_valid():
        values = {"form": form, "lines": [], "bases": [], "planned": False}
        return page(request, "destinations/public/plan.html", values, status=400)
    trip = keep_trip(form.wish, form.cleaned_data["start"], by=request.actor, at=request.at)
    return redirect("trip", trip.token)


@open_to_all
@require_safe
def trip(request: Request, token: str) -> HttpResponse:
    """A plan that was kept; who has the address has the plan."""
    kept = get_object_or_404(Trip, token=token)
    lines = _lines(kept.days, nights=True)
    values = {
        "trip": kept, "lines": lines, "bases": _bases(lines), "vehicle": VEHICLES[Vehicle(kept.wish["vehicle"])],
        "address": request.build_absolute_uri(url("trip", token)),
    }  # fmt: skip
    answer = page(request, "destinations/public/trip.html", values)
    answer["X-Robots-Tag"] = "noindex"
    return answer


@open_to_all
@require_safe
def trip_calendar(request: Request, token: str) -> HttpResponse:
    """The plan for a calendar (iCalendar, RFC 5545)."""
    kept = get_object_or_404(Trip, token=token)
    made = _papers().ics(_events(kept), at=kept.kept_at, href=request.build_absolute_uri(url("trip", token)))
    return _file(made, "text/calendar; charset=utf-8", "hanh-trinh.ics")


@open_to_all
@require_safe
def trip_track(request: Request, token: str) -> HttpResponse:
    """The plan for a navigator (GPX 1.1): the stops as points and as a route a day."""
    kept = get_object_or_404(Trip, token=token)
    return _file(_papers().gpx(_events(kept)), "application/gpx+xml", "hanh-trinh.gpx")


def _papers() -> Any:
    """Loaded when first asked for: the libraries of calendars and tracks rest otherwise."""
    return import_module("tinhso.economy.destinations.domain.tracks")


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _events(kept: Trip) -> list[Any]:
    make = _papers().Visit
    zone = timezone.get_default_timezone()
    return [
        make(
            uid=f"{kept.token[:8]}-{line.day}-{stop.one.code}", title=stop.one.name, about=stop.one.about,
            where=stop.one.place.full_name, point=stop.one.point, exact=stop.one.exact,
            comes=_at(line.day, stop.comes, zone), goes=_at(line.day, stop.goes, zone),
        )
        for line in _lines(kept.days)
        for stop in line.stops
    ]  # fmt: skip


def _at(day: date, clock: str, zone: Any) -> datetime:
    hour, minute = map(int, clock.split(":"))
    return datetime.combine(day, time(hour, minute), zone)


def _lines(days: list[dict[str, Any]], *, nights: bool = False) -> list[DayLine]:
    codes = [stop["code"] for day in days for stop in day["stops"]]
    known = {one.code: one for one in Destination.objects.for_page().filter(code__in=codes)}
    lines = []
    for number, day in enumerate(days, 1):
        on = date.fromisoformat(day["on"])
        stops = [_stop(known[stop["code"]], stop) for stop in day["stops"] if stop["code"] in known]
        sleeps = nights and number < len(days)
        beds = _beds(day["end"], on) if sleeps else []
        lines.append(DayLine(on, say_day(on), stops, beds, _also(day["end"]) if sleeps and not beds else []))
    return lines


def _stop(one: Destination, told: dict[str, Any]) -> StopLine:
    way = f"{say_number(told['km'], 0)} km, {_long(told['drive'])}"
    return StopLine(one, _clock(told["comes"]), _clock(told["goes"]), way, told["basis"])


def _beds(end: list[float], night: date) -> list[Place]:
    return places_near(Ask(lat=end[0], lon=end[1], night=night), most=3)


def _also(end: list[float]) -> list[str]:
    """Guest houses that OpenStreetMap knows, where no house of ours offers a bed."""
    lat, lon = end
    box = Nearby.objects.filter(
        kind="sleep", lat__range=(lat - SLEEP_BOX, lat + SLEEP_BOX), lon__range=(lon - SLEEP_BOX, lon + SLEEP_BOX)
    )
    near = sorted(box, key=lambda point: (metres((lat, lon), (point.lat, point.lon)), point.pk))
    return [point.name for point in near[:3]]


def _bases(lines: list[DayLine]) -> list[Any]:
    used = {stop.basis for line in lines for stop in line.stops}
    return [BASES[one] for one in Basis if one.value in used]


def _clock(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02}"


def _long(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    if not hours:
        return _("%(minutes)s minutes") % {"minutes": rest}
    return _("%(hours)s hours %(minutes)s minutes") % {"hours": hours, "minutes": rest}
