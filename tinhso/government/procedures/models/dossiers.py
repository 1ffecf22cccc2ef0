"""What people file: the dossier, the letters written about it, and what the citizen thought of it.

State, owner, clock and what was declared are the case's (`core.cases`); here stands what only a dossier has.
"""

from __future__ import annotations

import uuid
from typing import Self

from django.db import models
from django.db.models import Q

from tinhso.core.accounts.models import Mandate
from tinhso.core.cases.models import Case
from tinhso.core.cases.models.questions import reach_of
from tinhso.government.procedures.domain.steps import Door, Release
from tinhso.government.procedures.models.catalogue import Procedure, ProcedureVersion
from tinhso.kit.actors import Rights

A_FACE = (1, 5)


class DossierQuerySet(models.QuerySet["Dossier"]):
    """Questions about dossiers."""

    def for_page(self) -> Self:
        """With all that a page shows, in one query."""
        return self.select_related(
            "case__definition", "case__applicant__home__parent", "case__place", "case__agency", "case__owner__person",
            "procedure", "version",
        )  # fmt: skip

    def of_person(self, person: uuid.UUID) -> Self:
        """What someone filed or had filed, also under a row of theirs that was merged into this one."""
        mine = Q(case__applicant=person) | Q(case__applicant__merged_into__uuid=person)
        return self.filter(mine).order_by("-case__opened_at", "-id")

    def within_reach(self, rights: Rights, permission: str = "handle_cases") -> Self:
        """Those whose case lies where the asker holds the permission."""
        return self.filter(reach_of(rights, permission, through="case__"))


class Dossier(models.Model):
    """One filing of one procedure, by one person, under the version of the law of that day.

    door       by which door it came
    mandate    the leave by which someone filed it for the applicant
    sealed     identity numbers that were declared; see `models.sealing`
    hand_back  how the citizen wants the result
    fee_asked  whether an officer ever asked for a fee: only then the register of payments is looked into
    result     the file of the result, a `files.File` uuid
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    case = models.OneToOneField(Case, models.PROTECT, related_name="dossier")
    procedure = models.ForeignKey(Procedure, models.PROTECT, related_name="dossiers")
    version = models.ForeignKey(ProcedureVersion, models.PROTECT, related_name="+", db_index=False)
    door = models.CharField(max_length=10, choices=[(door.value, door.value) for door in Door])
    mandate = models.ForeignKey(Mandate, models.PROTECT, to_field="uuid", null=True, related_name="+", db_index=False)
    sealed = models.BinaryField(null=True)
    hand_back = models.CharField(max_length=10, choices=[(way.value, way.value) for way in Release])
    result = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)
    released_at = models.DateTimeField(null=True)
    released_how = models.CharField(max_length=10, default="", blank=True)
    fee_asked = models.BooleanField(default=False)

    objects = DossierQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(door__in=[door.value for door in Door]), name="dossier_door_known"),
            models.CheckConstraint(
                condition=Q(released_at=None, released_how="") | Q(released_at__isnull=False) & ~Q(released_how=""),
                name="dossier_released_somehow",
            ),
        ]

    @property
    def ref(self) -> str:
        """The code on the receipt."""
        return self.case.ref


class Kind(models.TextChoices):
    """The letters of Circular 03/2025/TT-VPCP that an officer writes (forms 02–05)."""

    SUPPLEMENT = "supplement"
    REFUSAL = "refusal"
    APOLOGY = "apology"
    STOP = "stop"


class LetterQuerySet(models.QuerySet["Letter"]):
    """Questions about letters."""

    def open_requests(self) -> Self:
        """Requests for more that nobody has answered."""
        return self.filter(kind=Kind.SUPPLEMENT, answered_at=None)


class Letter(models.Model):
    """A letter about a dossier: what it says stands here, the paper is drawn from it whenever it is wanted.

    round    1 for the first of its kind; a second request for more counts as late in the national index
    papers   codes of the papers of the list that are asked for
    until    the day by which an answer is awaited
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="letters", db_index=False)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    round = models.PositiveSmallIntegerField(default=1)
    reason = models.TextField()
    papers = models.JSONField(default=list)
    until = models.DateTimeField(null=True)
    old_due = models.DateTimeField(null=True)
    new_due = models.DateTimeField(null=True)
    written_at = models.DateTimeField()
    written_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+", db_index=False)
    answered_at = models.DateTimeField(null=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dossier", "kind", "round"], name="letter_of_a_kind_numbered"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="letter_kind_known"),
        ]
        indexes = [
            models.Index(fields=["until"], name="letter_awaits", condition=Q(kind="supplement", answered_at=None)),
        ]  # whose silence has lasted too long

    @property
    def asks(self) -> list[str]:
        """Codes of the papers asked for."""
        return [str(code) for code in self.papers]


class Rating(models.Model):
    """What the citizen thought: a face from 1 (bad) to 5 (good), and their words if they have any."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    dossier = models.OneToOneField(Dossier, models.PROTECT, related_name="rating")
    faces = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=500, default="", blank=True)
    rated_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(faces__range=A_FACE), name="rating_is_one_of_five_faces")]
