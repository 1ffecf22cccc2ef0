"""Versions of catalogues. A published one is never changed: triggers of both databases refuse it."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import F, Q

from tinhso.kit.guards import Guard
from tinhso.operations.index.domain.catalogue import Catalogue, read_kept

PUBLISHED_ONCE = Guard(
    "index_catalogueversion",
    "a published catalogue stays as it is: enter another version",
    ("code", "version", "level", "document", "digest", "first_year", "last_year"),
)


class Status(models.TextChoices):
    DRAFT = "draft"
    PUBLISHED = "published"
    RETIRED = "retired"


class CatalogueVersionQuerySet(models.QuerySet["CatalogueVersion"]):
    """Questions about versions."""

    def published(self) -> Self:
        return self.filter(status=Status.PUBLISHED)

    def in_year(self, code: str, year: int) -> CatalogueVersion | None:
        """The published version of an index that holds for a year, the latest first."""
        holds = Q(last_year=None) | Q(last_year__gte=year)
        found = self.published().filter(holds, code=code, first_year__lte=year)
        return found.order_by("-first_year", "-pk").first()

    def listed(self) -> Self:
        """Every version, newest first within each index."""
        return self.order_by("code", "-first_year", "-pk")


class CatalogueVersion(models.Model):
    """One version of one index as a document; `index` reads it."""

    code = models.CharField(max_length=40)
    version = models.CharField(max_length=20)
    level = models.CharField(max_length=10)
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    document = models.JSONField()
    digest = models.CharField(max_length=64)
    first_year = models.PositiveSmallIntegerField()
    last_year = models.PositiveSmallIntegerField(null=True)
    entered_at = models.DateTimeField()
    entered_by = models.BigIntegerField(null=True)
    published_at = models.DateTimeField(null=True)

    objects = CatalogueVersionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="catalogue_version_once"),
            models.CheckConstraint(condition=Q(status__in=Status.values), name="catalogue_status_known"),
            models.CheckConstraint(
                condition=Q(last_year=None) | Q(last_year__gte=F("first_year")), name="catalogue_years_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.version}"

    @property
    def index(self) -> Catalogue:
        return read_kept(self.document)
