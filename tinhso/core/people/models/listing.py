"""Lists of people that were shown to someone, and who was shown in which."""

import uuid

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q

from tinhso.core.people.models.person import Person


class Listing(models.Model):
    """One list that was shown: written with the page itself, told to the log and to those it showed by the worker.

    way      what kind of list it was (`domain.words.ListWay`)
    by       who was shown it: the fields of the `Actor`
    people   uuids of those whose names it showed
    told_at  when it was told; null until then
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True)
    at = models.DateTimeField()
    way = models.CharField(max_length=20)
    by = models.JSONField(encoder=DjangoJSONEncoder)
    people = models.JSONField()
    told_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["id"], condition=Q(told_at=None), name="listings_to_tell"),
            models.Index(fields=["at"], name="listing_by_age"),  # forgetting old ones
        ]


class Sighting(models.Model):
    """Someone's name stood in lists that one account was shown on one day: once a day and kind of list is enough."""

    person = models.ForeignKey(Person, models.CASCADE, to_field="uuid", related_name="sightings")
    day = models.DateField()
    way = models.CharField(max_length=20)
    account = models.BigIntegerField(default=0)
    reader = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "day", "account", "way"], name="one_sighting_a_day"),
        ]
        indexes = [models.Index(fields=["day"], name="sighting_by_age")]  # forgetting old ones
