"""Figures of targets, those of sister provinces, and what was last thought of the way ahead."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import Self

from django.db import models
from django.db.models import F, Q

from tinhso.core.files.models import File
from tinhso.operations.strategy.domain.figures import Candidate
from tinhso.operations.strategy.domain.tables import methods, said
from tinhso.operations.strategy.domain.words import FigureState, Origin, Standing, Why
from tinhso.operations.strategy.models.strategies import Target


class FigureQuerySet(models.QuerySet["Figure"]):
    """Questions about figures."""

    def standing(self) -> Self:
        return self.filter(state=FigureState.STANDS)

    def waiting(self) -> Self:
        return self.filter(state=FigureState.WAITS)

    def beside(self) -> Self:
        """By year, those of one year side by side; with what a page shows of them."""
        return self.select_related("declared_post__organisation", "evidence").order_by("-year", "method", "pk")


class Figure(models.Model):
    """A figure of a year: what it rests on, how it was counted, who says so.

    source   where it was taken from, or the office that declared it: once a year, method and source
    parts    the components as published or declared, by code; they stay with the figure
    whole    what the parts are a share of, where it was told
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    target = models.ForeignKey(Target, models.PROTECT, related_name="figures")
    year = models.PositiveSmallIntegerField()
    value = models.DecimalField(max_digits=20, decimal_places=4)
    method = models.CharField(max_length=20)
    origin = models.CharField(max_length=10)
    source = models.CharField(max_length=300)
    parts = models.JSONField(default=dict)
    whole = models.DecimalField(max_digits=24, decimal_places=4, null=True)
    whole_year = models.BooleanField(default=True)
    state = models.CharField(max_length=10)
    evidence = models.ForeignKey(File, models.PROTECT, null=True, related_name="+")
    declared_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+")
    declared_post = models.ForeignKey("accounts.Post", models.PROTECT, null=True, related_name="+")
    told_at = models.DateTimeField()
    verified_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+")
    verified_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_why = models.CharField(max_length=300, default="", blank=True)

    objects = FigureQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["target", "year", "method", "source"], condition=~Q(state="withdrawn"),
                name="one_figure_a_year_and_source",
            ),
            models.CheckConstraint(
                condition=~Q(origin="declared") | Q(evidence__isnull=False, declared_post__isnull=False),
                name="declared_with_evidence",
            ),
            models.CheckConstraint(
                condition=Q(verified_by=None) | ~Q(verified_by=F("declared_by")), name="verified_by_another"
            ),
            models.CheckConstraint(
                condition=Q(origin__in=[one.value for one in Origin])
                & Q(state__in=[one.value for one in FigureState]),
                name="figure_kind_known",
            ),
            models.CheckConstraint(condition=~Q(state="withdrawn") | ~Q(withdrawn_why=""), name="withdrawn_with_why"),
        ]  # fmt: skip
        indexes = [models.Index(fields=["target", "state", "year"], name="figures_of_a_target")]  # standing, beside

    @property
    def method_said(self) -> str:
        return said(methods()[self.method])

    def told_already(self) -> bool:
        """Whether its source has told this year by this method, and that figure was not withdrawn."""
        same = Figure.objects.filter(target=self.target, year=self.year, method=self.method, source=self.source)
        return same.exclude(state=FigureState.WITHDRAWN).exists()

    @property
    def candidate(self) -> Candidate:
        return Candidate(self.year, self.value, self.method, Origin(self.origin), self.pk)


class SisterFigureQuerySet(models.QuerySet["SisterFigure"]):
    """Questions about the figures of others."""

    def series(self, measures: Iterable[str]) -> dict[str, list[list[tuple[int, float]]]]:
        """Measure → the series of each other province and method, by year."""
        found: dict[str, dict[tuple[str, str], list[tuple[int, float]]]] = {}
        rows = self.filter(measure__in=list(measures)).order_by("area", "year")
        for measure, area, method, year, value in rows.values_list("measure", "area", "method", "year", "value"):
            found.setdefault(measure, {}).setdefault((area, method), []).append((year, float(value)))
        return {measure: list(them.values()) for measure, them in found.items()}


class SisterFigure(models.Model):
    """A published figure of another province: what is usual there tells how far a short series may go."""

    measure = models.CharField(max_length=40)
    area = models.CharField(max_length=60)
    method = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    value = models.DecimalField(max_digits=20, decimal_places=4)
    source = models.CharField(max_length=300)

    objects = SisterFigureQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["measure", "area", "method", "year"], name="one_sister_figure_a_year"),
        ]


class Outlook(models.Model):
    """How a target stands and where it goes, as last reckoned from the figures that stood then.

    value, year   the last figure it rests on; None where there is none
    fan           rows of year, low, middle, high (80 of 100 futures lie between low and high)
    tried         how forecasts from earlier years missed: times, mean error, mean error of "as last year"
    method        short, long, or empty where nothing is forecast
    """

    target = models.OneToOneField(Target, models.CASCADE, related_name="outlook")
    standing = models.CharField(max_length=10)
    why = models.CharField(max_length=24)
    year = models.PositiveSmallIntegerField(null=True)
    value = models.FloatField(null=True)
    probability = models.FloatField(null=True)
    needed = models.FloatField(null=True)
    fan = models.JSONField(default=list)
    tried = models.JSONField(default=dict)
    method = models.CharField(max_length=5, default="", blank=True)
    judged_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(probability=None) | Q(probability__gte=0, probability__lte=1), name="probability_is_one"
            ),
            models.CheckConstraint(
                condition=Q(standing__in=[one.value for one in Standing]) & Q(why__in=[one.value for one in Why]),
                name="outlook_known",
            ),
        ]
