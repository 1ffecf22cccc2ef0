"""What is remembered of those outside: whether a gateway answers, and what it told us."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Q

from tinhso.core.payments.domain.doors import Door, Heard


class GatewayLine(models.Model):
    """How the line to a gateway is. While it fails nobody calls before `next_call`: the circuit breaker's memory,
    shared by all workers."""

    rail = models.CharField(max_length=10, unique=True)
    failures = models.PositiveIntegerField(default=0)
    failing_since = models.DateTimeField(null=True)
    next_call = models.DateTimeField(null=True)
    why = models.CharField(max_length=40, default="", blank=True)


class CallbackQuerySet(models.QuerySet["Callback"]):
    def older_than(self, at: datetime, kept: timedelta) -> Self:
        """Those that nobody will look at any more."""
        return self.filter(came_at__lt=at - kept)

    def unanswered(self) -> Self:
        """Signed and heard, but about nothing that is known here: a person should look."""
        return self.filter(heard=Heard.UNKNOWN).order_by("-came_at")


class Callback(models.Model):
    """A message of a bank or gateway whose signature was right, letter for letter, once.

    told_id   the sender's number of the message, or the hash of its letters: told again it is the same
    raw       the letters that were signed; thrown away after some days
    """

    door = models.CharField(max_length=10, choices=[(door.value, door.value) for door in Door])
    told_id = models.CharField(max_length=100)
    raw = models.BinaryField()
    heard = models.CharField(max_length=10, choices=[(heard.value, heard.value) for heard in Heard])
    answer = models.CharField(max_length=80, default="", blank=True)
    times = models.PositiveIntegerField(default=1)
    came_at = models.DateTimeField()

    objects = CallbackQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["door", "told_id"], name="callback_told_once"),
            models.CheckConstraint(condition=~Q(told_id=""), name="callback_has_a_number"),
        ]
        indexes = [models.Index(fields=["came_at"], name="callback_to_forget")]  # what is old is thrown away
