"""What was published or reported of provinces, year by year: imported tables, never reckoned here."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q


class Origin(models.TextChoices):
    """Who said it: the ministry after verification, or the province itself before."""

    PUBLISHED = "published"
    REPORTED = "reported"


class StandingQuerySet(models.QuerySet["Standing"]):
    """Questions about standings."""

    def published(self) -> Self:
        return self.filter(origin=Origin.PUBLISHED)

    def of(self, province: str) -> Self:
        """The history of a province, oldest first; two figures of one year stand beside each other."""
        return self.filter(province=province).order_by("year", "provinces", "origin")

    def table(self, year: int, provinces: int) -> Self:
        """The published table of a year, best first; whose value was not found comes last."""
        return (
            self.published()
            .filter(year=year, provinces=provinces)
            .order_by(models.F("value").desc(nulls_last=True), "province")
        )

    def whole_years(self) -> list[tuple[int, int]]:
        """Years of which the whole table is known, with the number of provinces, newest first."""
        counted = self.published().exclude(value=None).values("year", "provinces").annotate(rows=models.Count("pk"))
        whole = counted.filter(rows__gte=models.F("provinces")).values_list("year", "provinces")
        return sorted(whole, reverse=True)

    def years(self) -> list[tuple[int, int]]:
        """All years with anything, newest first."""
        return sorted(set(self.published().values_list("year", "provinces")), reverse=True)


class Standing(models.Model):
    """One province in one year.

    provinces   how many provinces the table has: 63, since the merger of 2025 also 34
    value       0–1; None where only the place was found
    rank_kind   "published", or "reckoned" from the values, ties sharing a place
    mains       values (0–1) of the main indices that were found, by their codes
    """

    year = models.PositiveSmallIntegerField()
    provinces = models.PositiveSmallIntegerField()
    province = models.CharField(max_length=60)
    origin = models.CharField(max_length=10, choices=Origin)
    value = models.FloatField(null=True)
    rank = models.PositiveSmallIntegerField(null=True)
    rank_kind = models.CharField(max_length=10, default="", blank=True)
    mains = models.JSONField(default=dict)
    source = models.CharField(max_length=400)

    objects = StandingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["year", "provinces", "province", "origin"], name="standing_once"),
            models.CheckConstraint(condition=Q(value=None) | Q(value__range=(0, 1)), name="standing_is_a_share"),
        ]
        indexes = [models.Index(fields=["province", "year"], name="standing_history")]  # of
