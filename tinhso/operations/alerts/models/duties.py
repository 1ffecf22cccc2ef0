"""Who is told, week by week."""

from __future__ import annotations

import uuid
from datetime import date, timedelta
from typing import Self

from django.db import models

from tinhso.kit.saying import day_of


class DutyQuerySet(models.QuerySet["Duty"]):
    """Questions about the roster."""

    def on(self, day: date) -> Duty | None:
        return self.filter(monday=monday_of(day)).select_related("account", "post__organisation").first()

    def from_week(self, day: date) -> Self:
        """That week and those to come."""
        weeks = self.filter(monday__gte=monday_of(day)).select_related("account__person", "post__organisation")
        return weeks.order_by("monday")


class Duty(models.Model):
    """A week in which somebody is told of every alert.

    note   what whoever handed it over said
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    monday = models.DateField(unique=True)
    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+")
    post = models.ForeignKey("accounts.Post", models.PROTECT, related_name="+")
    note = models.CharField(max_length=300, default="", blank=True)
    set_at = models.DateTimeField()

    objects = DutyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(monday__iso_week_day=1), name="duty_begins_on_monday"),
        ]

    @property
    def last_day(self) -> date:
        return self.monday + timedelta(days=6)


def monday_of(day: date) -> date:
    """The first day of its week."""
    day = day_of(day)
    return day - timedelta(days=day.weekday())
