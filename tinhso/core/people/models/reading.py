"""Looks at a person's data, as that person reads them."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from tinhso.core.people.models.person import Person


class ReadingQuerySet(models.QuerySet["Reading"]):
    """Questions about looks."""

    def of_person(self, person: uuid.UUID) -> Self:
        """Looks at someone, also under a row that was merged into theirs; the latest first."""
        return self.filter(person__in=Person.objects.rows_of(person).values("uuid")).order_by("-at", "-id")

    def before(self, at: datetime, last: int) -> Self:
        """Those that lie after a row in a list with the latest first."""
        return self.filter(Q(at__lt=at) | Q(at=at, id__lt=last), at__lte=at)


class Reading(models.Model):
    """One look at a person's data. The log has it too and keeps it for ever; here that person finds it quickly.

    reason        a `domain.words.ReadReason`
    case          code of the case for which one looked; may be empty
    reader, account, post   who looked, and from which post
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, to_field="uuid", related_name="readings", db_index=False)
    at = models.DateTimeField()
    reason = models.CharField(max_length=20)
    case = models.CharField(max_length=40, default="", blank=True)
    reader = models.UUIDField(null=True)
    account = models.BigIntegerField(null=True)
    post = models.BigIntegerField(null=True)

    objects = ReadingQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["person", "-at", "-id"], name="readings_of_a_person")]  # who looked at me
