"""Signed XML (XML-DSig) for edXML and invoices: only what the verifier returns may be read.

A document has a `Shape`: its root, the element that counts, and the one place where its one signature stands. All else
is refused before anything is computed: other places, other numbers of references, other transforms, doubled ids.
"""

import asyncio
from base64 import b64decode
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from hashlib import sha256
from typing import Any

from asn1crypto import x509
from cryptography import x509 as pyca_x509
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.serialization import Encoding
from lxml import etree
from pyhanko_certvalidator import CertificateValidator
from pyhanko_certvalidator.errors import (
    ExpiredError,
    InsufficientRevinfoError,
    NotYetValidError,
    PathBuildingError,
    PathValidationError,
    RevokedError,
)
from signxml.algorithms import (
    CanonicalizationMethod,
    DigestAlgorithm,
    SignatureConstructionMethod,
    SignatureMethod,
)
from signxml.exceptions import SignXMLException
from signxml.signer import XMLSigner
from signxml.verifier import SignatureConfiguration, XMLVerifier

from tinhso.core.files.domain.signing.findings import Reason, Report, Signature
from tinhso.core.files.domain.signing.keys import PrivateKey
from tinhso.core.files.domain.signing.trust import Trust

DS = "http://www.w3.org/2000/09/xmldsig#"
EDXML = "http://www.mic.gov.vn/TBT/QCVN_102_2016"
VIETNAM = timezone(timedelta(hours=7))
LARGEST, DEEPEST, MOST_ATTRIBUTES = 10_000_000, 64, 10_000
METHODS = frozenset(
    {SignatureMethod.RSA_SHA256, SignatureMethod.RSA_SHA384, SignatureMethod.RSA_SHA512,
     SignatureMethod.ECDSA_SHA256, SignatureMethod.ECDSA_SHA384, SignatureMethod.ECDSA_SHA512}
)  # fmt: skip
DIGESTS = frozenset({DigestAlgorithm.SHA256, DigestAlgorithm.SHA384, DigestAlgorithm.SHA512})
TRANSFORMS = frozenset({f"{DS}enveloped-signature", *(one.value for one in CanonicalizationMethod)})
MOST_REFERENCES, MOST_CERTIFICATES = 4, 6
_SIGNATURE = f"{{{DS}}}Signature"
_EDXML = f"{{{EDXML}}}"


class XmlRefused(Exception):
    """The document must not be believed; `reason` says why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """Where things must stand. Names are `{namespace}local` as lxml writes them.

    root      the root element
    element   the way from the root to the element that counts; empty: the root itself
    place     the way from the root to the parent of the signature; empty: the root itself
    """

    root: str
    element: str = ""
    place: str = ""

    @property
    def is_enveloped(self) -> bool:
        return not self.element


INVOICE = Shape(root="HDon", element="DLHDon", place="DSCKS/NBan")
"""An electronic invoice with the seller's signature."""
DOCUMENT = Shape(root=f"{_EDXML}edXML")
"""An inter-agency document (QCVN 102:2016/BTTTT), signed as a whole."""
SHAPES = (INVOICE, DOCUMENT)


@dataclass(frozen=True, slots=True)
class Verified:
    """The one element that was signed, and by whom; nothing else of the document may be read."""

    element: bytes
    chain: tuple[bytes, ...]
    at: datetime | None = None

    @property
    def certificate(self) -> bytes:
        """The signer's own (DER)."""
        return self.chain[0]


def sign_xml(content: bytes, shape: Shape, *, key: PrivateKey, certificates: bytes) -> bytes:
    """The document with its signature at its place: around a whole document, or beside the element that counts.

    Raises XmlRefused for a document of another shape, or one that bears a signature there already.
    """
    root = _parsed(content, shape)
    place = _at(root, shape.place)
    if place is None or place.find(_SIGNATURE) is not None:
        raise XmlRefused(Reason.WRAPPED)
    method = SignatureMethod.ECDSA_SHA256 if isinstance(key, EllipticCurvePrivateKey) else SignatureMethod.RSA_SHA256
    chain = pyca_x509.load_pem_x509_certificates(certificates)
    how: dict[str, Any] = {
        "signature_algorithm": method,
        "digest_algorithm": DigestAlgorithm.SHA256,
        "c14n_algorithm": CanonicalizationMethod.EXCLUSIVE_XML_CANONICALIZATION_1_0,
    }
    if shape.is_enveloped:
        signed = XMLSigner(method=SignatureConstructionMethod.enveloped, **how).sign(root, key=key, cert=chain)
        return bytes(etree.tostring(signed))
    element = _at(root, shape.element)
    if element is None or not element.get("Id"):
        raise XmlRefused(Reason.WRAPPED)
    signer = XMLSigner(method=SignatureConstructionMethod.detached, **how)
    signature = signer.sign(root, key=key, cert=chain, reference_uri=f"#{element.get('Id')}", id_attribute="Id")
    place.append(signature)
    return bytes(etree.tostring(root))


