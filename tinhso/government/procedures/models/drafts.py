"""What someone has begun to fill in and not yet sent, and wrong tries to follow a dossier."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac

from tinhso.core.accounts.models import Account
from tinhso.core.people.models import Person
from tinhso.core.places.models import Place
from tinhso.government.procedures.domain.steps import Door
from tinhso.government.procedures.domain.tracking import ADDRESS_DAY, CODE_WINDOW, tries_free_at
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


def hashed(kind: str, text: str) -> str:
    """A code or an address as the table keeps it: a keyed hash that tells neither."""
    return salted_hmac(f"procedures.tracking.{kind}", text, algorithm="sha256").hexdigest()


class WrongTryQuerySet(models.QuerySet["WrongTry"]):
    """Questions about wrong tries."""

    def free_at(self, *, code: str, address: str, at: datetime) -> datetime:
        """When this code may be tried from this address; `at` itself when it may now. Both are keyed hashes."""
        rows = self.filter(Q(code=code, at__gt=at - CODE_WINDOW) | Q(address=address, at__gt=at - ADDRESS_DAY))
        tries = list(rows.values_list("code", "address", "at"))
        return tries_free_at(
            here=[when for one, where, when in tries if (one, where) == (code, address)],
            code=[when for one, _where, when in tries if one == code],
            address=[when for _one, where, when in tries if where == address],
            at=at,
        )


class WrongTry(models.Model):
    """A code with a wrong secret, whether there is such a dossier or not."""

    code = models.CharField(max_length=64)
    address = models.CharField(max_length=64)
    at = models.DateTimeField()

    objects = WrongTryQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["code", "at"], name="wrong_try_of_a_code"),  # may it be tried
            models.Index(fields=["address", "at"], name="wrong_try_from_address"),  # may it be tried from here
        ]
