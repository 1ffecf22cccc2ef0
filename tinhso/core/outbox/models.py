"""What phones have delivered, so that nothing is taken in twice, ever."""

from datetime import datetime
from typing import NamedTuple, Self
from uuid import UUID

from django.db import models
from django.db.models import Max


class Heard(NamedTuple):
    """How far we heard of a phone: the highest place of an item, and when the last one came."""

    sequence: int
    at: datetime


class DeliveredQuerySet(models.QuerySet["Delivered"]):
    def from_device(self, device: UUID) -> Self:
        """All items of a phone."""
        return self.filter(device=device)

    def heard(self) -> Heard | None:
        """How far we heard; None when nothing came."""
        told = self.aggregate(sequence=Max("sequence"), at=Max("delivered_at"))
        return Heard(**told) if told["at"] else None


class Delivered(models.Model):
    """One item of a phone's outbox that was taken in.

    Written in the transaction of its effect; it names no one. The answer that the phone got lives in `core/idempotency`
    for a month, its receipt here for good: an item that comes again after a year is still the same item.

    device, sequence   as the phone says (`domain.Item`)
    sha256             of its content
    made_at            when it was made, by our clock
    route              the door it came to
    """

    device = models.UUIDField()
    uuid = models.UUIDField()
    sequence = models.PositiveIntegerField()
    sha256 = models.BinaryField(max_length=32)
    route = models.CharField(max_length=300)
    receipt = models.CharField(max_length=400, default="")
    made_at = models.DateTimeField()
    delivered_at = models.DateTimeField()

    objects = DeliveredQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["device", "uuid"], name="one_delivery_of_an_item"),  # also `from_device`
        ]
