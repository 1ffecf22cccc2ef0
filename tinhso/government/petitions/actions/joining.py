"""The same thing said twice is joined: one answer reaches all. Several things said at once are split."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tinhso.core.accounts.actions import require
from tinhso.core.cases.actions import Moved, NotNow
from tinhso.core.cases.models.hot import days_taken
from tinhso.events.definitions import Code
from tinhso.events.log import record
from tinhso.government.petitions.actions.sending import HANDLE, open_petition, said_of, show_in_search
from tinhso.government.petitions.actions.steps import must_be_open, said_words, step, topic_of, write_letter
from tinhso.government.petitions.domain.words import WITH_ANSWER, Action, Kind, LetterKind, State, Way
from tinhso.government.petitions.events import (
    PetitionJoined,
    PetitionRefused,
    PetitionSeparated,
    PetitionSettled,
    PetitionSplit,
)
from tinhso.government.petitions.models import Letter, Petition, Topic
from tinhso.government.petitions.models.hot import joined_to, last_letter, locked_petition
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import Refusal
from tinhso.kit.writing import update

MOST_PARTS = 5


class CannotJoin(Refusal):
    """It is the same one, or one that was refused, withdrawn or closed without an answer."""

    sentence = _("It cannot be joined to that one. Choose another that is open or has an answer.")
    field = "to"


class NothingToSplit(Refusal):
    sentence = _("Write down each part with its topic: one at least, five at most.")
    field = "words"


@dataclass(frozen=True, slots=True)
class Part:
    """One of several things that were said at once."""

    topic: Topic
    words: str


@transaction.atomic
def join_petition(petition: Petition, *, to: Petition, by: Actor, at: datetime, seen: int | None = None) -> Petition:
    """It is about the same as another: that one's answer reaches who asked here too, at once if there is one.

    Those that were joined to this one go along. Raises what `cases.act` raises, CannotJoin.
    """
    first = _first(to)
    if first.pk == petition.pk or first.joined_to_id == petition.pk:
        raise CannotJoin
    for uuid in sorted((petition.uuid, first.uuid), key=str):
        locked_petition(uuid)
    petition, first = locked_petition(petition.uuid), locked_petition(first.uuid)
    if first.case.state not in WITH_ANSWER and first.case.ended_at is not None:
        raise CannotJoin

    petition.joined_to = first
    update(petition, ("joined_to",))
    Petition.objects.filter(joined_to=petition.pk).update(joined_to=first)

    def told(_moved: Moved) -> PetitionJoined:
        return PetitionJoined(topic=topic_of(petition), to=Code(first.case.ref))

    step(petition, Action.JOIN, by=by, at=at, event=told, seen=seen)
    if first.case.state in WITH_ANSWER:
        settle_petition(petition, by=Actor.system(), at=at)
    return petition


@transaction.atomic
def separate_petition(petition: Petition, *, by: Actor, at: datetime) -> Petition:
    """It was not the same after all: it goes its own way. Raises what `cases.act` raises."""
    petition = locked_petition(petition.uuid)
    petition.joined_to = None
    update(petition, ("joined_to",))

    def told(_moved: Moved) -> PetitionSeparated:
        return PetitionSeparated(topic=topic_of(petition))

    return step(petition, Action.SEPARATE, by=by, at=at, event=told)


@transaction.atomic
def settle_petition(petition: Petition, *, by: Actor, at: datetime) -> Petition:
    """Bring the answer of the first one to who asked here. Raises what `cases.act` raises, NotNow without an answer."""
    petition = locked_petition(petition.uuid)
    letter = _sent_answer(petition)
    if letter is None:
        raise NotNow
    write_letter(petition, LetterKind.ANSWER, letter.words, by=by, at=at, sent_at=at, file=letter.file)

    def told(moved: Moved) -> PetitionSettled:
        return _settled(petition, moved, at)

    return step(petition, Action.SETTLE, by=by, at=at, event=told)


def settle_joined(first: Petition, *, by: Actor, at: datetime) -> int:
    """Bring an answer to all who asked the same; says how many got it now. Each by itself."""
    return sum(_settle_one(uuid, by, at) for uuid in joined_to(first.pk))


def refuse_joined(first: Petition, *, by: Actor, at: datetime) -> None:
    """The first one was not taken up: all who asked the same learn why."""
    letter = last_letter(first.pk, LetterKind.REFUSAL)
    for uuid in joined_to(first.pk) if letter else []:
        with transaction.atomic():
            petition = locked_petition(uuid)
            if petition.case.state == State.JOINED and letter:
                _refuse_with(petition, letter, by=by, at=at)


def free_joined(first: Petition, *, by: Actor, at: datetime) -> None:
    """The first one ended without an answer: the next one goes on in its place, the others with that one."""
    with transaction.atomic():
        waiting = [one for one in map(locked_petition, joined_to(first.pk)) if one.case.state == State.JOINED]
        if not waiting:
            return
        heir = separate_petition(waiting[0], by=by, at=at)
        Petition.objects.filter(pk__in=[one.pk for one in waiting[1:]]).update(joined_to=heir)


@transaction.atomic
def split_petition(petition: Petition, parts: Sequence[Part], *, by: Actor, at: datetime) -> list[Petition]:
    """Make petitions of their own of what else was said; each has its desk, all have the clock of the first one.

    Raises NotYours, NotNow, NothingToSplit, WordsMissing, NoOffice.
    """
    petition = locked_petition(petition.uuid)
    case = petition.case
    must_be_open(case)
    require(by, HANDLE, at=at, place=case.place_id, agency=case.agency_id)
    if not 0 < len(parts) <= MOST_PARTS:
        raise NothingToSplit

    made = [_part(petition, part, by=by, at=at) for part in parts]

    split = PetitionSplit(topic=topic_of(petition), parts=len(made))
    record(split, about=case, by=by, at=at, place=case.place_id)
    return made


def _first(petition: Petition) -> Petition:
    """The one to whose answer all wait."""
    return petition.joined_to or petition


def _sent_answer(petition: Petition) -> Letter | None:
    answers = Letter.objects.filter(petition=petition.joined_to_id, kind=LetterKind.ANSWER, sent_at__isnull=False)
    return answers.order_by("-round").first()


def _settle_one(uuid: UUID, by: Actor, at: datetime) -> bool:
    one = Petition.objects.select_related("case").get(uuid=uuid)
    if one.case.state != State.JOINED:
        return False
    settle_petition(one, by=by, at=at)
    return True


def _settled(petition: Petition, moved: Moved, at: datetime) -> PetitionSettled:
    return PetitionSettled(
        topic=topic_of(petition), kind=Kind(petition.kind), channel=Way(petition.channel),
        language=Code(petition.language), assisted=petition.assisted, on_time=moved.on_time is not False,
        days=days_taken(petition.case, until=at),
    )  # fmt: skip


def _refuse_with(petition: Petition, letter: Letter, *, by: Actor, at: datetime) -> None:
    write_letter(petition, LetterKind.REFUSAL, letter.words, by=by, at=at, sent_at=at)

    def told(moved: Moved) -> PetitionRefused:
        return PetitionRefused(topic=topic_of(petition), from_state=Code(moved.from_state), in_term=True)

    step(petition, Action.REFUSE, by=by, at=at, event=told)


def _part(petition: Petition, part: Part, *, by: Actor, at: datetime) -> Petition:
    said = said_of(petition, part.topic, said_words(part.words))
    child = open_petition(said, applicant=petition.case.applicant_id, by=by, at=at, first=petition)
    show_in_search(child)
    return child
