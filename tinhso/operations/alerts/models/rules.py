"""Rules and their versions. A published version is never changed: triggers of both databases refuse it."""

from __future__ import annotations

import uuid
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language

from tinhso.core.places.models import Place
from tinhso.kit.guards import Guard
from tinhso.operations.alerts.domain.rules import RuleTold

PUBLISHED_ONCE = Guard(
    "alerts_ruleversion",
    "a published rule stays as it is: publish another version",
    ("rule_id", "number", "document", "reason"),
)


class Status(models.TextChoices):
    DRAFT = "draft"
    PUBLISHED = "published"
    RETIRED = "retired"


class RuleQuerySet(models.QuerySet["Rule"]):
    """Questions about rules."""

    def standing(self) -> Self:
        return self.filter(retired_at=None)

    def listed(self) -> Self:
        """Those that hold first, by code."""
        return self.select_related("place").order_by(models.F("retired_at").asc(nulls_first=True), "code")


class Rule(models.Model):
    """Something that is watched below a place. What it says stands in its versions.

    flapping_since   since when its alert at some place begins again and again; nobody is told until it is calm
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.SlugField(max_length=40, unique=True)
    titles = models.JSONField()
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    flapping_since = models.DateTimeField(null=True)
    entered_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)
    retired_why = models.CharField(max_length=300, default="", blank=True)

    objects = RuleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(retired_at=None) | ~Q(retired_why=""), name="rule_retired_with_why"),
        ]

    @property
    def title(self) -> str:
        return str(self.titles.get(get_language() or "vi") or self.titles["vi"])


class RuleVersionQuerySet(models.QuerySet["RuleVersion"]):
    """Questions about versions."""

    def in_force(self) -> Self:
        """What rules that were not stopped say now."""
        return self.filter(status=Status.PUBLISHED, rule__retired_at=None).select_related("rule__place")

    def drafts(self) -> Self:
        return self.filter(status=Status.DRAFT)


class RuleVersion(models.Model):
    """What a rule says, as a document that `told` reads. One draft and one published version a rule.

    reason   why it says so; everyone who sees the rule reads it
    """

    rule = models.ForeignKey(Rule, models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    document = models.JSONField()
    reason = models.CharField(max_length=300)
    written_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)

    objects = RuleVersionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["rule", "number"], name="one_rule_version_a_number"),
            models.UniqueConstraint(fields=["rule"], condition=Q(status="draft"), name="one_draft_a_rule"),
            models.UniqueConstraint(fields=["rule"], condition=Q(status="published"), name="one_rule_in_force"),
            models.CheckConstraint(condition=Q(status__in=Status.values), name="rule_status_known"),
            models.CheckConstraint(condition=~Q(reason=""), name="rule_says_why"),
        ]

    @property
    def told(self) -> RuleTold:
        return RuleTold.model_validate(self.document)
