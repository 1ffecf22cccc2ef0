"""Showing to all what was reported and done: words of both sides, edited so that they name nobody."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tinhso.core.accounts.actions import require
from tinhso.core.cases.actions import Moved
from tinhso.events.log import record
from tinhso.government.petitions.actions.steps import in_term, said_words, step, topic_of
from tinhso.government.petitions.domain.terms import TermCode
from tinhso.government.petitions.domain.words import Action
from tinhso.government.petitions.events import PetitionPublished, PetitionWithheld, PublicationTakenBack
from tinhso.government.petitions.models import Petition, Publication
from tinhso.government.petitions.models.hot import locked_petition
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import Refusal

HANDLE = "handle_cases"


class NotToBeShown(Refusal):
    sentence = _("Whoever sent this does not want it shown to all.")


@transaction.atomic
def publish_petition(
    petition: Petition, *, words: str, answer: str, by: Actor, at: datetime, seen: int | None = None
) -> Publication:
    """Show it to all, in words that an officer has looked through. Raises what `cases.act` raises, NotToBeShown,
    WordsMissing."""
    petition = locked_petition(petition.uuid)
    if not petition.may_show:
        raise NotToBeShown
    case = petition.case
    timely = in_term(case, TermCode.SHOWN, since=case.finished_at, at=at)
    shown, _new = Publication.objects.update_or_create(
        petition=petition,
        defaults={
            "place_id": petition.place_id, "topic": petition.topic, "words": said_words(words),
            "answer": said_words(answer), "published_at": at, "published_by_id": by.account, "taken_back_at": None,
        },
    )  # fmt: skip

    def told(_moved: Moved) -> PetitionPublished:
        return PetitionPublished(topic=topic_of(petition), in_term=timely)

    step(petition, Action.PUBLISH, by=by, at=at, event=told, seen=seen)
    return shown


@transaction.atomic
def withhold_petition(petition: Petition, *, by: Actor, at: datetime, seen: int | None = None) -> Petition:
    """Decide that it is not shown; who asked has their answer. Raises what `cases.act` raises."""
    petition = locked_petition(petition.uuid)

    def told(_moved: Moved) -> PetitionWithheld:
        return PetitionWithheld(topic=topic_of(petition))

    return step(petition, Action.WITHHOLD, by=by, at=at, event=told, seen=seen)


@transaction.atomic
def take_back_publication(shown: Publication, *, by: Actor, at: datetime) -> Publication:
    """Show it no more: it named somebody after all. Raises NotYours."""
    shown = (
        Publication.objects.select_for_update(of=("self",))
        .select_related("petition__case", "petition__topic")
        .get(pk=shown.pk)
    )
    case = shown.petition.case
    require(by, HANDLE, at=at, place=case.place_id, agency=case.agency_id)
    if shown.taken_back_at:
        return shown

    shown.taken_back_at = at
    shown.save(update_fields=["taken_back_at"])

    record(PublicationTakenBack(topic=topic_of(shown.petition)), about=case, by=by, at=at, place=case.place_id)
    return shown
