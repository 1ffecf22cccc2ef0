"""Doing one thing for someone who agreed to it: consent, thing and the end of the leave are one change."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, TypeVar

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tinhso.core.accounts.actions.allowed import require
from tinhso.core.accounts.actions.mandates import OwnBusiness
from tinhso.core.accounts.domain.consents import Done, Task, is_too_old
from tinhso.core.accounts.events import ConsentGiven, ConsentHeard, ConsentUsed
from tinhso.core.accounts.models import Account, Consent, Mandate
from tinhso.core.accounts.models.mandates import WITHOUT_FILE, Evidence
from tinhso.core.files.actions import keep_file
from tinhso.core.files.domain.kinds import PAPERS, PHOTOS, VOICE_NOTE
from tinhso.core.people.models import Person
from tinhso.events.definitions import Code
from tinhso.events.log import record
from tinhso.kit.actors import Actor, Channel
from tinhso.kit.refusals import NotYours, Refusal

if TYPE_CHECKING:
    from uuid import UUID

    from django.core.files.uploadedfile import UploadedFile as Anything

    UploadedFile = Anything[bytes]

T = TypeVar("T")
RULES = {Evidence.VOICE: VOICE_NOTE, Evidence.SIGNATURE: PHOTOS, Evidence.PAPER: PAPERS}
SEES_PROOF = "withdraw_mandate"
"""Besides the person themselves, who may open what proves a consent: not the helper, nor another one."""


class NotAgreed(Refusal):
    """Nothing shows that the person wants it."""

    sentence = _("Let them say yes first: by voice, by a picture, by a signature or on paper.")
    field = "consent_by"


class NobodyBeside(Refusal):
    sentence = _("Write who else is there. A tap alone proves too little.")
    field = "consent_witness"


class AgreedTooLongAgo(Refusal):
    sentence = _("They agreed too long ago. Ask them once more.")
    field = "consent_by"


class PersonGone(Refusal):
    sentence = _("The register says that this person has died or was forgotten. Ask the commune.")
    field = "person"


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreed:
    """How someone agreed, as the helper beside them brings it.

    said_at   when, by our clock; what was kept without a signal was said before it came
    upload    the recording, the drawn signature, or the photo of the signed paper; a tap has none
    language  in which they were told, a code of the register of people
    witness   the name of who else was there
    """

    way: Evidence
    said_at: datetime
    upload: "UploadedFile | None" = None
    language: str = ""
    witness: str = ""


@transaction.atomic
def do_by_consent(
    person: Person, *, task: Task, agreed: Agreed, do: Callable[[Actor], tuple[T, Done]], by: Actor, at: datetime
) -> T:
    """Keep the consent, do the one thing as whoever acts for the person, and end the leave: all or nothing.

    `do` is told as whom to act and answers with what it made. Raises what it raises, and NotYours, OwnBusiness,
    PersonGone, NotAgreed, NobodyBeside, AgreedTooLongAgo, FileRefused.
    """
    consent = _give_consent(person, task=task, agreed=agreed, by=by, at=at)
    made, done = do(replace(by, for_person=person.uuid, mandate=consent.mandate.uuid, channel=Channel.FIELD))
    _use_consent(consent, done, by=by, at=at)
    return made


@transaction.atomic
def hear_consent(consent: Consent, *, right: bool, by: Actor, at: datetime) -> Consent:
    """Note that the person heard what was typed for them, and whether they found it right.

    Their last answer counts. Raises NotYours for anyone but them and who did it for them.
    """
    consent = Consent.objects.select_for_update(of=("self",)).select_related("mandate").get(pk=consent.pk)
    mandate = consent.mandate
    if by.account != mandate.account_id and by.person != mandate.person_id:
        raise NotYours

    consent.heard_at, consent.right = at, right
    consent.save(update_fields=["heard_at", "right"])

    record(ConsentHeard(task=Code(consent.task), right=right), about=mandate, by=by, at=at)
    return consent


@transaction.atomic
def forget_consents(person: "UUID") -> None:
    """Take away what consents say of someone who is forgotten; that they agreed, and when, stays."""
    Consent.objects.filter(mandate__person__uuid=person).update(witness="", typed=[])


def _give_consent(person: Person, *, task: Task, agreed: Agreed, by: Actor, at: datetime) -> Consent:
    account = Account.objects.select_for_update().filter(pk=by.account or 0).first()
    lasts = timedelta(days=settings.CONSENT_DAYS)
    if account is None:
        raise NotYours
    require(by, "give_mandate", at=at, place=person.home_id)
    _refuse(person, account, agreed, lasts, at)

    mandate = Mandate.objects.create(
        account=account,
        person=person,
        scopes=[task.scope],
        evidence_kind=agreed.way,
        evidence=_proof(person, agreed, by=by, at=at),
        starts_at=at,
        ends_at=agreed.said_at + lasts,
    )
    consent = Consent.objects.create(
        mandate=mandate,
        task=task.scope,
        version=task.version,
        words=str(task.words),
        language=agreed.language,
        witness=agreed.witness,
        said_at=agreed.said_at,
    )

    given = ConsentGiven(
        helper=account.uuid,
        task=Code(task.scope),
        wording=task.version,
        evidence=Code(agreed.way),
        said_at=agreed.said_at,
        ends_at=mandate.ends_at,
    )
    record(given, about=mandate, by=by, at=at, place=person.home_id)
    return consent


def _use_consent(consent: Consent, done: Done, *, by: Actor, at: datetime) -> None:
    mandate = consent.mandate
    mandate.used_at = at
    mandate.save(update_fields=["used_at"])
    consent.ref, consent.title, consent.url, consent.typed = done.ref, done.title[:200], done.url, list(done.typed)
    consent.save(update_fields=["ref", "title", "url", "typed"])

    record(ConsentUsed(task=Code(consent.task)), about=mandate, by=by, at=at)


def _proof(person: Person, agreed: Agreed, *, by: Actor, at: datetime) -> "UUID | None":
    if agreed.upload is None or agreed.way in WITHOUT_FILE:
        return None
    rules, field = RULES[agreed.way], f"consent_{agreed.way}"
    kept = keep_file(
        agreed.upload, rules=rules, person=person.uuid, place=person.home_id, permission=SEES_PROOF, by=by, at=at,
        field=field,
    )  # fmt: skip
    return kept.uuid


def _refuse(person: Person, account: Account, agreed: Agreed, lasts: timedelta, at: datetime) -> None:
    if account.person_id == person.uuid:
        raise OwnBusiness
    if person.dead or person.forgotten_at or person.merged_into_id:
        raise PersonGone
    if agreed.way is Evidence.TAP or (agreed.way not in WITHOUT_FILE and agreed.upload is None):
        raise NotAgreed
    if agreed.way is Evidence.CARD and not agreed.witness:
        raise NobodyBeside
    if is_too_old(agreed.said_at, lasts=lasts, at=at):
        raise AgreedTooLongAgo
