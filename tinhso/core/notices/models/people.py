"""How each person wants to be told, and where: choices, addresses kept sealed, proofs that an address is their own."""

import uuid
from datetime import datetime
from functools import cache
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.crypto import constant_time_compare

from tinhso.core.notices.domain.channels import Channel
from tinhso.core.people.domain.sealing import fingerprint, seal, unseal
from tinhso.kit.secrets import kept_secret

_CHANNELS = [(channel.value, channel.value) for channel in Channel]


@cache
def _key(purpose: str) -> bytes:
    return bytes.fromhex(kept_secret(settings.VAR / "keys" / f"notices-{purpose}"))


def print_of(address: str) -> str:
    """The keyed hash of a number or an address: by it limits are counted, and nobody can read it back."""
    return fingerprint(address, key=_key("prints"))


def closed(text: str, *, bound_to: uuid.UUID) -> bytes:
    """A text sealed under the key of addresses, that only its row opens."""
    return seal(text, key=_key("addresses"), bound_to=bound_to.bytes)


def opened(sealed: bytes | memoryview | None, *, bound_to: uuid.UUID) -> str:
    """The text again; nothing for nothing. Raises cryptography's InvalidTag when it was tampered with."""
    return unseal(bytes(sealed), key=_key("addresses"), bound_to=bound_to.bytes) if sealed else ""


class Choice(models.Model):
    """What a person chose, for everything (`kind` empty) or for one kind of message.

    channels   in the order in which they are tried; empty: the usual order
    language   empty: Vietnamese
    digest     what can wait comes once in the evening
    refused    this kind is not wanted
    quiet      `21:00-07:00`; empty: the usual hours
    """

    person = models.UUIDField()
    kind = models.CharField(max_length=60, default="", blank=True)
    channels = models.JSONField(default=list)
    language = models.CharField(max_length=3, default="", blank=True)
    digest = models.BooleanField(default=False)
    refused = models.BooleanField(default=False)
    quiet = models.CharField(max_length=11, default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "kind"], name="choice_once_per_kind"),
            models.CheckConstraint(condition=~Q(kind="") | Q(refused=False), name="choice_not_everything_refused"),
        ]


class ContactQuerySet(models.QuerySet["Contact"]):
    def usable(self) -> Self:
        """Those that are known to be the person's own and not known to be wrong."""
        return self.filter(confirmed_at__isnull=False, wrong_since=None)


class Contact(models.Model):
    """An e-mail address or a browser of a person, sealed; and what is known of a telephone number of the register.

    A telephone number itself stands in the register of people only; here only its print, with whether it was proven,
    or found to be wrong.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.UUIDField()
    channel = models.CharField(max_length=10, choices=_CHANNELS)
    print = models.CharField(max_length=64)
    sealed = models.BinaryField(null=True)
    given_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    wrong_since = models.DateTimeField(null=True)

    objects = ContactQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "channel", "print"], name="contact_once")]
        indexes = [models.Index(fields=["print"], name="contact_of_print")]  # a report says that a number is wrong

    def keep(self, address: str) -> None:
        """Seal an address into this row, and note its print."""
        self.print = print_of(address)
        self.sealed = closed(address, bound_to=self.uuid)

    @property
    def address(self) -> str:
        """The address again. Raises cryptography's InvalidTag when it was tampered with."""
        return opened(self.sealed, bound_to=self.uuid)

    @classmethod
    def mark_wrong(cls, print_: str, *, at: datetime) -> None:
        """Nobody is there: it is not used again until it is proven anew."""
        cls.objects.filter(print=print_, wrong_since=None).update(wrong_since=at)


class ProofQuerySet(models.QuerySet["Proof"]):
    def open(self, at: datetime) -> Self:
        """Codes that may still be typed in, the newest first."""
        return self.filter(ends_at__gt=at, typed_at=None, tries__lt=Proof.TRIES).order_by("-asked_at", "-id")

    def waiting(self, at: datetime) -> Self:
        """Codes that are to be sent; one that nobody could send in its time is not sent any more."""
        return self.filter(sealed__isnull=False, ends_at__gt=at).order_by("id")


class Proof(models.Model):
    """A code of six digits sent to a number or an address, to be typed in: then it is the person's own.

    code     keyed hash of the code
    sealed   the address and the code, until the code is sent
    """

    TRIES = 5

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.UUIDField()
    channel = models.CharField(max_length=10, choices=_CHANNELS)
    print = models.CharField(max_length=64)
    code = models.CharField(max_length=64)
    sealed = models.BinaryField(null=True)
    language = models.CharField(max_length=3, default="vi")
    asked_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    typed_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)

    objects = ProofQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["person", "channel", "-asked_at"], name="proof_of_person"),  # the code one types in
            models.Index(fields=["channel", "-asked_at"], name="proof_by_time"),  # how many are typed in
            models.Index(fields=["print", "asked_at"], name="proof_to_number"),  # limits
            models.Index(fields=["id"], name="proof_to_send", condition=Q(sealed__isnull=False)),  # the job
        ]

    def keep(self, address: str, code: str) -> None:
        """Seal what is to be sent where; of both only the prints stay."""
        self.print, self.code = print_of(address), print_of(f"{self.uuid}{code}")
        self.sealed = closed(f"{code} {address}", bound_to=self.uuid)

    def opened(self) -> tuple[str, str]:
        """The address and the code."""
        code, _, address = opened(self.sealed, bound_to=self.uuid).partition(" ")
        return address, code

    def is_code(self, typed: str) -> bool:
        return constant_time_compare(self.code, print_of(f"{self.uuid}{typed}"))
