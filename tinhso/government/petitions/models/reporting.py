"""What the doors of citizens keep beside a petition: how often somebody sent, whom the supervisor called back."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.crypto import salted_hmac

from tinhso.core.cases.models.questions import reach_of
from tinhso.government.petitions.domain.pace import AN_HOUR, Knocked, may_send_at
from tinhso.government.petitions.models.letters import Rating
from tinhso.kit.actors import Rights

ALL = 2**128


def hashed(kind: str, text: str) -> str:
    """An address, a browser or a content as the table keeps it: a keyed hash that tells none of them."""
    return salted_hmac(f"petitions.{kind}", text, algorithm="sha256").hexdigest() if text else ""


class KnockQuerySet(models.QuerySet["Knock"]):
    """Questions about what was sent."""

    def free_at(self, now: Knocked) -> datetime:
        """When this may be sent; `now.at` itself when it may now."""
        like = Q(content=now.content) | Q(address=now.address)
        if now.browser:
            like |= Q(browser=now.browser)
        rows = self.filter(like, at__gt=now.at - AN_HOUR).values_list("content", "address", "browser", "at")
        return may_send_at(now, [Knocked(*row) for row in rows])

    def counted_no_more(self, at: datetime) -> Self:
        """Those that no limit looks at any longer."""
        return self.filter(at__lte=at - AN_HOUR)


class Knock(models.Model):
    """That something was sent, for an hour: keyed hashes that name nobody and lead to no petition."""

    content = models.CharField(max_length=64)
    address = models.CharField(max_length=64)
    browser = models.CharField(max_length=64, default="", blank=True)
    at = models.DateTimeField()

    objects = KnockQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["content", "at"], name="knocks_of_a_content"),  # may it be sent again
            models.Index(fields=["address", "at"], name="knocks_from_an_address"),  # may it be sent from here
            models.Index(fields=["browser", "at"], condition=~Q(browser=""), name="knocks_of_a_browser"),
        ]


class Heard(models.TextChoices):
    """What came of calling somebody back."""

    CONTENT = "content"
    NOT_CONTENT = "not_content"
    NOT_REACHED = "not_reached"


class CallBack(models.Model):
    """A supervisor called somebody who had rated an answer."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    rating = models.OneToOneField(Rating, models.PROTECT, related_name="call_back")
    heard = models.CharField(max_length=12, choices=Heard.choices)
    note = models.CharField(max_length=500, default="", blank=True)
    called_at = models.DateTimeField()
    called_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(heard__in=Heard.values), name="call_back_heard_known")]


def drawn(rights: Rights, permission: str, *, percent: int, since: datetime) -> models.QuerySet[Rating]:
    """Ratings of named people that are to be called back, within the asker's reach, the newest first.

    The lot is the random number that each rating bears from its beginning (its uuid, 122 bits of chance): those below
    the share are drawn. Nobody can choose whom to call, and who asks twice gets the same list.
    """
    below = uuid.UUID(int=min(ALL - 1, ALL * percent // 100))
    rows = Rating.objects.filter(
        reach_of(rights, permission, through="petition__case__"),
        uuid__lt=below, rated_at__gt=since, petition__case__applicant__isnull=False,
    )  # fmt: skip
    named = rows.select_related("petition__case__applicant", "petition__case__agency", "petition__topic", "call_back")
    return named.order_by("-rated_at", "-pk")


class AskedReading(models.Model):
    """The question why somebody's data was opened: a look (`people.Reading`), asked about once."""

    petition = models.OneToOneField("petitions.Petition", models.PROTECT, related_name="asked_reading")
    reading = models.UUIDField(unique=True)
    asked_at = models.DateTimeField()
