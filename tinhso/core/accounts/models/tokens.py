"""Tokens by which machines speak for an account."""

import hashlib
import secrets
import uuid
from datetime import datetime, timedelta

from django.db import models
from django.db.models import F, Q

PREFIX = "tinhso_"
_QUIET = timedelta(minutes=1)


def new_token() -> str:
    """A fresh token, 256 random bits, with a prefix by which a leaked one can be recognised."""
    return PREFIX + secrets.token_urlsafe(32)


def digest_of(token: str) -> str:
    """What is kept of a token. A random secret needs no slow hash."""
    return hashlib.sha256(token.encode()).hexdigest()


class AccessTokenQuerySet(models.QuerySet["AccessToken"]):
    """Questions about tokens."""

    def borne(self, token: str, *, at: datetime) -> "AccessToken | None":
        """The token in force that has this text, with its account."""
        found = self.filter(digest=digest_of(token), ends_at__gt=at, withdrawn_at__isnull=True)
        return found.select_related("account").first()


class AccessToken(models.Model):
    """Lets a machine act as an account, for some permissions, until a day. The token itself is shown once."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    account = models.ForeignKey("accounts.Account", models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    scope = models.JSONField()
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects = AccessTokenQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(ends_at__gt=F("made_at")), name="token_ends_after_start")]

    def used(self, at: datetime) -> None:
        """Note its use, at most once a minute."""
        if self.used_at is None or at - self.used_at > _QUIET:
            AccessToken.objects.filter(pk=self.pk).update(used_at=at)
