"""Due times follow the working calendar: Tết moved, a make-up Saturday, a storm."""

from collections import defaultdict
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from tinhso.core.cases.actions.ticking import calendar_of, next_escalation, recount, step_due
from tinhso.core.cases.domain.clock import Segment
from tinhso.core.cases.events import CaseDueMoved
from tinhso.core.cases.models import Case, Recount, Spell
from tinhso.core.cases.models.questions import CaseQuerySet
from tinhso.core.places.models import Place
from tinhso.events.log import record
from tinhso.kit.actors import Actor

AT_ONCE = 200
RECOUNTED = ("due_at", "step_due_at", "escalate_at")


@transaction.atomic
def ask_recount(*, place: int | None, since: date | None, at: datetime) -> Recount:
    """Note that due times must be worked out anew; `recount_some` does it. Waiting for the same twice is once."""
    waiting = Recount.objects.filter(place=place, since=since, done_at=None, last=0).first()
    return waiting or Recount.objects.create(place=place, since=since, asked_at=at)


def recount_all(*, by: Actor, at: datetime) -> int:
    """Do what was asked, some cases in each transaction: nobody waits long. Returns how many due times moved."""
    moved = 0
    for asked in Recount.objects.filter(done_at=None).order_by("pk"):
        while True:
            more, changed = recount_some(asked, by=by, at=at)
            moved += changed
            if not more:
                break
    return moved


@transaction.atomic
def recount_some(asked: Recount, *, by: Actor, at: datetime) -> tuple[bool, int]:
    """Work out the next cases of a recount. Returns whether there may be more, and how many due times moved."""
    asked = Recount.objects.select_for_update().get(pk=asked.pk)
    if asked.done_at is not None:
        return False, 0
    rows = _touched(asked).filter(pk__gt=asked.last).order_by("pk").select_for_update(of=("self",))
    cases = list(rows.select_related("definition", "place").defer("values", "definition__document")[:AT_ONCE])
    moved = sum(_recount(case, stops, by, at) for case, stops in _with_stops(cases))
    asked.last = cases[-1].pk if cases else asked.last
    asked.done_at = at if len(cases) < AT_ONCE else None
    asked.save(update_fields=["last", "done_at"])
    return asked.done_at is None, moved


def _touched(asked: Recount) -> CaseQuerySet:
    """Open cases whose clock has not ended and that are due, in any way, after the changed day begins."""
    rows = Case.objects.open().filter(finished_at__isnull=True)
    if asked.place is not None:
        place = Place.objects.get(pk=asked.place)
        rows = rows.filter(place__path__startswith=place.path)
    if asked.since is not None:
        begins = datetime.combine(asked.since, time(0), tzinfo=ZoneInfo(settings.TIME_ZONE))
        later = Q(due_at__gte=begins) | Q(step_due_at__gte=begins) | Q(escalate_at__gte=begins)
        rows = rows.filter(later)
    return rows


def _with_stops(cases: list[Case]) -> list[tuple[Case, list[Segment]]]:
    stops: dict[int, list[Segment]] = defaultdict(list)
    for spell in Spell.objects.filter(case__in=cases).order_by("case", "since", "id"):
        stops[spell.case_id].append(spell.segment)
    return [(case, stops[case.pk]) for case in cases]


def _recount(case: Case, stops: list[Segment], by: Actor, at: datetime) -> bool:
    """Work out one case anew. A stop that lasts is left out, as it is while it lasts."""
    calendar, before = calendar_of(case.place), {name: getattr(case, name) for name in RECOUNTED}
    recount(case, calendar, stops)
    case.step_due_at = step_due(case, calendar)
    case.escalate_at = next_escalation(case, calendar)
    if all(getattr(case, name) == before[name] for name in RECOUNTED):
        return False
    case.changed_at = at
    case.save(update_fields=[*RECOUNTED, "changed_at"])
    if case.due_at == before["due_at"]:
        return False
    told = CaseDueMoved(before=before["due_at"], due_at=case.due_at)
    record(told, about=case, by=by, at=at, place=case.place_id)
    return True
