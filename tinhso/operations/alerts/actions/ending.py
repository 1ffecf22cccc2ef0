"""How alerts end: by themselves when the number is good again, or with their place or rule."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from tinhso.events.definitions import Code
from tinhso.events.log import record
from tinhso.kit.actors import Actor
from tinhso.operations.alerts.domain.words import Ending, State
from tinhso.operations.alerts.events import AlertEnded
from tinhso.operations.alerts.models import Alert
from tinhso.operations.alerts.models.alerts import AlertQuerySet

_ENDED = ["version", "state", "ended_at", "ended_why", "good_since", "value", "doubt", "looked_at"]


def end(alert: Alert, why: Ending, *, by: Actor, at: datetime) -> None:
    """Part of the change that made it end."""
    alert.state, alert.ended_at, alert.ended_why = State.ENDED, at, why
    alert.save(update_fields=_ENDED)

    minutes = int((at - (alert.fired_at or at)) / timedelta(minutes=1))
    ended = AlertEnded(rule=Code(alert.rule.code), why=why, minutes=minutes)
    record(ended, about=alert, by=by, at=at, place=alert.place_id)


def end_all(alerts: AlertQuerySet, why: Ending, *, by: Actor, at: datetime) -> list[Alert]:
    """What fires ends; what was pending leaves nothing. Returns those that ended."""
    alerts.filter(state=State.PENDING).delete()
    return _ended(alerts.firing().select_related("rule", "place").select_for_update(of=("self",)), why, by, at)


def _ended(firing: Iterable[Alert], why: Ending, by: Actor, at: datetime) -> list[Alert]:
    found = list(firing)
    for alert in found:
        end(alert, why, by=by, at=at)
    return found
