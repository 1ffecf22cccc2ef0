"""What petitions are about: a tree of pictures, as data."""

import uuid
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language

from tinhso.kit.rendering import language


def said_in(words: dict[str, str]) -> str:
    """A topic's name in the language of the page, else in Vietnamese."""
    return words.get((language() or "vi").partition("-")[0]) or words["vi"]


class TopicQuerySet(models.QuerySet["Topic"]):
    """Questions about topics."""

    def current(self) -> Self:
        """Those under which something new is said."""
        return self.filter(retired_at=None)

    def tops(self) -> Self:
        """The first pictures that are shown."""
        return self.filter(parent=None)

    def in_order(self) -> Self:
        return self.select_related("parent").order_by("position", "id")


class Topic(models.Model):
    """A topic, under another or at the top.

    words      what it is called, by language
    icon       a picture of the house
    desk       the kind of office that looks after it, a code of `tables/desks.csv`
    days       working days for an answer, where it is fewer than the rules want
    urgent     whether people may be in danger: then hours count
    keywords   folded words by which it is found in what people say
    retired_at nothing new is said under it since; what was said stays, and new things go to its parent
    shipped    it came with the product and nobody of the province changed it since
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField(max_length=60, unique=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    words = models.JSONField()
    icon = models.CharField(max_length=40)
    desk = models.CharField(max_length=40)
    days = models.PositiveSmallIntegerField(null=True)
    urgent = models.BooleanField(default=False)
    keywords = models.JSONField(default=list)
    position = models.PositiveSmallIntegerField(default=0)
    retired_at = models.DateTimeField(null=True)
    shipped = models.BooleanField(default=False)

    objects = TopicQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(days=None) | Q(days__gte=1), name="topic_takes_a_day_at_least"),
            models.CheckConstraint(condition=~Q(code=""), name="topic_has_a_code"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def title(self) -> str:
        """What it is called in the reader's language, else in Vietnamese."""
        return self.said(get_language() or "vi")

    def said(self, language: str) -> str:
        found = self.words.get(language.partition("-")[0]) or self.words["vi"]
        return str(found)

    @property
    def line(self) -> list[str]:
        """The codes from the top down to itself: `roads.bridge` lies below `roads`."""
        parts = self.code.split(".")
        return [".".join(parts[: at + 1]) for at in range(len(parts))]
