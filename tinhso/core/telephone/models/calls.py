"""A call: where in the script it is. What was said last stays while it lasts, so that a step can come twice."""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models

from tinhso.core.notices.models.people import closed, opened, print_of


class Call(models.Model):
    """One call, by the number that its gateway gave it.

    print     keyed hash of the telephone number; empty: the gateway did not tell
    sealed    the telephone number, while the call lasts
    step      counts the answers of the gateway
    state     of the script (`tables/script.json`)
    code      that was keyed in, until its digits are right
    case      whose code and digits were right
    said      the words of this step
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField(max_length=80, unique=True)
    print = models.CharField(max_length=64, default="", blank=True)
    sealed = models.BinaryField(null=True)
    language = models.CharField(max_length=12, default="vi")
    step = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=20)
    code = models.CharField(max_length=40, default="", blank=True)
    case = models.UUIDField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    said = models.TextField(default="", blank=True)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["print", "began_at"], name="call_of_number"),  # limits
            models.Index(fields=["began_at"], name="call_to_forget"),  # the daily sweep
        ]

    def keep(self, phone: str) -> None:
        """Seal from where it came."""
        if phone:
            self.print, self.sealed = print_of(phone), closed(phone, bound_to=self.uuid)

    @property
    def phone(self) -> str:
        """From where it came (E.164); empty when that is not known any more."""
        return opened(self.sealed, bound_to=self.uuid)

    @property
    def page_language(self) -> str:
        """In which of the languages of pages its words are put; the recordings of another are heard before them."""
        return self.language if self.language in dict(settings.LANGUAGES) else "vi"

    def lasts(self, until: datetime) -> bool:
        """Whether it began after a moment and goes on."""
        return self.ended_at is None and self.began_at > until
