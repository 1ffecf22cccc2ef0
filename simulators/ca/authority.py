"""The authority: its keys and certificates, what it issued and revoked, in a folder of its own."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Lock
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    EllipticCurvePrivateKey,
    EllipticCurvePublicKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from cryptography.x509 import ocsp
from cryptography.x509.oid import AuthorityInformationAccessOID as Access
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

COUNTRY, HOUSE = "VN", "Mo phong - khong co gia tri phap ly"
Key = EllipticCurvePrivateKey | rsa.RSAPrivateKey
LONG, SHORT = timedelta(days=3650), timedelta(days=730)
LIST_LIVES = timedelta(days=7)
EARLY = timedelta(minutes=5)
MAY_SIGN = {"digital_signature": True, "content_commitment": True}
MAY_ISSUE = {"key_cert_sign": True, "crl_sign": True}


class Authority:
    """Root, issuing authority, OCSP responder and time stamper. `address` is written into certificates."""

    def __init__(self, folder: Path, address: str) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.folder, self.address, self._lock = folder, address, Lock()
        self.root_key, self.issuing_key = self._key("root"), self._key("issuing")
        self.answering_key = self._key("answering")
        self.stamping_key = kept_key(folder / "stamping.key", lambda: rsa.generate_private_key(65537, 2048))
        self.root = self._kept("root", self._make_root)
        self.issuing = self._kept("issuing", self._make_issuing)
        self.stamping = self._kept("stamping", self._make_stamping)
        self.answering = self._kept("answering", self._make_answering)

    def issue(self, request: bytes, *, starts: datetime | None = None, ends: datetime | None = None) -> bytes:
        """A certificate for a request (PKCS#10, PEM), as PEM with the issuing authority's behind it.

        Raises ValueError or TypeError for a request that is none, does not prove its key or has a strange one.
        """
        asked = x509.load_pem_x509_csr(request)
        if not asked.is_signature_valid:
            raise ValueError("the request does not prove its key")
        built = self._building(asked.subject, asked.public_key(), starts=starts, ends=ends)
        made = built.add_extension(_usage(MAY_SIGN), critical=True).sign(self.issuing_key, hashes.SHA256())
        with self._lock:
            book = self._book()
            book[str(made.serial_number)] = {"revoked": None}
            self._write(book)
        return made.public_bytes(Encoding.PEM) + self.issuing.public_bytes(Encoding.PEM)

    def revoke(self, serial: int, *, at: datetime | None = None) -> None:
        """Revoke what was issued. Raises KeyError for a stranger."""
        with self._lock:
            book = self._book()
            book[str(serial)]["revoked"] = (at or datetime.now(UTC)).isoformat()
            self._write(book)

    def revocation_list(self) -> bytes:
        """The list of revoked certificates (DER)."""
        now = datetime.now(UTC)
        built = x509.CertificateRevocationListBuilder().issuer_name(self.issuing.subject)
        built = built.last_update(now - EARLY).next_update(now + LIST_LIVES)
        built = built.add_extension(x509.CRLNumber(int(now.timestamp())), critical=False)
        built = built.add_extension(_issued_by(self.issuing_key), critical=False)
        for serial, told in self._book().items():
            if told["revoked"]:
                one = x509.RevokedCertificateBuilder().serial_number(int(serial))
                built = built.add_revoked_certificate(
                    one.revocation_date(datetime.fromisoformat(told["revoked"])).build()
                )
        return built.sign(self.issuing_key, hashes.SHA256()).public_bytes(Encoding.DER)

    def root_list(self) -> bytes:
        """The root's own list, which is empty (DER)."""
        now = datetime.now(UTC)
        built = x509.CertificateRevocationListBuilder().issuer_name(self.root.subject)
        built = built.last_update(now - EARLY).next_update(now + LIST_LIVES)
        built = built.add_extension(x509.CRLNumber(1), critical=False)
        built = built.add_extension(_issued_by(self.root_key), critical=False)
        return built.sign(self.root_key, hashes.SHA256()).public_bytes(Encoding.DER)

    def status(self, request: bytes) -> bytes:
        """An OCSP answer (DER) to an OCSP request. Raises ValueError."""
        asked = ocsp.load_der_ocsp_request(request)
        told = self._book().get(str(asked.serial_number))
        now = datetime.now(UTC)
        revoked = datetime.fromisoformat(told["revoked"]) if told and told["revoked"] else None
        good = ocsp.OCSPCertStatus.GOOD if told else ocsp.OCSPCertStatus.UNKNOWN
        built = ocsp.OCSPResponseBuilder().add_response_by_hash(
            issuer_name_hash=asked.issuer_name_hash,
            issuer_key_hash=asked.issuer_key_hash,
            serial_number=asked.serial_number,
            algorithm=asked.hash_algorithm,
            cert_status=ocsp.OCSPCertStatus.REVOKED if revoked else good,
            this_update=now - EARLY,
            next_update=now + timedelta(hours=12),
            revocation_time=revoked,
            revocation_reason=None,
        )
        built = built.responder_id(ocsp.OCSPResponderEncoding.HASH, self.answering).certificates([self.answering])
        return built.sign(self.answering_key, hashes.SHA256()).public_bytes(Encoding.DER)

    def _make_root(self) -> x509.Certificate:
        built = self._named(_name("Co quan chung thuc goc mo phong"), self.root_key.public_key(), LONG)
        built = built.issuer_name(_name("Co quan chung thuc goc mo phong"))
        built = built.add_extension(x509.BasicConstraints(ca=True, path_length=1), critical=True)
        return built.add_extension(_usage(MAY_ISSUE), critical=True).sign(self.root_key, hashes.SHA256())

    def _make_issuing(self) -> x509.Certificate:
        built = self._named(_name("Co quan cap chung thu so mo phong"), self.issuing_key.public_key(), LONG)
        built = built.issuer_name(self.root.subject).add_extension(_issued_by(self.root_key), critical=False)
        built = built.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        built = built.add_extension(_list_at(f"{self.address}/root.crl"), critical=False)
        return built.add_extension(_usage(MAY_ISSUE), critical=True).sign(self.root_key, hashes.SHA256())

    def _make_stamping(self) -> x509.Certificate:
        built = self._building(_name("Dau thoi gian mo phong"), self.stamping_key.public_key(), ends=_now() + LONG / 2)
        built = built.add_extension(_usage({"digital_signature": True}), critical=True)
        stamping = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
        return built.add_extension(stamping, critical=True).sign(self.issuing_key, hashes.SHA256())

    def _make_answering(self) -> x509.Certificate:
        built = self._building(_name("Tra loi OCSP mo phong"), self.answering_key.public_key(), ends=_now() + LONG / 2)
        built = built.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.OCSP_SIGNING]), critical=False)
        built = built.add_extension(x509.OCSPNoCheck(), critical=False)
        return built.sign(self.issuing_key, hashes.SHA256())

    def _building(
        self, name: x509.Name, key: Any, *, starts: datetime | None = None, ends: datetime | None = None
    ) -> x509.CertificateBuilder:
        starts = starts or _now() - EARLY
        built = self._named(name, key, (ends or starts + SHORT) - starts, starts=starts)
        built = built.issuer_name(self.issuing.subject).add_extension(_issued_by(self.issuing_key), critical=False)
        built = built.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        access = [
            x509.AccessDescription(Access.OCSP, x509.UniformResourceIdentifier(f"{self.address}/ocsp")),
            x509.AccessDescription(Access.CA_ISSUERS, x509.UniformResourceIdentifier(f"{self.address}/issuing.cer")),
        ]
        built = built.add_extension(x509.AuthorityInformationAccess(access), critical=False)
        return built.add_extension(_list_at(f"{self.address}/issuing.crl"), critical=False)

    def _named(
        self, name: x509.Name, key: Any, lives: timedelta, *, starts: datetime | None = None
    ) -> x509.CertificateBuilder:
        starts = starts or _now() - EARLY
        if not isinstance(key, RSAPublicKey | EllipticCurvePublicKey | Ed25519PublicKey):
            raise TypeError("not a kind of key that is certified")
        built = x509.CertificateBuilder().subject_name(name).public_key(key)
        built = built.serial_number(x509.random_serial_number())
        built = built.not_valid_before(starts).not_valid_after(starts + lives)
        return built.add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)

    def _key(self, name: str) -> EllipticCurvePrivateKey:
        key = kept_key(self.folder / f"{name}.key", lambda: generate_private_key(SECP256R1()))
        if not isinstance(key, EllipticCurvePrivateKey):
            raise TypeError(name)
        return key

    def _kept(self, name: str, make: Any) -> x509.Certificate:
        file = self.folder / f"{name}.pem"
        if not file.exists():
            file.write_bytes(make().public_bytes(Encoding.PEM))
        return x509.load_pem_x509_certificate(file.read_bytes())

    def _book(self) -> dict[str, Any]:
        file = self.folder / "issued.json"
        told: dict[str, Any] = json.loads(file.read_text()) if file.exists() else {}
        return told

    def _write(self, book: dict[str, Any]) -> None:
        draft = self.folder / ".issued.json"
        draft.write_text(json.dumps(book))
        draft.replace(self.folder / "issued.json")


