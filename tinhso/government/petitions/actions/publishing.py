"""Showing to all what was reported and done: words of both sides, edited so that they name nobody, and pictures that
somebody looked at."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tinhso.core.accounts.actions import require
from tinhso.core.cases.actions import Moved
from tinhso.core.files.actions import forget_file
from tinhso.core.files.actions.publishing import PublicCopy, draw_public_copy, keep_public_copy
from tinhso.core.files.models import File
from tinhso.events.log import record
from tinhso.government.petitions.actions.steps import in_term, must_be_open, said_words, step, topic_of
from tinhso.government.petitions.domain.blurring import Part
from tinhso.government.petitions.domain.masking import hides
from tinhso.government.petitions.domain.terms import TermCode
from tinhso.government.petitions.domain.words import Action, FileKind, Side
from tinhso.government.petitions.events import (
    PetitionPublished,
    PetitionWithheld,
    PublicationTakenBack,
    ReportShown,
)
from tinhso.government.petitions.models import Petition, PetitionFile, Publication, PublicPicture, Topic
from tinhso.government.petitions.models.desks import commune_of
from tinhso.government.petitions.models.hot import locked_petition
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import Refusal

HANDLE = "handle_cases"


class NotToBeShown(Refusal):
    sentence = _("Whoever sent this does not want it shown to all.")


class StillNamed(Refusal):
    """A number by which a person is found stands in what all would read."""

    sentence = _("A telephone, identity or plate number still stands in these words. Take it out first.")
    field = "words"


class NotLookedAt(Refusal):
    """Every picture is decided about, one by one."""

    sentence = _("Look at each picture and choose whether it is shown.")
    field = "pictures"


@dataclass(frozen=True, slots=True)
class Looked:
    """What somebody who looked at a picture decided: shown without these parts, or not shown (None)."""

    file: UUID
    hidden: tuple[Part, ...] | None


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture drawn for all to see, not kept yet."""

    source: UUID
    hidden: int
    copy: PublicCopy


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What all shall read. `exact`: the place on the map, too; without it the village is named and no more."""

    words: str
    answer: str
    exact: bool
    pictures: Sequence[Drawn]


def photos_of(petition: Petition) -> list[UUID]:
    """The pictures that who asked put to it, oldest first."""
    files = PetitionFile.objects.filter(petition=petition, kind=FileKind.PHOTO, side=Side.ASKER)
    return list(files.order_by("added_at", "pk").values_list("file", flat=True))


def draw_pictures(petition: Petition, looked: Sequence[Looked]) -> tuple[Drawn, ...]:
    """Draw what shall be shown, before any transaction. Raises NotLookedAt, FileRefused, NotAPicture."""
    decided = {one.file: one.hidden for one in looked}
    if set(decided) != set(photos_of(petition)):
        raise NotLookedAt
    files = {file.uuid: file for file in File.objects.select_related("blob").filter(uuid__in=decided)}
    drawn: list[Drawn] = []
    for uuid, hidden in decided.items():
        if hidden is not None and uuid in files:
            parts = [(part.left, part.top, part.width, part.height) for part in hidden]
            drawn.append(Drawn(uuid, len(parts), draw_public_copy(files[uuid], hidden=parts)))
    return tuple(drawn)


@transaction.atomic
def show_report(
    petition: Petition, *, words: str, exact: bool = False, pictures: Sequence[Drawn] = (), by: Actor, at: datetime
) -> Publication:
    """Let all read what was reported while it is worked on. Raises NotYours, NotNow, NotToBeShown, StillNamed,
    WordsMissing."""
    petition = locked_petition(petition.uuid)
    case = petition.case
    require(by, HANDLE, at=at, place=case.place_id, agency=case.agency_id)
    must_be_open(case)

    shown = Shown(words=words, answer="", exact=exact, pictures=pictures)
    publication = _written(petition, shown, None, by=by, at=at)

    record(ReportShown(topic=topic_of(petition)), about=case, by=by, at=at, place=case.place_id)
    return publication


@transaction.atomic
def publish_petition(
    petition: Petition, *, words: str, answer: str, exact: bool = False, pictures: Sequence[Drawn] = (), by: Actor,
    at: datetime, seen: int | None = None,
) -> Publication:  # fmt: skip
    """Let all read what was reported and answered. Raises what `cases.act` raises, NotToBeShown, StillNamed,
    WordsMissing."""
    petition = locked_petition(petition.uuid)
    case = petition.case
    timely = in_term(case, TermCode.SHOWN, since=case.finished_at, at=at)
    shown = Shown(words=words, answer=said_words(answer), exact=exact, pictures=pictures)
    publication = _written(petition, shown, case.finished_at or at, by=by, at=at)

    def told(_moved: Moved) -> PetitionPublished:
        return PetitionPublished(topic=topic_of(petition), in_term=timely)

    step(petition, Action.PUBLISH, by=by, at=at, event=told, seen=seen)
    return publication


def show_as_open(petition: Petition) -> None:
    """What was answered is worked on again: all read that, and no longer the answer that was not enough."""
    Publication.objects.filter(petition=petition).update(answer="", answered_at=None)


def _written(petition: Petition, shown: Shown, answered_at: datetime | None, *, by: Actor, at: datetime) -> Publication:
    """The row of what all read, and its pictures. What was shown before gives way."""
    if not petition.may_show:
        raise NotToBeShown
    if hides(shown.words) or hides(shown.answer):
        raise StillNamed
    topic = Topic.objects.get(pk=petition.topic_id)
    point = (petition.lat, petition.lon) if shown.exact else (None, None)
    publication, _new = Publication.objects.update_or_create(
        petition=petition,
        defaults={
            "place_id": petition.place_id, "commune": commune_of(petition.place), "topic": topic,
            "subject": Topic.objects.get(code=topic.line[0]), "agency_id": petition.case.agency_id,
            "words": said_words(shown.words), "answer": shown.answer.strip(), "lat": point[0], "lon": point[1],
            "pictures": len(shown.pictures), "reported_at": petition.sent_at, "answered_at": answered_at,
            "published_at": at, "published_by_id": by.account, "taken_back_at": None,
        },
    )  # fmt: skip
    _forget_pictures(publication, by=by, at=at)
    _keep_pictures(publication, shown.pictures, by=by, at=at)
    return publication


def _keep_pictures(publication: Publication, drawn: Sequence[Drawn], *, by: Actor, at: datetime) -> None:
    for position, one in enumerate(drawn, 1):
        name = f"{publication.uuid}-{position}.jpg"
        file = keep_public_copy(one.copy, name=name, about=publication, place=publication.commune_id, by=by, at=at)
        PublicPicture.objects.create(
            publication=publication, file=file.uuid, source=one.source, position=position, hidden=one.hidden,
            looked_by_id=by.account, made_at=at,
        )  # fmt: skip


def _forget_pictures(publication: Publication, *, by: Actor, at: datetime) -> None:
    """A picture that is shown no more is gone, also for who kept its address."""
    shown = publication.shown_pictures.all()
    for file in File.objects.filter(uuid__in=shown.values_list("file", flat=True), forgotten_at=None):
        forget_file(file, by=by, at=at)
    shown.delete()


@transaction.atomic
def withhold_petition(petition: Petition, *, by: Actor, at: datetime, seen: int | None = None) -> Petition:
    """Decide that it is not shown; who asked has their answer. Raises what `cases.act` raises."""
    petition = locked_petition(petition.uuid)
    _take_back_of(petition, by=by, at=at)

    def told(_moved: Moved) -> PetitionWithheld:
        return PetitionWithheld(topic=topic_of(petition))

    return step(petition, Action.WITHHOLD, by=by, at=at, event=told, seen=seen)


@transaction.atomic
def take_back_publication(shown: Publication, *, by: Actor, at: datetime) -> Publication:
    """Show it no more: it named somebody after all. Raises NotYours."""
    shown = _locked(shown.pk)
    case = shown.petition.case
    require(by, HANDLE, at=at, place=case.place_id, agency=case.agency_id)
    if shown.taken_back_at is None:
        _take_back(shown, by=by, at=at)
    return shown


@transaction.atomic
def take_back_what_ended(case: UUID, *, at: datetime) -> None:
    """Show no more what was withdrawn, refused, left alone or joined to another: nobody will answer it here."""
    shown = Publication.objects.shown().filter(petition__case__uuid=case).first()
    if shown is not None:
        _take_back(_locked(shown.pk), by=Actor.system(), at=at)


def _take_back_of(petition: Petition, *, by: Actor, at: datetime) -> None:
    shown = Publication.objects.shown().filter(petition=petition).first()
    if shown is not None:
        _take_back(_locked(shown.pk), by=by, at=at)


def _locked(key: int) -> Publication:
    rows = Publication.objects.select_for_update(of=("self",))
    return rows.select_related("petition__case", "petition__topic").get(pk=key)


def _take_back(shown: Publication, *, by: Actor, at: datetime) -> None:
    _forget_pictures(shown, by=by, at=at)
    shown.taken_back_at, shown.pictures = at, 0
    shown.save(update_fields=["taken_back_at", "pictures"])

    case = shown.petition.case
    record(PublicationTakenBack(topic=topic_of(shown.petition)), about=case, by=by, at=at, place=case.place_id)
