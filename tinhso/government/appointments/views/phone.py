"""An officer books an hour for somebody on the telephone or at the counter."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from tinhso.core.people.actions import note_list
from tinhso.core.people.domain.words import ListWay
from tinhso.core.people.models import Person
from tinhso.government.appointments.actions.booking import Wanted, book_appointment, days_ahead, free_hours
from tinhso.government.appointments.actions.offices import SERVE
from tinhso.government.appointments.forms.booking import DayForm, HourForm, MatterForm, WayForm
from tinhso.government.appointments.forms.desk import FindForm
from tinhso.government.appointments.views.whose import office_in_reach, today
from tinhso.kit.doors import Request, needs
from tinhso.kit.forms import tell
from tinhso.kit.pages import page
from tinhso.kit.refusals import Refusal

MOST_FOUND = 20


@needs(SERVE)
@require_http_methods(["GET", "POST"])
def book_for(request: Request, uuid: UUID) -> HttpResponse:
    """Who, what for, which day, at which hour; then the slip to read out."""
    office = office_in_reach(request, uuid, SERVE)
    person = _named(request)
    days = days_ahead(office, at=request.at)
    day = DayForm({"day": request.GET.get("day", "")}, days=days, today=today(request))
    hours = free_hours(office, day.cleaned_data["day"], at=request.at) if day.is_valid() else []
    hour = HourForm(request.POST or None, hours=hours, named=person is not None)
    matter, way = MatterForm(request.POST or None), WayForm(request.POST or None)
    if hour.is_valid() and matter.is_valid() and way.is_valid():
        told = hour.cleaned_data
        wanted = Wanted(
            office=office, matter=matter.cleaned_data["matter"], starts=told["starts"], group=told["group"],
            way=way.cleaned_data["way"], person=person, phone=told.get("phone") or "",
        )  # fmt: skip
        try:
            booked = book_appointment(wanted, by=request.actor, at=request.at)
        except Refusal as refusal:
            tell(hour, refusal)
        else:
            return redirect("appointment", booked.ref, booked.token)
    values = {
        "office": office,
        "person": person,
        "find": FindForm(request.GET if "q" in request.GET else None),
        "found": _found(request) if person is None else [],
        "day": DayForm(days=days, today=today(request), initial={"day": request.GET.get("day", "")}),
        "chosen": day.cleaned_data["day"] if day.is_valid() else None,
        "forms": (hour, matter, way),
    }
    wrong = hour.errors or matter.errors or way.errors
    return page(request, "appointments/queue/phone.html", values, status=400 if wrong else 200)


def _found(request: Request) -> list[Person]:
    form = FindForm(request.GET if "q" in request.GET else None)
    words = form.cleaned_data["q"] if form.is_valid() else ""
    people = list(Person.objects.found_by(words, request.rights, limit=MOST_FOUND)) if words else []
    note_list([one.uuid for one in people], way=ListWay.SEARCH, by=request.actor, at=request.at)
    return people


def _named(request: Request) -> Person | None:
    """Someone of the officer's own places (404 for anyone else)."""
    try:
        uuid = UUID(request.GET.get("person", ""))
    except ValueError:
        return None
    people = Person.objects.current().for_page().within(request.rights.places("read_person"))
    person = get_object_or_404(people, uuid=uuid)
    note_list([person.uuid], way=ListWay.NAME, by=request.actor, at=request.at)
    return person
