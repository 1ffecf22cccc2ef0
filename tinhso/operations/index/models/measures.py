"""Measures: what could be done for the index, what it costs, how long it takes, what it is expected to bring."""

from __future__ import annotations

import uuid
from typing import Self

from django.db import models
from django.db.models import Q


class MeasureQuerySet(models.QuerySet["Measure"]):
    """Questions about measures."""

    def open_for(self, code: str, place: int) -> Self:
        """Those that can still be chosen for an index at a place."""
        return self.filter(code=code, place=place, ended_at=None).order_by("pk")


class Measure(models.Model):
    """One thing to do. `effects`: component code → figure → what is added to it when the measure is done.

    cost     in đồng; months: how long it takes
    either   measures of one name exclude each other
    needs    another measure that must be chosen with it
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField(max_length=40)
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+")
    title = models.CharField(max_length=200)
    owner = models.CharField(max_length=120)
    note = models.CharField(max_length=200, default="", blank=True)
    cost = models.BigIntegerField()
    months = models.PositiveSmallIntegerField()
    effects = models.JSONField()
    either = models.CharField(max_length=40, default="", blank=True)
    needs = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    entered_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = MeasureQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(cost__gte=0), name="measure_cost_not_negative"),
            models.CheckConstraint(condition=Q(months__range=(1, 120)), name="measure_lasts"),
        ]
        indexes = [models.Index(fields=["code", "place"], name="measures_of_an_index")]  # open_for
