"""Whom we believe: roots pinned by us, and the revocation lists we hold; never what a document brings along alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from asn1crypto import pem, x509
from pyhanko_certvalidator import ValidationContext

TOLERANCE = timedelta(minutes=5)
"""How far clocks of a signer and of a time stamper may lie apart."""
_ENDINGS = (".pem", ".cer", ".crt", ".crl")


@dataclass(frozen=True, slots=True)
class Trust:
    """Roots (DER) that are pinned, and revocation lists (DER) that were fetched."""

    anchors: tuple[bytes, ...] = ()
    lists: tuple[bytes, ...] = ()

    def context(
        self,
        *,
        moment: datetime | None = None,
        certificates: Iterable[x509.Certificate] = (),
        lists: Iterable[bytes] = (),
        answers: Iterable[bytes] = (),
        strict: bool = True,
    ) -> ValidationContext:
        """A validation of certificates at a moment. `strict`: revocation must be known. Nothing is ever fetched."""
        return ValidationContext(
            trust_roots=[x509.Certificate.load(root) for root in self.anchors],
            other_certs=list(certificates),
            moment=moment,
            crls=[*self.lists, *lists],
            ocsps=list(answers),
            revocation_mode="require" if strict else "soft-fail",
            allow_fetching=False,
            retroactive_revinfo=True,
            time_tolerance=TOLERANCE,
        )


def trust_in(anchors: Path, lists: Path) -> Trust:
    """What lies in two folders: roots and revocation lists, PEM or DER. A missing folder holds nothing."""
    return Trust(anchors=_contents(anchors), lists=_contents(lists))


def _contents(folder: Path) -> tuple[bytes, ...]:
    if not folder.is_dir():
        return ()
    files = sorted(path for path in folder.iterdir() if path.suffix in _ENDINGS)
    return tuple(der for path in files for der in ders_of(path.read_bytes()))


def ders_of(content: bytes) -> list[bytes]:
    """The DER blocks of a file that is PEM (one or many) or DER itself."""
    if not pem.detect(content):
        return [content]
    return [der for _kind, _headers, der in pem.unarmor(content, multiple=True)]
