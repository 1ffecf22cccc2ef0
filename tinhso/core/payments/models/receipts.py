"""Public fee receipts (biên lai): a number without holes, and a page where anyone can check it."""

import uuid

from django.db import models
from django.db.models import Q

from tinhso.core.payments.models.intents import Intent


class FeeReceipt(models.Model):
    """What the state gives for a fee that it took. The number is taken in the transaction that writes the row.

    series   of the account that collected
    secret   80 bits in its QR: who holds the paper can check it, nobody can walk through the others
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    intent = models.OneToOneField(Intent, models.PROTECT, related_name="receipt")
    series = models.CharField(max_length=40)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    secret = models.CharField(max_length=16, unique=True)
    issued_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["series", "year", "number"], name="receipt_number_once"),
            models.CheckConstraint(condition=Q(number__gt=0), name="receipt_numbers_begin_at_one"),
        ]

    @property
    def said(self) -> str:
        """The number as it stands on the paper."""
        return f"{self.year % 100:02}E-{self.number:07}"
