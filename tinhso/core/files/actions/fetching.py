"""Fetching revocation lists of those who vouch for our keys; each lies in a folder until a newer one comes."""

from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

from asn1crypto import x509
from asn1crypto.crl import CertificateList
from django.conf import settings

from tinhso.core.files.clients.authorities import fetch_list
from tinhso.core.files.domain.signing.trust import ders_of
from tinhso.core.files.models import SigningKey


def fetch_lists() -> int:
    """Fetch every list that certificates of our keys name; how many came. An older list never replaces a newer one."""
    return sum(keep_list(body, address) for address in sorted(addresses()) if (body := fetch_list(address)))


def addresses() -> set[str]:
    """Where the issuers of our keys publish their lists."""
    chains = SigningKey.objects.filter(retired_at=None).exclude(certificate="").values_list("certificate", flat=True)
    ders = {der for chain in chains for der in ders_of(chain.encode())}
    certificates = [x509.Certificate.load(der) for der in ders]
    return {url for one in certificates for point in one.crl_distribution_points if (url := point.url)}


def keep_list(body: bytes, address: str) -> bool:
    """Lay a list down unless a newer one of the same address lies there; whether it was laid down."""
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
