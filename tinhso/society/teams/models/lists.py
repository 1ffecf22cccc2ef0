"""Lists of members that were sent in, between reading and taking in."""

from __future__ import annotations

import json
import os
import uuid
from functools import cache
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import models

from tinhso.kit.secrets import kept_secret

NONCE = 12
"""Bytes of the random beginning of a sealed text (AES-GCM, NIST SP 800-38D)."""


class MemberList(models.Model):
    """A list that was read and is looked at before any of it is taken in.

    place    whose list it is: a commune, or the province
    sealed   what its rows say, locked under `VAR/keys/teams`; gone when it was taken in, thrown away, or a day old
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    place = models.ForeignKey("places.Place", models.PROTECT, related_name="+")
    name = models.CharField(max_length=140)
    sha256 = models.CharField(max_length=64)
    sealed = models.BinaryField(null=True)
    rows = models.PositiveIntegerField()
    faulty = models.PositiveIntegerField()
    read_by = models.ForeignKey("accounts.Account", models.PROTECT, null=True, related_name="+")
    read_at = models.DateTimeField(db_index=True)  # which are a day old
    taken_at = models.DateTimeField(null=True)
    teams = models.PositiveIntegerField(default=0)
    joined = models.PositiveIntegerField(default=0)
    renewed = models.PositiveIntegerField(default=0)
    same = models.PositiveIntegerField(default=0)

    def put_away(self, told: Any) -> None:
        """Lock what the rows say."""
        nonce = os.urandom(NONCE)
        said = json.dumps(told, ensure_ascii=False).encode()
        self.sealed = nonce + AESGCM(_key()).encrypt(nonce, said, self.uuid.bytes)

    def taken_out(self) -> Any:
        """What the rows say; None when it is gone. Raises `cryptography.exceptions.InvalidTag` on a foreign seal."""
        if self.sealed is None:
            return None
        held = bytes(self.sealed)
        return json.loads(AESGCM(_key()).decrypt(held[:NONCE], held[NONCE:], self.uuid.bytes))


def _key() -> bytes:
    return _kept(str(settings.VAR))


@cache
def _kept(var: str) -> bytes:
    return bytes.fromhex(kept_secret(Path(var) / "keys" / "teams"))
