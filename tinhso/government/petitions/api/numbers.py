"""The numbers of petitions for machines."""

from datetime import date, timedelta
from typing import Annotated

from django.utils import timezone
from ninja import Query, Router, Schema

from tinhso.core.places.models import Place
from tinhso.government.petitions.models.numbers import SEE, Numbers, Scope, backlog_of, numbers_of
from tinhso.kit.doors import Request, needs

router = Router(tags=["petitions"])
A_QUARTER = timedelta(days=91)
HOURS = 3600


class NumbersOut(Schema):
    """The numbers of a period. Times in hours, without the stops of the clock; null: nothing to count.

    by   topic, place, channel, language → what → how many came; backlog: day → how many stood open that evening
    """

    first: date
    last: date
    received: int
    assisted: int
    by: dict[str, dict[str, int]]
    answered: int
    on_time: int
    reopened: int
    rated: int
    content: int
    open_now: int
    overdue_now: int
    median_hours: float | None
    ninth_decile_hours: float | None
    backlog: dict[str, int]


@router.get("/numbers", response=NumbersOut)
@needs(SEE)
def numbers(
    request: Request,
    first: date | None = None,
    last: date | None = None,
    place: Annotated[str, Query(max_length=12)] = "",
    topic: Annotated[str, Query(max_length=60)] = "",
) -> NumbersOut:
    """What came, how it was answered, what stands open: of the places and offices that the asker leads."""
    end = last or timezone.localdate(request.at)
    begin = first or end - A_QUARTER
    found = Place.objects.known_by(place) if place else None
    scope = Scope(first=begin, last=max(begin, end), place=found.pk if found else None, topic=topic)
    return _out(scope, numbers_of(request.rights, scope, at=request.at), backlog_of(request.rights, scope))


def _out(scope: Scope, counted: Numbers, backlog: dict[date, int]) -> NumbersOut:
    return NumbersOut(
        first=scope.first, last=scope.last, received=counted.received, assisted=counted.assisted, by=counted.by,
        answered=counted.answered, on_time=counted.on_time, reopened=counted.reopened, rated=counted.rated,
        content=counted.content, open_now=counted.open_now, overdue_now=counted.overdue_now,
        median_hours=_hours(counted.median), ninth_decile_hours=_hours(counted.ninth_decile),
        backlog={day.isoformat(): number for day, number in backlog.items()},
    )  # fmt: skip


def _hours(time: timedelta | None) -> float | None:
    return round(time.total_seconds() / HOURS, 1) if time is not None else None
