"""Taking an alert on: by a person, or by the office that a directive gives it to."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tinhso.core.accounts.actions import require
from tinhso.core.organisations.models import Organisation
from tinhso.events.definitions import Code
from tinhso.events.log import record
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import Refusal
from tinhso.operations.alerts.apps import ACKNOWLEDGE
from tinhso.operations.alerts.domain.words import State
from tinhso.operations.alerts.events import AlertAcknowledged, AlertGivenOut
from tinhso.operations.alerts.models import Alert


class AlertOver(Refusal):
    sentence = _("This alert does not fire any more.")


class TakenAlready(Refusal):
    sentence = _("Somebody has this alert already. Look who, on its page.")


@transaction.atomic
def acknowledge_alert(alert: Alert, *, by: Actor, at: datetime) -> Alert:
    """From now on the one who acts has it. Raises NotYours, AlertOver, TakenAlready."""
    alert = _locked(alert.uuid)
    require(by, ACKNOWLEDGE, at=at, place=alert.place_id)
    if alert.state != State.FIRING:
        raise AlertOver
    if alert.is_taken:
        raise TakenAlready

    alert.acknowledged_by_id, alert.acknowledged_post_id, alert.acknowledged_at = by.account, by.post, at
    alert.save(update_fields=["acknowledged_by", "acknowledged_post", "acknowledged_at"])

    told = AlertAcknowledged(rule=Code(alert.rule.code))
    record(told, about=alert, by=by, at=at, place=alert.place_id)
    return alert


@transaction.atomic
def give_out(
    alert: UUID, *, directive: UUID, office: Organisation, due_at: datetime | None, by: Actor, at: datetime
) -> None:
    """A directive was issued because of it: that office has it. Told twice, it is kept once."""
    found = Alert.objects.select_for_update(of=("self",)).select_related("rule").filter(uuid=alert).first()
    if found is None or found.directive == directive:
        return

    found.directive, found.given_to, found.given_at, found.due_at = directive, office, at, due_at
    found.save(update_fields=["directive", "given_to", "given_at", "due_at"])

    told = AlertGivenOut(rule=Code(found.rule.code), directive=directive)
    record(told, about=found, by=by, at=at, place=found.place_id)


@transaction.atomic
def take_back(directive: UUID, *, at: datetime) -> int:
    """The directive was recalled: the office has its alert no more. Returns how many alerts want somebody again."""
    given = Alert.objects.filter(directive=directive, given_at__lte=at)
    return given.update(directive=None, given_to=None, given_at=None, due_at=None)


def _locked(uuid: UUID) -> Alert:
    rows = Alert.objects.select_for_update(of=("self",)).select_related("rule", "place")
    return rows.get(uuid=uuid)
