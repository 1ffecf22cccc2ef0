"""The working calendar for machines."""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router, Schema
from pydantic import Field

from tinhso.core.calendar import actions
from tinhso.core.calendar.domain import DayKind, Hours, TermTooLongError
from tinhso.core.calendar.forms import PERMISSION, in_reach
from tinhso.core.calendar.models import Day, working_calendar
from tinhso.kit.doors import Request, needs, open_to_all
from tinhso.kit.refusals import NotYours, Refusal

router = Router(tags=["calendar"])
Ids = Annotated[int | None, Field(ge=1, le=2**63 - 1)]
Year = Annotated[int, Field(ge=2000, le=2100)]
Term = Annotated[Decimal, Field(ge=0, le=1000, multiple_of=Decimal("0.5"))]
HourTerm = Annotated[Decimal, Field(ge=0, le=8000, decimal_places=2)]
Words = Annotated[str, Field(min_length=1, max_length=120, pattern=r"^[^\x00]*$")]
Source = Annotated[str, Field(max_length=160, pattern=r"^[^\x00]*$")]
SensibleDay = Annotated[date, Field(ge=date(2000, 1, 1), le=date(2100, 12, 31))]


class NotInReach(Refusal):
    sentence = _("A term can be counted from 2000 to 2100 only.")
    field = "from"


class DayOut(Schema):
    """A day that differs from the week; `place` None is the whole country."""

    uuid: UUID
    date: date
    kind: DayKind
    note: str
    source: str
    place: int | None


class DayIn(Schema):
    """A day to be entered or changed."""

    date: SensibleDay
    kind: DayKind
    note: Words
    source: Source = ""
    place: Ids = None


class HoursIn(Schema):
    """Opening hours."""

    morning_from: time
    morning_to: time
    afternoon_from: time
    afternoon_to: time
    reception_until: time
    place: Ids = None


class DueOut(Schema):
    """When a term ends. `known_until` is the last day that someone has looked at; later days follow the plain week."""

    received: datetime
    due: datetime
    known_until: date | None


@router.get("/days", response=list[DayOut])
@open_to_all
def days(request: Request, year: Year) -> list[Day]:
    """The days of a year that differ from the week."""
    return list(Day.objects.of_year(year).by_date())


@router.get("/due", response=DueOut)
@open_to_all
def due(
    request: Request,
    from_: Annotated[datetime | None, Query(alias="from")] = None,
    days: Term | None = None,
    hours: HourTerm | None = None,
) -> DueOut:
    """When a term of working days or hours ends that began with a reception at `from` (now, when it is not given)."""
    moment = from_ or request.at
    moment = moment if timezone.is_aware(moment) else timezone.make_aware(moment)
    if not 2000 <= moment.year <= 2100:
        raise NotInReach
    calendar = working_calendar()
    try:
        received = calendar.received_at(moment)
        end = calendar.add_working_days(received, days if days is not None else 0)
        if hours is not None and days is None:
            end = calendar.add_working_hours(received, hours)
    except TermTooLongError as error:
        raise NotInReach from error
    return DueOut(received=received, due=end, known_until=calendar.until)


@router.post("/days", response=DayOut)
@needs(PERMISSION)
def change_day(request: Request, given: DayIn) -> Day:
    """Enter or change a day."""
    _reach(request, given.place)
    entry = actions.Entry(day=given.date, kind=given.kind, note=given.note, source=given.source, place=given.place)
    return actions.change_day(entry, by=request.actor, at=request.at)


@router.delete("/days/{uuid}", response={204: None})
@needs(PERMISSION)
def clear_day(request: Request, uuid: UUID) -> HttpResponse:
    """Let a day follow the week again."""
    day = get_object_or_404(Day, uuid=uuid)
    _reach(request, day.place)
    actions.clear_day(day, by=request.actor, at=request.at)
    return HttpResponse(status=204)


@router.put("/hours", response={204: None})
@needs(PERMISSION)
def change_hours(request: Request, given: HoursIn) -> HttpResponse:
    """Set opening hours."""
    _reach(request, given.place)
    try:
        hours = Hours(
            morning=(given.morning_from, given.morning_to),
            afternoon=(given.afternoon_from, given.afternoon_to),
            reception_until=given.reception_until,
        )
    except ValueError as error:
        raise actions.HoursOverlap from error
    actions.change_hours(hours, place=given.place, by=request.actor, at=request.at)
    return HttpResponse(status=204)


def _reach(request: Request, place: int | None) -> None:
    if not in_reach(request.rights, place):
        raise NotYours
