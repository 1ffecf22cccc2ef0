"""Fetching revocation lists of those who vouch for our keys; each lies in a folder until a newer one comes."""

from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from asn1crypto import x509 as asn1_x509
from asn1crypto.crl import CertificateList
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from django.conf import settings

from tinhso.core.files.actions.keys import trust
from tinhso.core.files.clients.authorities import fetch_list
from tinhso.core.files.domain.signing.trust import ders_of
from tinhso.core.files.models import SigningKey


def fetch_lists() -> int:
    """Fetch every list that certificates of our keys name; how many came. An older list never replaces a newer one."""
    return sum(keep_list(body, address) for address in sorted(addresses()) if (body := fetch_list(address)))


def addresses() -> set[str]:
    """Where the issuers of our keys publish their lists."""
    certificates = [asn1_x509.Certificate.load(der) for der in _chains()]
    return {url for one in certificates for point in one.crl_distribution_points if (url := point.url)}


def _chains() -> set[bytes]:
    """Every certificate (DER) in the chains of our keys."""
    chains = SigningKey.objects.filter(retired_at=None).exclude(certificate="").values_list("certificate", flat=True)
    return {der for chain in chains for der in ders_of(chain.encode())}


def _is_signed(body: bytes) -> bool:
    """Whether one who vouches for our keys signed the list: what comes over an open line is nobody's word."""
    revoked = x509.load_der_x509_crl(body)
    issuers = [x509.load_der_x509_certificate(der) for der in {*_chains(), *trust().anchors}]
    return any(one.subject == revoked.issuer and _verifies(revoked, one) for one in issuers)


def _verifies(revoked: x509.CertificateRevocationList, issuer: x509.Certificate) -> bool:
    key = issuer.public_key()
    if not isinstance(key, RSAPublicKey | EllipticCurvePublicKey | Ed25519PublicKey):
        return False
    return revoked.is_signature_valid(key)


def keep_list(body: bytes, address: str) -> bool:
    """Lay a list down if its issuer signed it and no newer one of the same address lies there; whether it was."""
    if not _is_signed(body):
        return False
    folder = Path(settings.SIGNING_LISTS)
    folder.mkdir(mode=0o750, parents=True, exist_ok=True)
    file = folder / f"{sha256(address.encode()).hexdigest()[:16]}.crl"
    if file.exists() and _made(file.read_bytes()) > _made(body):
        return False
    draft = file.with_suffix(".draft")
    draft.write_bytes(body)
    draft.replace(file)
    return True


def _made(body: bytes) -> datetime:
    made: datetime = CertificateList.load(body)["tbs_cert_list"]["this_update"].native
    return made.astimezone(UTC)
