"""What checking a signed document finds, in words for machines; pages turn them into sentences and pictures."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Self


class Verdict(StrEnum):
    """Whether a document may be believed. `unsure`: nothing wrong was found, but something cannot be known here."""

    GOOD = "good"
    UNSURE = "unsure"
    BAD = "bad"


class Reason(StrEnum):
    """Why a document is not simply good. Those in `BAD` refuse it, the others leave it open."""

    UNREADABLE = "unreadable"
    UNSIGNED = "unsigned"
    CHANGED = "changed"
    FORGED = "forged"
    ODD_RANGE = "odd_range"
    CHANGED_LATER = "changed_later"
    NOT_ALL_SIGNED = "not_all_signed"
    WRAPPED = "wrapped"
    WEAK = "weak"
    EXPIRED = "expired"
    NOT_YET_VALID = "not_yet_valid"
    REVOKED = "revoked"
    WRONG_TIME = "wrong_time"
    UNKNOWN_ISSUER = "unknown_issuer"
    REVOCATION_UNKNOWN = "revocation_unknown"
    NO_TIME = "no_time"
    EXPIRED_SINCE = "expired_since"


BAD = frozenset(Reason) - {
    Reason.UNSIGNED, Reason.UNKNOWN_ISSUER, Reason.REVOCATION_UNKNOWN, Reason.NO_TIME, Reason.EXPIRED_SINCE,
}  # fmt: skip


def verdict_of(reasons: Iterable[Reason]) -> Verdict:
    """Good without a reason against it, bad with one that refuses, else unsure."""
    found = set(reasons)
    if not found:
        return Verdict.GOOD
    return Verdict.BAD if found & BAD else Verdict.UNSURE


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """One signature as found.

    at         when, as a time stamp proves it, else as the signer says
    proven     whether a time stamp proves it
    certificate  SHA-256 of the signer's certificate (hex)
    revision   SHA-256 (hex) and length in bytes of the document as it was when this was signed
    """

    name: str = ""
    organisation: str = ""
    issuer: str = ""
    at: datetime | None = None
    proven: bool = False
    certificate: str = ""
    revision: str = ""
    length: int = 0
    reasons: tuple[Reason, ...] = ()

    @property
    def verdict(self) -> Verdict:
        return verdict_of(self.reasons)

    def as_json(self) -> dict[str, object]:
        return {
            "name": self.name[:200],
            "organisation": self.organisation[:200],
            "issuer": self.issuer[:200],
            "at": self.at.isoformat() if self.at else "",
            "proven": self.proven,
            "certificate": self.certificate,
            "revision": self.revision,
            "length": self.length,
            "reasons": [reason.value for reason in self.reasons],
        }

    @classmethod
    def of_json(cls, told: Mapping[str, Any]) -> Self:
        """Read what the sandbox said, trusting none of its types."""
        moment = str(told.get("at", ""))
        length = told.get("length")
        return cls(
            name=str(told.get("name", ""))[:200],
            organisation=str(told.get("organisation", ""))[:200],
            issuer=str(told.get("issuer", ""))[:200],
            at=datetime.fromisoformat(moment) if moment else None,
            proven=told.get("proven") is True,
            certificate=str(told.get("certificate", ""))[:64],
            revision=str(told.get("revision", ""))[:64],
            length=length if isinstance(length, int) else 0,
            reasons=tuple(Reason(one) for one in told.get("reasons", [])),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What was found in a document: its signatures in the order of signing, and what is wrong with the whole."""

    signatures: tuple[Signature, ...] = ()
    reasons: tuple[Reason, ...] = ()

    @property
    def all_reasons(self) -> tuple[Reason, ...]:
        every = [*self.reasons, *(reason for one in self.signatures for reason in one.reasons)]
        return tuple(dict.fromkeys(every))

    @property
    def verdict(self) -> Verdict:
        return verdict_of(self.all_reasons)

    def as_json(self) -> dict[str, object]:
        return {
            "signatures": [one.as_json() for one in self.signatures],
            "reasons": [reason.value for reason in self.reasons],
        }

    @classmethod
    def of_json(cls, told: Mapping[str, Any]) -> Self:
        """Read what the sandbox said."""
        return cls(
            signatures=tuple(Signature.of_json(one) for one in told.get("signatures", [])),
            reasons=tuple(Reason(one) for one in told.get("reasons", [])),
        )
