"""Fees that need not be paid."""

import uuid

from django.db import models
from django.db.models import Q

from tinhso.government.procedures.models.dossiers import Dossier


class FeeWaiver(models.Model):
    """Nothing has to be paid for a dossier, and why."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    dossier = models.OneToOneField(Dossier, models.PROTECT, related_name="waiver")
    reason = models.CharField(max_length=300)
    waived_at = models.DateTimeField()
    waived_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="waiver_has_a_reason")]
