"""Strategies, their goals, and the targets of each, in versions that are never rewritten."""

from __future__ import annotations

import uuid
from typing import Self

from django.db import models
from django.db.models import F, Q

from tinhso.core.organisations.models import Organisation
from tinhso.core.places.models import Place
from tinhso.kit.guards import Guard
from tinhso.operations.strategy.domain.figures import Point
from tinhso.operations.strategy.domain.tables import Unit, said, units
from tinhso.operations.strategy.domain.words import Direction

SET_ONCE = Guard("strategy_targetversion", "a target in force is never silently changed: set it anew, with the reason")


class StrategyQuerySet(models.QuerySet["Strategy"]):
    """Questions about strategies."""

    def listed(self) -> Self:
        """The newest first, with where they hold."""
        return self.select_related("place").order_by("-until", "-begins", "code")

    def before(self, end: tuple[int, str] | None) -> Self:
        """Those after the end of a page: its last year and code."""
        return self if end is None else self.filter(Q(until__lt=end[0]) | Q(until=end[0], code__gt=end[1]))


class Strategy(models.Model):
    """A strategy, a resolution or a plan with targets, for a place.

    number   of the paper, as people say it: 2665/QĐ-UBND
    area     what its figures are about where that is not the place of today: a province before a merger
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.SlugField(max_length=40, unique=True)
    number = models.CharField(max_length=60, default="", blank=True)
    titles = models.JSONField()
    issuer = models.CharField(max_length=200)
    area = models.CharField(max_length=100, default="", blank=True)
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    signed_on = models.DateField(null=True)
    begins = models.PositiveSmallIntegerField()
    until = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=300)
    entered_at = models.DateTimeField()
    adopted_at = models.DateTimeField(null=True)

    objects = StrategyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(until__gte=F("begins")), name="strategy_lasts"),
        ]
        indexes = [models.Index(fields=["-until", "code"], name="strategies_by_year")]  # listed

    @property
    def title(self) -> str:
        return said(self.titles)


class Goal(models.Model):
    """What a strategy wants, in the order of its paper."""

    strategy = models.ForeignKey(Strategy, models.CASCADE, related_name="goals")
    code = models.SlugField(max_length=40)
    number = models.PositiveSmallIntegerField()
    titles = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["strategy", "code"], name="one_goal_a_code"),
            models.UniqueConstraint(fields=["strategy", "number"], name="one_goal_a_number"),
        ]

    @property
    def title(self) -> str:
        return said(self.titles)


class Target(models.Model):
    """Something that is measured for a goal, who answers for it, and how it counts.

    measure      what is measured, alike in all provinces: figures of sister provinces are found by it
    method       the way of counting that is judged and drawn; figures of other methods stand beside
    indicators   codes of the warehouse whose numerators are added over their common denominator
    parts        codes and titles of what the figure is made of: the two-part method of the digital economy
    owner_post   the post that answers where the agency is not enough
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    goal = models.ForeignKey(Goal, models.CASCADE, related_name="targets")
    code = models.SlugField(max_length=40)
    number = models.PositiveSmallIntegerField()
    titles = models.JSONField()
    unit = models.CharField(max_length=20)
    direction = models.CharField(max_length=4)
    measure = models.CharField(max_length=40, default="", blank=True)
    method = models.CharField(max_length=20)
    indicators = models.JSONField(default=list)
    parts = models.JSONField(default=dict)
    owner = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    owner_post = models.CharField(max_length=150, default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["goal", "code"], name="one_target_a_code"),
            models.CheckConstraint(
                condition=Q(direction__in=[one.value for one in Direction]), name="target_direction_known"
            ),
        ]

    @property
    def title(self) -> str:
        return said(self.titles)

    @property
    def measured_in(self) -> Unit:
        return units()[self.unit]

    @property
    def way(self) -> Direction:
        return Direction(self.direction)


class TargetVersion(models.Model):
    """What is to be reached by a year, from where, and why it was set so. Written once; the last one holds."""

    target = models.ForeignKey(Target, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    baseline_year = models.PositiveSmallIntegerField(null=True)
    baseline = models.DecimalField(max_digits=20, decimal_places=4, null=True)
    year = models.PositiveSmallIntegerField()
    value = models.DecimalField(max_digits=20, decimal_places=4)
    reason = models.CharField(max_length=300)
    set_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+")
    set_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["target", "number"], name="one_version_a_number"),
            models.CheckConstraint(
                condition=Q(baseline_year=None, baseline=None) | Q(baseline_year__lt=F("year"), baseline__isnull=False),
                name="baseline_before_the_target",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="target_set_with_a_reason"),
        ]

    @property
    def goal_point(self) -> Point:
        return Point(self.year, float(self.value))

    @property
    def baseline_point(self) -> Point | None:
        return (
            Point(self.baseline_year, float(self.baseline))
            if self.baseline_year and self.baseline is not None
            else None
        )
