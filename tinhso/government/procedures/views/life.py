"""What happens in a life: all that belongs to it on one page, with what the one who asks already has."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from tinhso.core.calendar.domain import Session
from tinhso.core.calendar.models import working_calendar
from tinhso.core.organisations.models import Organisation
from tinhso.core.people.models import Person
from tinhso.core.places.models import Place
from tinhso.government.procedures.domain.catalogue import Facts, Paper, Said
from tinhso.government.procedures.domain.life_events import life_events
from tinhso.government.procedures.domain.needs import needs, same_papers
from tinhso.government.procedures.domain.steps import Door
from tinhso.government.procedures.domain.words import say_in_a_line
from tinhso.government.procedures.models import Kept
from tinhso.government.procedures.models.laws import catalogue_on
from tinhso.government.procedures.models.offices import commune_of, counter_of
from tinhso.government.procedures.views.whose import whose
from tinhso.kit.addresses import url
from tinhso.kit.doors import Request, open_to_all
from tinhso.kit.homes import Occasion, home_occasions
from tinhso.kit.pages import page

LOOKS_AHEAD = 14
"""Days among which the next one is sought on which the office is open; Tết is shorter."""


@dataclass(frozen=True, slots=True)
class Step:
    """A procedure of an event: which of its papers lie in the store of the one who asks, which are still to bring."""

    facts: Facts
    why: Said
    have: list[Paper]
    bring: list[Paper]


@dataclass(frozen=True, slots=True)
class Desk:
    """The office that answers for it, and when it is open next; no sessions: nobody knows yet."""

    office: Organisation
    sessions: tuple[Session, ...]


@home_occasions
def life_occasions() -> list[Occasion]:
    """The events, on the homes of citizens."""
    return [Occasion(str(one.title), one.icon, url("life_event", key)) for key, one in life_events().items()]


@open_to_all
@require_safe
def life_event(request: Request, key: str) -> HttpResponse:
    """What has happened, what to do, in which order, what one has already, and who helps."""
    event = life_events().get(key)
    if event is None:
        raise Http404
    person = _asker(request)
    today = timezone.localdate(request.at)
    sorts = _sorts_of(person, today)
    known = {facts.slug: facts for _version, facts in catalogue_on(today)}
    values = {
        "event": event,
        "steps": [_step(known[one.slug], one.why, sorts) for one in event.steps if one.slug in known],
        "person": person,
        "desk": _desk(commune_of(person.home), request) if person and person.home else None,
        "say_in_a_line": say_in_a_line,
    }
    return page(request, "procedures/catalogue/life_event.html", values)


def _asker(request: Request) -> Person | None:
    uuid = whose(request)
    rows = Person.objects.current().select_related("home__parent__parent", "household")
    return rows.filter(uuid=uuid).first() if uuid else None


def _sorts_of(person: Person | None, day: date) -> frozenset[str]:
    """The sorts of paper in someone's store that are still good."""
    if person is None:
        return frozenset()
    return frozenset(Kept.objects.of_person(person.uuid).good_on(day).values_list("sort", flat=True))


def _step(facts: Facts, why: Said, sorts: frozenset[str]) -> Step:
    wanted = needs(facts, Door.OWN)
    have = [need.paper for need in wanted if sorts.intersection(same_papers(need.paper))]
    return Step(facts, why, have, [need.paper for need in wanted if need.must and need.paper not in have])


def _desk(commune: Place, request: Request) -> Desk | None:
    office = counter_of(commune)
    if office is None:
        return None
    calendar = working_calendar([int(part) for part in commune.path.strip("/").split("/")])
    today = timezone.localdate(request.at)
    days = (calendar.sessions(today + timedelta(days=ahead)) for ahead in range(LOOKS_AHEAD))
    ahead = (tuple(one for one in sessions if one[1] > request.at) for sessions in days)
    return Desk(office, next((sessions for sessions in ahead if sessions), ()))
