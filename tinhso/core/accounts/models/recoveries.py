"""Getting back in after losing the second factor or the password."""

import uuid
from datetime import datetime
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Q

from tinhso.core.accounts.domain.limits import INVITATION

if TYPE_CHECKING:
    from tinhso.core.accounts.models.accounts import Account


class RecoveryQuerySet(models.QuerySet["Recovery"]):
    """Questions about recoveries."""

    def open(self, account: "Account", *, at: datetime) -> "Recovery | None":
        """The one that waits for its second officer."""
        waiting = self.filter(account=account, agreed_at__isnull=True, asked_at__gt=at - INVITATION)
        return waiting.select_related("asked_by__person").first()


class Recovery(models.Model):
    """Two officers let an account begin anew: one saw the person and their card, another agreed (ASVS 6.4.4).

    checked    how the identity was checked: a word of a fixed list
    digest     hash of the invitation handed over after the second yes; used once, within a day
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    account = models.ForeignKey("accounts.Account", models.CASCADE, related_name="recoveries")
    checked = models.CharField(max_length=20)
    asked_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    agreed_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+")
    agreed_at = models.DateTimeField(null=True)
    digest = models.CharField(max_length=64, default="", blank=True)
    used_at = models.DateTimeField(null=True)

    objects = RecoveryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(agreed_by__isnull=True) | ~Q(agreed_by=F("asked_by")), name="recovery_needs_two"
            )
        ]