def verify_xml(content: bytes, shape: Shape, trust: Trust, *, at: datetime) -> Verified:
    """The verified element of a document. Raises XmlRefused for anything that is not signed by one we trust, here and
    now, in exactly the expected way."""
    verified = _verified(_parsed(content, shape), shape, at)
    for reason in standing_of(verified.chain, trust, at):
        raise XmlRefused(reason)
    return verified


def check_xml(content: bytes, trust: Trust, *, at: datetime) -> Report:
    """The same as a report, for any shape that we know. Never raises for what is in the document."""
    try:
        shape = _shape_of(content)
        verified = _verified(_parsed(content, shape), shape, at)
    except XmlRefused as refused:
        return Report(reasons=(refused.reason,))
    certificate = x509.Certificate.load(verified.certificate)
    told = certificate.subject.native
    signature = Signature(
        name=str(told.get("common_name", "")),
        organisation=str(told.get("organization_name", "")),
        issuer=str(certificate.issuer.native.get("common_name", "")),
        at=verified.at,
        certificate=sha256(verified.certificate).hexdigest(),
        revision=sha256(content).hexdigest(),
        length=len(content),
        reasons=(Reason.NO_TIME, *standing_of(verified.chain, trust, at)),
    )
    return Report(signatures=(signature,))


def _shape_of(content: bytes) -> Shape:
    root = _tree(content)
    found = next((shape for shape in SHAPES if shape.root == root.tag), None)
    if found is None:
        if root.find(f".//{_SIGNATURE}") is None:
            raise XmlRefused(Reason.UNSIGNED)
        return Shape(root=str(root.tag))
    return found


def _parsed(content: bytes, shape: Shape) -> Any:
    root = _tree(content)
    if root.tag != shape.root:
        raise XmlRefused(Reason.WRAPPED)
    return root


def _tree(content: bytes) -> Any:
    """Parsed without document type, entities, network, or excess. Raises XmlRefused."""
    if len(content) > LARGEST or b"<!DOCTYPE" in content or b"<!ENTITY" in content or b"\x00" in content:
        raise XmlRefused(Reason.UNREADABLE)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, dtd_validation=False
    )
    try:
        root = etree.fromstring(content, parser)
    except (etree.XMLSyntaxError, ValueError) as broken:
        raise XmlRefused(Reason.UNREADABLE) from broken
    if root.getroottree().docinfo.doctype:
        raise XmlRefused(Reason.UNREADABLE)
    _refuse_excess(root)
    return root


def _refuse_excess(root: Any) -> None:
    """Depth, attributes, doubled ids."""
    attributes, ids, depth = 0, set[str](), 0
    for step, element in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if step == "start" else -1
        if step == "end" or not isinstance(element.tag, str):
            continue
        attributes += len(element.attrib)
        if depth > DEEPEST or attributes > MOST_ATTRIBUTES:
            raise XmlRefused(Reason.UNREADABLE)
        for name, value in element.attrib.items():
            if etree.QName(name).localname.lower() == "id":
                if value in ids:
                    raise XmlRefused(Reason.WRAPPED)
                ids.add(value)


def _at(root: Any, way: str) -> Any:
    return root.find(way) if way else root


def _verified(root: Any, shape: Shape, at: datetime) -> Verified:
    signature = _only_signature(root, shape)
    _refuse_strange_references(root, signature, shape)
    chain = _certificates_in(signature)
    expected = SignatureConfiguration(
        location=f"./{shape.place}/" if shape.place else "./",
        expect_references=True,
        signature_methods=METHODS,
        digest_algorithms=DIGESTS,
        verification_time=_a_good_moment(chain[0], at),
        default_reference_c14n_method=CanonicalizationMethod.CANONICAL_XML_1_0,
    )
    try:
        said = XMLVerifier().verify(root, x509_cert=chain[0], expect_config=expected, id_attribute="Id")
    except (SignXMLException, etree.LxmlError, ValueError, TypeError, KeyError, IndexError) as wrong:
        raise XmlRefused(Reason.CHANGED) from wrong
    results = said if isinstance(said, list) else [said]
    wanted = root.tag if shape.is_enveloped else _at(root, shape.element).tag
    elements = [one.signed_xml for one in results if one.signed_xml is not None and one.signed_xml.tag == wanted]
    if len(elements) != 1:
        raise XmlRefused(Reason.WRAPPED)
    ders = tuple(one.public_bytes(Encoding.DER) for one in chain)
    return Verified(bytes(etree.tostring(elements[0])), ders, _said_time(results))


