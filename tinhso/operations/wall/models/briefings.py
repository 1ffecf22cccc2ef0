"""The briefings of past mornings."""

import uuid

from django.db import models


class Briefing(models.Model):
    """What was told on a morning, word by word, so that its paper says the same for ever.

    told   what the paper shows (`domain.papers`)
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    day = models.DateField(unique=True)
    told = models.JSONField()
    made_at = models.DateTimeField()
