"""The steps of an office: take in, forward, ask for more, refuse; and who asked: says more, takes it back."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from tinhso.core.cases.actions import Moved, hand_over_case, recall_case, return_case
from tinhso.core.cases.domain.definition import Unit
from tinhso.core.cases.models import Transfer
from tinhso.core.organisations.models import Organisation
from tinhso.events.definitions import Code
from tinhso.events.log import record
from tinhso.government.petitions.actions.steps import in_term, step, topic_of, write_letter
from tinhso.government.petitions.domain.terms import TermCode
from tinhso.government.petitions.domain.words import Action, LetterKind, State
from tinhso.government.petitions.events import (
    MoreAsked,
    MoreGiven,
    PetitionForwarded,
    PetitionLapsed,
    PetitionRefused,
    PetitionTakenIn,
    PetitionWithdrawn,
)
from tinhso.government.petitions.models import Petition
from tinhso.government.petitions.models.hot import LETTERS, last_letter, locked_petition
from tinhso.kit.actors import Actor
from tinhso.kit.writing import update

DAYS_TO_SAY_MORE: Final = 15
"""How long an answer to a question is awaited where the definition names no days."""


@transaction.atomic
def take_in(petition: Petition, *, by: Actor, at: datetime, seen: int | None = None) -> Petition:
    """An office says: this is ours. Raises what `cases.act` raises."""
    petition = locked_petition(petition.uuid)
    timely = in_term(petition.case, TermCode.LOOKED_AT, since=petition.case.received_at, at=at)

    def told(_moved: Moved) -> PetitionTakenIn:
        return PetitionTakenIn(topic=topic_of(petition), in_term=timely)

    return step(petition, Action.TAKE_IN, by=by, at=at, event=told, seen=seen)


@transaction.atomic
def forward(petition: Petition, *, to: Organisation, reason: str, by: Actor, at: datetime) -> Petition:
    """Give it to the office whose matter it is; the clock runs on. Raises what `hand_over_case` raises."""
    petition = locked_petition(petition.uuid)
    petition.case = hand_over_case(petition.case, agency=to, reason=reason, by=by, at=at)
    return _forwarded(petition, by, at)


@transaction.atomic
def recall(petition: Petition, *, reason: str, by: Actor, at: datetime) -> Petition:
    """Take it back from the other office while nobody there has acted. Raises what `recall_case` raises."""
    petition = locked_petition(petition.uuid)
    petition.case = recall_case(petition.case, reason=reason, by=by, at=at)
    return _forwarded(petition, by, at)


@transaction.atomic
def send_back(petition: Petition, *, reason: str, by: Actor, at: datetime) -> Petition:
    """Send it back to the office it came from. Raises what `return_case` raises."""
    petition = locked_petition(petition.uuid)
    petition.case = return_case(petition.case, reason=reason, by=by, at=at)
    return _forwarded(petition, by, at)


@transaction.atomic
def ask_more(petition: Petition, *, words: str, by: Actor, at: datetime, seen: int | None = None) -> Petition:
    """Ask who asked for more; the clock stands until they answer. Raises what `cases.act` raises, WordsMissing."""
    petition = locked_petition(petition.uuid)
    within = petition.case.blueprint.states[State.MORE].within
    days = int(within.value) if within and within.unit is Unit.DAYS else DAYS_TO_SAY_MORE
    until = at + timedelta(days=days)
    letter = write_letter(petition, LetterKind.MORE, words, by=by, at=at, sent_at=at, until=until)
    timely = in_term(petition.case, TermCode.ASKED, since=petition.case.received_at, at=at)

    def told(_moved: Moved) -> MoreAsked:
        return MoreAsked(topic=topic_of(petition), round=letter.round, in_term=timely)

    return step(petition, Action.ASK_MORE, by=by, at=at, event=told, seen=seen)


@transaction.atomic
def give_more(petition: Petition, *, words: str, by: Actor, at: datetime, holder: bool = False) -> Petition:
    """Who asked answers the question, or an officer writes down what they said; the clock runs on.

    `holder`: they have shown the secret of the receipt. Raises what `cases.act` raises, WordsMissing.
    """
    petition = locked_petition(petition.uuid)
    letter = write_letter(petition, LetterKind.GIVEN, words, by=by, at=at, sent_at=at)
    _close_questions(petition, at)

    def told(moved: Moved) -> MoreGiven:
        return MoreGiven(topic=topic_of(petition), round=letter.round, due=moved.case.due_at)

    return step(petition, Action.GIVE_MORE, by=by, at=at, event=told, holder=holder)


@transaction.atomic
def refuse(petition: Petition, *, words: str, by: Actor, at: datetime, seen: int | None = None) -> Petition:
    """Say, with a reason for who asked, that it is not taken up. Raises what `cases.act` raises, WordsMissing."""
    petition = locked_petition(petition.uuid)
    write_letter(petition, LetterKind.REFUSAL, words, by=by, at=at, sent_at=at)
    timely = in_term(petition.case, TermCode.LOOKED_AT, since=petition.case.received_at, at=at)

    def told(moved: Moved) -> PetitionRefused:
        return PetitionRefused(topic=topic_of(petition), from_state=Code(moved.from_state), in_term=timely)

    return step(petition, Action.REFUSE, by=by, at=at, event=told, seen=seen)


@transaction.atomic
def withdraw(petition: Petition, *, by: Actor, at: datetime, holder: bool = False) -> Petition:
    """Who asked takes it back. Raises what `cases.act` raises."""
    petition = locked_petition(petition.uuid)
    _close_questions(petition, at)

    def told(moved: Moved) -> PetitionWithdrawn:
        return PetitionWithdrawn(topic=topic_of(petition), from_state=Code(moved.from_state))

    return step(petition, Action.WITHDRAW, by=by, at=at, event=told, holder=holder)


@transaction.atomic
def lapse(petition: Petition, *, by: Actor, at: datetime) -> Petition:
    """Close what waited too long for an answer of who asked. Raises what `cases.act` raises."""
    petition = locked_petition(petition.uuid)
    _close_questions(petition, at)

    def told(_moved: Moved) -> PetitionLapsed:
        return PetitionLapsed(topic=topic_of(petition))

    return step(petition, Action.LAPSE, by=by, at=at, event=told)


def _close_questions(petition: Petition, at: datetime) -> None:
    for letter in LETTERS(petition.pk, LetterKind.MORE.value):
        if letter.answered_at is None:
            letter.answered_at = at
            update(letter, ("answered_at",))


def question_of(petition: Petition) -> str:
    """What who asked is asked; empty when nothing is."""
    letter = last_letter(petition.pk, LetterKind.MORE)
    return letter.words if letter and letter.answered_at is None else ""


def _forwarded(petition: Petition, by: Actor, at: datetime) -> Petition:
    """The engine has written where it went; beside it stands what a number by topic needs."""
    case = petition.case
    last = Transfer.objects.filter(case=case).order_by("-pk")[0]
    timely = in_term(case, TermCode.LOOKED_AT, since=case.received_at, at=at)
    told = PetitionForwarded(
        topic=topic_of(petition), left=last.left_id, came=last.came_id, why=Code(last.kind), in_term=timely
    )
    record(told, about=case, by=by, at=at, place=case.place_id)
    return petition
