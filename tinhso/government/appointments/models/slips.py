"""What our slips bear: a code with nine digits, and a square with 80 bits; both are made anew, nothing is stored."""

from __future__ import annotations

import hashlib
import hmac
import uuid
from functools import cache
from pathlib import Path
from typing import TypeVar

from django.conf import settings
from django.db import models
from django.utils.crypto import salted_hmac

from tinhso.core.cases.domain.slips import same, secret_of, token_of
from tinhso.kit.secrets import kept_secret

KEY_FILE = "appointments"
Row = TypeVar("Row", bound="Slip")
FIRST = 1


class Slip(models.Model):
    """A row that people follow with a code on paper."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    ref = models.CharField(max_length=20, unique=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.ref

    @property
    def secret(self) -> str:
        """The nine digits on the slip."""
        return secret_of(_key(str(settings.VAR)), self.uuid, FIRST)

    @property
    def token(self) -> str:
        """What its square carries beside the code."""
        return token_of(_key(str(settings.VAR)), self.uuid, FIRST)


def opened_by(row: Row | None, token: str) -> Row | None:
    """A row to who holds its long secret; None for any other pair of code and secret."""
    return row if row is not None and same(row.token, token.lower()) else None


def address_mark(address: str) -> str:
    """A keyed hash of a visitor's address, which tells nobody where they are."""
    return salted_hmac("appointments.address", address, algorithm="sha256").hexdigest()


def kiosk_key(office: uuid.UUID) -> str:
    """The key by which a device becomes the kiosk of an office: 80 bits."""
    return token_of(_key(str(settings.VAR)), office, FIRST)


@cache
def _key(var: str) -> bytes:
    return hmac.new(bytes.fromhex(kept_secret(Path(var) / "keys" / KEY_FILE)), b"slips", hashlib.sha256).digest()
