"""Which desk a petition goes to: ordered rules, as data, in versions; a published version is never changed."""

import uuid
from typing import Any, Self

from django.db import models
from django.db.models import Q

from tinhso.core.accounts.models import Account
from tinhso.core.cases.models.definitions import Status


class RuleBookQuerySet(models.QuerySet["RuleBook"]):
    """Questions about rules."""

    def published(self) -> Self:
        return self.filter(status=Status.PUBLISHED)

    def drafts(self) -> Self:
        return self.filter(status=Status.DRAFT)

    def newest_first(self) -> Self:
        return self.order_by("-version")


class RuleBook(models.Model):
    """One version of the rules. The first rule that holds names the desk; where none does, the topic's own desk.

    rules   a list of objects as `domain.routing.Rule` reads them
    note    why it was written, for the next keeper
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.PositiveIntegerField(unique=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    rules = models.JSONField(default=list)
    note = models.CharField(max_length=500, default="", blank=True)
    made_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    published_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField(null=True)
    retired_at = models.DateTimeField(null=True)

    objects = RuleBookQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["status"], condition=Q(status=Status.PUBLISHED), name="rules_one_published"
            ),
            models.UniqueConstraint(fields=["status"], condition=Q(status=Status.DRAFT), name="rules_one_draft"),
            models.CheckConstraint(condition=Q(status__in=Status.values), name="rules_status_known"),
            models.CheckConstraint(
                condition=Q(status=Status.DRAFT) | Q(published_at__isnull=False), name="rules_published_when"
            ),
        ]

    @property
    def said(self) -> list[dict[str, Any]]:
        """The rules as they were written."""
        return list(self.rules)
