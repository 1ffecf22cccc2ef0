"""Cash at the counter: the day of one officer at one till."""

from __future__ import annotations

import uuid
from typing import Self

from django.db import models
from django.db.models import F, Q

from tinhso.core.accounts.models import Account
from tinhso.core.payments.models.payees import PayeeAccount, Till
from tinhso.kit.actors import Rights


class CashDayQuerySet(models.QuerySet["CashDay"]):
    def open(self) -> Self:
        """Not counted yet, the oldest first."""
        return self.filter(closed_at=None).order_by("day", "id")

    def visible_to(self, rights: Rights, permission: str = "see_payments") -> Self:
        return self.filter(till__payee__in=PayeeAccount.objects.visible_to(rights, permission))


class CashDay(models.Model):
    """What one officer took at one till on one day, and what was counted in the evening.

    taken, given   đồng that came in and went back, as the slips say; `expected` is the one less the other
    reason         why counted and expected differ; never empty then
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    till = models.ForeignKey(Till, models.PROTECT, related_name="days")
    officer = models.ForeignKey(Account, models.PROTECT, related_name="+")
    day = models.DateField()
    taken = models.BigIntegerField(default=0)
    given = models.BigIntegerField(default=0)
    counted = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=300, default="", blank=True)
    closed_at = models.DateTimeField(null=True)

    objects = CashDayQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["till", "officer", "day"], name="cash_day_once"),
            models.CheckConstraint(
                condition=Q(given__gte=0, taken__gte=F("given")), name="till_gives_no_more_than_it_took"
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, counted=None) | Q(closed_at__isnull=False, counted__gte=0),
                name="cash_day_closed_is_counted",
            ),
            models.CheckConstraint(
                condition=Q(counted=None) | Q(counted=F("taken") - F("given")) | ~Q(reason=""),
                name="cash_difference_has_a_reason",
            ),
        ]

    @property
    def expected(self) -> int:
        return self.taken - self.given
