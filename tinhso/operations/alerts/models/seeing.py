"""What pages and others show of alerts: who has one, its words, its number day by day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from tinhso.kit.passport import Text
from tinhso.operations.alerts.domain.judging import read
from tinhso.operations.alerts.domain.readings import Days, Measure
from tinhso.operations.alerts.domain.saying import Voice
from tinhso.operations.alerts.models.alerts import Alert
from tinhso.operations.alerts.models.numbers import meter_of, numbers_of
from tinhso.operations.alerts.models.rules import RuleVersion
from tinhso.warehouse.definitions import known

SHOWN = 30
"""Days of the drawing."""


def voice_of(version: RuleVersion) -> Voice:
    """A rule with the words of its indicator; of one that nobody promises any more, with its code."""
    told = version.told
    indicator = known().get(told.indicator)
    if indicator is None:
        return Voice(told, Measure.NUMBER, told.indicator, "")
    return Voice(told, meter_of(indicator).measure, indicator.title, indicator.unit)


def holder_of(alert: Alert) -> Text:
    """The office or post that has it, never a person's name; empty: nobody has."""
    if alert.given_to:
        return alert.given_to.name
    post = alert.acknowledged_post
    return f"{post.title}, {post.organisation.name}" if post else ""


@dataclass(frozen=True, slots=True)
class Way:
    """What a rule read at a place, day by day, until an alert ended or today."""

    days: list[date]
    values: list[float | None]


def way_of(alert: Alert, today: date) -> Way:
    """The last weeks of an alert's number."""
    told, last = alert.version.told, alert.ended_at.date() if alert.ended_at else today
    days = [last - timedelta(days=gone) for gone in range(SHOWN - 1, -1, -1)]
    indicator = known().get(told.indicator)
    if indicator is None:
        return Way(days, [None] * SHOWN)
    first = days[0] - timedelta(days=told.days_wanted)
    numbers = numbers_of(indicator, alert.rule.place, first=first, last=last)
    here: Days = numbers.days.get(alert.place_id, {})
    return Way(days, [read(told, numbers.meter, here, day).value for day in days])
