"""Assessment rounds: who declared what with which evidence, who verified it."""

from __future__ import annotations

import uuid
from typing import Self

from django.db import models
from django.db.models import F, Q

from tinhso.core.cases.models import Case
from tinhso.core.organisations.models import Organisation
from tinhso.core.places.domain import Kind
from tinhso.core.places.models import Place
from tinhso.kit.actors import Rights
from tinhso.operations.index.apps import SEE
from tinhso.operations.index.models.catalogues import CatalogueVersion


class RoundQuerySet(models.QuerySet["Round"]):
    """Questions about rounds."""

    def newest(self, code: str) -> Round | None:
        """The last round of an index."""
        found = self.filter(catalogue__code=code).select_related("catalogue")
        return found.order_by("-year", "-pk").first()


class Round(models.Model):
    """One assessment by one version of a catalogue, for a year; it stays on that version to its end.

    first, last   the days that are counted
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    catalogue = models.ForeignKey(CatalogueVersion, models.PROTECT, related_name="rounds")
    year = models.PositiveSmallIntegerField()
    first = models.DateField()
    last = models.DateField()
    verifier = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)

    objects = RoundQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["catalogue", "year"], name="one_round_a_year"),
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="round_days_in_order"),
        ]


class AssessmentQuerySet(models.QuerySet["Assessment"]):
    """Questions about assessments."""

    def reached(self, rights: Rights) -> Self:
        """The province's, and those of places where the asker may see the index."""
        places = rights.places(SEE)
        return self if places is None else self.filter(Q(place__kind=Kind.PROVINCE.value) | Q(place__in=places))

    def whole(self) -> Self:
        return self.select_related("round__catalogue", "place", "case", "round__verifier")


class Assessment(models.Model):
    """One place in a round.

    figures   what was counted when it was handed in, by component: it stays, whatever is counted later
    """

    class State(models.TextChoices):
        OPEN = "open"
        SUBMITTED = "submitted"
        VERIFIED = "verified"
        PUBLISHED = "published"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    round = models.ForeignKey(Round, models.CASCADE, related_name="assessments")
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    case = models.OneToOneField(Case, models.PROTECT, null=True, related_name="index_assessment")
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    figures = models.JSONField(default=dict)
    submitted_by = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+", null=True)
    submitted_at = models.DateTimeField(null=True)
    verified_at = models.DateTimeField(null=True)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["round", "place"], name="a_place_once_a_round"),
            models.CheckConstraint(
                condition=Q(state__in=["open", "submitted", "verified", "published"]), name="assessment_state_known"
            ),
        ]


class Claim(models.Model):
    """What a place declares of one component, and what the verifier found.

    figures    by their keys; a figure that is not there is not known
    verified   part of the maximum (0–1) that the verifier agreed to; None: not looked at yet
    """

    assessment = models.ForeignKey(Assessment, models.CASCADE, related_name="claims")
    component = models.CharField(max_length=20)
    figures = models.JSONField(default=dict)
    note = models.CharField(max_length=300, default="", blank=True)
    claimed_by = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+", null=True)
    claimed_at = models.DateTimeField()
    verified = models.FloatField(null=True)
    why = models.CharField(max_length=300, default="", blank=True)
    verified_by = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+", null=True)
    verified_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "component"], name="a_component_claimed_once"),
            models.CheckConstraint(
                condition=Q(verified_by=None) | Q(claimed_by=None) | ~Q(verified_by=F("claimed_by")),
                name="claim_verified_by_another",
            ),
            models.CheckConstraint(condition=Q(verified=None) | Q(verified__range=(0, 1)), name="verified_is_a_share"),
        ]


class Evidence(models.Model):
    """What shows that a claim is true: a file that was handed in, or an address on the net."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    claim = models.ForeignKey(Claim, models.CASCADE, related_name="evidence")
    file = models.UUIDField(null=True)
    link = models.URLField(max_length=300, default="", blank=True)
    title = models.CharField(max_length=160)
    added_by = models.ForeignKey("accounts.Account", models.PROTECT, related_name="+", null=True)
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(file__isnull=False) ^ ~Q(link=""), name="evidence_is_a_file_or_a_link"),
        ]
