"""The catalogue: which procedures there are, under which codes they were known, and what the law says of them when."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q

from tinhso.core.cases.models import Definition
from tinhso.government.procedures.domain.catalogue import Level


class ProcedureQuerySet(models.QuerySet["Procedure"]):
    """Questions about procedures."""

    def coded(self, code: str) -> Self:
        """The one that bears this national code, or bore it once."""
        return self.filter(codes__code=code)

    def listed(self) -> Self:
        """In the order of the catalogue."""
        return self.order_by("position", "slug")


class Procedure(models.Model):
    """One thing that people ask of the authorities. What the law says of it stands in its versions.

    code           the national code of today (`1.001193`), or one of our own (`T.033`) where the nation gave none
    slug           its address
    suspended_why  why nobody may file it now, said to everyone
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField(max_length=20, unique=True)
    slug = models.SlugField(max_length=60, unique=True)
    field = models.CharField(max_length=40)
    position = models.PositiveSmallIntegerField(default=0)
    suspended_at = models.DateTimeField(null=True)
    suspended_why = models.CharField(max_length=300, default="", blank=True)

    objects = ProcedureQuerySet.as_manager()

    def __str__(self) -> str:
        return self.code


class ProcedureCode(models.Model):
    """A national code of a procedure, today's or an earlier one: dossiers of the portal may still carry it."""

    procedure = models.ForeignKey(Procedure, on_delete=models.CASCADE, related_name="codes")
    code = models.CharField(max_length=20, unique=True)
    until = models.DateField(null=True)


class ProcedureVersionQuerySet(models.QuerySet["ProcedureVersion"]):
    """Questions about versions."""

    def on(self, day: date) -> Self:
        """Those that apply on a day."""
        return self.filter(valid_from__lte=day).filter(Q(valid_to=None) | Q(valid_to__gt=day))

    def usable(self, day: date) -> Self:
        """Those by which something can be filed on a day."""
        return self.on(day).filter(suspended_at=None, procedure__suspended_at=None)

    def begun(self, day: date) -> Self:
        """Those that apply by now and whose workflow is not yet published."""
        return self.on(day).filter(definition=None)

    def listed(self) -> Self:
        """In the order of the catalogue, the document left where it is (see `models.laws`)."""
        ordered = self.order_by("procedure__position", "procedure__slug", "-number")
        return ordered.select_related("procedure").defer("facts")


class ProcedureVersion(models.Model):
    """What the law says of a procedure from one day to another: papers, term, fees, form, steps.

    facts          the whole document, read by `domain.catalogue.read_facts`; never changed once entered
    definition     the workflow by which its dossiers run; None until the day on which it begins
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    procedure = models.ForeignKey(Procedure, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)
    suspended_at = models.DateTimeField(null=True)
    suspended_why = models.CharField(max_length=300, default="", blank=True)
    facts = models.JSONField()
    digest = models.CharField(max_length=64)
    definition = models.ForeignKey(Definition, on_delete=models.PROTECT, null=True, related_name="+")
    made_by = models.BigIntegerField(null=True)
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

    def __str__(self) -> str:
        return f"{self.procedure.code} {self.number}"

    @property
    def is_suspended(self) -> bool:
        """Whether nobody may file by it now."""
        return self.suspended_at is not None or self.procedure.suspended_at is not None

    def is_usable(self, day: date) -> bool:
        """Whether one can file by it on a day: `ProcedureVersionQuerySet.usable`, asked of a row."""
        in_force = self.valid_from <= day and (self.valid_to is None or self.valid_to > day)
        return in_force and not self.is_suspended

    @property
    def why_suspended(self) -> str:
        return self.procedure.suspended_why or self.suspended_why


class Where(models.TextChoices):
    """On whose pages people file."""

    OWN = "own"
    NATIONAL = "national"
    BOTH = "both"


class FilingChoice(models.Model):
    """Where papers of a level (full, partial) are filed on line: on our own pages, the national portal, or both."""

    level = models.CharField(max_length=10, unique=True)
    where = models.CharField(max_length=10, choices=Where, default=Where.BOTH)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(where__in=Where.values), name="filing_choice_known"),
            models.CheckConstraint(
                condition=Q(level__in=[Level.FULL.value, Level.PARTIAL.value]), name="filing_choice_level_known"
            ),
        ]


def where_to_file(level: Level) -> Where:
    """On whose pages a level is filed now; both where nobody has chosen."""
    chosen = FilingChoice.objects.filter(level=level.value).values_list("where", flat=True).first()
    return Where(chosen) if chosen else Where.BOTH
