"""Finding whom a page is about, among those the asker may see; and keeping for a while that they said why."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.http import QueryDict
from django.shortcuts import get_object_or_404
from django.utils import timezone

from tinhso.core.people.models import Household, Person
from tinhso.kit.doors import Request

OPEN_FOR = timedelta(minutes=30)
MOST_OPEN = 40


def person_for(request: Request, uuid: UUID, permission: str) -> Person:
    """The person, when the asker has the permission where they live; else there is nobody (404)."""
    return get_object_or_404(Person.objects.reached(request.rights, permission), uuid=uuid)


def household_for(request: Request, uuid: UUID) -> Household:
    """The household, when the asker may look into it; else there is none (404)."""
    households = Household.objects.visible_to(request.rights).select_related("place__parent", "head")
    return get_object_or_404(households, uuid=uuid)


def say_why(request: Request, person: Person) -> None:
    """Keep for half an hour that the asker told why they look at this person."""
    opened = {key: at for key, at in _opened(request).items() if request.at - _moment(at) < OPEN_FOR}
    opened[str(person.uuid)] = request.at.isoformat()
    request.session["people_opened"] = dict(list(opened.items())[-MOST_OPEN:])


def has_said_why(request: Request, person: Person) -> bool:
    """Whether they told lately; nobody needs to for themselves."""
    if request.rights.person == person.uuid:
        return True
    at = _opened(request).get(str(person.uuid))
    return at is not None and timedelta() <= request.at - _moment(at) < OPEN_FOR


def posted(request: Request) -> QueryDict | None:
    """What was sent, or None when the page is only opened."""
    return request.POST if request.method == "POST" else None


def today(request: Request) -> date:
    """The day of the request, in the province's own time."""
    return timezone.localdate(request.at)


def _opened(request: Request) -> dict[str, str]:
    return dict(request.session.get("people_opened", {}))


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)
