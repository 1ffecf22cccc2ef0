"""Looking: every rule in force reads its numbers, and alerts begin, go on and end."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from tinhso.core.accounts.actions import require
from tinhso.core.places.models import Place
from tinhso.events.definitions import Code
from tinhso.events.log import record
from tinhso.kit.actors import Actor
from tinhso.operations.alerts.actions.ending import end, end_all
from tinhso.operations.alerts.actions.flapping import watch_for_flapping
from tinhso.operations.alerts.actions.inhibiting import inhibit
from tinhso.operations.alerts.actions.notifying import tell_ended, tell_waiting
from tinhso.operations.alerts.apps import ACKNOWLEDGE
from tinhso.operations.alerts.domain.judging import Flame, go_on, judged_day, read, sees
from tinhso.operations.alerts.domain.readings import Days, Meter, Reading
from tinhso.operations.alerts.domain.rules import RuleTold
from tinhso.operations.alerts.domain.words import Ending, Kind, State
from tinhso.operations.alerts.events import AlertFired
from tinhso.operations.alerts.models import Alert, Rule, RuleVersion
from tinhso.operations.alerts.models.numbers import numbers_of, was_ever_known
from tinhso.warehouse.actions import take_stock, tally
from tinhso.warehouse.definitions import known


@dataclass(slots=True)
class Looked:
    """What a look changed."""

    fired: int = 0
    ended: int = 0


@transaction.atomic
def look(*, by: Actor, at: datetime) -> Looked:
    """Judge every rule in force from the facts as they stand, and tell whoever is on duty what is new."""
    list(Rule.objects.standing().select_for_update().values_list("pk"))
    looked, ended = Looked(), []
    for version in RuleVersion.objects.in_force().order_by("rule__code"):
        indicator = known().get(version.told.indicator)
        if indicator is not None and (version.told.kind is not Kind.ABSENCE or was_ever_known(indicator)):
            fired, over = _look(version, by=by, at=at)
            looked.fired += fired
            ended += over
    looked.ended = len(ended)
    inhibit()
    watch_for_flapping(by=by, at=at)
    tell_waiting(at=at)
    tell_ended(ended, at=at)
    return looked


def look_now(*, by: Actor, at: datetime) -> Looked:
    """Count today and what stands anew, then look: for somebody who does not want to wait. Raises NotYours."""
    require(by, ACKNOWLEDGE, at=at)
    today = timezone.localdate(at)
    tally(first=today, last=today, at=at)
    take_stock(at=at)
    return look(by=by, at=at)


@dataclass(frozen=True, slots=True)
class _Watch:
    """A rule at work: what it says, how its number is read, when and for whom."""

    version: RuleVersion
    told: RuleTold
    meter: Meter
    by: Actor
    at: datetime

    def seen(self, place: Place, days: Days, before: Alert | None) -> tuple[Reading, Flame | None]:
        """What is read there now, and how the alert goes on."""
        day = judged_day(self.told, self.meter, days, timezone.localdate(self.at))
        reading = read(self.told, self.meter, days, day)
        return reading, go_on(before.flame if before else None, sees(self.told, reading), self.told, self.at)


def _look(version: RuleVersion, *, by: Actor, at: datetime) -> tuple[int, list[Alert]]:
    """Returns how many began to fire, and those that ended."""
    told, today = version.told, timezone.localdate(at)
    first = today - timedelta(days=told.days_wanted)
    numbers = numbers_of(known()[told.indicator], version.rule.place, first=first, last=today)
    rows = Alert.objects.standing().filter(rule=version.rule).select_related("rule", "place")
    standing = {alert.place_id: alert for alert in rows}
    watch = _Watch(version, told, numbers.meter, by, at)
    fired, ended, same = 0, [], []
    for place, days in numbers.judged(told.level):
        before = standing.pop(place.pk, None)
        reading, flame = watch.seen(place, days, before)
        alert = _as_seen(watch, place, before, reading, flame)
        if alert is None:
            continue
        if alert.state == State.ENDED:
            end(alert, Ending.RECOVERED, by=by, at=at)
            ended.append(alert)
        elif before is None or alert.fired_at == at:
            fired += _written(watch, alert)
        else:
            same.append(alert)
    Alert.objects.bulk_update(same, ["version", "good_since", "value", "doubt", "looked_at"])
    return fired, [*ended, *_elsewhere(standing, by, at)]


def _as_seen(
    watch: _Watch, place: Place, before: Alert | None, reading: Reading, flame: Flame | None
) -> Alert | None:  # fmt: skip
    """The row as it stands after this look; None: there is none."""
    if flame is None:
        if before is not None:
            before.delete()
        return None
    alert = before or Alert(rule=watch.version.rule, place=place)
    alert.version, alert.state, alert.since = watch.version, flame.state, flame.since
    alert.fired_at, alert.good_since = flame.fired_at, flame.good_since
    alert.value, alert.doubt, alert.looked_at = reading.value, reading.doubt or "", watch.at
    return alert


def _written(watch: _Watch, alert: Alert) -> bool:
    """Keep a new or newly firing alert; whether it fires."""
    alert.save()
    if alert.state != State.FIRING:
        return False
    told = AlertFired(rule=Code(alert.rule.code), indicator=Code(watch.told.indicator))
    record(told, about=alert, by=watch.by, at=watch.at, place=alert.place_id)
    return True


def _elsewhere(left: dict[int, Alert], by: Actor, at: datetime) -> Iterator[Alert]:
    """Alerts at places that the rule does not judge any more."""
    for why, some in (
        (Ending.PLACE_GONE, [one.pk for one in left.values() if not one.place.stands]),
        (Ending.RULE_RETIRED, [one.pk for one in left.values() if one.place.stands]),
    ):
        yield from end_all(Alert.objects.filter(pk__in=some), why, by=by, at=at)