def kept_key(file: Path, make: Callable[[], Key]) -> Key:
    """The key in a file that only its owner reads, made when it is not there."""
    if not file.exists():
        file.write_bytes(make().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        file.chmod(0o600)
    key = load_pem_private_key(file.read_bytes(), None)
    if not isinstance(key, EllipticCurvePrivateKey | rsa.RSAPrivateKey):
        raise TypeError(file.name)
    return key


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


def _name(common: str) -> x509.Name:
    parts = ((NameOID.COUNTRY_NAME, COUNTRY), (NameOID.ORGANIZATION_NAME, HOUSE), (NameOID.COMMON_NAME, common))
    return x509.Name([x509.NameAttribute(kind, value) for kind, value in parts])


def _usage(allowed: dict[str, bool]) -> x509.KeyUsage:
    names = (
        "digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
        "key_cert_sign", "crl_sign", "encipher_only", "decipher_only",
    )  # fmt: skip
    return x509.KeyUsage(**{name: allowed.get(name, False) for name in names})


def _issued_by(key: EllipticCurvePrivateKey) -> x509.AuthorityKeyIdentifier:
    return x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key())


def _list_at(address: str) -> x509.CRLDistributionPoints:
    where = x509.DistributionPoint([x509.UniformResourceIdentifier(address)], None, None, None)
    return x509.CRLDistributionPoints([where])
