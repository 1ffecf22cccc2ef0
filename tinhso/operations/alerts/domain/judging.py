"""Judging: what a rule sees in a number, and how an alert goes on from there.

The states are those of Prometheus (rules/alerting.go): pending for `hold`, firing, and kept firing for `keep`. Two
things are more: an alert ends only past its own clearing value, and what is unknown ends nothing.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from tinhso.operations.alerts.domain.readings import Days, Measure, Meter, Reading, silent_for
from tinhso.operations.alerts.domain.rules import RuleTold
from tinhso.operations.alerts.domain.words import Kind, Sees, State

FLAPS_AT, FLAPS_WITHIN = 3, timedelta(days=7)
"""An alert that began so often within so long flaps."""


def read(rule: RuleTold, meter: Meter, days: Days, day: date) -> Reading:
    """The number that a rule judges on a day."""
    if rule.kind is Kind.ABSENCE:
        return Reading(float(silent_for(days, day, rule.window)))
    if rule.kind is Kind.CHANGE:
        return meter.change(days, day, rule.window, rule.back)
    if rule.kind is Kind.FORECAST:
        return meter.ahead(days, day, rule.window, rule.back)
    return meter.level(days, day, rule.window)


def sees(rule: RuleTold, reading: Reading) -> Sees:
    """What a rule makes of a number."""
    if reading.value is None:
        return Sees.UNKNOWN
    if rule.kind is Kind.ABSENCE:
        return Sees.BAD if reading.value >= rule.window else Sees.GOOD
    if rule.value is None:
        raise ValueError(rule.kind)
    if rule.beyond(reading.value, rule.value):
        return Sees.BAD
    limit = rule.value if rule.clear is None else rule.clear
    return Sees.BETWEEN if rule.beyond(reading.value, limit) else Sees.GOOD


@dataclass(frozen=True, slots=True)
class Flame:
    """An alert as far as time matters: bad since, firing since, good again since."""

    state: State
    since: datetime
    fired_at: datetime | None = None
    good_since: datetime | None = None


def go_on(before: Flame | None, seen: Sees, rule: RuleTold, at: datetime) -> Flame | None:
    """How it stands after one more look. None: nothing burns; what had fired comes back as ended, once."""
    if before is not None and before.state is State.FIRING:
        return _still(before, seen, rule, at)
    if seen is not Sees.BAD:
        return None
    begun = before or Flame(State.PENDING, at)
    if at - begun.since >= timedelta(hours=rule.hold_hours):
        return replace(begun, state=State.FIRING, fired_at=at)
    return begun


def _still(before: Flame, seen: Sees, rule: RuleTold, at: datetime) -> Flame:
    if seen is not Sees.GOOD:
        return replace(before, good_since=None)
    good_since = before.good_since or at
    if at - good_since < timedelta(hours=rule.keep_hours):
        return replace(before, good_since=good_since)
    return replace(before, state=State.ENDED, good_since=good_since)


def flaps(begun: list[datetime], at: datetime) -> bool:
    """Whether what began at these moments flaps now."""
    return sum(at - FLAPS_WITHIN < one <= at for one in begun) >= FLAPS_AT


def judged_day(rule: RuleTold, meter: Meter, days: Days, today: date) -> date:
    """The day a number is read at: what is counted up is whole only when its day is over."""
    unfinished = meter.measure is Measure.NUMBER and not meter.lasting
    if rule.kind is Kind.ABSENCE:
        unfinished = today not in days
    return today - timedelta(days=1) if unfinished else today
