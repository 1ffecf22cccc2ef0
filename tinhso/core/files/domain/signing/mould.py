"""The CMS of a signature (RFC 5652), poured into a mould: of two by one key only digest and signature differ.

Building it anew by the library takes most of the time of signing. The mould is taken from a signature that the library
made, so that what is in it is the library's own choice.
"""

from dataclasses import dataclass
from hashlib import sha256
from typing import Self

from asn1crypto import cms

SEQUENCE, SET, OCTETS, INSIDE = 0x30, 0x31, 0x04, 0xA0
SIGNED_DATA = cms.ContentType("signed_data").dump()
LONG = 0x80
_FIRST = bytes(sha256().digest_size)


@dataclass(frozen=True, slots=True)
class Mould:
    """What stays: `attributes` are the signed ones (a SET) with a digest of zeros, the rest stands around them."""

    head: bytes
    attributes: bytes
    before: bytes
    behind: bytes

    @classmethod
    def of(cls, made: cms.ContentInfo) -> Self:
        """The mould of a signature over a digest of zeros. Raises ValueError when it holds what may not repeat."""
        content = made["content"]
        (signer,) = content["signer_infos"]
        attributes = signer["signed_attrs"].untag().dump()
        if attributes.count(_FIRST) != 1 or signer["unsigned_attrs"].native:
            raise ValueError("not to be moulded")
        head = b"".join(content[name].dump() for name in ("version", "digest_algorithms", "encap_content_info"))
        before = b"".join(signer[name].dump() for name in ("version", "sid", "digest_algorithm"))
        return cls(
            head=head + content["certificates"].dump(),
            attributes=attributes,
            before=before,
            behind=signer["signature_algorithm"].dump(),
        )

    def to_sign(self, digest: bytes) -> bytes:
        """The attributes that are signed for a document with this SHA-256."""
        return self.attributes.replace(_FIRST, digest)

    def filled(self, attributes: bytes, signature: bytes) -> cms.ContentInfo:
        """The whole CMS."""
        inside = bytes([INSIDE]) + attributes[1:]
        signer = _der(SEQUENCE, self.before, inside, self.behind, _der(OCTETS, signature))
        content = _der(SEQUENCE, self.head, _der(SET, signer))
        return cms.ContentInfo.load(_der(SEQUENCE, SIGNED_DATA, _der(INSIDE, content)))


def _der(tag: int, *parts: bytes) -> bytes:
    """One element (ITU-T X.690): tag, length, content."""
    content = b"".join(parts)
    size = len(content)
    if size < LONG:
        return bytes([tag, size]) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, LONG | len(length)]) + length + content
