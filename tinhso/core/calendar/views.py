"""Pages of the working calendar: a year for everyone, changes for those who keep it."""

from datetime import date
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.dates import WEEKDAYS_ABBR
from django.views.decorators.http import require_GET, require_POST

from tinhso.core.calendar import actions
from tinhso.core.calendar.domain import DayKind, TermTooLongError, month_sheet
from tinhso.core.calendar.forms import PERMISSION, DayForm, DueForm, HoursForm, SwapForm, in_reach
from tinhso.core.calendar.models import KIND_TITLES, Day, OpeningHours, place_names, working_calendar
from tinhso.events.log import history
from tinhso.kit.doors import Request, needs, open_to_all
from tinhso.kit.forms import tell
from tinhso.kit.pages import page
from tinhso.kit.refusals import NotYours, Refusal

FIRST_YEAR, LAST_YEAR = 2000, 2100


@require_GET
@open_to_all
def calendar(request: Request) -> HttpResponse:
    """A year: its months, the days that differ, the opening hours."""
    today = timezone.localdate(request.at)
    year = _year(request.GET.get("year", ""), today)
    days = list(Day.objects.of_year(year).by_date())
    shown = working_calendar()
    values = {
        "year": year,
        "today": today,
        "calendar": shown,
        "months": [month_sheet(shown, year, month) for month in range(1, 13)],
        "days": days,
        "names": place_names(days),
        "may_edit": request.rights.may(PERMISSION),
        "form": DueForm(),
        "weekdays": [WEEKDAYS_ABBR[number] for number in range(7)],
        "beyond": shown.until is None or year > shown.until.year,
    }
    return page(request, "calendar/calendar.html", values)


@require_GET
@open_to_all
def due(request: Request) -> HttpResponse:
    """When is it due: so many working days after a moment."""
    form = DueForm(request.GET)
    answer, late = None, False
    if form.is_valid():
        given = form.cleaned_data
        moment = given["start"] or request.at
        try:
            answer = working_calendar().due_after_days(moment, given["days"])
        except TermTooLongError:
            late = True
    wrong = bool(form.errors) or late
    return page(request, "calendar/due.html", {"form": form, "answer": answer}, status=422 if wrong else 200)


@needs(PERMISSION)
def change_day(request: Request) -> HttpResponse:
    """Enter a day that differs from the week."""
    form = DayForm(request.POST or None, rights=request.rights)
    if form.is_valid():
        given = form.cleaned_data
        entry = actions.Entry(
            day=given["date"],
            kind=DayKind(given["kind"]),
            note=given["note"],
            source=given["source"],
            place=given["place"],
        )
        try:
            made = actions.change_day(entry, by=request.actor, at=request.at)
            return redirect("calendar_day", made.uuid)
        except Refusal as refusal:
            tell(form, refusal)
    return page(request, "calendar/change_day.html", {"form": form}, status=422 if form.errors else 200)


@needs(PERMISSION)
def swap_days(request: Request) -> HttpResponse:
    """Enter a day off and the day on which it is made up."""
    form = SwapForm(request.POST or None, rights=request.rights)
    if form.is_valid():
        try:
            off, _work = actions.swap_days(**form.cleaned_data, by=request.actor, at=request.at)
            return redirect("calendar_day", off.uuid)
        except Refusal as refusal:
            tell(form, refusal)
    return page(request, "calendar/swap_days.html", {"form": form}, status=422 if form.errors else 200)


@needs(PERMISSION)
def change_hours(request: Request) -> HttpResponse:
    """Set opening hours."""
    known = OpeningHours.objects.filter(place=None).values(*(n for n in HoursForm.base_fields if n != "place")).first()
    form = HoursForm(request.POST or None, rights=request.rights, initial=known)
    if form.is_valid():
        try:
            place = form.cleaned_data["place"]
            actions.change_hours(form.hours(), place=place, by=request.actor, at=request.at)
            return redirect("calendar")
        except ValueError:
            tell(form, actions.HoursOverlap())
    return page(request, "calendar/change_hours.html", {"form": form}, status=422 if form.errors else 200)


@require_GET
@needs(PERMISSION)
def day(request: Request, uuid: UUID) -> HttpResponse:
    """A day that differs, with what happened to it."""
    found = get_object_or_404(Day, uuid=uuid)
    return _day_page(request, found)


@require_POST
@needs(PERMISSION)
def clear_day(request: Request, uuid: UUID) -> HttpResponse:
    """Let a day follow the week again."""
    found = get_object_or_404(Day, uuid=uuid)
    if not in_reach(request.rights, found.place):
        return _day_page(request, found, NotYours())
    actions.clear_day(found, by=request.actor, at=request.at)
    return redirect("calendar")


def _day_page(request: Request, found: Day, refusal: Refusal | None = None) -> HttpResponse:
    values = {
        "day": found,
        "names": place_names([found]),
        "history": list(history(found)),
        "kinds": dict(KIND_TITLES),
        "may_change": in_reach(request.rights, found.place),
        "refusal": refusal,
    }
    return page(request, "calendar/day.html", values, status=403 if refusal else 200)


def _year(typed: str, today: date) -> int:
    year = int(typed) if typed.isdecimal() and len(typed) == 4 else today.year
    return min(max(year, FIRST_YEAR), LAST_YEAR)
