"""Journeys that somebody kept, and what guests and officers say about places. Nobody is named."""

from __future__ import annotations

import secrets
import uuid
from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Q

from tinhso.core.files.models import File
from tinhso.core.places.models import Place
from tinhso.economy.destinations.models.destinations import Destination

SHOWN, HELD, HIDDEN = "shown", "held", "hidden"
FACES = range(1, 6)


def new_token() -> str:
    """128 bits that nobody guesses."""
    return secrets.token_urlsafe(16)


class Trip(models.Model):
    """A plan that was kept under an address that cannot be guessed; who has the address has the plan.

    wish   what was asked for; days: what came of it, as told then
    """

    token = models.CharField(max_length=32, unique=True, default=new_token, editable=False)
    first = models.DateField()
    wish = models.JSONField()
    days = models.JSONField()
    kept_at = models.DateTimeField(db_index=True)  # the job that forgets old ones


class ReviewQuerySet(models.QuerySet["Review"]):
    def shown(self) -> Self:
        return self.filter(state=SHOWN)

    def lately(self, at: datetime, span: timedelta) -> Self:
        return self.filter(at__gt=at - span)


class Review(models.Model):
    """What a guest thought of a place: a face from 1 (bad) to 5 (good), perhaps words. One a person or device.

    device   hash of a random number in a cookie; of who signed in, the person counts instead
    state    shown; held until somebody looked; hidden with a reason
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    destination = models.ForeignKey(Destination, models.CASCADE, related_name="reviews")
    person = models.UUIDField(null=True)
    device = models.CharField(max_length=64, blank=True)
    face = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=600, blank=True)
    state = models.CharField(max_length=6, default=SHOWN)
    reason = models.CharField(max_length=200, blank=True)
    reply = models.CharField(max_length=600, blank=True)
    replied_at = models.DateTimeField(null=True)
    at = models.DateTimeField()

    objects = ReviewQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["destination", "person"], condition=Q(person__isnull=False), name="one_review_a_person"
            ),
            models.UniqueConstraint(
                fields=["destination", "device"], condition=~Q(device=""), name="one_review_a_device"
            ),
            models.CheckConstraint(condition=Q(face__range=(1, 5)), name="review_face_1_to_5"),
            models.CheckConstraint(condition=Q(state__in=[SHOWN, HELD, HIDDEN]), name="review_state_known"),
        ]
        indexes = [
            models.Index(fields=["destination", "-at"], name="reviews_of_a_place"),  # the place's page, and floods
            models.Index(fields=["state", "-at"], name="reviews_by_state"),  # those that wait for somebody
        ]


class CautionQuerySet(models.QuerySet["Caution"]):
    def standing(self, at: datetime) -> Self:
        """Those that hold now."""
        return self.filter(begins__lte=at, ends__gt=at, taken_back_at=None)

    def around(self, place: Place) -> Self:
        """Those for a place or for one above it."""
        return self.filter(place__in=[place.pk, *place.ancestors])


class Caution(models.Model):
    """What an officer warns of: weather or a road, for a commune or the province, until a moment.

    words   in Vietnamese; words_en for guests from elsewhere, empty: they read the Vietnamese
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    place = models.ForeignKey(Place, models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=8)
    words = models.CharField(max_length=300)
    words_en = models.CharField(max_length=300, blank=True)
    begins = models.DateTimeField()
    ends = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True)
    written_by_id = models.BigIntegerField(null=True)

    objects = CautionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends__gt=models.F("begins")), name="warning_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(kind__in=["weather", "road"]), name="warning_kind_known"),
        ]
        indexes = [models.Index(fields=["place", "ends"], name="warnings_of_a_place")]  # every page of a place


class Medium(models.Model):
    """A picture of a place, or somebody telling of it. `language` of a voice; `credit`: who took or says it."""

    destination = models.ForeignKey(Destination, models.CASCADE, related_name="media")
    file = models.ForeignKey(File, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=7, choices=[("picture", "picture"), ("voice", "voice")])
    language = models.CharField(max_length=8, blank=True)
    shows = models.CharField(max_length=160)
    credit = models.CharField(max_length=120)
    added_at = models.DateTimeField()
