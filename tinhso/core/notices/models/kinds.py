"""A kind of message, declared by a system, and its words in versions."""

import uuid
from collections.abc import Mapping
from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language

from tinhso.core.notices.domain.values import Gap
from tinhso.core.notices.domain.wording import Words


class Kind(models.Model):
    """A kind of message. Its system says what it is about and what can stand in its gaps; people write its words.

    code       `system.what`, for ever
    title      what it is called, by language
    gaps       name → kind of value (`domain.values.Gap`)
    refusable  a person may say that they do not want it, where the law allows
    urgent     it rings in quiet hours too
    digest     it may wait for the evening and go with others, if the person wants that
    parts      how many text messages its short form may take
    """

    code = models.CharField(max_length=60, unique=True)
    system = models.CharField(max_length=40)
    title = models.JSONField()
    gaps = models.JSONField()
    refusable = models.BooleanField(default=False)
    urgent = models.BooleanField(default=False)
    digest = models.BooleanField(default=False)
    parts = models.PositiveSmallIntegerField(default=1)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(parts__range=(1, 5)), name="kind_takes_few_parts")]

    @property
    def said(self) -> str:
        """Its name in the language of the page."""
        titles: Mapping[str, str] = self.title
        return titles.get((get_language() or "vi")[:2]) or titles["vi"]

    @property
    def declared(self) -> dict[str, Gap]:
        return {name: Gap(gap) for name, gap in self.gaps.items()}


class WordingQuerySet(models.QuerySet["Wording"]):
    def published(self) -> Self:
        """The words in use, one of each kind."""
        return self.filter(state=Wording.State.PUBLISHED)

    def of(self, kind: str) -> Self:
        """Every version of a kind, the newest first."""
        return self.filter(kind__code=kind).select_related("kind").order_by("-number")


class Wording(models.Model):
    """One version of the words of a kind: a draft, the one in use, or one that was. Only a draft is ever changed.

    texts   language → subject, short, long, spoken, accents
    """

    class State(models.TextChoices):
        DRAFT = "draft"
        PUBLISHED = "published"
        RETIRED = "retired"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.ForeignKey(Kind, models.PROTECT, related_name="wordings", db_index=False)
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT)
    texts = models.JSONField()
    made_by = models.BigIntegerField(null=True)
    made_at = models.DateTimeField()
    published_by = models.BigIntegerField(null=True)
    published_at = models.DateTimeField(null=True)

    objects = WordingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "number"], name="wording_numbered"),
            models.UniqueConstraint(fields=["kind"], condition=Q(state="draft"), name="wording_one_draft"),
            models.UniqueConstraint(fields=["kind"], condition=Q(state="published"), name="wording_one_in_use"),
            models.CheckConstraint(
                condition=Q(state="draft") | Q(published_at__isnull=False), name="wording_published_when"
            ),
        ]

    @property
    def words(self) -> dict[str, Words]:
        return {language: Words.read(told) for language, told in self.texts.items()}

    def words_in(self, language: str) -> tuple[str, Words]:
        """The words in a language, in Vietnamese when it has none; and which language it is."""
        texts: Mapping[str, Any] = self.texts
        spoken = language if language in texts else "vi"
        return spoken, Words.read(texts[spoken])
