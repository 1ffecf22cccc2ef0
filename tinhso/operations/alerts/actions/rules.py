"""Rules: written as drafts, published as versions that never change, stopped with a reason."""

from collections.abc import Mapping
from datetime import datetime
from graphlib import CycleError, TopologicalSorter

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tinhso.core.accounts.actions import require
from tinhso.core.places.models import Place
from tinhso.events.definitions import Code
from tinhso.events.log import record
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import Refusal
from tinhso.operations.alerts.actions.ending import end_all
from tinhso.operations.alerts.apps import KEEP
from tinhso.operations.alerts.domain.rules import RuleTold, checked
from tinhso.operations.alerts.domain.words import Ending
from tinhso.operations.alerts.events import RulePublished, RuleRetired
from tinhso.operations.alerts.models import Alert, Rule, RuleVersion, Status
from tinhso.operations.alerts.models.numbers import meter_of
from tinhso.warehouse.definitions import promised
from tinhso.warehouse.land import NoSuchPlaceThen


class RuleThere(Refusal):
    sentence = _("A rule with this code is here already.")
    field = "code"


class ReasonWanted(Refusal):
    sentence = _("Say why. Everyone who sees the rule reads it.")
    field = "reason"


class NothingToPublish(Refusal):
    sentence = _("There is no draft. Write one first.")


class RuleStopped(Refusal):
    sentence = _("This rule was stopped.")


class NoSuchRule(Refusal):
    sentence = _("One of the rules that are to keep silent is not here.")
    field = "inhibits"


class RulesSilenceEachOther(Refusal):
    sentence = _("These rules would keep each other silent, and nobody would be told.")
    field = "inhibits"


@transaction.atomic
def enter_rule(code: str, titles: Mapping[str, str], place: Place, *, by: Actor, at: datetime) -> Rule:
    """A rule that says nothing yet. Raises NotYours, RuleThere, NoSuchPlaceThen."""
    require(by, KEEP, at=at, place=place.pk)
    if Rule.objects.filter(code=code).exists():
        raise RuleThere
    if not Place.objects.on(timezone.localdate(at)).filter(pk=place.pk).exists():
        raise NoSuchPlaceThen(field="place")

    return Rule.objects.create(code=code, titles=dict(titles), place=place, entered_at=at)


@transaction.atomic
def draft_rule(rule: Rule, told: RuleTold, *, reason: str, by: Actor, at: datetime) -> RuleVersion:
    """Write the draft of a rule, in place of the draft that was there; nothing holds of it yet.

    Raises NotYours, RuleStopped, ReasonWanted, UnknownIndicator, NoSuchRule, and what `checked` raises.
    """
    rule = _locked(rule)
    require(by, KEEP, at=at, place=rule.place_id)
    if rule.retired_at:
        raise RuleStopped
    if not reason.strip():
        raise ReasonWanted
    checked(told, meter_of(promised(told.indicator)).measure)
    if Rule.objects.filter(code__in=told.inhibits).count() != len(set(told.inhibits)):
        raise NoSuchRule

    last = rule.versions.order_by("-number").first()
    number = 1 if last is None else last.number + (last.status != Status.DRAFT)
    said = {
        "document": told.model_dump(mode="json"), "reason": reason.strip(), "written_by_id": by.account,
        "written_at": at,
    }  # fmt: skip
    return RuleVersion.objects.update_or_create(rule=rule, number=number, defaults=said)[0]


@transaction.atomic
def publish_rule(rule: Rule, *, by: Actor, at: datetime) -> RuleVersion:
    """The draft holds from now on, in place of what held. Raises NotYours, NothingToPublish, RulesSilenceEachOther."""
    rule = _locked(rule)
    require(by, KEEP, at=at, place=rule.place_id)
    draft = rule.versions.drafts().first()
    if draft is None or rule.retired_at:
        raise NothingToPublish
    _refuse_circles(draft)

    rule.versions.filter(status=Status.PUBLISHED).update(status=Status.RETIRED)
    draft.status, draft.published_at = Status.PUBLISHED, at
    draft.save(update_fields=["status", "published_at"])

    published = RulePublished(code=Code(rule.code), number=draft.number)
    record(published, about=rule, by=by, at=at, place=rule.place_id)
    return draft


@transaction.atomic
def retire_rule(rule: Rule, *, reason: str, by: Actor, at: datetime) -> Rule:
    """It looks no more, and what it raised ends. Raises NotYours, RuleStopped, ReasonWanted."""
    rule = _locked(rule)
    require(by, KEEP, at=at, place=rule.place_id)
    if rule.retired_at:
        raise RuleStopped
    if not reason.strip():
        raise ReasonWanted

    rule.retired_at, rule.retired_why, rule.flapping_since = at, reason.strip(), None
    rule.save(update_fields=["retired_at", "retired_why", "flapping_since"])
    end_all(Alert.objects.filter(rule=rule), Ending.RULE_RETIRED, by=by, at=at)

    record(RuleRetired(code=Code(rule.code)), about=rule, by=by, at=at, place=rule.place_id)
    return rule


def _locked(rule: Rule) -> Rule:
    return Rule.objects.select_for_update().get(pk=rule.pk)


def _refuse_circles(draft: RuleVersion) -> None:
    rows = RuleVersion.objects.in_force().exclude(rule=draft.rule)
    graph = {row.rule.code: row.told.inhibits for row in rows} | {draft.rule.code: draft.told.inhibits}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError:
        raise RulesSilenceEachOther from None
