"""What a slip opens: the case of a code with the little that following tells, and the wrong tries to open one.

The digits and the square of a slip are made from `key_of` its seed, the seed of the case and its turn; see
`domain.slips`.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Self
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Q, QuerySet
from django.utils.crypto import salted_hmac

from tinhso.core.cases.domain.slips import ADDRESS_DAY, CODE_WINDOW, tries_free_at
from tinhso.core.cases.models.cases import Case
from tinhso.kit.prepared import Objects
from tinhso.kit.secrets import kept_secret

KEY_FILE = "procedures"
"""The file under `VAR/keys` that the first slips were made from; people still hold those."""
NODES = 8
"""The version of seeds that nodes make (RFC 9562: free for own use): the first four bytes say which node."""
OF_THE_SLIP = (
    "uuid", "ref", "system", "state", "title", "applicant_id", "place_id", "opened_at", "due_at", "received_at",
    "stopped_at", "finished_at", "ended_at", "outcome", "version", "supplements", "slip_seed", "slip_turn",
    "definition__digest", "agency__name",
)  # fmt: skip


def tracking_key() -> bytes:
    """From which the secrets of slips are made."""
    return _derived(str(settings.VAR))


def key_of(seed: UUID) -> bytes:
    """From which the secrets of one slip are made: a node's slips from its own key, that the province can make too."""
    if seed.version != NODES:
        return tracking_key()
    lent = lent_file(seed.bytes[:4])
    return bytes.fromhex(lent.read_text()) if lent.exists() else node_key(seed.bytes[:4])


def lent_file(node: bytes) -> Path:
    """Where a node keeps the key that the province lent it for its slips."""
    return Path(settings.VAR) / "keys" / "node-slips" / node.hex()


def node_key(node: bytes) -> bytes:
    """What a commune's node makes its slips from; `node`: four bytes that name it. Whoever steals it knows no other."""
    return hmac.new(tracking_key(), b"node" + node, hashlib.sha256).digest()


def node_seed(node: bytes) -> UUID:
    """A new seed that says which node made it."""
    drawn = int.from_bytes(node + os.urandom(12))
    return UUID(int=drawn & ~(0xF << 76 | 0b11 << 62) | NODES << 76 | 0b10 << 62)


def hashed(kind: str, text: str) -> str:
    """A code or an address as the table keeps it: a keyed hash that tells neither."""
    return salted_hmac(f"cases.slips.{kind}", text, algorithm="sha256").hexdigest()


def case_of_code(ref: str) -> Case | None:
    """The case of a code, with its definition and its office."""
    return next(iter(FOLLOWED(ref)), None)


def seed_of(case: Case) -> UUID:
    """What the slips of a case are made of."""
    return case.slip_seed or case.uuid


class WrongTryQuerySet(models.QuerySet["WrongTry"]):
    """Questions about wrong tries."""

    def free_at(self, *, code: str, address: str, at: datetime) -> datetime:
        """When this code may be tried from this address; `at` itself when it may now. Both are keyed hashes."""
        rows = self.filter(Q(code=code, at__gt=at - CODE_WINDOW) | Q(address=address, at__gt=at - ADDRESS_DAY))
        tries = list(rows.values_list("code", "address", "at"))
        return tries_free_at(
            here=[when for one, where, when in tries if (one, where) == (code, address)],
            code=[when for one, _where, when in tries if one == code],
            address=[when for _one, where, when in tries if where == address],
            at=at,
        )

    def counted_no_more(self, at: datetime) -> Self:
        """Those that no limit looks at any longer."""
        return self.filter(at__lte=at - ADDRESS_DAY)


class WrongTry(models.Model):
    """A code with a wrong secret, whether there is such a case or not."""

    code = models.CharField(max_length=64)
    address = models.CharField(max_length=64)
    at = models.DateTimeField()

    objects = WrongTryQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["code", "at"], name="try_of_a_code"),  # may it be tried
            models.Index(fields=["address", "at"], name="try_from_an_address"),  # may it be tried from here
        ]


def _followed(ref: str) -> QuerySet[Case, Any]:
    return Case.objects.select_related("definition", "agency").only(*OF_THE_SLIP).filter(ref=ref)


FOLLOWED = Objects[Case](_followed)


@cache
def _derived(var: str) -> bytes:
    secret = kept_secret(Path(var) / "keys" / KEY_FILE)
    return hmac.new(bytes.fromhex(secret), b"tracking", hashlib.sha256).digest()
