"""Keys: made, certified, opened with a PIN, locked after three wrong ones, unlocked by an engineer, retired."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from uuid import UUID, uuid4

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _
from pyhanko.sign.signers.pdf_cms import Signer

from tinhso.core.files.domain.signing.documents import standing_of
from tinhso.core.files.domain.signing.findings import Reason
from tinhso.core.files.domain.signing.keys import (
    LEAST_PIN,
    PinIsWrong,
    PrivateKey,
    TokenSilent,
    make_key,
    names_in,
    passphrase_of,
    read_key,
    relock,
    request_for,
    signer_of_file,
    signer_of_token,
)
from tinhso.core.files.domain.signing.trust import Trust, ders_of, trust_in
from tinhso.core.files.events import (
    SigningKeyCertified,
    SigningKeyLocked,
    SigningKeyMade,
    SigningKeyRetired,
    SigningKeyUnlocked,
)
from tinhso.core.files.models import Holder, SigningKey
from tinhso.core.files.models.signing import MOST_WRONG_PINS
from tinhso.events.log import record
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import NotYours, Refusal
from tinhso.kit.secrets import kept_secret


class PinTooShort(Refusal):
    sentence = _("A PIN has at least six digits.")
    field = "pin"


class PinWrong(Refusal):
    sentence = _("The PIN is wrong. After three wrong ones the key is locked.")
    field = "pin"


class KeyLocked(Refusal):
    """Three wrong PINs."""

    sentence = _("The key is locked: the PIN was wrong three times. Call the engineer, who unlocks it when you ask.")
    field = "pin"


class KeyNotCertified(Refusal):
    sentence = _("This key has no certificate yet.")
    field = "pin"


class CertificateExpired(Refusal):
    """Before its first day, or after its last."""

    sentence = _("The certificate of this key is not in force today. Ask for a new one.")
    field = "pin"


class CertificateRevoked(Refusal):
    sentence = _("The certificate of this key was revoked. Nothing can be signed with it.")
    field = "pin"


class KeyElsewhere(Refusal):
    """The token is not plugged in, or the file is gone."""

    sentence = _("The key does not answer. Plug in its token and try again, or call the engineer.")
    field = "pin"


class HasKey(Refusal):
    sentence = _("There is a key already. Take it out of use first.")


class WrongCertificate(Refusal):
    """Of another key, of an issuer we did not pin, or none at all."""

    sentence = _("This certificate does not belong to the key, or its issuer is not among those we trust.")
    field = "certificate"


@dataclass(frozen=True, slots=True)
class OpenKey:
    """A key that is open: it lives in the memory of this process and nowhere else.

    private   None when the key stays in a token, which signs PDF only
    """

    row: SigningKey
    signer: Signer
    name: str
    organisation: str
    private: PrivateKey | None = None
    picture: bytes = b""


def trust() -> Trust:
    """The roots that are pinned here, and the revocation lists that were fetched; read again when a file changes."""
    return _trust(settings.SIGNING_ANCHORS, settings.SIGNING_LISTS, _stamp())


def _stamp() -> tuple[tuple[str, float], ...]:
    folders = (settings.SIGNING_ANCHORS, settings.SIGNING_LISTS)
    files = (path for folder in folders if folder.is_dir() for path in sorted(folder.iterdir()))
    return tuple((path.name, path.stat().st_mtime) for path in files)


@lru_cache(2)
def _trust(anchors: Path, lists: Path, _seen: object) -> Trust:
    return trust_in(anchors, lists)


@transaction.atomic
def make_signing_key(
    kind: Holder, holder: UUID, *, name: str, organisation: str, pin: str, by: Actor, at: datetime
) -> SigningKey:
    """A new key in an encrypted file, and beside it the request that a certification authority is shown.

    Raises PinTooShort, HasKey.
    """
    _refuse_short(pin)
    if SigningKey.objects.select_for_update().filter(kind=kind, holder=holder, retired_at=None).exists():
        raise HasKey

    row = SigningKey(uuid=uuid4(), kind=kind, holder=holder, made_at=at)
    make_key(_file(row), _passphrase(pin))
    private = read_key(_file(row), _passphrase(pin))
    request_file(row).write_bytes(request_for(private, name=name, organisation=organisation))
    row.save()

    record(SigningKeyMade(holder=holder, agency=kind == Holder.AGENCY), about=row, by=by, at=at)
    return row


@transaction.atomic
def use_token(kind: Holder, holder: UUID, *, token: str, certificate: bytes, by: Actor, at: datetime) -> SigningKey:
    """Know a key that lies in a token (PKCS#11) under the label of its own. Raises HasKey, WrongCertificate."""
    if SigningKey.objects.select_for_update().filter(kind=kind, holder=holder, retired_at=None).exists():
        raise HasKey
    row = SigningKey(uuid=uuid4(), kind=kind, holder=holder, token=token, made_at=at)
    row.save()
    record(SigningKeyMade(holder=holder, agency=kind == Holder.AGENCY), about=row, by=by, at=at)
    return certify_key(row, certificate, by=by, at=at)


@transaction.atomic
def certify_key(key: SigningKey, certificate: bytes, *, by: Actor, at: datetime) -> SigningKey:
    """Lay a certificate (PEM, its issuers behind it) to a key. Raises WrongCertificate."""
    row = SigningKey.objects.select_for_update().get(pk=key.pk)
    try:
        own = x509.load_pem_x509_certificates(certificate)[0]
        ders = ders_of(certificate)
    except (ValueError, IndexError) as broken:
        raise WrongCertificate from broken
    asked = None if row.token else x509.load_pem_x509_csr(request_file(row).read_bytes()).public_key()
    if asked is not None and asked != own.public_key():
        raise WrongCertificate
    if Reason.UNKNOWN_ISSUER in standing_of(tuple(ders), trust(), max(at, own.not_valid_before_utc)):
        raise WrongCertificate

    row.certificate = certificate.decode()
    row.fingerprint = own.fingerprint(SHA256()).hex()
    row.starts_at, row.ends_at = own.not_valid_before_utc, own.not_valid_after_utc
    row.save(update_fields=["certificate", "fingerprint", "starts_at", "ends_at"])

    record(SigningKeyCertified(starts=row.starts_at, ends=row.ends_at), about=row, by=by, at=at)
    return row


def open_key(key: SigningKey, pin: str, *, by: Actor, at: datetime) -> OpenKey:
    """Open a key with its PIN. The third wrong PIN locks it, and that stays, whatever else is undone.

    Call it outside the transaction of what is signed. Raises NotYours, KeyLocked, KeyNotCertified, CertificateExpired,
    CertificateRevoked, KeyElsewhere, PinWrong.
    """
    row = SigningKey.objects.get(pk=key.pk)
    if row.kind == Holder.PERSON and row.holder != by.person:
        raise NotYours
    _refuse_unusable(row, at)
    try:
        opened = _opened(row, pin)
    except PinIsWrong as wrong:
        raise _counted(row, by, at) from wrong
    except (TokenSilent, FileNotFoundError) as gone:
        raise KeyElsewhere from gone
    if row.wrong_pins:
        SigningKey.objects.filter(pk=row.pk).update(wrong_pins=0)
    return opened


def open_seal(organisation: UUID, *, at: datetime) -> OpenKey | None:
    """The agency's seal, whose PIN this machine keeps: it is only ever set beside an officer's own signature.

    None when the agency has none. Raises what `open_key` raises but PinWrong.
    """
    row = SigningKey.objects.of(Holder.AGENCY, organisation).filter(retired_at=None).first()
    if row is None:
        return None
    _refuse_unusable(row, at)
    try:
        return _opened(row, seal_pin(row.holder))
    except (PinIsWrong, TokenSilent, FileNotFoundError) as gone:
        raise KeyElsewhere from gone


def seal_pin(organisation: UUID) -> str:
    """The PIN of an agency's seal, made and kept by this machine."""
    return kept_secret(_folder() / f"{organisation}.pin", 16)


@transaction.atomic
def unlock_key(key: SigningKey, *, by: Actor, at: datetime) -> SigningKey:
    """Let a locked key be tried three times again. The PIN stays what it was."""
    row = SigningKey.objects.select_for_update().get(pk=key.pk)
    if row.locked_at is None:
        return row

    row.locked_at, row.wrong_pins = None, 0
    row.save(update_fields=["locked_at", "wrong_pins"])

    record(SigningKeyUnlocked(), about=row, by=by, at=at)
    return row


def change_pin(key: SigningKey, *, old: str, new: str, by: Actor, at: datetime) -> None:
    """Give one's key another PIN. Raises PinTooShort, and what `open_key` raises."""
    _refuse_short(new)
    open_key(key, old, by=by, at=at)
    if key.token:
        raise KeyElsewhere
    relock(_file(key), _passphrase(old), _passphrase(new))


@transaction.atomic
def retire_key(key: SigningKey, *, by: Actor, at: datetime) -> SigningKey:
    """Take a key out of use. What it signed stays good."""
    row = SigningKey.objects.select_for_update().get(pk=key.pk)
    if row.retired_at:
        return row

    row.retired_at = at
    row.save(update_fields=["retired_at"])

    record(SigningKeyRetired(), about=row, by=by, at=at)
    return row


def key_of_person(person: UUID | None, *, at: datetime) -> SigningKey | None:
    """The key with which someone can sign now, locked or not; None when they have none that is certified."""
    if person is None:
        return None
    own = SigningKey.objects.of(Holder.PERSON, person).filter(retired_at=None)
    return own.exclude(certificate="").filter(starts_at__lte=at, ends_at__gt=at).first()


def request_file(key: SigningKey) -> Path:
    """Where the request for a key's certificate lies (PKCS#10, PEM)."""
    return _folder() / f"{key.uuid}.csr"


def _refuse_short(pin: str) -> None:
    if len(pin) < LEAST_PIN:
        raise PinTooShort


def _refuse_unusable(row: SigningKey, at: datetime) -> None:
    if row.locked_at:
        raise KeyLocked
    if not row.certificate or row.starts_at is None or row.ends_at is None or row.retired_at:
        raise KeyNotCertified
    if not row.starts_at <= at < row.ends_at:
        raise CertificateExpired
    if Reason.REVOKED in _standing(row.certificate, trust(), at.replace(minute=0, second=0, microsecond=0)):
        raise CertificateRevoked


@lru_cache(512)
def _standing(certificate: str, known: Trust, hour: datetime) -> tuple[Reason, ...]:
    """Judged once an hour for each key, and again when a list has changed."""
    return standing_of(tuple(ders_of(certificate.encode())), known, hour)


def _opened(row: SigningKey, pin: str) -> OpenKey:
    chain = row.certificate.encode()
    name, organisation = names_in(chain)
    if row.token:
        library = settings.SIGNING_TOKEN_LIBRARY
        signer = signer_of_token(chain, library=library, token=row.token, label=row.token, pin=pin)
        return OpenKey(row, signer, name, organisation)
    private = read_key(_file(row), _passphrase(pin))
    return OpenKey(row, signer_of_file(private, chain), name, organisation, private)


@transaction.atomic
def _counted(key: SigningKey, by: Actor, at: datetime) -> Refusal:
    SigningKey.objects.filter(pk=key.pk).update(wrong_pins=F("wrong_pins") + 1)
    row = SigningKey.objects.select_for_update().get(pk=key.pk)
    if row.wrong_pins < MOST_WRONG_PINS:
        return PinWrong()
    if row.locked_at is None:
        row.locked_at = at
        row.save(update_fields=["locked_at"])
        record(SigningKeyLocked(), about=row, by=by, at=at)
    return KeyLocked()


def _folder() -> Path:
    return Path(settings.SIGNING_KEYS)


def _file(row: SigningKey) -> Path:
    return _folder() / f"{row.uuid}.key"


def _passphrase(pin: str) -> bytes:
    return passphrase_of(pin, pepper=kept_secret(_folder() / "pepper"))
