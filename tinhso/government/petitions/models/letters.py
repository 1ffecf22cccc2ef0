"""What is written about a petition: letters of both sides, notes of the office, ratings, words to begin from."""

from __future__ import annotations

import uuid
from typing import Self

from django.db import models
from django.db.models import Q

from tinhso.core.organisations.models import Organisation
from tinhso.government.petitions.domain.words import A_FACE, LetterKind, Way
from tinhso.government.petitions.models.petitions import Petition
from tinhso.government.petitions.models.topics import Topic


class PetitionLetterQuerySet(models.QuerySet["Letter"]):
    """Questions about letters."""

    def of_kind(self, kind: LetterKind) -> Self:
        return self.filter(kind=kind).order_by("-round")

    def open_questions(self) -> Self:
        """Questions to who asked that nobody has answered."""
        return self.filter(kind=LetterKind.MORE, answered_at=None)


class Letter(models.Model):
    """One thing that one side wrote to the other. An answer that waits for the head has no `sent_at`.

    round    1 for the first of its kind
    until    the day by which an answer to a question is awaited
    file     a document that goes with it, a `files.File` uuid
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    petition = models.ForeignKey(Petition, models.PROTECT, related_name="letters", db_index=False)
    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in LetterKind])
    round = models.PositiveSmallIntegerField(default=1)
    words = models.TextField()
    file = models.UUIDField(null=True)
    until = models.DateTimeField(null=True)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+", db_index=False)
    sent_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)

    objects = PetitionLetterQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["petition", "kind", "round"], name="petition_letter_numbered"),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in LetterKind]), name="petition_letter_kind_known"
            ),
        ]
        indexes = [
            models.Index(
                fields=["until"], name="petition_question_awaits", condition=Q(kind="more", answered_at=None)
            ),  # whose silence has lasted too long
        ]


class Note(models.Model):
    """What colleagues tell each other about a petition; who asked never sees it."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    petition = models.ForeignKey(Petition, models.PROTECT, related_name="notes")
    words = models.TextField()
    written_at = models.DateTimeField()
    written_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+", db_index=False)


class Rating(models.Model):
    """What who asked thought of an answer: a face from 1 (bad) to 5 (good), in words or by voice if they like.

    round   0 for the first answer, 1 for the one after it was opened again
    voice   a recording, a `files.File` uuid
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    petition = models.ForeignKey(Petition, models.PROTECT, related_name="ratings", db_index=False)
    round = models.PositiveSmallIntegerField(default=0)
    faces = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=500, default="", blank=True)
    voice = models.UUIDField(null=True)
    channel = models.CharField(max_length=10, choices=[(way.value, way.value) for way in Way])
    rated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["petition", "round"], name="one_rating_for_an_answer"),
            models.CheckConstraint(condition=Q(faces__range=A_FACE), name="petition_rating_is_a_face"),
            models.CheckConstraint(
                condition=Q(channel__in=[way.value for way in Way]), name="petition_rating_way_known"
            ),
        ]


class TemplateQuerySet(models.QuerySet["Template"]):
    """Questions about words to begin from."""

    def of_office(self, agency: Organisation) -> Self:
        """Those of an office and of the one above it that are in use."""
        offices = [agency.pk, *([agency.parent_id] if agency.parent_id else [])]
        return self.filter(agency__in=offices, retired_at=None).order_by("title", "id")


class Template(models.Model):
    """Words of an office from which a letter begins; each change is a new version."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agency = models.ForeignKey(Organisation, models.PROTECT, related_name="petition_templates")
    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in LetterKind])
    topic = models.ForeignKey(Topic, models.PROTECT, null=True, related_name="+", db_index=False)
    title = models.CharField(max_length=100)
    version = models.PositiveSmallIntegerField(default=1)
    words = models.TextField()
    retired_at = models.DateTimeField(null=True)

    objects = TemplateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in LetterKind]), name="petition_template_kind_known"
            ),
            models.UniqueConstraint(
                fields=["agency", "title"], condition=Q(retired_at=None), name="petition_template_title_once"
            ),
        ]


class TemplateVersion(models.Model):
    """The words of one version; never changed."""

    template = models.ForeignKey(Template, models.PROTECT, related_name="versions", db_index=False)
    version = models.PositiveSmallIntegerField()
    words = models.TextField()
    written_at = models.DateTimeField()
    written_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["template", "version"], name="petition_template_version_once"),
        ]
