"""Which numbers stand on the wall, over how many days, against which targets."""

from typing import NamedTuple

from django.db import models
from django.db.models import Q

from tinhso.kit.prepared import Listing
from tinhso.operations.wall.domain.verdicts import Better

MOST_TILES, LONGEST = 6, 92


class Tile(models.Model):
    """One number on the wall. It never holds a figure.

    days    the figure is of so many days up to today; of what stands, the last known
    target  in percent for shares, else in the number's unit; None: there is none
    source  where the target comes from
    """

    position = models.PositiveSmallIntegerField(unique=True)
    indicator = models.CharField(max_length=100)
    days = models.PositiveSmallIntegerField(default=7)
    target = models.FloatField(null=True)
    better = models.CharField(max_length=4, choices=[(one.value, one.value) for one in Better], default=Better.MORE)
    source = models.CharField(max_length=200, default="", blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(position__range=(1, MOST_TILES)), name="six_tiles_at_most"),
            models.CheckConstraint(condition=Q(days__range=(1, LONGEST)), name="tile_of_days"),
        ]


class TileLine(NamedTuple):
    """A tile as the wall reads it."""

    position: int
    indicator: str
    days: int
    target: float | None
    better: str
    source: str

    @property
    def way_that_is_good(self) -> Better:
        return Better(self.better)


TILES = Listing(TileLine, lambda: Tile.objects.order_by("position").values_list(*TileLine._fields))
