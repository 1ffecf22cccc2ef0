"""Text messages to a number of which we know nobody: answers to who wrote to us, news for who left only a number.

The number and the words lie sealed, and only until they are sent.
"""

import uuid
from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from tinhso.core.notices.models.people import closed, opened, print_of


class ReplyQuerySet(models.QuerySet["Reply"]):
    def waiting(self, at: datetime) -> Self:
        """Those that are to be sent, the oldest first; what nobody could send in its time is not sent any more."""
        return self.filter(Q(due=None) | Q(due__lte=at), sealed__isnull=False, ends_at__gt=at).order_by("id")


class Reply(models.Model):
    """One text message to a number. Only the print of the number stays, for the limits.

    kind, cause  of news: what it is about and what it follows from; a number is told of a cause once
    due          not before this moment; none: at once
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    print = models.CharField(max_length=64)
    sealed = models.BinaryField(null=True)
    kind = models.CharField(max_length=60, default="", blank=True)
    cause = models.CharField(max_length=80, default="", blank=True)
    asked_at = models.DateTimeField()
    due = models.DateTimeField(null=True)
    ends_at = models.DateTimeField()

    objects = ReplyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["print", "cause"], condition=~Q(cause=""), name="number_told_once")
        ]
        indexes = [
            models.Index(fields=["print", "asked_at"], name="reply_to_number"),  # limits
            models.Index(fields=["id"], name="reply_to_send", condition=Q(sealed__isnull=False)),  # the job
            models.Index(fields=["asked_at"], name="reply_to_forget"),  # the daily sweep
        ]

    def keep(self, address: str, words: str) -> None:
        """Seal what is to be sent where."""
        self.print, self.sealed = print_of(address), closed(f"{address} {words}", bound_to=self.uuid)

    def opened(self) -> tuple[str, str]:
        """The number and the words."""
        address, _, words = opened(self.sealed, bound_to=self.uuid).partition(" ")
        return address, words
