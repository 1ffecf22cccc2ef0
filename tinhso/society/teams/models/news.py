"""News that a commune or the province tells its teams."""

from __future__ import annotations

import uuid

from django.db import models

from tinhso.core.places.models import Place


class News(models.Model):
    """Told once to every member of the teams below a place; members read it among their messages."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    subject = models.CharField(max_length=80)
    words = models.TextField(max_length=600)
    members = models.PositiveIntegerField(default=0)
    told_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+")
    told_at = models.DateTimeField()
