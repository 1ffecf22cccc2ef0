"""What an act does to the clock of a case: its stops, its due times, its next reminder."""

from collections.abc import Callable, Iterable
from datetime import datetime
from decimal import Decimal
from functools import cache

from tinhso.core.calendar.domain import WorkingCalendar
from tinhso.core.calendar.models import working_calendar
from tinhso.core.cases.domain.clock import Segment, after, before, due
from tinhso.core.cases.domain.definition import Clock, Escalation, Span
from tinhso.core.cases.models import Case, Spell
from tinhso.core.cases.models.hot import stops_of
from tinhso.core.places.models import Place
from tinhso.kit.writing import insert, update

TICKS = ("received_at", "due_at", "stopped_at", "finished_at", "ended_at", "extended", "escalate_at")
"""The columns that a clock may change."""
Almanac = Callable[[], WorkingCalendar]


def calendar_of(place: Place) -> WorkingCalendar:
    """The working calendar that holds at a place."""
    return working_calendar((*place.ancestors, place.pk))


def almanac_of(case: Case) -> Almanac:
    """The working calendar at the place of a case, asked for once and only if someone looks at it."""
    return cache(lambda: calendar_of(case.place))


def tick(case: Case, clock: Clock, almanac: Almanac, *, at: datetime, reason: str = "") -> bool:
    """Do to the clock what an action says; what makes no sense for it (stop a clock that stands) does nothing.

    Returns whether anything changed. The case is not saved.
    """
    runs = case.received_at is not None and case.finished_at is None
    if clock is Clock.START and case.received_at is None:
        case.received_at = at
        recount(case, almanac(), ())
    elif clock is Clock.STOP and runs and case.stopped_at is None:
        case.stopped_at = at
        insert(Spell(case=case, since=at, reason=reason[:500]))
    elif clock is Clock.RESUME and runs and case.stopped_at is not None:
        case.stopped_at = None
        recount(case, almanac(), _stops_ended(case, at))
    elif clock is Clock.END and case.finished_at is None:
        finish(case, at)
    else:
        return False
    return True


def finish(case: Case, at: datetime) -> None:
    """The clock ends; what is late stays late, and a clock that stood stands for ever."""
    case.finished_at, case.escalate_at = at, None
    if case.stopped_at is not None:
        _stops_ended(case, at)


def run_again(case: Case, almanac: Almanac, *, at: datetime) -> None:
    """A case that was finished is taken up again: the time between does not count."""
    if case.finished_at is None:
        return
    finished, case.finished_at, case.stopped_at = case.finished_at, None, None
    if case.received_at is not None:
        insert(Spell(case=case, since=finished, until=at))
    recount(case, almanac(), segments_of(case))


def recount(case: Case, calendar: WorkingCalendar, segments: Iterable[Segment]) -> None:
    """Work out from the beginning when a case is due and when the next reminder is."""
    since = case.received_at or case.opened_at
    case.due_at = due(calendar, case.term, since=since, segments=segments, more=extension_of(case))
    case.escalate_at = next_escalation(case, calendar)


def extension_of(case: Case) -> Span | None:
    rule = case.blueprint.extension
    return Span(rule.at_most.unit, case.extended) if rule and case.extended else None


def step_due(case: Case, calendar: WorkingCalendar) -> datetime | None:
    """Until when a case should leave the state it is in."""
    within = case.rule.within
    return after(calendar, case.entered_at, within) if within and not case.rule.is_ended else None


def next_escalation(case: Case, calendar: WorkingCalendar) -> datetime | None:
    """When the first step of the escalation that was not done yet is due."""
    steps = case.blueprint.escalation
    if case.finished_at is not None or case.escalated >= len(steps):
        return None
    return escalates_at(steps[case.escalated], case.due_at, calendar)


def escalates_at(step: Escalation, due_at: datetime, calendar: WorkingCalendar) -> datetime:
    count = before if step.is_before else after
    return count(calendar, due_at, step.span) if step.span.value else due_at


def segments_of(case: Case) -> list[Segment]:
    """The stops of a case's clock, oldest first."""
    return [spell.segment for spell in stops_of(case.pk)]


def lengthen(case: Case, almanac: Almanac, by: Decimal) -> None:
    """Extend the term by so many of the extension's unit."""
    case.extended += by
    case.extensions += 1
    recount(case, almanac(), segments_of(case))


def _stops_ended(case: Case, at: datetime) -> list[Segment]:
    """The stops of a case, the last of which ends now."""
    spells = stops_of(case.pk)
    for spell in spells:
        if spell.until is None:
            spell.until = at
            update(spell, ("until",))
    return [spell.segment for spell in spells]
