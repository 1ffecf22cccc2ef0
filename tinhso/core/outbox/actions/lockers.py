"""Lockers of members on phones: opened by the member, revoked by them or an officer, emptied by the phone."""

from datetime import datetime
from pathlib import Path
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tinhso.core.outbox.domain.sealed import emptied, is_signed
from tinhso.core.outbox.events import LockerOpened, LockerRevoked, LockerWiped
from tinhso.core.outbox.models import Locker
from tinhso.events.log import record
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import NotYours, Refusal
from tinhso.kit.secrets import kept_secret

MOST_LOCKERS = 10


class TooManyPhones(Refusal):
    sentence = _("You keep work on ten phones already. Take one that you no longer use out of use first.")


class NotAKey(Refusal):
    sentence = _("The phone sent no key that we can read. Load the page again.")


class NotTheLocker(Refusal):
    sentence = _("Only the phone itself can say that it is empty.")


@transaction.atomic
def open_locker(uuid: UUID, *, device: UUID, phone: str, public_key: bytes, by: Actor, at: datetime) -> Locker:
    """A member keeps work on a phone from now on; asking twice opens one. Raises TooManyPhones, NotAKey or NotYours."""
    if by.account is None:
        raise NotYours
    there = Locker.objects.filter(uuid=uuid, account=by.account).first()
    if there:
        return there
    if Locker.objects.filter(account=by.account, revoked_at=None).count() >= MOST_LOCKERS:
        raise TooManyPhones
    _check(public_key)
    locker = Locker(
        uuid=uuid, device=device, account_id=by.account, phone=phone[:80], public_key=public_key, opened_at=at
    )
    locker.save()
    record(LockerOpened(device=device), about=locker, by=by, at=at)
    return locker


@transaction.atomic
def revoke_locker(locker: Locker, *, by: Actor, at: datetime) -> Locker:
    """From now on nothing from it is believed, and the phone empties it when it next hears us."""
    locker = Locker.objects.select_for_update().get(pk=locker.pk)
    if locker.revoked_at is None:
        locker.revoked_at = at
        locker.save(update_fields=["revoked_at"])
        record(LockerRevoked(), about=locker, by=by, at=at)
    return locker


@transaction.atomic
def note_wiped(uuid: UUID, signature: bytes, *, by: Actor, at: datetime) -> None:
    """A revoked locker says that it is empty now; saying so twice changes nothing. Raises NotTheLocker."""
    locker = Locker.objects.select_for_update().filter(uuid=uuid, revoked_at__isnull=False).first()
    if locker is None or not is_signed(emptied(uuid), signature, bytes(locker.public_key)):
        raise NotTheLocker
    if locker.wiped_at is None:
        locker.wiped_at = at
        locker.save(update_fields=["wiped_at"])
        record(LockerWiped(), about=locker, by=by, at=at)


def is_revoked(device: UUID, account: int | None) -> bool:
    """Whether what a phone sends in the name of an account is no longer believed."""
    if account is None:
        return False
    ends = list(Locker.objects.filter(device=device, account=account).values_list("revoked_at", flat=True))
    return bool(ends) and all(ends)


def province_key() -> ec.EllipticCurvePrivateKey:
    """The key for which phones seal what they carry out."""
    number = int(kept_secret(Path(settings.VAR) / "keys" / "outbox" / "0001"), 16)
    return ec.derive_private_key(number % (_ORDER - 1) + 1, ec.SECP256R1())


def key_name(key: ec.EllipticCurvePrivateKey) -> str:
    """What the key is called: the beginning of its public point."""
    return public_point(key).hex()[2:18]


def public_point(key: ec.EllipticCurvePrivateKey) -> bytes:
    """The public key as phones read it: an uncompressed point."""
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


def _check(public_key: bytes) -> None:
    try:
        ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), public_key)
    except ValueError as wrong:
        raise NotAKey from wrong
