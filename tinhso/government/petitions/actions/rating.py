"""What who asked adds to a rating, and the supervisor's calls to those who were drawn."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from tinhso.core.accounts.actions import require
from tinhso.core.cases.actions import acts_for_applicant
from tinhso.core.files.actions import keep_file
from tinhso.core.files.domain.kinds import VOICE_NOTE
from tinhso.events.definitions import Code
from tinhso.events.log import record
from tinhso.government.petitions.actions.steps import topic_of
from tinhso.government.petitions.events import CalledBack
from tinhso.government.petitions.models import CallBack, Rating
from tinhso.government.petitions.models.reporting import Heard, drawn
from tinhso.kit.actors import Actor, Rights
from tinhso.kit.refusals import NotYours, Refusal

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile as Anything

    UploadedFile = Anything[bytes]

CALL_BACK = "call_back_petitions"
HANDLE = "handle_cases"
TO_SAY_WHY = timedelta(days=1)
ASKED_FOR = timedelta(days=30)
"""Somebody is called back within so many days after they rated."""


class TooLateToSayWhy(Refusal):
    sentence = _("You have told us already. Thank you.")


class NotDrawn(Refusal):
    """Only those whom the lot has drawn are called back, each once."""

    sentence = _("This rating is not on the list of those to be called back, or was called already.")


@transaction.atomic
def say_why(
    rating: Rating, *, words: str = "", voice: "UploadedFile | None" = None, by: Actor, at: datetime,
    holder: bool = False,
) -> Rating:  # fmt: skip
    """Put a reason to a rating, by voice or in words, within a day and once. Raises NotYours, TooLateToSayWhy,
    FileRefused.

    `holder`: they have shown the secret of the slip.
    """
    rows = Rating.objects.select_for_update(of=("self",)).select_related("petition__case")
    rating = rows.get(pk=rating.pk)
    case = rating.petition.case
    if not holder and not acts_for_applicant(case, by, at=at):
        raise NotYours
    if rating.words or rating.voice or at > rating.rated_at + TO_SAY_WHY:
        raise TooLateToSayWhy

    rating.words = words.strip()[:500]
    if voice:
        kept = keep_file(
            voice, rules=VOICE_NOTE, about=rating.petition, person=case.applicant_id, place=case.place_id,
            permission=HANDLE, by=by, at=at, field="voice",
        )  # fmt: skip
        rating.voice = kept.uuid
    rating.save(update_fields=["words", "voice"])
    return rating


def to_call_back(rights: Rights, *, at: datetime) -> models.QuerySet[Rating]:
    """The ratings whose people the asker is to call back, the newest first."""
    return drawn(rights, CALL_BACK, percent=settings.PETITION_CALL_BACK_PERCENT, since=at - ASKED_FOR)


@transaction.atomic
def call_back(rating: Rating, *, heard: Heard, note: str, rights: Rights, by: Actor, at: datetime) -> CallBack:
    """Write down what somebody said who was called back. Raises NotYours, NotDrawn."""
    case = rating.petition.case
    require(by, CALL_BACK, at=at, place=case.place_id, agency=case.agency_id)
    if not to_call_back(rights, at=at).filter(pk=rating.pk).exists():
        raise NotDrawn
    call, new = CallBack.objects.get_or_create(
        rating=rating,
        defaults={"heard": heard, "note": note.strip()[:500], "called_at": at, "called_by_id": by.account},
    )
    if not new:
        raise NotDrawn

    told = CalledBack(topic=topic_of(rating.petition), heard=Code(heard), faces=rating.faces)
    record(told, about=case, by=by, at=at, place=case.place_id)
    return call
