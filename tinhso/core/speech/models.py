"""What can be recorded, and what was. A sentence with gaps is cut at its gaps; each run of words is recorded once."""

import uuid
from collections.abc import Iterable
from typing import Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q

from tinhso.core.files.models import File
from tinhso.core.people.domain.tables import languages


class Kind(models.TextChoices):
    """Where a phrase is heard."""

    NUMBER = "number"
    STATUS = "status"
    QUESTION = "question"
    OPTION = "option"
    MESSAGE = "message"
    PAGE = "page"


class PhraseQuerySet(models.QuerySet["Phrase"]):
    def in_use(self) -> Self:
        return self.filter(retired_at=None)

    def without_clip(self, language: str) -> Self:
        """Those that nobody can hear in a language yet; what was recorded and waits for approval is left out."""
        clips = Clip.objects.filter(phrase=OuterRef("pk"), language=language)
        return self.in_use().exclude(Exists(clips.filter(state__in=(Clip.State.APPROVED, Clip.State.OFFERED))))

    def most_needed(self, *, after: str = "") -> Self:
        """Those heard most often first; after the row with this id in that order, when an address names one."""
        rows = self.order_by("-heard", "id")
        last = Phrase.objects.filter(pk=int(after)).first() if after.isdigit() and len(after) < 19 else None
        return rows.filter(Q(heard__lt=last.heard) | Q(heard=last.heard, id__gt=last.pk)) if last else rows


class Phrase(models.Model):
    """A run of Vietnamese words that this house says, without gaps: one recording says all of it.

    name        hash of the words, by which it is found
    example     the whole sentence with its gaps, for who records
    source      which part of the house says it
    heard       how often someone pressed Listen and it was said
    retired_at  since when nothing says these words any more; its clips rest with it
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=32, unique=True)
    words = models.CharField(max_length=400)
    example = models.CharField(max_length=1600)
    kind = models.CharField(max_length=10, choices=Kind)
    source = models.CharField(max_length=40)
    heard = models.PositiveIntegerField(default=0)
    found_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    objects = PhraseQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(kind__in=list(Kind)), name="phrase_kind_known")]
        indexes = [
            models.Index(
                fields=["-heard", "id"], name="phrase_needed", condition=Q(retired_at=None)
            ),  # what is missing
            models.Index(fields=["source"], name="phrase_of_source"),  # looking through the texts again
        ]


class Saying(models.Model):
    """A sentence with gaps: words and gaps in turn, by which a sentence on a page is known again.

    parts   runs of words as texts, gaps as `{name}`
    """

    name = models.CharField(max_length=32, unique=True)
    source = models.CharField(max_length=40)
    parts = models.JSONField()

    class Meta:
        indexes = [models.Index(fields=["source"], name="saying_of_source")]  # looking through the texts again


class ClipQuerySet(models.QuerySet["Clip"]):
    def approved(self) -> Self:
        """What people hear: of phrases that are still said."""
        return self.filter(state=Clip.State.APPROVED, phrase__retired_at=None)

    def to_approve(self, account: int | None) -> Self:
        """What waits for someone else than who recorded it, oldest first."""
        waiting = self.filter(state=Clip.State.OFFERED).exclude(recorded_by=account)
        return waiting.select_related("phrase", "file").order_by("id")

    def sounds(self, language: str, names: Iterable[str]) -> dict[str, str]:
        """Name of a phrase → hash of its sound in a language."""
        found = self.approved().filter(language=language, phrase__name__in=set(names))
        return dict(found.values_list("phrase__name", "sha256"))

    def counts(self) -> dict[str, int]:
        """How many phrases can be heard, by language."""
        counted = self.approved().values_list("language").annotate(count=models.Count("id")).order_by("language")
        return dict(counted)


class Clip(models.Model):
    """A phrase in someone's voice: recorded by one, approved by another, replaced by a better one.

    sha256        of its sound, by which browsers fetch and keep it
    recorded_by   account · judged_by: another account
    why           what has to be done better, when it was refused
    """

    class State(models.TextChoices):
        OFFERED = "offered"
        APPROVED = "approved"
        REFUSED = "refused"
        REPLACED = "replaced"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    phrase = models.ForeignKey(Phrase, models.PROTECT, related_name="clips", db_index=False)
    language = models.CharField(max_length=10)
    state = models.CharField(max_length=10, choices=State, default=State.OFFERED)
    file = models.ForeignKey(File, models.PROTECT, related_name="+", db_index=False)
    sha256 = models.CharField(max_length=64)
    recorded_by = models.BigIntegerField(null=True)
    recorded_at = models.DateTimeField()
    judged_by = models.BigIntegerField(null=True)
    judged_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=200, default="", blank=True)

    objects = ClipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(judged_by=None) | ~Q(judged_by=F("recorded_by")), name="clip_judged_by_another"
            ),
            models.CheckConstraint(condition=Q(state="offered") | Q(judged_at__isnull=False), name="clip_judged_when"),
            models.UniqueConstraint(
                fields=["phrase", "language"], condition=Q(state="approved"), name="clip_one_in_use"
            ),
            models.UniqueConstraint(
                fields=["phrase", "language"], condition=Q(state="offered"), name="clip_one_waiting"
            ),
        ]
        indexes = [
            models.Index(fields=["id"], name="clip_waiting", condition=Q(state="offered")),  # the approver's list
            models.Index(fields=["sha256"], name="clip_of_sound", condition=Q(state="approved")),  # fetching it
            models.Index(fields=["language", "phrase"], name="clip_of_language", condition=Q(state="approved")),
        ]  # the last: what can be heard in a language

    @property
    def language_said(self) -> str:
        return languages()[self.language].name
