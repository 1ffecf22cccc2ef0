"""Two tables: what lies on disk, and what it means to people."""

import uuid
from typing import Self
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Q

from tinhso.core.files.domain.kinds import TRAITS, Kind
from tinhso.core.files.domain.store import Store
from tinhso.kit.actors import Rights


def store() -> Store:
    """The disk where this installation keeps its blobs."""
    return Store(settings.MEDIA_ROOT)


class State(models.TextChoices):
    """Whether a blob may leave the house."""

    CLEAN = "clean"
    HELD = "held"
    INFECTED = "infected"


class Blob(models.Model):
    """Bytes kept once, however many files say the same. Its name on disk is its hash.

    held      a virus scanner is asked for and has not yet said "OK"
    orphaned  since when no file says it; its bytes then go within the day
    """

    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in Kind])
    state = models.CharField(max_length=10, choices=State.choices, default=State.CLEAN)
    width = models.PositiveIntegerField(null=True)
    height = models.PositiveIntegerField(null=True)
    kept_at = models.DateTimeField()
    scanned_at = models.DateTimeField(null=True)
    orphaned_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["sha256"], name="one_blob_per_content"),
            models.CheckConstraint(condition=Q(size__gt=0), name="blob_is_not_empty"),
        ]
        indexes = [
            models.Index(fields=["id"], name="blob_held", condition=Q(state="held")),  # the scanner's job
            models.Index(fields=["orphaned_at"], name="blob_orphaned", condition=Q(orphaned_at__isnull=False)),  # sweep
        ]

    def is_used(self) -> bool:
        """Whether a file that is not forgotten says it."""
        return self.files.exists() or self.previewed.exists()

    @property
    def media_type(self) -> str:
        """The media type of the content as examined, never as declared."""
        return TRAITS[Kind(self.kind)].media[0]


class FileQuerySet(models.QuerySet["File"]):
    """Questions about files."""

    def visible_to(self, rights: Rights) -> Self:
        """Public ones, one's own, and those of the places where one holds the file's permission."""
        seen = Q(public=True)
        if rights.person:
            seen |= Q(person=rights.person)
        for permission in self._permissions():
            places = rights.places(permission) if rights.may(permission) else frozenset()
            held = Q(permission=permission)
            seen |= held if places is None else held & Q(place__in=places)
        return self.filter(seen, forgotten_at=None)

    def one_visible_to(self, rights: Rights, uuid: UUID) -> "File | None":
        """The file when this person may see it. A foreign file and none at all are the same answer."""
        file = self.select_related("blob", "preview").filter(uuid=uuid, forgotten_at=None).first()
        return file if file and file.is_visible_to(rights) else None

    def _permissions(self) -> set[str]:
        return set(self.exclude(permission="").values_list("permission", flat=True).distinct())


class File(models.Model):
    """A file as people know it: its name, whose it is, what it belongs to, who may see it.

    blob        what it says; None when it was forgotten
    about       the row it was handed in with, as its label and uuid (or id)
    person      whose it is; this person always sees it
    permission  holders of it see the file within `place` (None: only those who hold it everywhere)
    """

    uuid = models.UUIDField(default=uuid.uuid4, editable=False)
    blob = models.ForeignKey(Blob, on_delete=models.PROTECT, null=True, related_name="files")
    preview = models.ForeignKey(Blob, on_delete=models.PROTECT, null=True, related_name="previewed")
    name = models.CharField(max_length=140)
    about_kind = models.CharField(max_length=100, default="")
    about = models.CharField(max_length=40, default="")
    person = models.UUIDField(null=True)
    permission = models.CharField(max_length=60, default="")
    place = models.BigIntegerField(null=True)
    public = models.BooleanField(default=False)
    kept_at = models.DateTimeField()
    kept_by = models.BigIntegerField(null=True)
    forgotten_at = models.DateTimeField(null=True)

    objects = FileQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["uuid"], name="one_file_per_uuid"),
            models.CheckConstraint(
                condition=Q(blob__isnull=False) | Q(forgotten_at__isnull=False), name="only_forgotten_files_are_empty"
            ),
        ]
        indexes = [
            models.Index(fields=["about_kind", "about"], name="file_of_a_thing"),  # files_of(thing)
            models.Index(fields=["person"], name="file_of_a_person"),  # forgetting a person
            models.Index(fields=["kept_by", "kept_at"], name="file_by_account"),  # the daily limit
        ]

    def is_visible_to(self, rights: Rights) -> bool:
        """Whether this person may see it."""
        if self.public or (self.person is not None and self.person == rights.person):
            return True
        return bool(self.permission) and rights.may(self.permission, place=self.place)