def _a_good_moment(certificate: pyca_x509.Certificate, at: datetime) -> datetime:
    """The library asks whether the certificate is in force; that is judged apart, with a reason of its own."""
    return min(max(at, certificate.not_valid_before_utc), certificate.not_valid_after_utc)


def _only_signature(root: Any, shape: Shape) -> Any:
    """The one signature, at its place. Raises XmlRefused."""
    every = list(root.iter(_SIGNATURE))
    if not every:
        raise XmlRefused(Reason.UNSIGNED)
    place = _at(root, shape.place)
    beside = [one for one in root.iter() if isinstance(one.tag, str) and etree.QName(one).localname == "Signature"]
    if len(every) != 1 or len(beside) != 1 or place is None or every[0].getparent() is not place:
        raise XmlRefused(Reason.WRAPPED)
    if shape.place and len(root.findall(shape.place)) != 1:
        raise XmlRefused(Reason.WRAPPED)
    return every[0]


def _refuse_strange_references(root: Any, signature: Any, shape: Shape) -> None:
    """One reference to what counts; others only to what stands inside the signature (a signing time, XAdES)."""
    used = {one.get("Algorithm") for one in signature.iter(f"{{{DS}}}Transform")}
    if used - TRANSFORMS:
        raise XmlRefused(Reason.WEAK)
    counts = root if shape.is_enveloped else _at(root, shape.element)
    if counts is None or (shape.element and len(root.findall(shape.element)) != 1):
        raise XmlRefused(Reason.WRAPPED)
    own = {f"#{counts.get('Id')}"} if counts.get("Id") else set()
    own |= {""} if shape.is_enveloped else set()
    inside = {f"#{one.get('Id')}" for one in signature.iter() if one.get("Id")}
    targets = [one.get("URI") for one in signature.findall(f"{{{DS}}}SignedInfo/{{{DS}}}Reference")]
    wanted = [uri for uri in targets if uri in own]
    if len(wanted) != 1 or len(targets) > MOST_REFERENCES or any(uri not in own | inside for uri in targets):
        raise XmlRefused(Reason.WRAPPED)


def _certificates_in(signature: Any) -> list[pyca_x509.Certificate]:
    """What the signature brings along, its own certificate first. That it is there says nothing about trust."""
    found = signature.findall(f"{{{DS}}}KeyInfo/{{{DS}}}X509Data/{{{DS}}}X509Certificate")[:MOST_CERTIFICATES]
    if not found:
        raise XmlRefused(Reason.UNKNOWN_ISSUER)
    try:
        return [pyca_x509.load_der_x509_certificate(b64decode("".join((one.text or "").split()))) for one in found]
    except ValueError as broken:
        raise XmlRefused(Reason.FORGED) from broken


def _said_time(results: list[Any]) -> datetime | None:
    """When the signer says to have signed, where a time was signed too."""
    for one in results:
        told = one.signed_xml.find(".//{*}SigningTime") if one.signed_xml is not None else None
        if told is not None and told.text:
            with suppress(ValueError):
                moment = datetime.fromisoformat(told.text)
                return moment if moment.tzinfo else moment.replace(tzinfo=VIETNAM)
    return None


def standing_of(chain: tuple[bytes, ...], trust: Trust, at: datetime) -> tuple[Reason, ...]:
    """Why the certificate is not to be believed now; nothing when it is."""
    own, *between = [x509.Certificate.load(der) for der in chain]
    if not own.not_valid_before <= at <= own.not_valid_after:
        return (Reason.EXPIRED if at > own.not_valid_after else Reason.NOT_YET_VALID,)
    for strict in (False, True):
        context = trust.context(moment=at, strict=strict)
        validator: Any = CertificateValidator(own, intermediate_certs=between, validation_context=context)
        try:
            asyncio.run(validator.async_validate_usage({"digital_signature"}))
        except RevokedError:
            return (Reason.REVOKED,)
        except ExpiredError:
            return (Reason.EXPIRED,)
        except NotYetValidError:
            return (Reason.NOT_YET_VALID,)
        except InsufficientRevinfoError:
            return (Reason.REVOCATION_UNKNOWN,)
        except (PathBuildingError, PathValidationError):
            return (Reason.REVOCATION_UNKNOWN if strict else Reason.UNKNOWN_ISSUER,)
    return ()
