"""What someone has begun to fill in and not yet sent."""

from __future__ import annotations

import uuid
from typing import Self

from django.db import models
from django.db.models import Q

from tinhso.core.accounts.models import Account
from tinhso.core.people.models import Person
from tinhso.core.places.models import Place
from tinhso.government.procedures.domain.steps import Door
from tinhso.government.procedures.models.catalogue import Procedure, ProcedureVersion
from tinhso.government.procedures.models.dossiers import Dossier
from tinhso.kit.actors import Actor


class DraftQuerySet(models.QuerySet["Draft"]):
    """Questions about drafts."""

    def open_of(self, actor: Actor) -> Self:
        """What the one who acts has begun, for themselves or for whom they help now."""
        person = actor.for_person or actor.person
        return self.filter(account=actor.account, person=person, dossier=None).order_by("-changed_at")


class Draft(models.Model):
    """A dossier that is being filled in. Kept with every answer, so that a lost signal loses at most one.

    account   who types; person  for whom
    answers   question → what was answered, as it will be declared; identity numbers are in `sealed`
    known     keys of questions that a register answered at the beginning: they are looked at, not asked
    dossier   what it became: a draft is sent once, however often the button is pressed
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, to_field="uuid", related_name="+")
    procedure = models.ForeignKey(Procedure, models.PROTECT, related_name="+")
    version = models.ForeignKey(ProcedureVersion, models.PROTECT, related_name="+")
    door = models.CharField(max_length=10, choices=[(door.value, door.value) for door in Door])
    place = models.ForeignKey(Place, models.PROTECT, null=True, related_name="+")
    answers = models.JSONField(default=dict)
    known = models.JSONField(default=list)
    sealed = models.BinaryField(null=True)
    hand_back = models.CharField(max_length=10, default="", blank=True)
    dossier = models.OneToOneField(Dossier, models.PROTECT, null=True, related_name="draft")
    begun_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    objects = DraftQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "person", "procedure"], condition=Q(dossier=None), name="draft_one_of_a_procedure"
            )
        ]
        indexes = [models.Index(fields=["changed_at"], name="draft_by_age", condition=Q(dossier=None))]  # sweeping
