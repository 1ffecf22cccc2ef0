"""Whether a definition makes sense: what a schema cannot say. A case must never be without owner, time and way on.

A time is always there: the term of the whole runs on. Where an action stops it, the state must bring its own.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import Final

from django.utils.translation import gettext as _

from tinhso.core.cases.domain.blueprint import (
    ActionRule,
    Blueprint,
    Clock,
    Field,
    FieldType,
    Kind,
    Logic,
    Page,
    Span,
    StateRule,
    Unit,
)
from tinhso.core.cases.domain.conditions import faults_in, names_in
from tinhso.core.cases.domain.faults import Fault
from tinhso.kit.built import icons

CASE_NAMES: Final = frozenset({"state", "late", "supplements", "extensions", "waits_for"})
"""What conditions may ask of the case itself, as `case.…`; `domain.facts.Told` answers."""

CHOOSING: Final = frozenset({FieldType.CHOICE, FieldType.CHOICES})
COUNTED: Final = frozenset({FieldType.NUMBER, FieldType.INTEGER, FieldType.MONEY})
IsKnown = Callable[[str], bool]


def faults_of(blueprint: Blueprint) -> list[Fault]:
    """Everything in a definition that would leave a case stuck, or a person without a sentence."""
    return [
        *_start_faults(blueprint),
        *_term_faults(blueprint),
        *(fault for state in blueprint.states.values() for fault in _state_faults(blueprint, state)),
        *(fault for action in blueprint.actions.values() for fault in _action_faults(blueprint, action)),
        *_way_faults(blueprint),
        *_clock_faults(blueprint),
    ]


def field_faults(
    fields: Sequence[Field], path: str, known: Iterable[str] = (), values: frozenset[str] | None = None
) -> list[Fault]:
    """Faults of a form. `known` are keys of answers given before it; `values` None: any value may be named."""
    faults: list[Fault] = []
    before = set(known)
    for at, field in enumerate(fields):
        here = f"{path}[{at}]"
        if field.key in before:
            faults.append(Fault(f"{here}.key", _("Another field has this key already. Each needs its own.")))
        faults += _one_field(field, here)
        faults += faults_in(field.when, f"{here}.when", _knower(before, values))
        before.add(field.key)
        faults += faults_in(field.guard, f"{here}.guard", _knower(before, values))
    return faults


def page_faults(pages: Sequence[Page], path: str) -> list[Fault]:
    """Faults of the pages of a long form, whose keys are all one name space."""
    faults: list[Fault] = []
    before: set[str] = set()
    seen: set[str] = set()
    for at, page in enumerate(pages):
        here = f"{path}[{at}]"
        if page.key in seen:
            faults.append(Fault(f"{here}.key", _("Another page has this key already. Each needs its own.")))
        faults += faults_in(page.when, f"{here}.when", _knower(before, None))
        faults += field_faults(page.fields, f"{here}.fields", before)
        seen.add(page.key)
        before |= {field.key for field in page.fields}
    return faults


def _knower(form: Iterable[str], values: frozenset[str] | None) -> IsKnown:
    answers = frozenset(form)

    def is_known(name: str) -> bool:
        part, _dot, rest = name.partition(".")
        first = rest.partition(".")[0]
        if part == "form":
            return first in answers
        if part == "values":
            return bool(first) if values is None else first in values
        return rest in CASE_NAMES if part == "case" else name == "today"

    return is_known


def _one_field(field: Field, path: str) -> Iterator[Fault]:
    if field.type in CHOOSING and not field.choices:
        yield Fault(f"{path}.choices", _("Name what can be chosen."))
    values = [choice.value for choice in field.choices]
    if len(set(values)) < len(values):
        yield Fault(f"{path}.choices", _("Two choices have the same value. Each needs its own."))
    for at, choice in enumerate(field.choices):
        if choice.icon and f"{choice.icon}-duotone" not in icons():
            yield Fault(f"{path}.choices[{at}].icon", _("There is no picture of this name."))
    for name, limit in (("min", field.min), ("max", field.max)):
        if limit is not None and not _is_limit(field.type, limit):
            yield Fault(f"{path}.{name}", _("Write a number here, or for a day 2026-11-22 or today."))
    if field.guard is not None and field.refusal is None:
        yield Fault(f"{path}.refusal", _("Say what a person is told when the condition does not hold."))


def _is_limit(kind: FieldType, limit: float | str) -> bool:
    if kind in COUNTED:
        return not isinstance(limit, str)
    return kind is FieldType.DATE and isinstance(limit, str) and (limit == "today" or _is_day(limit))


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _start_faults(blueprint: Blueprint) -> Iterator[Fault]:
    start = blueprint.states.get(blueprint.start)
    if start is None:
        yield Fault("$.start", _("There is no state of this name."))
    elif start.is_ended:
        yield Fault("$.start", _("A case cannot begin where it ends."))


def _term_faults(blueprint: Blueprint) -> Iterator[Fault]:
    yield from _span_faults(blueprint.term.span, "$.term")
    for at, case in enumerate(blueprint.term.cases):
        yield from _span_faults(case.span, f"$.term.cases[{at}]")
        yield from faults_in(case.when, f"$.term.cases[{at}].when", _knower((), blueprint.values))
    if blueprint.extension:
        yield from _span_faults(blueprint.extension.at_most, "$.extension.at_most")
        if blueprint.extension.at_most.unit is Unit.SAME_DAY:
            yield Fault("$.extension.at_most.unit", _("An extension is counted in days or hours."))
    for at, line in enumerate(blueprint.escalation):
        yield from _span_faults(line.span, f"$.escalation[{at}].{'before' if line.is_before else 'after'}")


def _span_faults(span: Span, path: str) -> Iterator[Fault]:
    if span.unit is Unit.DAYS and span.value != int(span.value):
        yield Fault(f"{path}.value", _("Plain days are whole days."))


def _state_faults(blueprint: Blueprint, state: StateRule) -> Iterator[Fault]:
    path = f"$.states.{state.code}"
    if state.is_ended:
        if not state.outcome:
            yield Fault(f"{path}.outcome", _("Say how it ended, in a short name for counting, for example granted."))
        return
    if state.within:
        yield from _span_faults(state.within, f"{path}.within")
    leaving = [action for action in blueprint.actions_from(state.code) if action.leads_to(state.code) != state.code]
    if not leaving:
        yield Fault(path, _("No action leads on from here. A case would stay for ever."))
    if state.kind is Kind.OPEN:
        if not state.role:
            yield Fault(f"{path}.role", _("Say whose turn it is here. A case is never without someone."))
        elif leaving and not any(state.role in action.who for action in leaving):
            yield Fault(f"{path}.role", _("The one whose turn it is can do nothing that leads on from here."))


def _action_faults(blueprint: Blueprint, action: ActionRule) -> Iterator[Fault]:
    path = f"$.actions.{action.code}"
    for at, code in enumerate(action.sources):
        if code not in blueprint.states:
            yield Fault(f"{path}.from[{at}]", _("There is no state of this name."))
    if action.to is not None and action.to not in blueprint.states:
        yield Fault(f"{path}.to", _("There is no state of this name."))
    if action.icon and action.icon not in icons():
        yield Fault(f"{path}.icon", _("There is no picture of this name."))
    yield from field_faults(action.form, f"{path}.form", (), blueprint.values)
    yield from _guard_faults(action.guard, path, _knower((field.key for field in action.form), blueprint.values))
    if action.guard is not None and action.refusal is None:
        yield Fault(f"{path}.refusal", _("Say what a person is told when the condition does not hold."))


def _guard_faults(guard: Logic, path: str, is_known: IsKnown) -> Iterator[Fault]:
    yield from faults_in(guard, f"{path}.guard", is_known)
    if guard is not None and not isinstance(guard, bool) and not names_in(guard):
        yield Fault(f"{path}.guard", _("This condition looks at nothing, so its answer is always the same."))


def _way_faults(blueprint: Blueprint) -> Iterator[Fault]:
    """States that no case reaches, and states from which none reaches an end."""
    reached = _closure({blueprint.start}, blueprint, forward=True)
    ended = {state.code for state in blueprint.states.values() if state.is_ended}
    if not ended:
        yield Fault("$.states", _("No state is an end. A case must be able to end."))
        return
    saved = _closure(ended, blueprint, forward=False)
    for code in blueprint.states:
        if code not in reached and blueprint.start in blueprint.states:
            yield Fault(f"$.states.{code}", _("No way leads here from the start."))
        elif code not in saved:
            yield Fault(f"$.states.{code}", _("No way leads from here to an end. A case would never end."))


def _closure(seeds: set[str], blueprint: Blueprint, *, forward: bool) -> set[str]:
    steps = [(code, action.leads_to(code)) for action in blueprint.actions.values() for code in action.sources]
    pairs = steps if forward else [(end, begin) for begin, end in steps]
    found, fresh = set(seeds), set(seeds)
    while fresh:
        fresh = {end for begin, end in pairs if begin in fresh} - found
        found |= fresh
    return found


def _clock_faults(blueprint: Blueprint) -> Iterator[Fault]:
    clocks = {action.clock for action in blueprint.actions.values()}
    for action in blueprint.actions.values():
        stopped = blueprint.states.get(action.to or "") if action.clock is Clock.STOP else None
        if stopped and not stopped.is_ended and not stopped.within:
            yield Fault(f"$.states.{stopped.code}.within", _("The clock stands still here. Say how long it may."))
        if action.clock is Clock.STOP and Clock.RESUME not in clocks:
            yield Fault(f"$.actions.{action.code}.clock", _("The clock stops here, and no action lets it run on."))
        if action.clock is Clock.RESUME and Clock.STOP not in clocks:
            yield Fault(f"$.actions.{action.code}.clock", _("The clock runs on here, but no action stops it."))
