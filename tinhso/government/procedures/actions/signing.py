"""Deciding with a signature: the result is made, signed by the head, sealed by the office, put to the dossier."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tinhso.core.accounts.actions import require
from tinhso.core.accounts.models import Post
from tinhso.core.files.actions.batches import signs
from tinhso.core.files.actions.keys import OpenKey, key_of_person, open_key, open_seal
from tinhso.core.files.actions.signing import (
    MARGIN_OFFICER,
    Paper,
    revoke_signed,
    sign_paper,
    signed_of,
    supersede_signed,
)
from tinhso.core.files.models import File, Signed, Standing, store
from tinhso.events.definitions import Code
from tinhso.events.log import record
from tinhso.government.procedures.actions.handling import Step, step_on
from tinhso.government.procedures.domain import results
from tinhso.government.procedures.domain.papers import Result, Signer, pdf
from tinhso.government.procedures.domain.steps import Action
from tinhso.government.procedures.events import ResultPut
from tinhso.government.procedures.models import Dossier
from tinhso.government.procedures.models.hot import locked_dossier
from tinhso.government.procedures.models.writers import office_of, post_of
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import NotYours, Refusal
from tinhso.kit.writing import update

HANDLE = "handle_cases"
SIGN = "sign_results"


class NoKey(Refusal):
    """A PIN is of no use to who has no key."""

    sentence = _("You have no key for signing. Decide each on its own page and sign the paper by hand.")
    field = "pin"


class NothingSigned(Refusal):
    sentence = _("This dossier has no signed result that could be revoked.")


@transaction.atomic
def decide_signed(dossier: Dossier, opened: OpenKey, *, by: Actor, at: datetime, seen: int | None = None) -> Dossier:
    """Decide, and sign the result in the same breath. `opened` is the key of who decides.

    Raises NotYours, PaperTakesNoSignature, NoTimeStamper, what `open_seal` and `take_step` raise.
    """
    dossier = locked_dossier(dossier.uuid)
    post = post_of(by, at=at)
    if post is None or opened.row.holder != by.person:
        raise NotYours
    if not is_signed(dossier):
        sign_result(dossier, opened, post, by=by, at=at)
    return step_on(dossier, Step(action=Action.DECIDE, answers={}), by=by, at=at, seen=seen)


def decide_with_key(dossier: Dossier, pin: str, *, by: Actor, at: datetime, seen: int | None = None) -> Dossier:
    """Open one's key, then decide and sign. A wrong PIN is counted even though nothing else happens.

    Raises NoKey, what `open_key` and `decide_signed` raise.
    """
    key = key_of_person(by.person, at=at)
    if key is None:
        raise NoKey
    return decide_signed(dossier, open_key(key, pin, by=by, at=at), by=by, at=at, seen=seen)


def sign_result(dossier: Dossier, opened: OpenKey, post: Post, *, by: Actor, at: datetime) -> Signed:
    """Make the paper of the result, or take the one that was put in; sign it; what was signed before is superseded."""
    case, before = dossier.case, [one for one in signed_of(dossier) if one.standing == Standing.VALID]
    given = _given(dossier)
    signed = sign_paper(
        Paper(
            content=given or _made(dossier, opened, post, at),
            name=results.FILE,
            title=case.title,
            about=dossier,
            post=post.title,
            person=case.applicant_id,
            place=case.place_id,
            officer=MARGIN_OFFICER if given else results.STAMP,
        ),
        officer=opened,
        seal=open_seal(post.organisation.uuid, at=at),
        by=by,
        at=at,
    )
    for old in before:
        supersede_signed(old, newer=signed, reason=results.CORRECTED, by=by, at=at)
    dossier.result = signed.file.uuid
    update(dossier, ("result",))
    record(ResultPut(procedure=Code(dossier.procedure.code)), about=case, by=by, at=at, place=case.place_id)
    return signed


@signs(Action.DECIDE)
def decide_in_batch(about: UUID, opened: OpenKey, *, by: Actor, at: datetime) -> None:
    """One line of a batch."""
    decide_signed(Dossier.objects.only("uuid").get(uuid=about), opened, by=by, at=at)


@transaction.atomic
def revoke_result(dossier: Dossier, *, reason: str, by: Actor, at: datetime) -> Signed:
    """Say that the signed result holds no more. Raises NotYours, NothingSigned, ReasonMissing."""
    case = dossier.case
    require(by, SIGN, at=at, place=case.place_id, agency=case.agency_id)
    signed = result_of(dossier)
    if signed is None or signed.standing != Standing.VALID:
        raise NothingSigned
    return revoke_signed(signed, reason=reason, by=by, at=at)


def result_of(dossier: Dossier) -> Signed | None:
    """The newest signed result of a dossier."""
    return next(iter(signed_of(dossier)), None)


def is_signed(dossier: Dossier) -> bool:
    """Whether the file of the result bears a signature already, ours or another's."""
    content = _given(dossier)
    return content is not None and b"/ByteRange" in content


def _given(dossier: Dossier) -> bytes | None:
    """The PDF that lies with the dossier as its result."""
    file = File.objects.select_related("blob").filter(uuid=dossier.result).first() if dossier.result else None
    return store().path(file.blob.sha256).read_bytes() if file and file.blob else None


def _made(dossier: Dossier, opened: OpenKey, post: Post, at: datetime) -> bytes:
    case = dossier.case
    return pdf(
        Result(
            office=office_of(post.organisation),
            ref=case.ref,
            applicant=case.applicant.full_name if case.applicant else "",
            procedure=case.title,
            at=at.replace(microsecond=0),
            signer=Signer(name=opened.name, lines=(post.title.upper(),), digital=True),
            heading=results.HEADING,
            fields=(
                (results.APPLICANT, case.applicant.full_name if case.applicant else "–"),
                (results.PROCEDURE, case.title),
                (results.REF, case.ref),
                results.RESULT,
            ),
            demo=settings.DEMO,
        )
    )
