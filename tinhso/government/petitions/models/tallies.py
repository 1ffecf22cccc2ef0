"""What is counted or learnt from petitions now and then: ratings by month, and the words of topics."""

import uuid
from typing import Self

from django.db import models
from django.db.models import F, Q

from tinhso.core.organisations.models import Organisation
from tinhso.core.places.models import Place
from tinhso.government.petitions.models.topics import Topic


class RatingCount(models.Model):
    """How answers of a month were rated, for one office, commune and top topic. Counted anew, never added to.

    content   faces of 4 and 5; faces: the sum of all
    """

    month = models.DateField()
    agency = models.ForeignKey(Organisation, models.PROTECT, related_name="+", db_index=False)
    commune = models.ForeignKey(Place, models.PROTECT, related_name="+", db_index=False)
    subject = models.ForeignKey(Topic, models.PROTECT, related_name="+", db_index=False)
    rated = models.PositiveIntegerField()
    content = models.PositiveIntegerField()
    faces = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["month", "agency", "commune", "subject"], name="ratings_counted_once"),
            models.CheckConstraint(condition=Q(content__lte=F("rated")), name="content_are_among_the_rated"),
        ]


class LearningQuerySet(models.QuerySet["Learning"]):
    """Questions about what was learnt."""

    def newest(self) -> Self:
        return self.order_by("-learnt_at", "-id")


class Learning(models.Model):
    """What was learnt from decided petitions: counts that a person can read (`domain.suggesting.Learnt`).

    tried, right, among  how it did on the latest quarter of them: first, or among three
    lead                 from which lead on it passed the bar of the province; None: it did not, or there is no bar
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    words = models.JSONField()
    petitions = models.PositiveIntegerField()
    tried = models.PositiveIntegerField()
    right = models.PositiveIntegerField()
    among = models.PositiveIntegerField()
    bar = models.FloatField(default=0)
    lead = models.FloatField(null=True)
    sure = models.PositiveIntegerField(default=0)
    learnt_at = models.DateTimeField()

    objects = LearningQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["-learnt_at", "-id"], name="learnt_newest")]  # which one suggests now

    @property
    def accuracy(self) -> float | None:
        """The share of the tried that was right at first."""
        return self.right / self.tried if self.tried else None
