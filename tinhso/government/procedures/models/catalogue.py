"""The catalogue: which procedures there are, under which codes they were known, and what the law says of them when."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q


class ProcedureQuerySet(models.QuerySet["Procedure"]):
    def coded(self, code: str) -> Self:
        """The one that bears this national code, or bore it once."""
        return self.filter(codes__code=code)

    def listed(self) -> Self:
        return self.order_by("position", "slug")


class Procedure(models.Model):
    """One thing that people ask of the authorities. What the law says of it stands in its versions.

    code    the national code of today (`1.001193`), or one of our own (`T.…`) where the nation gave none
    slug    its address
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField(max_length=20, unique=True)
    slug = models.SlugField(max_length=60, unique=True)
    field = models.CharField(max_length=40)
    position = models.PositiveSmallIntegerField(default=0)
    suspended_at = models.DateTimeField(null=True)

    objects = ProcedureQuerySet.as_manager()

    def __str__(self) -> str:
        return self.code


class ProcedureCode(models.Model):
    """A national code of a procedure, today's or an earlier one: dossiers of the portal may still carry it."""

    procedure = models.ForeignKey(Procedure, on_delete=models.CASCADE, related_name="codes")
    code = models.CharField(max_length=20, unique=True)
    until = models.DateField(null=True)


class ProcedureVersionQuerySet(models.QuerySet["ProcedureVersion"]):
    def on(self, day: date) -> Self:
        """Those that apply on a day."""
        return self.filter(valid_from__lte=day).filter(Q(valid_to=None) | Q(valid_to__gt=day))

    def usable(self, day: date) -> Self:
        """Those by which something can be filed on a day."""
        return self.on(day).filter(suspended_at=None, procedure__suspended_at=None)


class ProcedureVersion(models.Model):
    """What the law says of a procedure from one day to another: papers, term, fees, form, steps.

    facts       the whole document, read by `domain.catalogue.read_facts`; never changed once entered
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    procedure = models.ForeignKey(Procedure, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    suspended_at = models.DateTimeField(null=True)
    facts = models.JSONField()
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    objects = ProcedureVersionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["procedure", "number"], name="procedure_version_once"),
            models.UniqueConstraint(
                fields=["procedure"], condition=Q(valid_to=None), name="procedure_one_version_without_end"
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                name="procedure_version_ends_after_it_began",
            ),
        ]


class FilingChoice(models.Model):
    """Where papers of a level (full, partial) are filed: on our own pages, on the national portal, or on both."""

    level = models.CharField(max_length=10, unique=True)
    where = models.CharField(max_length=10)
