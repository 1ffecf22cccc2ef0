"""The papers of a dossier or a draft, and the citizen's own store from which they are reused."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Self

from django.db import models
from django.db.models import Q

from tinhso.core.people.models import Person
from tinhso.government.procedures.domain.steps import Brought
from tinhso.government.procedures.models.dossiers import Dossier
from tinhso.government.procedures.models.drafts import Draft

ENDS = Q(good_until__isnull=False, forgotten_at=None)


class KeptQuerySet(models.QuerySet["Kept"]):
    """Questions about a citizen's store."""

    def of_person(self, person: uuid.UUID) -> Self:
        """What lies in someone's store, the newest first; also what came under a merged row of theirs."""
        mine = Q(person=person) | Q(person__merged_into__uuid=person)
        return self.filter(mine, forgotten_at=None).order_by("-kept_at", "-id")

    def good_on(self, day: date) -> Self:
        """Those that have not run out."""
        return self.filter(Q(good_until=None) | Q(good_until__gte=day))

    def ending_on(self, days: list[date]) -> Self:
        """Those whose last day is one of these."""
        return self.filter(ENDS, good_until__in=days)

    def fitting(self, sorts: list[str]) -> Self:
        """Those of one of these sorts of paper."""
        return self.filter(sort__in=sorts)


class Kept(models.Model):
    """A paper in a citizen's own store: digitised once, put in by its owner, or a result of ours.

    The next dossier does not ask for it.

    sort        what paper it is, in the catalogue's words; the same sort is the same paper in every procedure
    source      the dossier it came with or from; none: put in by its owner
    good_until  the last day on which it holds, as its owner read it on the paper
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.PROTECT, to_field="uuid", related_name="+")
    sort = models.CharField(max_length=80)
    title = models.CharField(max_length=300)
    file = models.UUIDField()
    result = models.BooleanField(default=False)
    source = models.ForeignKey(Dossier, models.PROTECT, null=True, related_name="kept")
    good_until = models.DateField(null=True)
    kept_at = models.DateTimeField()
    forgotten_at = models.DateTimeField(null=True)

    objects = KeptQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "file"], name="kept_once")]
        indexes = [
            models.Index(fields=["person", "sort"], name="kept_of_a_person"),  # what need not be asked again
            models.Index(fields=["good_until"], name="kept_that_ends", condition=ENDS),  # reminders
        ]


class Paper(models.Model):
    """One paper that was handed in, for a line of the procedure's list; of a draft until it is filed.

    listed    code of the line in the list of the procedure's version
    file      the `files.File` uuid, once it is digital
    seen      an officer has held the original beside it
    replaced  it was handed in anew; only the newest of a line counts
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    dossier = models.ForeignKey(Dossier, models.PROTECT, null=True, related_name="papers", db_index=False)
    draft = models.ForeignKey(Draft, models.CASCADE, null=True, related_name="papers", db_index=False)
    listed = models.CharField(max_length=80)
    brought = models.CharField(max_length=10, choices=[(way.value, way.value) for way in Brought])
    file = models.UUIDField(null=True)
    name = models.CharField(max_length=200, default="", blank=True)
    kept = models.ForeignKey(Kept, models.PROTECT, null=True, related_name="reused", db_index=False)
    seen = models.BooleanField(default=False)
    replaced_at = models.DateTimeField(null=True)
    brought_at = models.DateTimeField()
    digitised_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(dossier=None, draft__isnull=False) | Q(dossier__isnull=False, draft=None),
                name="paper_of_a_dossier_or_a_draft",
            ),
            models.CheckConstraint(
                condition=~Q(brought="reused") | Q(kept__isnull=False), name="paper_reused_from_a_store"
            ),
        ]
        indexes = [
            models.Index(fields=["dossier", "listed"], name="paper_of_a_dossier"),  # the page of a dossier
            models.Index(fields=["draft"], name="paper_of_a_draft", condition=Q(draft__isnull=False)),  # its form
            models.Index(fields=["kept"], name="paper_reused", condition=Q(kept__isnull=False)),  # who leans on a store
        ]
