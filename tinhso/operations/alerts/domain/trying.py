"""Trying a rule on days that are over: when it would have fired, where, and whether it would have flapped."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from tinhso.operations.alerts.domain.judging import Flame, flaps, go_on, read, sees
from tinhso.operations.alerts.domain.readings import Days, Meter
from tinhso.operations.alerts.domain.rules import RuleTold
from tinhso.operations.alerts.domain.words import Sees, State

EVENING = time(20)
"""When a day that is over is looked at: once."""


@dataclass(slots=True)
class Tried:
    """What a rule would have done at one place. `unread`: days on which the number could not be judged."""

    fired: list[datetime] = field(default_factory=list)
    burning: int = 0
    unread: int = 0

    @property
    def flapped(self) -> bool:
        return any(flaps(self.fired, at) for at in self.fired)


def try_out(rule: RuleTold, meter: Meter, days: Days, looked_at: Iterable[date]) -> Tried:
    """One look a day, in order. `burning` counts the days on which the alert stood."""
    tried = Tried()
    flame: Flame | None = None
    for day in looked_at:
        at, reading = timezone.make_aware(datetime.combine(day, EVENING)), read(rule, meter, days, day)
        seen = sees(rule, reading)
        before, flame = flame, go_on(flame, seen, rule, at)
        tried.unread += seen is Sees.UNKNOWN
        if flame and flame.state is State.FIRING:
            tried.burning += 1
            if before is None or before.state is not State.FIRING:
                tried.fired.append(at)
        flame = _burning(flame)
    return tried


def _burning(flame: Flame | None) -> Flame | None:
    return None if flame and flame.state is State.ENDED else flame


def each_day(first: date, last: date) -> list[date]:
    return [first + timedelta(days=gone) for gone in range((last - first).days + 1)]
