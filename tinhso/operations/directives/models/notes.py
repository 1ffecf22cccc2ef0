"""The thread of a directive: who said and decided what, with what they showed."""

import uuid
from collections.abc import Iterable

from django.db import models
from django.db.models import Q

from tinhso.core.accounts.models import Post
from tinhso.core.files.models import File
from tinhso.core.organisations.models import Organisation
from tinhso.kit.passport import Text
from tinhso.operations.directives.domain.words import NOTE_WORDS, NoteKind
from tinhso.operations.directives.models.directives import Directive


class Note(models.Model):
    """One line of the thread. It names the post and the office, never the person; files lie in `core/files`.

    until   the day that was asked for or given
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    directive = models.ForeignKey(Directive, models.CASCADE, related_name="notes")
    kind = models.CharField(max_length=12)
    words = models.TextField(default="", blank=True)
    until = models.DateField(null=True)
    post = models.ForeignKey(Post, models.PROTECT, null=True, related_name="+")
    office = models.ForeignKey(Organisation, models.PROTECT, null=True, related_name="+")
    made_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=[one.value for one in NoteKind]), name="note_kind_known")
        ]

    @property
    def kind_said(self) -> Text:
        return NOTE_WORDS[NoteKind(self.kind)]


def files_by_note(notes: Iterable[Note]) -> dict[str, list[File]]:
    """What was handed in with each, by the uuid of the note."""
    uuids = [str(one.uuid) for one in notes]
    files = File.objects.filter(about_kind=Note._meta.label_lower, about__in=uuids, forgotten_at=None)
    found: dict[str, list[File]] = {}
    for file in files.select_related("blob").order_by("pk"):
        found.setdefault(file.about, []).append(file)
    return found
