"""A rule whose alert begins again and again says more of the rule than of the place: it is found and told."""

from datetime import datetime

from django.db.models import Count

from tinhso.events.definitions import Code
from tinhso.events.log import record
from tinhso.kit.actors import Actor
from tinhso.operations.alerts.actions.notifying import tell_flapping
from tinhso.operations.alerts.domain.judging import FLAPS_AT, FLAPS_WITHIN
from tinhso.operations.alerts.events import RuleFlapped
from tinhso.operations.alerts.models import Alert, Rule


def flapping_at(at: datetime) -> dict[tuple[int, int], int]:
    """(Rule, place) → how often its alert began within a week, of those that flap now. One query."""
    begun = Alert.objects.filter(fired_at__gt=at - FLAPS_WITHIN, fired_at__lte=at).order_by()
    rows = begun.values("rule", "place").annotate(times=Count("pk")).filter(times__gte=FLAPS_AT)
    return {(row["rule"], row["place"]): row["times"] for row in rows}


def watch_for_flapping(*, by: Actor, at: datetime) -> None:
    """Mark rules that began to flap and tell who is on duty once; free those that are calm again."""
    found = flapping_at(at)
    times = {rule: count for (rule, _place), count in sorted(found.items(), key=lambda one: one[1])}
    Rule.objects.exclude(flapping_since=None).exclude(pk__in=times).update(flapping_since=None)
    for rule in Rule.objects.standing().filter(pk__in=times, flapping_since=None):
        rule.flapping_since = at
        rule.save(update_fields=["flapping_since"])
        record(RuleFlapped(code=Code(rule.code), times=times[rule.pk]), about=rule, by=by, at=at, place=rule.place_id)
        tell_flapping(rule, times=times[rule.pk], at=at)
