"""Walking a sample case through a definition, without a database: what would happen, and when it would be due.

The engine does the same to real cases (`actions.acting`); a test walks both side by side.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from math import isfinite
from typing import Any

from django.utils.translation import gettext as _

from tinhso.core.calendar.domain import WorkingCalendar
from tinhso.core.cases.domain.blueprint import ActionRule, Blueprint, Clock, Kind, Span, StateRule
from tinhso.core.cases.domain.clock import Segment, SpellKind, after, due
from tinhso.core.cases.domain.facts import Told, facts, term_of
from tinhso.core.cases.domain.logic import holds
from tinhso.core.cases.domain.questions import first_refused, first_unanswered, heard

DAYS = "days"
MOST_STEPS = 200
LONGEST = timedelta(days=1100)


class Hand(StrEnum):
    """What the clock of the term does."""

    WAITS = "waits"
    RUNS = "runs"
    STANDS = "stands"
    ENDED = "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Something that is tried: by whom, when, with which answers. `by` empty: the first who may."""

    action: str
    at: datetime
    by: str = ""
    answers: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """A sample case: when it is opened, with which values, and what is tried with it.

    received_at   when its clock starts at once; None: an action starts it
    """

    opened_at: datetime
    values: Mapping[str, Any] = field(default_factory=dict)
    received_at: datetime | None = None
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """How the case stands after a step. `refusal`: why the step was refused; then nothing has changed.

    is_late   whether the whole was overdue at that moment, or when its clock ended
    """

    at: datetime
    state: StateRule
    due_at: datetime
    step_due_at: datetime | None
    hand: Hand
    is_late: bool
    action: ActionRule | None = None
    tried: str = ""
    by: str = ""
    refusal: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Case:
    """What the engine keeps of a case, as far as time and state go."""

    state: str
    values: Mapping[str, Any]
    term: Span
    opened_at: datetime
    entered_at: datetime
    due_at: datetime
    received_at: datetime | None = None
    stopped_at: datetime | None = None
    finished_at: datetime | None = None
    segments: tuple[Segment, ...] = ()
    extended: Decimal = Decimal(0)
    extensions: int = 0
    supplements: int = 0


def simulate(blueprint: Blueprint, sample: Sample, calendar: WorkingCalendar, language: str = "vi") -> list[Stage]:
    """The stages of a sample: its opening, then one for each step. Steps after the 200th are left out."""
    case = _opened(blueprint, sample, calendar)
    stages = [_stage(blueprint, case, calendar, sample.opened_at)]
    for step in sample.steps[:MOST_STEPS]:
        rule = blueprint.actions.get(step.action)
        refusal = _refusal(blueprint, case, rule, step, stages[-1].at, calendar, language)
        if rule and not refusal:
            case = _done(blueprint, case, rule, step, calendar)
        stage = _stage(blueprint, case, calendar, stages[-1].at if refusal else step.at)
        by = step.by or (rule.who[0] if rule else "")
        stages.append(replace(stage, action=rule, tried=step.action, by=by, refusal=refusal))
    return stages


def _opened(blueprint: Blueprint, sample: Sample, calendar: WorkingCalendar) -> _Case:
    started = sample.received_at or sample.opened_at
    today = started.astimezone(calendar.zone).date()
    term = term_of(blueprint, facts(sample.values, {}, Told(state=blueprint.start), today))
    return _Case(
        state=blueprint.start,
        values=dict(sample.values),
        term=term,
        opened_at=sample.opened_at,
        entered_at=sample.opened_at,
        due_at=due(calendar, term, since=started),
        received_at=sample.received_at,
        segments=(Segment(SpellKind.RUNNING, sample.received_at),) if sample.received_at else (),
    )


def _stage(blueprint: Blueprint, case: _Case, calendar: WorkingCalendar, at: datetime) -> Stage:
    state = blueprint.states[case.state]
    within = None if state.is_ended else state.within
    return Stage(
        at=at,
        state=state,
        due_at=case.due_at,
        step_due_at=after(calendar, case.entered_at, within) if within else None,
        hand=_hand(case),
        is_late=_is_late(case, at),
    )


def _hand(case: _Case) -> Hand:
    if case.finished_at:
        return Hand.ENDED
    if case.received_at is None:
        return Hand.WAITS
    return Hand.STANDS if case.stopped_at else Hand.RUNS


def _is_late(case: _Case, at: datetime) -> bool:
    """While the clock stands it cannot become late; what was late when it was stopped stays so."""
    return (case.stopped_at or case.finished_at or at) > case.due_at


def _data(case: _Case, form: Mapping[str, Any], at: datetime, calendar: WorkingCalendar) -> dict[str, Any]:
    told = Told(state=case.state, late=_is_late(case, at), supplements=case.supplements, extensions=case.extensions)
    return facts(case.values, form, told, at.astimezone(calendar.zone).date())


