"""What all may read: a petition's public words and pictures, who else wants it, and what came through other programs.

Public lists and maps ask these tables alone; nothing private is copied here but what an officer looked through.
"""

from __future__ import annotations

import uuid
from typing import Self

from django.db import models
from django.db.models import Q

from tinhso.core.organisations.models import Organisation
from tinhso.core.places.models import Place
from tinhso.government.petitions.models.petitions import Petition
from tinhso.government.petitions.models.topics import Topic

_SHOWN = Q(taken_back_at=None)
_OPEN = Q(taken_back_at=None, answered_at=None)
_POINTED = Q(taken_back_at=None, lat__isnull=False)


class PublicationQuerySet(models.QuerySet["Publication"]):
    """Questions about what all may read."""

    def shown(self) -> Self:
        return self.filter(_SHOWN)

    def open(self) -> Self:
        """Shown and not answered yet."""
        return self.filter(_OPEN)

    def newest_first(self) -> Self:
        return self.order_by("-published_at", "-id")


class Publication(models.Model):
    """What all may read of a petition: the words of both sides, edited so that they name nobody.

    place, commune, topic, agency  as they were when it was shown; `subject` is the topic at the top
    answer         empty until it was answered; `answered_at` likewise
    lat, lon       WGS 84, only where an officer let the exact place be seen
    pictures       how many public pictures go with it; backers: how many said "me too"
    published_at   when it was shown, or shown anew with its answer
    taken_back_at  since when it is shown no more
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    petition = models.OneToOneField(Petition, models.PROTECT, related_name="publication")
    place = models.ForeignKey(Place, models.PROTECT, related_name="+", db_index=False)
    commune = models.ForeignKey(Place, models.PROTECT, related_name="+", db_index=False)
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="+", db_index=False)
    subject = models.ForeignKey(Topic, models.PROTECT, related_name="+", db_index=False)
    agency = models.ForeignKey(Organisation, models.PROTECT, related_name="+", db_index=False)
    words = models.TextField()
    answer = models.TextField(default="", blank=True)
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    pictures = models.PositiveSmallIntegerField(default=0)
    backers = models.PositiveIntegerField(default=0)
    reported_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField()
    published_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+", db_index=False)
    taken_back_at = models.DateTimeField(null=True)

    objects = PublicationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(lat=None, lon=None) | Q(lat__range=(-90, 90), lon__range=(-180, 180)),
                name="publication_is_on_earth",
            ),
        ]
        indexes = [  # the public list and map, by each filter of theirs
            models.Index(fields=["-published_at", "-id"], condition=_SHOWN, name="shown_newest"),
            models.Index(fields=["commune", "-published_at", "-id"], condition=_SHOWN, name="shown_of_a_commune"),
            models.Index(fields=["subject", "-published_at", "-id"], condition=_SHOWN, name="shown_of_a_subject"),
            models.Index(fields=["commune", "subject", "-published_at", "-id"], condition=_SHOWN, name="shown_of_both"),
            models.Index(fields=["-published_at", "-id"], condition=_OPEN, name="open_newest"),
            models.Index(fields=["commune", "-published_at", "-id"], condition=_OPEN, name="open_of_a_commune"),
            models.Index(fields=["subject", "-published_at", "-id"], condition=_OPEN, name="open_of_a_subject"),
            models.Index(fields=["commune", "-published_at", "-id"], condition=_POINTED, name="shown_points"),  # map
            models.Index(fields=["reported_at"], condition=_SHOWN, name="shown_reported"),  # Open311 by dates
        ]

    @property
    def is_done(self) -> bool:
        return self.answered_at is not None


class PublicPicture(models.Model):
    """A picture that all may see: `file` is a public `files.File`, drawn from the private one named `source`.

    hidden     how many parts were made unreadable
    looked_by  who looked at it and let it be seen
    """

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="shown_pictures")
    file = models.UUIDField(unique=True)
    source = models.UUIDField()
    position = models.PositiveSmallIntegerField()
    hidden = models.PositiveSmallIntegerField(default=0)
    looked_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+", db_index=False)
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["publication", "position"], name="public_picture_in_its_place"),
        ]


class Backer(models.Model):
    """Somebody who said "me too": once a person, or once a device when nobody signed in.

    device   keyed hash of a random number in a cookie; tells nothing of the person
    """

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="backed_by", db_index=False)
    person = models.UUIDField(null=True)
    device = models.CharField(max_length=64, default="", blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["publication", "person"], condition=Q(person__isnull=False), name="backed_once_by_a_person"
            ),
            models.UniqueConstraint(
                fields=["publication", "device"], condition=~Q(device=""), name="backed_once_from_a_device"
            ),
            models.CheckConstraint(condition=Q(person__isnull=False) | ~Q(device=""), name="backed_by_somebody"),
        ]
        indexes = [
            models.Index(fields=["person"], condition=Q(person__isnull=False), name="backed_by_a_person"),  # forgetting
        ]


class Filing(models.Model):
    """Which client of Open311 filed a petition: it alone may ask for it before it is shown to all."""

    petition = models.OneToOneField(Petition, models.CASCADE, related_name="filing", primary_key=True)
    token = models.ForeignKey("accounts.AccessToken", models.SET_NULL, null=True, related_name="+", db_index=False)
    filed_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["token", "filed_at"], name="filed_by_a_client")]  # how many in an hour
