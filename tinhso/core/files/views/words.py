"""What checking finds, in words that everyone understands, and in pictures."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from tinhso.core.files.actions.checking import Answer
from tinhso.core.files.domain.signing.findings import BAD, Reason, Signature, Verdict
from tinhso.core.files.models import Standing
from tinhso.kit.passport import Text


@dataclass(frozen=True, slots=True)
class Face:
    """How a verdict looks and what it says first."""

    icon: str
    tone: str
    title: Text
    sentence: Text


FACES: Mapping[Verdict, Face] = {
    Verdict.GOOD: Face(
        "shield-check", "green", _("Genuine, and not changed."), _("It is as it was when it was signed.")
    ),
    Verdict.UNSURE: Face(
        "shield-warning", "earth", _("We cannot say."), _("Nothing bad was found, but something is not known here.")
    ),
    Verdict.BAD: Face("x-circle", "red", _("Do not trust this paper."), _("Ask the office that is named on it.")),
}
WHY: Mapping[Reason, Text] = {
    Reason.UNREADABLE: _("The file is damaged, or is neither PDF nor XML."),
    Reason.UNSIGNED: _("Nobody has signed this file."),
    Reason.CHANGED: _("The content was changed after it was signed."),
    Reason.FORGED: _("The signature does not fit: it was made with another key, or for another paper."),
    Reason.ODD_RANGE: _("The signature leaves out a part of the file where something could be hidden."),
    Reason.CHANGED_LATER: _("Something was added or changed after the signature."),
    Reason.NOT_ALL_SIGNED: _("Behind the last signature stands something that nobody signed."),
    Reason.WRAPPED: _("The file is put together so that one thing is signed and another is shown."),
    Reason.WEAK: _("The signature was made in a way that is no longer safe."),
    Reason.EXPIRED: _("It was signed after the certificate had run out."),
    Reason.NOT_YET_VALID: _("It was signed before the certificate was in force."),
    Reason.REVOKED: _("The signer's certificate was revoked."),
    Reason.WRONG_TIME: _("The signer told a time that is not the real one."),
    Reason.UNKNOWN_ISSUER: _("We do not know who vouches for this signer. Ask who gave you the paper."),
    Reason.REVOCATION_UNKNOWN: _("We could not find out whether the certificate was revoked."),
    Reason.NO_TIME: _("Nothing proves when it was signed."),
    Reason.EXPIRED_SINCE: _("The certificate has run out since, and nothing proves that it was signed before."),
}
NOT_AS_GIVEN = _("It bears a signature of ours, but we have not given out this file as it is.")
REVOKED = _("The paper was revoked: %(reason)s")
SUPERSEDED = _("A newer paper took its place: %(reason)s")
ONLY_WE_KNOW_WHEN = _("Our own book tells when it was signed.")


@dataclass(frozen=True, slots=True)
class Told:
    """One line of an answer: a sentence, good or bad."""

    icon: str
    tone: str
    sentence: Text


def told(answer: Answer) -> list[Told]:
    """All that is to be said, the worst first."""
    lines = [_register(answer), *(_reason(one) for one in _reasons(answer))]
    return sorted(filter(None, lines), key=lambda line: ("red", "earth", "green").index(line.tone))


def _reasons(answer: Answer) -> list[Reason]:
    known = {Reason.NO_TIME, Reason.EXPIRED_SINCE} if answer.exact else set()
    return [reason for reason in answer.report.all_reasons if reason not in known]


def _reason(reason: Reason) -> Told:
    return Told("x-circle", "red", WHY[reason]) if reason in BAD else Told("warning", "earth", WHY[reason])


def _register(answer: Answer) -> Told | None:
    signed = answer.signed
    if signed and signed.standing == Standing.REVOKED:
        return Told("x-circle", "red", REVOKED % {"reason": signed.reason})
    if signed and signed.standing == Standing.SUPERSEDED:
        return Told("warning", "earth", SUPERSEDED % {"reason": signed.reason})
    if answer.ours and not answer.exact:
        return Told("warning", "earth", NOT_AS_GIVEN)
    if answer.exact and Reason.NO_TIME in answer.report.all_reasons:
        return Told("check", "green", ONLY_WE_KNOW_WHEN)
    return None


def certificate_held(signature: Signature) -> bool:
    """Whether the certificate was good when it was signed, as far as we know."""
    doubts = {
        Reason.EXPIRED, Reason.NOT_YET_VALID, Reason.REVOKED, Reason.UNKNOWN_ISSUER, Reason.REVOCATION_UNKNOWN,
        Reason.EXPIRED_SINCE, Reason.FORGED,
    }  # fmt: skip
    return not doubts & set(signature.reasons)


def is_unchanged(signature: Signature) -> bool:
    """Whether the paper is as it was when it was signed."""
    doubts = {Reason.CHANGED, Reason.FORGED, Reason.ODD_RANGE, Reason.CHANGED_LATER, Reason.WRAPPED, Reason.WEAK}
    return not doubts & set(signature.reasons)
