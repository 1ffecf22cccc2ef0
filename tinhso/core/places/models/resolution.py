"""Resolutions that reorganise places, and what they leave to a person."""

import uuid
from collections.abc import Collection
from typing import Self

from django.db import models
from django.db.models import Q

from tinhso.core.places.models.place import Place


class ResolutionQuerySet(models.QuerySet["Resolution"]):
    def waiting(self) -> Self:
        """Confirmed by a person and not carried out yet."""
        return self.filter(applied_at=None).exclude(confirmed_at=None)

    def newest(self) -> Self:
        return self.order_by("-effective", "-id")

    def before(self, uuid: str) -> Self:
        """The part of `newest()` that follows a resolution: the next page. An unknown uuid gives the first."""
        last = Resolution.objects.filter(uuid__in=_uuids(uuid)).first()
        if last is None:
            return self.newest()
        return self.filter(Q(effective__lt=last.effective) | Q(effective=last.effective, id__lt=last.pk)).newest()


class Resolution(models.Model):
    """A legal act that ends some units and begins others on one day.

    plan    what it decides, as JSON of `domain.Plan`; it is checked again when it is carried out
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField(max_length=60)
    issued = models.DateField()
    effective = models.DateField()
    title = models.CharField(max_length=300)
    plan = models.JSONField()
    drafted_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    applied_at = models.DateTimeField(null=True)

    objects = ResolutionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["number"], name="resolution_number_once"),
            models.CheckConstraint(
                condition=Q(applied_at=None) | ~Q(confirmed_at=None), name="resolution_confirmed_before_applied"
            ),
        ]
        indexes = [models.Index(fields=["-effective", "-id"], name="resolution_newest")]  # the registrar's list

    def __str__(self) -> str:
        return self.number


class Succession(models.Model):
    """`new` took over `old`, whole or in part, by a resolution. `share` of the people, 0–1, where it is known."""

    resolution = models.ForeignKey(Resolution, on_delete=models.PROTECT, related_name="successions")
    old = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="successions")
    new = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="predecessions")
    part = models.BooleanField(default=False)
    share = models.DecimalField(max_digits=7, decimal_places=6, null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["old", "new"], name="succession_once"),
            models.CheckConstraint(
                condition=Q(share=None) | Q(share__gt=0, share__lte=1), name="succession_share_between_0_and_1"
            ),
        ]


MOST_GENERATIONS = 8


def lineage(places: Collection[Place], *, forward: bool) -> list[Succession]:
    """Every succession that leads from these places onward, or to them from before, one query a generation."""
    found: dict[int, Succession] = {}
    ids = {place.pk for place in places}
    for _generation in range(MOST_GENERATIONS):
        step = Succession.objects.filter(**{"old__in" if forward else "new__in": ids})
        rows = {row.pk: row for row in step.select_related("old", "new", "resolution").order_by("pk")}
        ids = {row.new_id if forward else row.old_id for row in rows.values()}
        found |= rows
        if not ids:
            break
    return list(found.values())


class PlaceChoiceQuerySet(models.QuerySet["PlaceChoice"]):
    def open(self) -> Self:
        return self.filter(decided=None)

    def seen_by(self, places: Collection[int] | None) -> Self:
        """Those that may fall to one of these places; None is everyone's."""
        return self if places is None else self.filter(old__successions__new__in=places).distinct()

    def following(self, uuid: str) -> Self:
        """The part of the queue after a choice: the next page. An unknown uuid gives the first."""
        last = PlaceChoice.objects.filter(uuid__in=_uuids(uuid)).first()
        rows = self.order_by("old", "id")
        return rows.filter(Q(old__gt=last.old_id) | Q(old=last.old_id, id__gt=last.pk)) if last else rows


class PlaceChoice(models.Model):
    """A row of some register whose place was divided: a person must say to which successor it belongs.

    kind, ref   what kind of row (`places.village`, `people.household`, …) and its uuid
    title       what the person who decides sees of it
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=40)
    ref = models.UUIDField()
    title = models.CharField(max_length=200)
    old = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="choices")
    decided = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    objects = PlaceChoiceQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "ref", "old"], name="one_choice_per_row_and_place")]
        indexes = [models.Index(fields=["old", "id"], condition=Q(decided=None), name="open_choices")]  # the queue


def _uuids(text: str) -> list[uuid.UUID]:
    try:
        return [uuid.UUID(text)]
    except ValueError:
        return []
