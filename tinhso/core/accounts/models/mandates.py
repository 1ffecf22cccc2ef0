"""Acting for someone who asked for it."""

import uuid
from datetime import datetime
from enum import StrEnum
from typing import Self
from uuid import UUID

from django.db import models
from django.db.models import F, Q

from tinhso.core.people.models import Person
from tinhso.kit.actors import Actor

ANYTHING = "any"
"""The scope that covers every system."""


class Evidence(StrEnum):
    """How the wish was recorded."""

    VOICE = "voice"
    PAPER = "paper"
    TAP = "tap"
    SIGNATURE = "signature"
    CARD = "card"


WITHOUT_FILE = (Evidence.TAP, Evidence.CARD)
"""A tap of who is signed in, and a tap on the helper's phone, which a witness stands for."""


class MandateQuerySet(models.QuerySet["Mandate"]):
    """Questions about mandates."""

    def in_force(self, at: datetime) -> Self:
        """Mandates that hold at this moment."""
        return self.filter(starts_at__lte=at, ends_at__gt=at, withdrawn_at=None, used_at=None, account__is_active=True)

    def allowing(self, actor: Actor, scope: str, *, at: datetime) -> "Mandate | None":
        """The mandate by which the actor may do this for the person they act for, or None."""
        if actor.mandate is None or actor.for_person is None:
            return None
        found = (
            self.in_force(at).filter(uuid=actor.mandate, account=actor.account, person__uuid=actor.for_person).first()
        )
        return found if found and found.covers(scope) else None


class Mandate(models.Model):
    """A person lets an account act for them: in which matters, until when, and how we know that they want it.

    scopes     labels of systems (`petitions`, `payments`), or `any`
    evidence   the recorded voice, the signature or the signed paper, a file's uuid; see `WITHOUT_FILE`
    used_at    when the one task for which it was given was done (`models.consents`); then it holds no more
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    account = models.ForeignKey("accounts.Account", models.PROTECT, related_name="mandates")
    person = models.ForeignKey(Person, models.PROTECT, to_field="uuid", related_name="mandates")
    scopes = models.JSONField()
    evidence_kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in Evidence])
    evidence = models.UUIDField(null=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)

    objects = MandateQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="mandate_ends_after_start"),
            models.CheckConstraint(
                condition=Q(evidence_kind__in=WITHOUT_FILE) | Q(evidence__isnull=False), name="mandate_is_proven"
            ),
        ]
        indexes = [models.Index(fields=["person", "ends_at"], name="mandates_of_a_person")]  # who may act for me

    def covers(self, scope: str) -> bool:
        """Whether it holds in this matter."""
        return ANYTHING in self.scopes or scope in self.scopes

    def holds(self, at: datetime) -> bool:
        """Whether it holds at this moment."""
        return self.withdrawn_at is None and self.used_at is None and self.starts_at <= at < self.ends_at


def for_whom(actor: Actor) -> UUID | None:
    """The person whose business it is: the one acted for, or the actor themselves."""
    return actor.for_person or actor.person


def for_whom_in(actor: Actor, scope: str, *, at: datetime) -> UUID | None:
    """The same in one matter: None for who acts by a leave that does not cover it, or no longer holds."""
    if actor.for_person is None:
        return actor.person
    return actor.for_person if Mandate.objects.allowing(actor, scope, at=at) else None
