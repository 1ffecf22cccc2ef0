"""A text message that somebody wrote to the province: sealed, and only until it is answered."""

import uuid
from datetime import datetime, timedelta
from typing import Self

from django.db import models

from tinhso.core.notices.models.people import closed, opened, print_of
from tinhso.core.telephone.domain.limits import TEXTS_A_DAY, TEXTS_AN_HOUR

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


class TextMessageQuerySet(models.QuerySet["TextMessage"]):
    def too_many(self, print_: str, at: datetime) -> bool:
        """Whether a number wrote so often that no more of it is read."""
        lately = list(self.filter(print=print_, received_at__gt=at - DAY).values_list("received_at", flat=True))
        return len(lately) >= TEXTS_A_DAY or sum(moment > at - HOUR for moment in lately) >= TEXTS_AN_HOUR

    def with_matter(self, print_: str, since: datetime) -> Self:
        """Those of a number that were about a matter, the latest first."""
        return self.filter(print=print_, received_at__gt=since, case__isnull=False).order_by("-received_at", "-id")


class TextMessage(models.Model):
    """One message of one number, by the number that its gateway gave it: what comes twice does nothing.

    print    keyed hash of the telephone number
    sealed   number and words, until it is answered
    asked    what it was about (`domain.understanding.Asks`)
    case     the matter that it was about, shown to who wrote: a bare rating after it is about the same
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField(max_length=80, unique=True)
    print = models.CharField(max_length=64)
    sealed = models.BinaryField(null=True)
    asked = models.CharField(max_length=10, default="", blank=True)
    case = models.UUIDField(null=True)
    received_at = models.DateTimeField()

    objects = TextMessageQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["print", "received_at"], name="text_of_number"),  # too_many(), with_matter()
            models.Index(fields=["received_at"], name="text_to_forget"),  # the daily sweep
        ]

    def keep(self, phone: str, words: str) -> None:
        """Seal what somebody wrote."""
        self.print, self.sealed = print_of(phone), closed(f"{phone} {words}", bound_to=self.uuid)

    def opened(self) -> tuple[str, str]:
        """The telephone number (E.164) and the words."""
        phone, _, words = opened(self.sealed, bound_to=self.uuid).partition(" ")
        return phone, words
