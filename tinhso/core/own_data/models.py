"""Copies that people asked for. A request to an office is a case of `core.cases` and has no table here."""

from __future__ import annotations

import uuid
from datetime import datetime
from pathlib import Path
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from tinhso.core.people.models import Person


class CopyQuerySet(models.QuerySet["Copy"]):
    """Questions about copies."""

    def of_person(self, person: uuid.UUID) -> Self:
        """Someone's, the latest first."""
        return self.filter(person=person).order_by("-asked_at", "-id")

    def to_make(self) -> Self:
        """Those that nobody has made yet, the longest waiting first."""
        return self.filter(made_at=None, destroyed_at=None).order_by("id")

    def to_destroy(self, at: datetime) -> Self:
        """Those whose days are over."""
        return self.filter(ends_at__lte=at, destroyed_at=None).order_by("id")


class Copy(models.Model):
    """A copy of all that is known of a person, sealed in a file until its days are over.

    ends_at      when it is destroyed; None until it is made
    opened_at    when it was last taken
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, to_field="uuid", related_name="+", db_index=False)
    language = models.CharField(max_length=5, default="vi")
    asked_at = models.DateTimeField()
    made_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    opened_at = models.DateTimeField(null=True)
    destroyed_at = models.DateTimeField(null=True)

    objects = CopyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(destroyed_at=None), name="copy_one_at_a_time"),
            models.CheckConstraint(
                condition=Q(made_at=None, ends_at=None) | Q(made_at__isnull=False, ends_at__isnull=False),
                name="copy_made_has_an_end",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-asked_at"], name="copies_of_a_person"),  # my data
            models.Index(fields=["ends_at"], name="copies_that_end", condition=Q(destroyed_at=None)),  # destroying
        ]

    @property
    def path(self) -> Path:
        """Where the sealed file lies."""
        return copies() / self.uuid.hex

    def is_ready(self, at: datetime) -> bool:
        """Whether it can be taken."""
        return self.destroyed_at is None and self.ends_at is not None and at < self.ends_at


def copies() -> Path:
    """The folder of sealed copies; made when missing. It is no part of a backup: a copy can be made again."""
    folder = Path(settings.VAR) / "copies"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder
