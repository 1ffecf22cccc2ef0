"""Signing a paper: the officer, then the agency's seal; verified, stored by its hash, later completed with proofs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

import structlog
from django.conf import settings
from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from tinhso.core.files.actions.keeping import keep_made, made_blob
from tinhso.core.files.actions.keys import OpenKey, trust
from tinhso.core.files.clients.authorities import time_stamper
from tinhso.core.files.domain.codes import new_code
from tinhso.core.files.domain.signing.findings import Verdict
from tinhso.core.files.domain.signing.papers import (
    OFFICER,
    SEAL,
    CannotSign,
    Mark,
    Proof,
    complete_pdf,
    refuse_bad,
    sign_pdf,
)
from tinhso.core.files.domain.signing.reading import check_pdf
from tinhso.core.files.domain.signing.stamps import AGENCY, PERSON, SIGNED_AT, Box, Stamp, said_time
from tinhso.core.files.events import PaperSigned, SignatureCompleted, SignedRevoked, SignedSuperseded
from tinhso.core.files.models import Blob, Signed, SignedCopy, Standing, store
from tinhso.events.definitions import Code
from tinhso.events.log import identity, record
from tinhso.kit.actors import Actor
from tinhso.kit.lines import LineDown
from tinhso.kit.refusals import Refusal

MARGIN_OFFICER: Box = (322, 10, 566, 50)
MARGIN_SEAL: Box = (340, 788, 580, 834)
"""Where the stamps stand when the paper has no place for them: in the lower and the upper margin of A4."""
_logger = structlog.get_logger(__name__)


class PaperTakesNoSignature(Refusal):
    """Locked, damaged, or closed by one who signed before."""

    sentence = _("This PDF takes no further signature. It was closed by whoever signed it, or it is damaged.")
    field = "file"


class NoTimeStamper(Refusal):
    """The setting allows no signature without a time stamp."""

    sentence = _("The time-stamp authority does not answer, and here nothing is signed without it. Try again later.")
    field = "pin"


class ReasonMissing(Refusal):
    sentence = _("Write why. Everyone who checks the paper will read it.")
    field = "reason"


class NoLongerHolds(Refusal):
    sentence = _("This paper was revoked or superseded before.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A PDF to be signed, and how it is kept.

    title     what kind of paper it is, for the check page; never a name
    post      the title of who signs
    officer   where their stamp stands on the last page
    """

    content: bytes
    name: str
    title: str
    about: models.Model
    post: str = ""
    person: UUID | None = None
    place: int | None = None
    officer: Box = MARGIN_OFFICER
    seal: Box = MARGIN_SEAL


def check_address(code: str) -> str:
    """Where the square code of a signed paper leads: our own house only."""
    return settings.ADDRESS.rstrip("/") + reverse("check_code", args=[code])


def sign_paper(paper: Paper, *, officer: OpenKey, seal: OpenKey | None, by: Actor, at: datetime) -> Signed:
    """Sign, verify, store: without a network (B-B), so that nobody waits for a machine outside.

    A job adds time stamp and revocation data soon after (`complete_signed`). Where the setting allows no signature
    without a time stamp, `holds_back` keeps the paper in the house until then. Raises PaperTakesNoSignature;
    NoTimeStamper where the setting wants one and none is named.
    """
    if not settings.SIGNING_WITHOUT_TIME and time_stamper() is None:
        raise NoTimeStamper
    code = new_code()
    try:
        marks = _marks(paper, officer, seal, code, at)
        content = sign_pdf(paper.content, marks)
        refuse_bad(content, marks)
    except CannotSign as closed:
        raise PaperTakesNoSignature from closed
    return _keep(paper, content, officer, seal, code, by=by, at=at)


@transaction.atomic
def _keep(
    paper: Paper, content: bytes, officer: OpenKey, seal: OpenKey | None, code: str, *, by: Actor, at: datetime
) -> Signed:
    file = keep_made(content, name=paper.name, about=paper.about, person=paper.person, place=paper.place, by=by, at=at)
    signed = Signed.objects.create(
        code=code,
        about_kind=paper.about._meta.label_lower,
        about=identity(paper.about),
        title=paper.title[:200],
        signer=officer.name[:150],
        post=paper.post[:150],
        agency=(seal or officer).organisation[:200],
        file=file,
        signed_at=at,
    )
    digest = sha256(content).hexdigest()
    SignedCopy.objects.create(signed=signed, sha256=digest, made_at=at)
    happened = PaperSigned(sha256=Code(digest), sealed=seal is not None, stamped=False)
    record(happened, about=signed, by=by, at=at, place=paper.place)
    return signed


def _marks(paper: Paper, officer: OpenKey, seal: OpenKey | None, code: str, at: datetime) -> tuple[Mark, ...]:
    when, address = said_time(at), check_address(code)
    lines = tuple(filter(None, (officer.name, paper.post, when)))
    own = Stamp(kind=PERSON, lines=lines, picture=officer.picture, address="" if seal else address)
    first = Mark(signer=officer.signer, stamp=own, box=paper.officer, page=-1, field=OFFICER)
    if seal is None:
        return (first,)
    lines = (seal.name, f"{SIGNED_AT}: {when}")
    sealed = Stamp(kind=AGENCY, lines=lines, address=address)
    return (first, Mark(signer=seal.signer, stamp=sealed, box=paper.seal, page=0, field=SEAL))


def complete_signed(*, at: datetime, most: int = 100) -> int:
    """Add time stamps and revocation data to what still lacks them; how many were completed.

    Stops at the first silence of the time stamper: the next run goes on.
    """
    stamper = time_stamper()
    if stamper is None:
        return 0
    proof, done = Proof(stamper, trust()), 0
    for signed in Signed.objects.filter(complete_at=None).select_related("file__blob").order_by("signed_at")[:most]:
        try:
            done += _complete(signed, proof, at)
        except LineDown as down:
            _logger.warning("time_stamper_silent", why=down.why)
            return done
    return done


def _complete(signed: Signed, proof: Proof, at: datetime) -> bool:
    """One of them. The network is asked before the transaction begins."""
    blob = signed.file.blob
    if blob is None:
        return False
    before = store().path(blob.sha256).read_bytes()
    try:
        content = complete_pdf(before, proof)
    except CannotSign:
        _logger.exception("signature_not_completed", signed=str(signed.uuid))
        return False
    if check_pdf(content, proof.trust, at=at).verdict is not Verdict.GOOD:
        _logger.error("signature_not_completed", signed=str(signed.uuid), why="not good after")
        return False
    return _put_complete(signed, content, at)


@transaction.atomic
def _put_complete(signed: Signed, content: bytes, at: datetime) -> bool:
    row = Signed.objects.select_for_update(of=("self",)).select_related("file__blob").get(pk=signed.pk)
    if row.complete_at or row.file.blob is None:
        return False

    old, row.file.blob = row.file.blob, made_blob(content, at=at)
    row.file.save(update_fields=["blob"])
    if not old.is_used():
        Blob.objects.filter(pk=old.pk).update(orphaned_at=at)
    row.complete_at = at
    row.save(update_fields=["complete_at"])
    digest = sha256(content).hexdigest()
    SignedCopy.objects.get_or_create(sha256=digest, defaults={"signed": row, "made_at": at})

    record(SignatureCompleted(sha256=Code(digest)), about=row, by=Actor.system(), at=at)
    return True


@transaction.atomic
def revoke_signed(signed: Signed, *, reason: str, by: Actor, at: datetime) -> Signed:
    """Say that what was signed holds no more; who checks it reads why. Raises ReasonMissing, NoLongerHolds."""
    row = _to_end(signed, reason)

    _end(row, Standing.REVOKED, reason, by, at)

    record(SignedRevoked(), about=row, by=by, at=at)
    return row


@transaction.atomic
def supersede_signed(signed: Signed, *, newer: Signed, reason: str, by: Actor, at: datetime) -> Signed:
    """Say that a newer one took its place. Raises ReasonMissing, NoLongerHolds."""
    row = _to_end(signed, reason)

    row.superseded_by = newer
    _end(row, Standing.SUPERSEDED, reason, by, at)

    record(SignedSuperseded(newer=newer.uuid), about=row, by=by, at=at)
    return row


def holds_back(signed: Signed) -> bool:
    """Whether a paper must not leave the house yet: its time stamp is awaited, and the setting wants it."""
    return signed.complete_at is None and not settings.SIGNING_WITHOUT_TIME


def waits_for_time(file: UUID | None) -> bool:
    """Whether a file is a signed one that lacks its time stamp; the newest copy of it counts."""
    return file is not None and Signed.objects.filter(file__uuid=file, complete_at=None).exists()


def signed_of(about: models.Model) -> Sequence[Signed]:
    """What was signed as the result of a thing, the newest first."""
    rows = Signed.objects.filter(about_kind=about._meta.label_lower, about=identity(about))
    return list(rows.select_related("file__blob", "superseded_by").order_by("-pk"))


def _to_end(signed: Signed, reason: str) -> Signed:
    row = Signed.objects.select_for_update().get(pk=signed.pk)
    if not reason.strip():
        raise ReasonMissing
    if row.standing != Standing.VALID:
        raise NoLongerHolds
    return row


def _end(row: Signed, standing: Standing, reason: str, by: Actor, at: datetime) -> None:
    row.standing, row.reason, row.changed_at, row.changed_by = standing, reason.strip()[:300], at, by.account
    row.save(update_fields=["standing", "reason", "changed_at", "changed_by", "superseded_by"])
