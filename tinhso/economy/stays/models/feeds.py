"""Calendars of other sites: where they are fetched, and what the last good one said."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q

from tinhso.core.notices.models.people import closed, opened
from tinhso.economy.stays.domain.words import Came
from tinhso.economy.stays.models.homes import Room


class FeedQuerySet(models.QuerySet["Feed"]):
    def due(self, at: datetime) -> Self:
        """Those that were not asked lately, the longest ago first."""
        asked = self.filter(Q(asked_at=None) | Q(asked_at__lt=at)).order_by(F("asked_at").asc(nulls_first=True), "id")
        return asked.select_related("room")


class Feed(models.Model):
    """A calendar of another site for one room. Its address lets anyone read that calendar, so it lies sealed.

    good_at   when the copy that counts was fetched; asked_at: when it was last tried
    trouble   one word for why the last try brought nothing new; empty: all is well
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    room = models.ForeignKey(Room, models.CASCADE, related_name="feeds")
    site = models.CharField(max_length=60)
    sealed = models.BinaryField()
    asked_at = models.DateTimeField(null=True)
    good_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=20, blank=True, default="")

    objects = FeedQuerySet.as_manager()

    def keep_address(self, address: str) -> None:
        self.sealed = closed(address, bound_to=self.uuid)

    @property
    def address(self) -> str:
        return opened(self.sealed, bound_to=self.uuid)


class FeedSpan(models.Model):
    """Nights that another site has taken. `conflict`: we had sold some of them before we knew."""

    feed = models.ForeignKey(Feed, models.CASCADE, related_name="spans")
    uid = models.CharField(max_length=220)
    first = models.DateField()
    end = models.DateField()
    came = models.CharField(max_length=8, choices=[(one.value, one.value) for one in Came])
    conflict = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["feed", "uid"], name="a_span_once_in_a_feed"),
            models.CheckConstraint(condition=Q(end__gt=F("first")), name="span_has_a_night"),
        ]
