"""Silencing: nobody is told for a while, with a reason and an end; the alert stands all the same."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tinhso.core.accounts.actions import require
from tinhso.core.places.models import Place
from tinhso.events.definitions import Code
from tinhso.events.log import record
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import Refusal
from tinhso.operations.alerts.actions.rules import ReasonWanted
from tinhso.operations.alerts.apps import SILENCE
from tinhso.operations.alerts.events import AlertsSilenced, SilenceLifted
from tinhso.operations.alerts.models import Rule, Silence

LONGEST = timedelta(days=31)


class EndsTooSoon(Refusal):
    sentence = _("The silence must end later than now.")
    field = "until"


class LastsTooLong(Refusal):
    sentence = _("A silence lasts a month at most. Change the rule if it is wrong.")
    field = "until"


class LiftedAlready(Refusal):
    sentence = _("This silence is over.")


@transaction.atomic
def silence_alerts(
    rule: Rule, place: Place | None, *, reason: str, until: datetime, by: Actor, at: datetime
) -> Silence:
    """Tell nobody of a rule's alerts at a place (None: anywhere) until then.

    Raises NotYours, ReasonWanted, EndsTooSoon, LastsTooLong.
    """
    require(by, SILENCE, at=at, place=place.pk if place else rule.place_id)
    if not reason.strip():
        raise ReasonWanted
    if until <= at:
        raise EndsTooSoon
    if until > at + LONGEST:
        raise LastsTooLong

    silence = Silence.objects.create(
        rule=rule, place=place, reason=reason.strip(), begins_at=at, until=until, silenced_by_id=by.account
    )

    told = AlertsSilenced(rule=Code(rule.code), until=until)
    record(told, about=silence, by=by, at=at, place=place.pk if place else rule.place_id)
    return silence


@transaction.atomic
def lift_silence(silence: Silence, *, by: Actor, at: datetime) -> Silence:
    """Before its time. Raises NotYours, LiftedAlready."""
    silence = Silence.objects.select_for_update(of=("self",)).select_related("rule").get(pk=silence.pk)
    place = silence.place_id or silence.rule.place_id
    require(by, SILENCE, at=at, place=place)
    if silence.lifted_at or silence.until <= at:
        raise LiftedAlready

    silence.lifted_at = at
    silence.save(update_fields=["lifted_at"])

    record(SilenceLifted(rule=Code(silence.rule.code)), about=silence, by=by, at=at, place=place)
    return silence
