"""Signing keys: made here into a file locked by a PIN, or held by a token that speaks PKCS#11."""

import hashlib
import os
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any, cast

import pkcs11
from asn1crypto import cms
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import (
    ECDSA,
    SECP256R1,
    EllipticCurvePrivateKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509.oid import NameOID
from pyhanko.sign.pkcs11 import PKCS11Signer
from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes, Signer
from pyhanko.sign.timestamps.api import TimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from tinhso.core.files.domain.signing.mould import Mould
from tinhso.core.files.domain.signing.trust import ders_of

PrivateKey = EllipticCurvePrivateKey | RSAPrivateKey
LEAST_PIN = 6
_one_at_a_time = Lock()


class PinIsWrong(Exception):
    """The PIN does not open the key."""


class TokenSilent(Exception):
    """The token with the key does not answer, or has no such key."""


class HeldSigner(Signer):
    """A signer that holds its key ready: the library's own reads it anew for every signature."""

    _mould: Mould | None

    def __init__(self, key: PrivateKey, certificate: asn1_x509.Certificate, chain: Any) -> None:
        super().__init__(signing_cert=certificate, cert_registry=chain, embed_roots=False)
        self.key, self._mould = key, None

    async def async_sign(
        self,
        data_digest: bytes,
        digest_algorithm: str,
        dry_run: bool = False,
        use_pades: bool = False,
        timestamper: TimeStamper | None = None,
        signed_attr_settings: PdfCMSSignedAttributes | None = None,
        is_pdf_sig: bool = True,
        encap_content_info: cms.ContentInfo | cms.EncapsulatedContentInfo | None = None,
    ) -> cms.ContentInfo:
        """The CMS over a digest. Without a time stamp, for a PDF, it is poured into the mould of the first one."""
        plain = use_pades and is_pdf_sig and digest_algorithm == "sha256"
        alike = plain and timestamper is None and encap_content_info is None and not dry_run
        if alike and self._mould is not None:
            attributes = self._mould.to_sign(data_digest)
            return self._mould.filled(attributes, await self.async_sign_raw(attributes, digest_algorithm))
        made = await super().async_sign(
            bytes(len(data_digest)) if alike else data_digest,
            digest_algorithm,
            dry_run,
            use_pades,
            timestamper,
            signed_attr_settings,
            is_pdf_sig,
            encap_content_info,
        )
        if not alike:
            return made
        self._mould = Mould.of(made)
        attributes = self._mould.to_sign(data_digest)
        return self._mould.filled(attributes, await self.async_sign_raw(attributes, digest_algorithm))

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        """The signature of some bytes, by SHA-256 whatever is asked: nothing weaker leaves here."""
        if digest_algorithm != "sha256":
            raise ValueError(digest_algorithm)
        if isinstance(self.key, RSAPrivateKey):
            return self.key.sign(data, PKCS1v15(), hashes.SHA256())
        return self.key.sign(data, ECDSA(hashes.SHA256()))


def make_key(path: Path, passphrase: bytes) -> None:
    """A new key (P-256) into a file that only its owner may read, encrypted. Raises FileExistsError."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    locked = generate_private_key(SECP256R1()).private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(passphrase)
    )
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(locked)
        file.flush()
        os.fsync(file.fileno())


def relock(path: Path, old: bytes, new: bytes) -> None:
    """Give a key another PIN. Raises PinIsWrong."""
    draft = path.with_name(f".{path.name}.draft")
    locked = read_key(path, old).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(new))
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(locked)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def passphrase_of(pin: str, *, pepper: str) -> bytes:
    """What locks the file: the PIN with a secret of this machine, made slow (scrypt, RFC 7914)."""
    return hashlib.scrypt(pin.encode(), salt=bytes.fromhex(pepper), n=2**14, r=8, p=1, dklen=32).hex().encode()


def read_key(path: Path, passphrase: bytes) -> PrivateKey:
    """The key in a file. Raises PinIsWrong; FileNotFoundError when it is gone."""
    content = path.read_bytes()
    try:
        key = load_pem_private_key(content, passphrase)
    except ValueError as wrong:
        raise PinIsWrong from wrong
    if not isinstance(key, EllipticCurvePrivateKey | RSAPrivateKey):
        raise TypeError("not a kind of key that signs here")
    return key


def request_for(key: PrivateKey, *, name: str, organisation: str) -> bytes:
    """A request for a certificate (PKCS#10, PEM) that proves the key."""
    parts = [(NameOID.COUNTRY_NAME, "VN"), (NameOID.ORGANIZATION_NAME, organisation[:64]), (NameOID.COMMON_NAME, name)]
    subject = x509.Name([x509.NameAttribute(kind, value[:64]) for kind, value in parts])
    built = x509.CertificateSigningRequestBuilder().subject_name(subject)
    return built.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM)


def belongs(key: PrivateKey, certificate: bytes) -> bool:
    """Whether a certificate (PEM, the first of a chain) is of this key."""
    public = x509.load_pem_x509_certificates(certificate)[0].public_key()
    return public == key.public_key()


def signer_of_file(key: PrivateKey, certificates: bytes) -> HeldSigner:
    """A signer with a key that is open and its chain (PEM, its own certificate first)."""
    own, chain = _chain(certificates)
    return HeldSigner(key, own, chain)


def signer_of_token(certificates: bytes, *, library: str, token: str, label: str, pin: str) -> Signer:
    """A signer whose key stays in a token (PKCS#11). Raises PinIsWrong, TokenSilent."""
    own, chain = _chain(certificates)
    try:
        session = _library(library).get_token(token_label=token).open(user_pin=pin)
        return PKCS11Signer(
            session,
            signing_cert=own,
            key_label=label,
            ca_chain=list(chain),
            embed_roots=False,
            use_raw_mechanism=True,  # many tokens sign a digest only
        )
    except (pkcs11.PinIncorrect, pkcs11.PinInvalid, pkcs11.PinLenRange) as wrong:
        raise PinIsWrong from wrong
    except pkcs11.PKCS11Error as silent:
        raise TokenSilent from silent


@cache
def _library(path: str) -> Any:
    with _one_at_a_time:
        return pkcs11.lib(path)


def _chain(certificates: bytes) -> tuple[asn1_x509.Certificate, Any]:
    loaded = [asn1_x509.Certificate.load(der) for der in ders_of(certificates)]
    known = cast(Any, SimpleCertificateStore)()
    known.register_multiple(loaded[1:])
    return loaded[0], known


def unlocked_pem(key: PrivateKey) -> bytes:
    """The key as PEM without a lock, for a library that takes nothing else. It never touches the disk."""
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def names_in(certificates: Sequence[bytes] | bytes) -> tuple[str, str]:
    """Name and organisation of the first certificate of a chain (PEM)."""
    content = certificates if isinstance(certificates, bytes) else b"".join(certificates)
    subject = x509.load_pem_x509_certificates(content)[0].subject
    return _part(subject, NameOID.COMMON_NAME), _part(subject, NameOID.ORGANIZATION_NAME)


def _part(subject: x509.Name, kind: x509.ObjectIdentifier) -> str:
    found = subject.get_attributes_for_oid(kind)
    return str(found[0].value) if found else ""
