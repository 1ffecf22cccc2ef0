"""Sample cases to try a definition with: the shortest way to each end, or steps that someone wrote down."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from itertools import pairwise
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from tinhso.core.calendar.domain import ONE_DAY, WorkingCalendar
from tinhso.core.cases.domain.blueprint import ActionRule, Blueprint, Field, FieldType, StateRule
from tinhso.core.cases.domain.faults import BadDefinition, Fault
from tinhso.core.cases.domain.logic import holds
from tinhso.core.cases.domain.simulation import MOST_STEPS, Sample, Step

HOURS_APART: Final = 3
AHEAD: Final = 400
FIRST_YEAR: Final = 1990
LAST_YEAR: Final = 2100
NEVER: Final = datetime(FIRST_YEAR, 1, 1, tzinfo=UTC)
NOBODY: Final = "00000000-0000-4000-8000-000000000000"
_ANSWERS: Final[Mapping[FieldType, Any]] = {
    FieldType.NUMBER: 1,
    FieldType.INTEGER: 1,
    FieldType.MONEY: 1000,
    FieldType.TIME: "08:00",
    FieldType.EMAIL: "mai@vidu.vn",
    FieldType.YES_NO: True,
    FieldType.CONSENT: True,
    FieldType.PERSON_NAME: "Lò Thị Mai",
    FieldType.PERSONAL_ID: "014190000123",
    FieldType.PHONE: "+84912345678",
    FieldType.PLACE: NOBODY,
    FieldType.ETHNIC_GROUP: "01",
    FieldType.FILE: NOBODY,
}


@dataclass(frozen=True, slots=True)
class Way:
    """The fewest actions from the start to an end."""

    end: StateRule
    actions: tuple[ActionRule, ...]


def ways(blueprint: Blueprint) -> list[Way]:
    """One way to each end, in the order of the states."""
    found: dict[str, tuple[ActionRule, ...]] = {blueprint.start: ()}
    for state in _growing(found):
        for action in blueprint.actions_from(state):
            found.setdefault(action.leads_to(state), (*found[state], action))
    return [Way(state, found[code]) for code, state in blueprint.states.items() if state.is_ended and code in found]


def _growing(found: Mapping[str, object]) -> Iterator[str]:
    """The keys of a mapping that grows while it is gone through."""
    done: list[str] = []
    while fresh := [key for key in found if key not in done]:
        done += fresh
        yield from fresh


def sample_of(
    actions: Sequence[ActionRule], values: Mapping[str, Any], start: datetime, calendar: WorkingCalendar
) -> Sample:
    """A case that takes these actions, a few working hours apart, with answers that fit."""
    at, steps = start, []
    for action in actions:
        at = calendar.add_working_hours(calendar.received_at(at), HOURS_APART)
        today = at.astimezone(calendar.zone).date()
        steps.append(Step(action=action.code, at=at, by=action.who[0], answers=_answers(action, values, today)))
    return Sample(opened_at=start, values=values, steps=tuple(steps))


def before_the_longest_rest(calendar: WorkingCalendar, day: date) -> date:
    """The last working day before the offices close for longest in the coming year: before Tết."""
    open_days = [day + step * ONE_DAY for step in range(AHEAD) if calendar.is_working_day(day + step * ONE_DAY)]
    gaps = [(after - before, before) for before, after in pairwise(open_days)]
    return max(gaps, key=lambda gap: (gap[0], -gap[1].toordinal()))[1] if gaps else day


def _answers(action: ActionRule, values: Mapping[str, Any], today: date) -> dict[str, Any]:
    answers: dict[str, Any] = {}
    for field in action.form:
        data = {"values": values, "form": answers, "case": {}, "today": today.isoformat()}
        if holds(field.when, data):
            answers[field.key] = _answer(field, today)
    return answers


def _answer(field: Field, today: date) -> Any:
    if field.choices:
        first = field.choices[0].value
        return [first] if field.type is FieldType.CHOICES else first
    if field.type in (FieldType.NUMBER, FieldType.INTEGER, FieldType.MONEY) and isinstance(field.min, int | float):
        return field.min
    if field.type is FieldType.DATE:
        return today.isoformat() if field.min in (None, "today") or field.max == "today" else field.min
    if field.type is FieldType.MONTH:
        return today.isoformat()[:7]
    return _ANSWERS.get(field.type, "…")


def dumped(sample: Sample, zone: ZoneInfo) -> dict[str, Any]:
    """A sample as JSON that `read_sample` reads."""
    steps = [
        {"action": step.action, "by": step.by, "at": _written(step.at, zone), "answers": dict(step.answers)}
        for step in sample.steps
    ]
    received = {"received_at": _written(sample.received_at, zone)} if sample.received_at else {}
    return {"opened_at": _written(sample.opened_at, zone), **received, "values": dict(sample.values), "steps": steps}


def read_sample(said: object, zone: ZoneInfo) -> Sample:
    """Read a sample: `opened_at` and each step's `at` as `2026-02-12T09:00` on the province's clock, or `2026-02-12`.

    Raises BadDefinition with the places of what cannot be read.
    """
    faults: list[Fault] = []
    sample = _Reader(zone, faults).sample(said)
    if faults:
        raise BadDefinition(faults)
    return sample


@dataclass(frozen=True, slots=True)
class _Reader:
    zone: ZoneInfo
    faults: list[Fault]

    def sample(self, said: object) -> Sample:
        whole = self.mapping(said, "$")
        opened = self.moment(whole.get("opened_at"), "$.opened_at")
        received = self.moment(whole["received_at"], "$.received_at") if whole.get("received_at") else None
        listed = whole.get("steps", [])
        if not isinstance(listed, list) or len(listed) > MOST_STEPS:
            self.faults.append(Fault("$.steps", _("Write a list of at most %(most)s steps.") % {"most": MOST_STEPS}))
            listed = []
        return Sample(
            opened_at=opened,
            received_at=received,
            values=self.mapping(whole.get("values", {}), "$.values"),
            steps=tuple(self.step(step, f"$.steps[{at}]") for at, step in enumerate(listed)),
        )

    def step(self, said: object, path: str) -> Step:
        step = self.mapping(said, path)
        return Step(
            action=str(step.get("action", "")),
            at=self.moment(step.get("at"), f"{path}.at"),
            by=str(step.get("by", "")),
            answers=self.mapping(step.get("answers", {}), f"{path}.answers"),
        )

    def mapping(self, said: object, path: str) -> Mapping[str, Any]:
        if isinstance(said, dict):
            return said
        self.faults.append(Fault(path, _("Write %(kind)s here.") % {"kind": _("an object { }")}))
        return {}

    def moment(self, said: object, path: str) -> datetime:
        try:
            read = datetime.fromisoformat(str(said))
        except ValueError:
            self.faults.append(Fault(path, _("Write a day and hour, for example 2026-02-12T09:00.")))
            return NEVER
        if len(str(said)) == 10:
            read = datetime.combine(read.date(), time(9))
        if not FIRST_YEAR <= read.year <= LAST_YEAR:
            self.faults.append(
                Fault(
                    path, _("Write a year between %(first)s and %(last)s.") % {"first": FIRST_YEAR, "last": LAST_YEAR}
                )
            )
            return NEVER
        return read if read.tzinfo else read.replace(tzinfo=self.zone)


def _written(moment: datetime, zone: ZoneInfo) -> str:
    return moment.astimezone(zone).replace(tzinfo=None).isoformat(timespec="minutes")
