"""Households: who lives under one roof."""

from __future__ import annotations

import uuid
from typing import Self

from django.db import models

from tinhso.kit.actors import Rights


class HouseholdQuerySet(models.QuerySet["Household"]):
    def visible_to(self, rights: Rights) -> Self:
        """Households one may look into: one's own, and those within the places where one may read people."""
        own = models.Q(members__uuid=rights.person) if rights.person else models.Q(pk=None)
        places = rights.places("read_person")
        if places is None:
            return self
        return self.filter(own | models.Q(place_id__in=places)).distinct()


class Household(models.Model):
    """A household at a place, with a head and members. `number` is the one written on the household's paper.

    Two households of one place may bear one number: their communes were merged.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField(max_length=20, null=True, blank=True)
    head = models.OneToOneField("people.Person", on_delete=models.PROTECT, null=True, related_name="heads")
    place = models.ForeignKey("places.Place", on_delete=models.PROTECT, related_name="households")
    address = models.CharField(max_length=200, default="", blank=True)
    formed_at = models.DateTimeField()

    objects = HouseholdQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["place", "number"], name="household_by_number")]  # is the number taken here?

    @property
    def said(self) -> str:
        """What a list calls it: its number and its head."""
        return " · ".join(filter(None, (self.number, self.head.full_name if self.head else "")))