def _refusal(
    blueprint: Blueprint,
    case: _Case,
    rule: ActionRule | None,
    step: Step,
    last: datetime,
    calendar: WorkingCalendar,
    language: str,
) -> str:
    """Why a step cannot be done; empty when it can."""
    if rule is None:
        return _("There is no such action.")
    if not last <= step.at <= case.opened_at + LONGEST:
        return _("This lies before the step above it, or more than three years after the opening.")
    if case.state not in rule.sources:
        return _("This cannot be done in this state.")
    if step.by and step.by not in rule.who:
        return _("This is not theirs to do.")
    data = _data(case, {}, step.at, calendar)
    data["form"] = heard(rule.form, step.answers, data)
    if missing := first_unanswered(rule.form, data["form"], data):
        label = next(one.label.said(language) for one in rule.form if one.key == missing)
        return _("No answer to: %(question)s") % {"question": label}
    if wrong := first_refused(rule.form, data["form"], data):
        return wrong.refusal.said(language) if wrong.refusal else _("The condition does not hold.")
    if not holds(rule.guard, data):
        return rule.refusal.said(language) if rule.refusal else _("The condition does not hold.")
    return "" if rule.clock is not Clock.EXTEND else _extension_refusal(blueprint, case, data["form"])


def _extension_refusal(blueprint: Blueprint, case: _Case, form: Mapping[str, Any]) -> str:
    rule = blueprint.extension
    if rule is None or case.extensions >= rule.times or case.finished_at:
        return _("The term may not be made longer.")
    return "" if 0 < _wanted(form, rule.at_most) <= rule.at_most.value else _("This is longer than it may be.")


def _wanted(form: Mapping[str, Any], at_most: Span) -> Decimal:
    days = form.get(DAYS)
    if days is None:
        return at_most.value
    return Decimal(str(days)) if isinstance(days, int | float) and isfinite(days) else Decimal(0)


def _done(blueprint: Blueprint, case: _Case, rule: ActionRule, step: Step, calendar: WorkingCalendar) -> _Case:
    form = heard(rule.form, step.answers, _data(case, {}, step.at, calendar))
    state = blueprint.states[rule.leads_to(case.state)]
    was_ended = blueprint.states[case.state].is_ended
    moved = replace(
        case,
        state=state.code,
        values={**case.values, **form},
        entered_at=step.at if state.code != case.state else case.entered_at,
    )
    if was_ended and not state.is_ended:
        moved = _again(blueprint, moved, calendar, step.at)
    if rule.clock is Clock.EXTEND and blueprint.extension:
        more = moved.extended + _wanted(form, blueprint.extension.at_most)
        moved = _recounted(blueprint, replace(moved, extended=more, extensions=moved.extensions + 1), calendar)
    ticked = _ticked(blueprint, moved, rule.clock, calendar, step.at)
    if rule.clock is Clock.STOP and ticked is not moved and state.kind is Kind.WAITING:
        ticked = replace(ticked, supplements=ticked.supplements + 1)
    return _finished(ticked, step.at) if state.is_ended else ticked


def _ticked(blueprint: Blueprint, case: _Case, clock: Clock, calendar: WorkingCalendar, at: datetime) -> _Case:
    """What does not fit the clock (stop one that stands) does nothing."""
    runs = case.received_at is not None and case.finished_at is None
    if clock is Clock.START and case.received_at is None:
        started = replace(case, received_at=at, segments=(Segment(SpellKind.RUNNING, at),))
        return _recounted(blueprint, started, calendar)
    if clock is Clock.STOP and runs and case.stopped_at is None:
        return replace(case, stopped_at=at, segments=_turned(case.segments, SpellKind.STOPPED, at))
    if clock is Clock.RESUME and runs and case.stopped_at is not None:
        running = replace(case, stopped_at=None, segments=_turned(case.segments, SpellKind.RUNNING, at))
        return _recounted(blueprint, running, calendar)
    return _finished(case, at) if clock is Clock.END else case


def _turned(segments: Sequence[Segment], kind: SpellKind, at: datetime) -> tuple[Segment, ...]:
    return (*_closed(segments, at), Segment(kind, at))


def _closed(segments: Sequence[Segment], at: datetime) -> tuple[Segment, ...]:
    return tuple(replace(segment, until=segment.until or at) for segment in segments)


def _finished(case: _Case, at: datetime) -> _Case:
    if case.finished_at:
        return case
    return replace(case, finished_at=at, segments=_closed(case.segments, at))


def _again(blueprint: Blueprint, case: _Case, calendar: WorkingCalendar, at: datetime) -> _Case:
    """Taken up after its end: the time between does not count."""
    if case.finished_at is None:
        return case
    gap = (Segment(SpellKind.STOPPED, case.finished_at, at), Segment(SpellKind.RUNNING, at))
    segments = (*case.segments, *gap) if case.received_at else case.segments
    return _recounted(blueprint, replace(case, finished_at=None, stopped_at=None, segments=segments), calendar)


def _recounted(blueprint: Blueprint, case: _Case, calendar: WorkingCalendar) -> _Case:
    rule = blueprint.extension
    more = Span(rule.at_most.unit, case.extended) if rule and case.extended else None
    since = case.received_at or case.opened_at
    return replace(case, due_at=due(calendar, case.term, since=since, segments=case.segments, more=more))
