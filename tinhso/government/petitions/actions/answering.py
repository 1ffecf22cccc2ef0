"""The answer: written, approved by the head, sent, and what who asked thought of it."""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tinhso.core.cases.actions import Moved, acts_for_applicant
from tinhso.core.cases.models.hot import days_taken
from tinhso.events.definitions import Code
from tinhso.events.log import record
from tinhso.government.petitions.actions.publishing import show_as_open
from tinhso.government.petitions.actions.steps import step, topic_of, write_letter
from tinhso.government.petitions.domain.words import BAD_FACE, WITH_ANSWER, Action, Kind, LetterKind, Way
from tinhso.government.petitions.events import (
    AnswerProposed,
    AnswerReturned,
    PetitionAnswered,
    PetitionRated,
    PetitionReopened,
)
from tinhso.government.petitions.models import Letter, Petition, Rating
from tinhso.government.petitions.models.hot import last_letter, locked_petition, ratings_of
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import NotYours, Refusal
from tinhso.kit.writing import insert, update


class NotAnswered(Refusal):
    sentence = _("You can say how it was when there is an answer.")


class RatedAlready(Refusal):
    sentence = _("You have told us already. Thank you.")


class NoFace(Refusal):
    sentence = _("Choose one of the five faces.")
    field = "faces"


class ReopenedAlready(Refusal):
    """Once; what is wrong after that a person settles with them."""

    sentence = _("It was opened again once already. Call us, and we will talk about it.")


class TooLateToReopen(Refusal):
    sentence = _("The answer came too long ago to open it again. Tell us anew, and name the old code.")


class NotBadEnough(Refusal):
    """Only a bad rating opens a petition again."""

    sentence = _("Say first that the answer was bad; then it is opened again.")


@transaction.atomic
def propose_answer(
    petition: Petition, *, words: str, file: UUID | None = None, by: Actor, at: datetime, seen: int | None = None
) -> Petition:
    """Write the answer and put it before the head. Raises what `cases.act` raises, WordsMissing."""
    petition = locked_petition(petition.uuid)
    letter = write_letter(petition, LetterKind.ANSWER, words, by=by, at=at, sent_at=None, file=file)

    def told(_moved: Moved) -> AnswerProposed:
        return AnswerProposed(topic=topic_of(petition), round=letter.round)

    return step(petition, Action.PROPOSE_ANSWER, by=by, at=at, event=told, seen=seen)


@transaction.atomic
def return_answer(petition: Petition, *, words: str, by: Actor, at: datetime, seen: int | None = None) -> Petition:
    """The head wants the answer written anew, and says why. Raises what `cases.act` raises, WordsMissing."""
    petition = locked_petition(petition.uuid)
    letter = write_letter(petition, LetterKind.RETURN, words, by=by, at=at, sent_at=None)

    def told(_moved: Moved) -> AnswerReturned:
        return AnswerReturned(topic=topic_of(petition), round=letter.round)

    return step(petition, Action.RETURN_ANSWER, by=by, at=at, event=told, seen=seen)


@transaction.atomic
def answer_petition(
    petition: Petition, *, words: str = "", file: UUID | None = None, by: Actor, at: datetime, seen: int | None = None
) -> Petition:
    """Approve the answer that was put forward, or write it at once (the head), and send it; the clock ends.

    Raises what `cases.act` raises, WordsMissing.
    """
    petition = locked_petition(petition.uuid)
    letter = last_letter(petition.pk, LetterKind.ANSWER)
    if letter is None or letter.sent_at is not None:
        write_letter(petition, LetterKind.ANSWER, words, by=by, at=at, sent_at=at, file=file)
    else:
        _send(letter, words, file, at)

    def told(moved: Moved) -> PetitionAnswered:
        return _answered(petition, moved, at)

    return step(petition, Action.ANSWER, by=by, at=at, event=told, seen=seen)


@transaction.atomic
def rate_petition(
    petition: Petition, *, faces: int, words: str = "", voice: UUID | None = None, channel: Way = Way.PAGE,
    by: Actor, at: datetime, holder: bool = False,
) -> Rating:  # fmt: skip
    """Keep what who asked thinks of an answer, once for each; a bad one opens it again, once, within the set days.

    `holder`: they have shown the secret of the receipt, or wrote from the telephone of who asked. Raises NotYours,
    NoFace, NotAnswered, RatedAlready.
    """
    petition = locked_petition(petition.uuid)
    case = petition.case
    if not holder and not acts_for_applicant(case, by, at=at):
        raise NotYours
    if faces not in range(1, 6):
        raise NoFace
    if case.state not in WITH_ANSWER:
        raise NotAnswered
    turn = 1 if petition.reopened_at else 0
    if turn in ratings_of(petition.pk):
        raise RatedAlready

    rating = Rating(
        petition=petition, round=turn, faces=faces, words=words.strip()[:500], voice=voice, channel=channel, rated_at=at
    )
    insert(rating)

    on_time = not case.is_late(at)
    rated = PetitionRated(topic=topic_of(petition), faces=faces, round=turn, channel=channel, on_time=on_time)
    record(rated, about=case, by=by, at=at, place=case.place_id)
    if faces <= BAD_FACE and can_reopen(petition, at):
        _reopen(petition, by=by, at=at, holder=True)
    return rating


@transaction.atomic
def reopen_petition(petition: Petition, *, by: Actor, at: datetime, holder: bool = False) -> Petition:
    """Open it again because its answer was rated bad: who asked, or the head who called them.

    Raises what `cases.act` raises, NotBadEnough, ReopenedAlready, TooLateToReopen.
    """
    petition = locked_petition(petition.uuid)
    faces = ratings_of(petition.pk).get(0)
    if petition.reopened_at:
        raise ReopenedAlready
    if faces is None or faces > BAD_FACE:
        raise NotBadEnough
    if not can_reopen(petition, at):
        raise TooLateToReopen
    return _reopen(petition, by=by, at=at, holder=holder)


def can_reopen(petition: Petition, at: datetime) -> bool:
    """Whether a bad rating opens it again now: it was not before, and its answer is not older than the set days."""
    finished = petition.case.finished_at
    if petition.reopened_at or finished is None or petition.case.state not in WITH_ANSWER:
        return False
    return at <= finished + timedelta(days=settings.PETITION_REOPEN_DAYS)


def _send(letter: Letter, words: str, file: UUID | None, at: datetime) -> None:
    """The head may change a word before it goes out."""
    letter.words, letter.file, letter.sent_at = words.strip() or letter.words, file or letter.file, at
    update(letter, ("words", "file", "sent_at"))


def _reopen(petition: Petition, *, by: Actor, at: datetime, holder: bool) -> Petition:
    petition.reopened_at = at
    update(petition, ("reopened_at",))
    show_as_open(petition)

    def told(moved: Moved) -> PetitionReopened:
        return PetitionReopened(topic=topic_of(petition), due=moved.case.due_at)

    return step(petition, Action.REOPEN, by=by, at=at, event=told, holder=holder)


def _answered(petition: Petition, moved: Moved, at: datetime) -> PetitionAnswered:
    return PetitionAnswered(
        topic=topic_of(petition), kind=Kind(petition.kind), channel=Way(petition.channel),
        language=Code(petition.language), assisted=petition.assisted, on_time=moved.on_time is not False,
        days=days_taken(petition.case, until=at), again=petition.reopened_at is not None,
    )  # fmt: skip
