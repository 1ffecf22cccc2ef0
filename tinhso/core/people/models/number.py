"""Identity numbers, sealed. The plain number exists only in memory, for the moment it is needed."""

from __future__ import annotations

import uuid
from typing import Self

from django.db import models
from django.db.models import Q

from tinhso.core.people.domain import sealing
from tinhso.core.people.domain.words import Basis
from tinhso.core.people.models import keys


class Kind(models.TextChoices):
    """The 12-digit personal number, or the 9 digits of the old paper card."""

    PERSONAL = "personal"
    FORMER = "former"


class NumberQuerySet(models.QuerySet["Number"]):
    def saying(self, digits: str) -> Self:
        """Rows that hold this number."""
        return self.filter(fingerprint=print_of(digits))

    def not_sealed_by(self, key_id: int) -> Self:
        return self.exclude(key_id=key_id)


def print_of(digits: str) -> str:
    """The fingerprint by which a number is found."""
    return sealing.fingerprint(digits, key=keys.find_key())


class Number(models.Model):
    """A number of a person, sealed under `key_id` and bound to this row's uuid.

    A personal number belongs to one person; an old one may belong to several, as provinces gave them separately.
    """

    uuid = models.UUIDField(default=uuid.uuid4, editable=False)
    person = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="numbers")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    basis = models.CharField(max_length=10)
    sealed = models.BinaryField(max_length=64)
    key_id = models.PositiveSmallIntegerField()
    fingerprint = models.CharField(max_length=64)

    objects = NumberQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["fingerprint"], condition=Q(kind="personal"), name="number_personal_belongs_to_one"
            ),
            models.UniqueConstraint(fields=["person"], condition=Q(kind="personal"), name="number_person_has_one"),
            models.UniqueConstraint(fields=["person", "fingerprint"], name="number_once_per_person"),
        ]
        indexes = [models.Index(fields=["fingerprint"], name="number_by_print")]  # saying(digits)

    @classmethod
    def sealing(cls, person_id: int, digits: str, *, kind: Kind, basis: Basis) -> Number:
        """A new, unsaved row that holds the digits."""
        made = cls(person_id=person_id, kind=kind, basis=basis, fingerprint=print_of(digits))
        made.seal(digits)
        return made

    def seal(self, digits: str) -> None:
        """Seal the digits under the newest key."""
        self.key_id = keys.newest_seal()
        self.sealed = sealing.seal(digits, key=keys.seal_key(self.key_id), bound_to=self.uuid.bytes)

    @property
    def digits(self) -> str:
        """The plain number. Ask only where a person has the right to read it."""
        return sealing.unseal(bytes(self.sealed), key=keys.seal_key(self.key_id), bound_to=self.uuid.bytes)

    @property
    def masked(self) -> str:
        return f"•••• {self.digits[-4:]}"
