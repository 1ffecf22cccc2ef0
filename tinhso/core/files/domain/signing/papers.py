"""Signing a PDF: PAdES baseline B, T and LT (ETSI EN 319 142-1), the officer first, then the seal of the agency.

The first signature certifies and leaves open only the seal's own field; the last one closes the paper: no changes. Both
fields stand in the first signed revision, so that sealing is filling in a field and nothing else.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from typing import Any

from asn1crypto import cms
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509 import load_der_x509_certificate
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import (
    FieldMDPAction,
    FieldMDPSpec,
    MDPPerm,
    SigFieldSpec,
    SigSeedSubFilter,
    append_signature_field,
)
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, PdfTimeStamper
from pyhanko.sign.signers.pdf_cms import Signer
from pyhanko.sign.signers.pdf_signer import (
    DSSContentSettings,
    SigDSSPlacementPreference,
    TimestampDSSContentSettings,
)
from pyhanko.sign.timestamps.api import TimeStamper
from pyhanko.sign.validation import add_validation_info

from tinhso.core.files.domain.signing.stamps import Box, DrawnStyle, Stamp
from tinhso.core.files.domain.signing.trust import Trust

DIGEST = "sha256"
RESERVED_WITH_TIME, BESIDE_CERTIFICATES = 24_576, 1_536
"""Hexadecimal digits kept free for a signature with its time stamp; bytes beside the certificates in one without. To
find the size by signing twice would double the work."""
OFFICER, SEAL = "ChuKy", "ConDau"
_RANGE = re.compile(rb"/ByteRange \[0 (\d+) (\d+) (\d+)\s*\]")


class CannotSign(Exception):
    """This PDF takes no signature: it is damaged, locked, or closed by one who signed before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One signature to be made: by whom, as what, and where it is seen (page from 0, -1 is the last)."""

    signer: Signer
    stamp: Stamp
    box: Box
    page: int
    field: str


@dataclass(frozen=True, slots=True)
class Proof:
    """What makes a signature hold for long: a time stamper, and the trust whose revocation lists go into the paper."""

    stamper: TimeStamper
    trust: Trust


def sign_pdf(pdf: bytes, marks: tuple[Mark, ...], *, proof: Proof | None = None) -> bytes:
    """The PDF signed by each in turn; what stood before stays byte for byte at its beginning.

    With a `proof` each signature is time-stamped (B-T) and the last carries revocation data (B-LT). Raises CannotSign;
    with a proof also what its time stamper raises.
    """
    for turn, mark in enumerate(marks):
        last = turn == len(marks) - 1
        with _refusing(), _extending(pdf) as writer:
            if turn == 0:
                for later in marks[1:]:
                    append_signature_field(writer, _field(later, closing=later is marks[-1]))
            pdf = _signed(writer, mark, first=turn == 0, last=last, proof=proof)
    return pdf


def refuse_bad(pdf: bytes, marks: tuple[Mark, ...]) -> None:
    """Verify what was just signed, apart from the library that signed it. Raises CannotSign.

    Each signature is over all of the file but its own digits, by the key of its signer; the last reaches to the end.
    """
    found = list(_RANGE.finditer(pdf))[-len(marks) :]
    if len(found) != len(marks):
        raise CannotSign
    end = 0
    for stretch, mark in zip(found, marks, strict=True):
        first, second, length = (int(number) for number in stretch.groups())
        end = second + length
        _refuse_bad_one(pdf[first + 1 : second - 1], pdf[:first] + pdf[second:end], mark.signer)
    if end != len(pdf):
        raise CannotSign


def _refuse_bad_one(digits: bytes, covered: bytes, signer: Signer) -> None:
    (told,) = cms.ContentInfo.load(bytes.fromhex(digits.decode()))["content"]["signer_infos"]
    attributes = told["signed_attrs"]
    (digest,) = (one["values"][0].native for one in attributes if one["type"].native == "message_digest")
    key = load_der_x509_certificate(signer.signing_cert.dump()).public_key() if signer.signing_cert else None
    try:
        if isinstance(key, EllipticCurvePublicKey):
            key.verify(told["signature"].native, attributes.untag().dump(), ECDSA(SHA256()))
        elif isinstance(key, RSAPublicKey):
            key.verify(told["signature"].native, attributes.untag().dump(), PKCS1v15(), SHA256())
        else:
            raise CannotSign
    except InvalidSignature as wrong:
        raise CannotSign from wrong
    if digest != sha256(covered).digest():
        raise CannotSign


def complete_pdf(pdf: bytes, proof: Proof) -> bytes:
    """The same PDF with revocation data and a time stamp over all of it, appended: B-B becomes B-LT afterwards.

    Raises CannotSign, and what the time stamper raises.
    """
    with _refusing():
        names = [one.field_name for one in PdfFileReader(BytesIO(pdf)).embedded_regular_signatures]
        for name in names:
            pdf = _with_proofs(pdf, name, proof.trust)
        stamped = PdfTimeStamper(proof.stamper).timestamp_pdf(
            IncrementalPdfFileWriter(BytesIO(pdf)),
            DIGEST,
            validation_context=proof.trust.context(),
            bytes_reserved=RESERVED_WITH_TIME,
            dss_settings=TimestampDSSContentSettings(include_vri=False, update_before_ts=True),
        )
        done: bytes = stamped.getvalue()
        return done


def _with_proofs(pdf: bytes, name: str, trust: Trust) -> bytes:
    reader = PdfFileReader(BytesIO(pdf))
    signature = next(one for one in reader.embedded_regular_signatures if one.field_name == name)
    made: Any = add_validation_info(signature, trust.context(), add_vri_entry=False, in_place=False)
    done: bytes = made.getvalue()
    return done


def _field(mark: Mark, *, closing: bool) -> SigFieldSpec:
    return SigFieldSpec(
        sig_field_name=mark.field,
        on_page=mark.page,
        box=mark.box,
        field_mdp_spec=FieldMDPSpec(FieldMDPAction.ALL) if closing else None,
        doc_mdp_update_value=MDPPerm.NO_CHANGES if closing else None,
    )


def _signed(writer: Any, mark: Mark, *, first: bool, last: bool, proof: Proof | None) -> bytes:
    meta = PdfSignatureMetadata(
        field_name=mark.field,
        md_algorithm=DIGEST,
        certify=first,
        docmdp_permissions=MDPPerm.NO_CHANGES if last else MDPPerm.FILL_FORMS,
        subfilter=SigSeedSubFilter.PADES,
        embed_validation_info=proof is not None,
        validation_context=proof.trust.context() if proof else None,
        dss_settings=DSSContentSettings(include_vri=False, placement=SigDSSPlacementPreference.TOGETHER_WITH_SIGNATURE),
    )
    signer = PdfSigner(
        meta,
        mark.signer,
        timestamper=proof.stamper if proof else None,
        stamp_style=DrawnStyle(stamp=mark.stamp),
        new_field_spec=_field(mark, closing=False) if first else None,
    )
    reserved = RESERVED_WITH_TIME if proof else _room_for(mark.signer)
    made: bytes = signer.sign_pdf(writer, existing_fields_only=not first, bytes_reserved=reserved).getvalue()
    return made


def _room_for(signer: Signer) -> int:
    """Hexadecimal digits that a signature of this signer surely fits into."""
    chain = [signer.signing_cert, *signer.cert_registry]
    return 2 * (sum(len(one.dump()) for one in chain if one) + BESIDE_CERTIFICATES)


@contextmanager
def _extending(pdf: bytes) -> Iterator[IncrementalPdfFileWriter]:
    """A writer that only appends."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf))
    if writer.prev.encrypted:
        raise CannotSign
    yield writer


@contextmanager
def _refusing() -> Iterator[None]:
    try:
        yield
    except (PdfError, KeyError, IndexError, ValueError, TypeError) as broken:
        raise CannotSign from broken
