"""Two who may be one, and the merging of them."""

from __future__ import annotations

import uuid
from typing import Self

from django.db import models
from django.db.models import F, Q

from tinhso.core.people.domain.likeness import REASON_WORDS, Reason
from tinhso.core.people.models.household import Household
from tinhso.core.people.models.person import Person
from tinhso.kit.actors import Rights
from tinhso.kit.passport import Text


class Answer(models.TextChoices):
    """What a person said about two who look alike."""

    OPEN = "open"
    SAME = "same"
    DIFFERENT = "different"


class LikenessQuerySet(models.QuerySet["Likeness"]):
    def open(self) -> Self:
        """Those nobody has answered yet, the most alike first."""
        still = {f"{side}__{field}": None for side in ("one", "other") for field in ("merged_into", "forgotten_at")}
        return self.filter(answer=Answer.OPEN, **still).order_by("-score", "-id")

    def visible_to(self, rights: Rights) -> Self:
        """Those where at least one of the two lives in the places where one may merge."""
        places = rights.places("merge_people")
        if places is None:
            return self
        return self.filter(Q(one__home_id__in=places) | Q(other__home_id__in=places))


class Likeness(models.Model):
    """Two people of the register who may be one, with the reasons. Only a person answers."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    one = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    score = models.PositiveSmallIntegerField()
    reasons = models.JSONField(default=list)
    answer = models.CharField(max_length=10, default=Answer.OPEN, choices=Answer.choices)

    objects = LikenessQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="likeness_once_per_pair"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="likeness_lower_id_first"),
        ]
        indexes = [models.Index(fields=["answer", "-score", "-id"], name="likeness_queue")]  # open()

    @property
    def reasons_said(self) -> list[Text]:
        return [REASON_WORDS[Reason(reason)] for reason in self.reasons]


class Merge(models.Model):
    """That two were made one, with all that is needed to undo it.

    `filled` names the fields, number rows and languages that the one who stayed took over because it lacked them;
    undoing gives them back.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kept = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="merges")
    gone = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    filled = models.JSONField(default=dict)
    household = models.ForeignKey(Household, on_delete=models.SET_NULL, null=True, related_name="+")
    relation = models.CharField(max_length=14, null=True, blank=True)
    headed = models.BooleanField(default=False)
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["gone"], condition=Q(undone_at=None), name="merge_gone_once"),
        ]
