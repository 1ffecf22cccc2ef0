"""Recording a phrase, and another person's judgement of it."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tinhso.core.accounts.actions import require
from tinhso.core.files.actions import keep_file
from tinhso.core.files.actions.keeping import prepare
from tinhso.core.files.domain.kinds import SOUNDS, Rules
from tinhso.core.people.domain.tables import languages
from tinhso.core.speech.events import ClipApproved, ClipOffered, ClipRefused
from tinhso.core.speech.models import Clip, Phrase
from tinhso.events.definitions import Code
from tinhso.events.log import record
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import Refusal

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile as Anything

    UploadedFile = Anything[bytes]

RECORD, APPROVE = "record_clip", "approve_clip"
RECORDING = Rules(kinds=SOUNDS, max_bytes=400_000, preview=False)
"""Half a minute as telephones record it; most phrases take three seconds."""


class NoSuchLanguage(Refusal):
    sentence = _("This language is not in the list.")


class NotSaidAnyMore(Refusal):
    sentence = _("Nobody says these words any more. Choose another phrase.")


class WaitsAlready(Refusal):
    sentence = _("Someone recorded this a moment ago. It waits for another person to listen.")


class JudgedAlready(Refusal):
    sentence = _("Someone listened to this already.")


class OwnVoice(Refusal):
    sentence = _("You recorded this yourself. Another person has to listen.")


def offer_clip(phrase: Phrase, language: str, sound: "UploadedFile", *, by: Actor, at: datetime) -> Clip:
    """Keep a recording of a phrase until another person has listened. Raises FileRefused for what is no sound."""
    require(by, RECORD, at=at)
    if language not in languages():
        raise NoSuchLanguage
    prepare(sound, rules=RECORDING, field="sound")
    with transaction.atomic():
        phrase = Phrase.objects.select_for_update().get(pk=phrase.pk)
        if phrase.retired_at:
            raise NotSaidAnyMore
        if phrase.clips.filter(language=language, state=Clip.State.OFFERED).exists():
            raise WaitsAlready

        file = keep_file(sound, rules=RECORDING, about=phrase, permission=RECORD, by=by, at=at, field="sound")
        sha256 = file.blob.sha256 if file.blob else ""
        clip = Clip.objects.create(
            phrase=phrase, language=language, file=file, sha256=sha256, recorded_by=by.account, recorded_at=at
        )

        record(ClipOffered(language=Code(language)), about=clip, by=by, at=at)
        return clip


@transaction.atomic
def approve_clip(clip: Clip, *, by: Actor, at: datetime) -> Clip:
    """From now on people hear this voice; the one they heard before rests."""
    clip = _to_judge(clip, by=by, at=at)
    Clip.objects.filter(phrase=clip.phrase_id, language=clip.language, state=Clip.State.APPROVED).update(
        state=Clip.State.REPLACED
    )
    clip.state, clip.judged_by, clip.judged_at = Clip.State.APPROVED, by.account, at
    clip.save(update_fields=["state", "judged_by", "judged_at"])

    record(ClipApproved(language=Code(clip.language)), about=clip, by=by, at=at)
    return clip


@transaction.atomic
def refuse_clip(clip: Clip, *, why: str, by: Actor, at: datetime) -> Clip:
    """It has to be recorded anew; who recorded it reads why."""
    clip = _to_judge(clip, by=by, at=at)
    clip.state, clip.judged_by, clip.judged_at, clip.why = Clip.State.REFUSED, by.account, at, why
    clip.save(update_fields=["state", "judged_by", "judged_at", "why"])

    record(ClipRefused(language=Code(clip.language)), about=clip, by=by, at=at)
    return clip


def _to_judge(clip: Clip, *, by: Actor, at: datetime) -> Clip:
    require(by, APPROVE, at=at)
    clip = Clip.objects.select_for_update().get(pk=clip.pk)
    if clip.state != Clip.State.OFFERED:
        raise JudgedAlready
    if clip.recorded_by == by.account:
        raise OwnVoice
    return clip
