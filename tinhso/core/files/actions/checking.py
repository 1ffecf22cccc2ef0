"""Checking a document that anyone brings, and the standing of what we signed. Nothing of an upload is kept."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from tinhso.core.files.actions.keeping import drop_prepared
from tinhso.core.files.domain.codes import CodeIsWrong, OtherHouse, read_code
from tinhso.core.files.domain.receipts import VERSION
from tinhso.core.files.domain.sandbox import check_signed
from tinhso.core.files.domain.signing.findings import Reason, Report, Verdict, verdict_of
from tinhso.core.files.models import Signed, SignedCopy, SigningKey, Standing, store
from tinhso.kit.refusals import Refusal

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile as Anything

    UploadedFile = Anything[bytes]

LARGEST = 25 * 1024 * 1024


class TooLargeToCheck(Refusal):
    sentence = _("This file is too large to be checked here. 25 MB is the most.")
    field = "file"


class NoSuchCode(Refusal):
    """Typed wrong, or never given: both are said alike, only a wrong letter of control is told apart."""

    sentence = _("We have signed nothing under this code. If it stands on a paper, do not trust that paper; ask us.")
    field = "code"


class CodeTypedWrong(Refusal):
    sentence = _("This code is not complete, or a letter is wrong. It has 13 letters and digits.")
    field = "code"


class NotOurAddress(Refusal):
    """A square code that leads elsewhere."""

    sentence = _("This address is not ours. Whoever printed it on a paper may want to deceive you; do not trust it.")
    field = "code"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What is known of a document: what its signatures say, and what our register says.

    signed    the row under which we gave it out, when this very file, or what was signed in it, is ours
    exact     whether this is a file as it left us, byte for byte
    ours      whether a key of this province signed it
    """

    report: Report
    signed: Signed | None = None
    exact: bool = False
    ours: bool = False
    sha256: str = ""

    @property
    def verdict(self) -> Verdict:
        """The register knows when an untimed signature of ours was made, and what was revoked; a key of ours under a
        paper that it does not know leaves doubt."""
        if self.signed and self.signed.standing == Standing.REVOKED:
            return Verdict.BAD
        reasons = set(self.report.all_reasons)
        if self.exact:
            reasons -= {Reason.NO_TIME, Reason.EXPIRED_SINCE}
        judged = verdict_of(reasons)
        superseded = self.signed is not None and self.signed.standing == Standing.SUPERSEDED
        if judged is Verdict.GOOD and (superseded or (self.ours and not self.exact)):
            return Verdict.UNSURE
        return judged


def check_upload(upload: "UploadedFile", *, at: datetime) -> Answer:
    """Check a PDF or XML. It lies on the disk only while it is read. Raises TooLargeToCheck."""
    if (upload.size or 0) > LARGEST:
        raise TooLargeToCheck
    with _lying(upload) as path:
        return check_file(path, at=at)


def check_file(path: Path, *, at: datetime) -> Answer:
    """Check a document that lies on the disk."""
    report = check_signed(path, anchors=settings.SIGNING_ANCHORS, lists=settings.SIGNING_LISTS, at=at)
    digest = sha256(path.read_bytes()).hexdigest()
    revisions = [digest, *(one.revision for one in report.signatures)]
    copies = {
        copy.sha256: copy
        for copy in SignedCopy.objects.filter(sha256__in=revisions).select_related("signed__superseded_by")
    }
    known = next((copies[one] for one in revisions if one in copies), None)
    prints = [one.certificate for one in report.signatures if one.certificate]
    ours = bool(prints) and SigningKey.objects.filter(fingerprint__in=prints).exists()
    return Answer(
        report=report,
        signed=known.signed if known else None,
        exact=digest in copies,
        ours=ours,
        sha256=digest,
    )


def version_of(upload: "UploadedFile", number: int, *, at: datetime) -> bytes | None:
    """The document as it was when its signature of that number (from 1) was made; None when there is no such one."""
    with _lying(upload) as path:
        signatures = check_file(path, at=at).report.signatures
        if not 0 < number <= len(signatures):
            return None
        return path.read_bytes()[: signatures[number - 1].length]


def is_receipt(told: str) -> bool:
    """Whether somebody typed or scanned a signed receipt instead of a code."""
    return told.strip().startswith(f"{VERSION}:")


def find_signed(told: str) -> Signed:
    """What stands under a code, typed or scanned. Raises CodeTypedWrong, NotOurAddress, NoSuchCode."""
    try:
        code = read_code(told, hosts=our_hosts())
    except OtherHouse as other:
        raise NotOurAddress from other
    except CodeIsWrong as wrong:
        raise CodeTypedWrong from wrong
    signed = Signed.objects.select_related("superseded_by", "file__blob").filter(code=code).first()
    if signed is None:
        raise NoSuchCode
    return signed


def our_hosts() -> frozenset[str]:
    """The names of this house on the net."""
    own = urlsplit(settings.ADDRESS).hostname or ""
    return frozenset({own.lower(), *(host.lower().strip("[]") for host in settings.ALLOWED_HOSTS if host != "*")})


@contextmanager
def _lying(upload: "UploadedFile") -> Iterator[Path]:
    """The upload as a file of its own, gone in any case afterwards."""
    path = store().new_place()
    drop_prepared(upload)
    try:
        with path.open("wb") as file:
            for piece in upload.chunks():
                file.write(piece)
        yield path
    finally:
        path.unlink(missing_ok=True)
