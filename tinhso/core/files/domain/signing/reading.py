"""Checking a signed PDF. "Intact" is not "unchanged": the last signature must reach to the end of the file, and what
was added after an earlier one may only be a further signature or its proofs.

Runs in the sandbox; nothing here asks the network.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256
from io import BytesIO
from typing import Any

from asn1crypto import cms, x509
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESIndeterminate
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.general import SigningError
from pyhanko.sign.validation import validate_pdf_signature, validate_pdf_timestamp
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError, SignatureValidationError
from pyhanko.sign.validation.generic_cms import extract_tst_data_iter
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator.errors import (
    ExpiredError,
    InsufficientRevinfoError,
    NotYetValidError,
    PathBuildingError,
    PathValidationError,
    RevokedError,
)

from tinhso.core.files.domain.signing.findings import Reason, Report, Signature
from tinhso.core.files.domain.signing.trust import TOLERANCE, Trust

MOST_SIGNATURES = 40
STRONG = frozenset({"sha256", "sha384", "sha512", "sha3_256", "sha3_384", "sha3_512"})
WHOLE = (SignatureCoverageLevel.ENTIRE_REVISION, SignatureCoverageLevel.ENTIRE_FILE)
_HEX = re.compile(rb"<[0-9A-Fa-f\s]*>")
_USAGE = KeyUsageConstraints(key_usage={"non_repudiation", "digital_signature"}, match_all_key_usages=False)
_ANYTHING_BROKEN = (
    PdfError, SigningError, SignatureValidationError, PathBuildingError, PathValidationError,
    KeyError, IndexError, ValueError, TypeError, AttributeError, NotImplementedError, OverflowError, RecursionError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Paper:
    """A PDF under examination, with the proofs that it carries."""

    content: bytes
    reader: PdfFileReader
    trust: Trust
    at: datetime
    certificates: tuple[x509.Certificate, ...] = ()
    lists: tuple[bytes, ...] = ()
    answers: tuple[bytes, ...] = ()

    def context(self, *, moment: datetime, strict: bool) -> Any:
        return self.trust.context(
            moment=moment,
            certificates=self.certificates,
            lists=self.lists,
            answers=self.answers,
            strict=strict,
        )


def check_pdf(content: bytes, trust: Trust, *, at: datetime) -> Report:
    """All signatures of a PDF, judged by our trust. Never raises for what is in the file."""
    try:
        paper = _opened(content, trust, at)
        signed = list(paper.reader.embedded_signatures)
    except _ANYTHING_BROKEN:
        return Report(reasons=(Reason.UNREADABLE,))
    if not signed:
        return Report(reasons=(Reason.UNSIGNED,))
    if len(signed) > MOST_SIGNATURES:
        return Report(reasons=(Reason.UNREADABLE,))
    stamps = _times(paper, signed)
    last = signed[-1]
    found = [_judged(paper, one, stamps, is_last=one is last) for one in signed if one.sig_object_type == "/Sig"]
    whole = _whole(paper, signed, stamps)
    return Report(signatures=tuple(found), reasons=whole or (() if found else (Reason.UNSIGNED,)))


def _opened(content: bytes, trust: Trust, at: datetime) -> _Paper:
    reader = PdfFileReader(BytesIO(content), strict=True)
    if reader.encrypted:
        raise ValueError("locked")
    try:
        store = DocumentSecurityStore.read_dss(reader)
    except NoDSSFoundError:
        return _Paper(content, reader, trust, at)
    lists = tuple(one.get_object().data for one in store.crls)
    answers = tuple(one.get_object().data for one in store.ocsps)
    return _Paper(content, reader, trust, at, tuple(store.load_certs()), lists, answers)


@dataclass(frozen=True, slots=True)
class _Stamp:
    """A time stamp over the whole document: what it proves, and whether it may be believed."""

    embedded: Any
    at: datetime | None
    reasons: tuple[Reason, ...]


def _times(paper: _Paper, signed: Sequence[Any]) -> list[_Stamp]:
    return [_stamp(paper, one) for one in signed if one.sig_object_type == "/DocTimeStamp"]


def _stamp(paper: _Paper, one: Any) -> _Stamp:
    reasons = list(_range_of(paper.content, one))
    try:
        moment = min(_token_time(one.signed_data), paper.at)
        said = validate_pdf_timestamp(one, validation_context=paper.context(moment=moment, strict=False))
    except _ANYTHING_BROKEN:
        return _Stamp(one, None, (Reason.FORGED,))
    if not (said.intact and said.valid):
        reasons.append(Reason.CHANGED)
    if not said.trusted:
        reasons.append(Reason.UNKNOWN_ISSUER)
    return _Stamp(one, said.timestamp, tuple(reasons))


def _token_time(token: Any) -> datetime:
    """What a time stamp says, before it is believed (RFC 3161)."""
    said: datetime = token["encap_content_info"]["content"].parsed["gen_time"].native
    return said


def _whole(paper: _Paper, signed: Sequence[Any], stamps: Sequence[_Stamp]) -> tuple[Reason, ...]:
    """What is wrong with the time stamps and the end of the file."""
    bad = [reason for stamp in stamps for reason in stamp.reasons if reason is not Reason.UNKNOWN_ISSUER]
    last = signed[-1]
    if _has_tail(paper, last) or (last.sig_object_type == "/DocTimeStamp" and not _closes(last)):
        bad.append(Reason.NOT_ALL_SIGNED)
    return tuple(dict.fromkeys(bad))


def _has_tail(paper: _Paper, last: Any) -> bool:
    """Whether bytes stand behind the last signature, or behind the last revision, that belong to no revision."""
    end = _end_of(last)
    if end == len(paper.content):
        return False
    newer = paper.reader.xrefs.total_revisions - 1 > last.signed_revision
    return not newer or not paper.content.rstrip(b"\r\n").endswith(b"%%EOF")


def _end_of(one: Any) -> int:
    return sum(int(number) for number in list(one.byte_range)[2:4])


def _closes(last: Any) -> bool:
    """Whether nothing but proofs of signatures follows the last one."""
    try:
        if last.coverage is None:
            last.compute_integrity_info()
        if last.coverage == SignatureCoverageLevel.ENTIRE_FILE:
            return True
        level = last.diff_result.modification_level
    except _ANYTHING_BROKEN:
        return False
    return bool(last.coverage in WHOLE and level <= ModificationLevel.LTA_UPDATES)


def _range_of(content: bytes, one: Any) -> tuple[Reason, ...]:
    """A signature covers two stretches: all before its own digits and all behind them; the gap holds those digits,
    then nothing but zeros."""
    numbers = [int(number) for number in one.byte_range]
    if len(numbers) != 4 or numbers[0] != 0 or min(numbers) < 0:
        return (Reason.ODD_RANGE,)
    _start, first, second, length = numbers
    gap = content[first:second]
    if second + length > len(content) or not _HEX.fullmatch(gap):
        return (Reason.ODD_RANGE,)
    digits = bytes.fromhex(gap[1:-1].decode())
    signature = len(cms.ContentInfo.load(digits).dump())
    return (Reason.ODD_RANGE,) if digits[signature:].strip(b"\x00") else ()


def _judged(paper: _Paper, one: Any, stamps: Sequence[_Stamp], *, is_last: bool) -> Signature:
    end = _end_of(one)
    revision = sha256(paper.content[:end]).hexdigest()
    try:
        name, organisation, issuer = _names(one.signer_cert)
        certificate = sha256(one.signer_cert.dump()).hexdigest()
    except _ANYTHING_BROKEN:
        return Signature(revision=revision, length=end, reasons=(Reason.FORGED,))
    who = Signature(
        name=name, organisation=organisation, issuer=issuer, certificate=certificate, revision=revision, length=end
    )
    try:
        said = _status(paper, one, paper.at)
    except _ANYTHING_BROKEN:
        return replace(who, reasons=(_why_broken(paper, one),))
    proven, wrong = _proven(said, one, stamps)
    claimed = said.signer_reported_dt or one.self_reported_timestamp
    reasons = [*_range_of(paper.content, one), *wrong, *_unchanged(said, is_last=is_last)]
    if said.md_algorithm not in STRONG:
        reasons.append(Reason.WEAK)
    if proven and claimed and claimed > proven + TOLERANCE:
        reasons.append(Reason.WRONG_TIME)
    if said.intact and said.valid:
        reasons += _standing(paper, one, proven=proven, claimed=claimed)
    return replace(who, at=proven or claimed, proven=proven is not None, reasons=tuple(dict.fromkeys(reasons)))


def _why_broken(paper: _Paper, one: Any) -> Reason:
    """Where even comparing revisions stumbles: the content was changed, or what stands behind it, or all is forged."""
    try:
        said = _status(paper, one, paper.at, again=True)
    except _ANYTHING_BROKEN:
        return Reason.FORGED
    return Reason.CHANGED_LATER if said.intact else Reason.CHANGED


def _status(
    paper: _Paper, one: Any, moment: datetime, *, strict: bool = False, again: bool = False
) -> PdfSignatureStatus:
    tokens = [_token_time(token) for token in extract_tst_data_iter(one.signer_info, signed=False)]
    stamped = min([*tokens, paper.at])
    return validate_pdf_signature(
        one,
        signer_validation_context=paper.context(moment=moment, strict=strict),
        ts_validation_context=paper.context(moment=stamped, strict=False),
        key_usage_settings=_USAGE,
        skip_diff=again,
    )


def _proven(said: PdfSignatureStatus, one: Any, stamps: Sequence[_Stamp]) -> tuple[datetime | None, tuple[Reason, ...]]:
    """When the signature surely existed: by its own time stamp, else by the first one over the document behind it."""
    own = said.timestamp_validity
    if own is not None:
        if not (own.intact and own.valid):
            return None, (Reason.FORGED,)
        return (own.timestamp, ()) if own.trusted else (None, ())
    later = [s for s in stamps if not s.reasons and s.embedded.signed_revision >= one.signed_revision]
    return (later[0].at, ()) if later else (None, ())


def _unchanged(said: PdfSignatureStatus, *, is_last: bool) -> tuple[Reason, ...]:
    if not said.intact:
        return (Reason.CHANGED,)
    if not said.valid:
        return (Reason.FORGED,)
    if said.coverage not in WHOLE:
        return (Reason.ODD_RANGE,)
    level = said.modification_level
    if is_last and said.coverage is not SignatureCoverageLevel.ENTIRE_FILE and level is ModificationLevel.FORM_FILLING:
        return (Reason.CHANGED_LATER,)
    allowed = level is not None and level <= ModificationLevel.FORM_FILLING
    return () if allowed and said.docmdp_ok is not False else (Reason.CHANGED_LATER,)


def _standing(paper: _Paper, one: Any, *, proven: datetime | None, claimed: datetime | None) -> list[Reason]:
    """Whether the certificate was good: at the proven time, or now when nothing proves a time."""
    certificate = one.signer_cert
    moment = proven or paper.at
    reasons = [] if proven else [Reason.NO_TIME]
    starts, ends = certificate.not_valid_before, certificate.not_valid_after
    if (proven or claimed) and not starts - TOLERANCE <= (proven or claimed or moment) <= ends:
        return [*reasons, Reason.EXPIRED if (proven or claimed or moment) > ends else Reason.NOT_YET_VALID]
    if not proven and moment > ends:
        return [*reasons, Reason.EXPIRED_SINCE]
    loose = _path(paper, one, moment, strict=False)
    if loose is None:
        strict = _path(paper, one, moment, strict=True)
        return reasons if strict is None else [*reasons, Reason.REVOCATION_UNKNOWN]
    return [*reasons, loose]


def _path(paper: _Paper, one: Any, moment: datetime, *, strict: bool) -> Reason | None:
    said = _status(paper, one, moment, strict=strict, again=True)
    if said.trusted:
        return None
    error = said.validation_path_error if hasattr(said, "validation_path_error") else None
    for kind, reason in _WHY.items():
        if isinstance(error, kind):
            return reason
    return _INDICATIONS.get(str(said.trust_problem_indic), Reason.UNKNOWN_ISSUER)


_WHY: dict[type[Exception], Reason] = {
    RevokedError: Reason.REVOKED,
    ExpiredError: Reason.EXPIRED,
    NotYetValidError: Reason.NOT_YET_VALID,
    InsufficientRevinfoError: Reason.REVOCATION_UNKNOWN,
}
_INDICATIONS: dict[str, Reason] = {
    str(AdESIndeterminate.REVOKED_NO_POE): Reason.REVOKED,
    str(AdESIndeterminate.REVOKED_CA_NO_POE): Reason.REVOKED,
    str(AdESIndeterminate.OUT_OF_BOUNDS_NO_POE): Reason.EXPIRED,
    str(AdESIndeterminate.TRY_LATER): Reason.REVOCATION_UNKNOWN,
}


def _names(certificate: x509.Certificate) -> tuple[str, str, str]:
    told, issuer = certificate.subject.native, certificate.issuer.native
    return (
        _said(told.get("common_name")),
        _said(told.get("organization_name")),
        _said(issuer.get("common_name") or issuer.get("organization_name")),
    )


def _said(value: Any) -> str:
    return ", ".join(value) if isinstance(value, list) else str(value or "")
