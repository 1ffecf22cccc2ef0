"""Failed tries to sign in, and the devices an account has used before. Names and addresses are kept as keyed hashes."""

import uuid
from datetime import datetime, timedelta

from django.db import models
from django.utils.crypto import salted_hmac

from tinhso.core.accounts.domain.limits import (
    ACCOUNT_WINDOW,
    ADDRESS_WINDOW,
    NAMES_PER_ADDRESS,
    Tried,
    account_free_at,
    free_at,
)

REMEMBERED = timedelta(days=180)


def keyed(kind: str, text: str) -> str:
    """A name, an address or a device as the tables keep it: HMAC-SHA-256, so that the tables tell no one's name."""
    return salted_hmac(f"accounts.tries.{kind}", text, algorithm="sha256").hexdigest()


class TryQuerySet(models.QuerySet["Try"]):
    """Questions about failed tries."""

    def free_at(self, *, name: str, device: str, address: str, known: bool, at: datetime) -> datetime:
        """When this name may be tried from here again; `at` itself when it may now. All three are keyed hashes."""
        rows = self.filter(name=name, at__gt=at - ACCOUNT_WINDOW).values_list("at", "device", "known")
        free = account_free_at((Tried(*row) for row in rows), device=device, known=known, at=at)
        return free if known else max(free, self._address_free_at(name, address, at))

    def _address_free_at(self, name: str, address: str, at: datetime) -> datetime:
        """An address is slowed by the number of *names* that failed there, not by the number of mistakes."""
        rows = self.filter(address=address, known=False, at__gt=at - ADDRESS_WINDOW).exclude(name=name)
        last_of_each = rows.values("name").annotate(last=models.Max("at")).values_list("last", flat=True)
        return free_at(list(last_of_each), limit=NAMES_PER_ADDRESS, window=ADDRESS_WINDOW, at=at)


class Try(models.Model):
    """One failed try. A right one from the same device takes the wrong ones away again."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(max_length=64)
    device = models.CharField(max_length=64)
    address = models.CharField(max_length=64)
    known = models.BooleanField()
    at = models.DateTimeField()

    objects = TryQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["name", "at"], name="tries_of_a_name"),  # may this account be tried
            models.Index(fields=["address", "at"], name="tries_of_an_address"),  # how many names failed here
        ]


class KnownDeviceQuerySet(models.QuerySet["KnownDevice"]):
    """Questions about known devices."""

    def knows(self, *, name: str, device: str, at: datetime) -> bool:
        """Whether the account of this name signed in from this device within half a year (both keyed hashes)."""
        return self.filter(name=name, device=device, seen_at__gt=at - REMEMBERED).exists()


class KnownDevice(models.Model):
    """A device from which an account signed in rightly: it keeps its own budget of tries."""

    name = models.CharField(max_length=64)
    device = models.CharField(max_length=64)
    seen_at = models.DateTimeField()

    objects = KnownDeviceQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "device"], name="device_known_once")]
