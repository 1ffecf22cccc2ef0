"""Telling who is on duty: what fires, what ended, which rule flaps. At night only what is urgent."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.urls import reverse
from django.utils import timezone

from tinhso.core.accounts.domain.rights import Role
from tinhso.core.accounts.models import Post
from tinhso.core.notices.actions import tell
from tinhso.core.notices.actions.manners import manners
from tinhso.core.places.models import Place
from tinhso.kit.saying import say_number
from tinhso.operations.alerts.domain.judging import FLAPS_AT, FLAPS_WITHIN
from tinhso.operations.alerts.models import Alert, Duty, Rule, Silence

FRESH = timedelta(days=2)


def on_duty(at: datetime) -> list[UUID]:
    """Who is told now: whoever has the week, else everyone who leads the province."""
    duty = Duty.objects.on(timezone.localdate(at))
    if duty and Post.objects.in_force(at).filter(pk=duty.post_id).exists():
        people = [duty.account.person_id]
    else:
        leaders = Post.objects.in_force(at).filter(role=Role.LEADER, place=Place.objects.home())
        people = [one.account.person_id for one in leaders.order_by("pk").select_related("account")]
    return [one for one in people if one is not None]


def tell_waiting(*, at: datetime) -> None:
    """Tell of every loud alert that was not told yet, nobody silenced and that does not flap."""
    waiting = [one for one in Alert.objects.loud().for_list().filter(told_at=None) if may_be_told(one, at)]
    people = on_duty(at) if waiting else []
    for alert in waiting:
        _tell("alerts.fired", people, alert, at=at)
        alert.told_at = at
    Alert.objects.bulk_update(waiting, ["told_at"])


def may_be_told(alert: Alert, at: datetime) -> bool:
    """Not in quiet hours unless urgent, not while silenced, not while it flaps."""
    if not alert.version.told.urgent and manners().quiet.holds(timezone.localtime(at).time()):
        return False
    if Silence.objects.holding(at).over(alert.rule, alert.place).exists():
        return False
    same = Alert.objects.filter(rule=alert.rule, place=alert.place, fired_at__gt=at - FLAPS_WITHIN)
    return same.count() < FLAPS_AT


def tell_ended(ended: Iterable[Alert], *, at: datetime) -> None:
    """Whoever is on duty learns that what they were told of is over."""
    told = [alert for alert in ended if alert.told_at]
    people = on_duty(at) if told else []
    for alert in told:
        _tell("alerts.ended", people, alert, at=at)


def tell_flapping(rule: Rule, *, times: int, at: datetime) -> None:
    """Once each time it begins to flap."""
    tell(
        "alerts.flaps", on_duty(at), values={"rule": rule.titles["vi"], "times": times},
        cause=f"{rule.uuid}-flaps-{at:%Y%m%d%H%M}", link=reverse("alert_rule", args=[rule.code]), until=at + FRESH,
        at=at,
    )  # fmt: skip


def tell_duty(duty: Duty, person: UUID | None, *, at: datetime) -> None:
    """Somebody has the week from now on."""
    if person is not None:
        tell(
            "alerts.on_duty", [person],
            values={"day": duty.last_day, "open": Alert.objects.loud().count()},
            cause=f"{duty.uuid}-{person}", link=reverse("alerts"), until=at + FRESH, at=at,
        )  # fmt: skip


def _tell(kind: str, people: list[UUID], alert: Alert, *, at: datetime) -> None:
    number = "–" if alert.value is None else say_number(round(alert.value, 1))
    values = {"rule": alert.rule.titles["vi"], "place": alert.place.full_name, "number": number}
    tell(
        kind, people, values=values, cause=f"{alert.uuid}-{kind}", link=reverse("alert", args=[alert.uuid]),
        until=at + FRESH, at=at,
    )  # fmt: skip
