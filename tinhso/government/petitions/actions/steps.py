"""What every step of a petition shares: its row and its case locked, the engine's act, and the system's own event."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from tinhso.core.calendar.domain import WorkingCalendar
from tinhso.core.calendar.models import working_calendar
from tinhso.core.cases.actions import Moved, NotNow, act_on
from tinhso.core.cases.domain.clock import after
from tinhso.core.cases.models import Case
from tinhso.events.definitions import Code, Event
from tinhso.government.petitions.domain.terms import TermCode, terms
from tinhso.government.petitions.domain.words import LONGEST, Action, LetterKind
from tinhso.government.petitions.models import Letter, Petition
from tinhso.government.petitions.models.hot import letters_of
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import Refusal
from tinhso.kit.writing import insert


class WordsMissing(Refusal):
    sentence = _("Write a few words. Whoever asked will read them.")
    field = "words"


class WordsTooLong(Refusal):
    sentence = _("This is too long to be read on a telephone. Say it shorter, or put a paper to it.")
    field = "words"


Named = Callable[[Moved], Event]


def step(
    petition: Petition, action: Action, *, by: Actor, at: datetime, event: Named, seen: int | None = None,
    holder: bool = False,
) -> Petition:  # fmt: skip
    """Do one action of the definition with a locked petition; the event is the system's own.

    seen     the version of the case that the actor saw; holder: they have shown the secret of the receipt
    Raises what `cases.act` raises.
    """
    petition.case = act_on(
        petition.case, action, answers={}, by=by, at=at, version=seen, agency=None, event=event, holder=holder
    )
    return petition


def must_be_open(case: Case) -> None:
    """Raise NotNow when nothing more is done with it."""
    if case.ended_at is not None:
        raise NotNow


def topic_of(petition: Petition) -> Code:
    return Code(petition.topic.code)


def said_words(words: str) -> str:
    """What is written, without the space around it. Raises WordsMissing, WordsTooLong."""
    words = words.strip()
    if not words:
        raise WordsMissing
    if len(words) > LONGEST:
        raise WordsTooLong
    return words


def write_letter(
    petition: Petition, kind: LetterKind, words: str, *, by: Actor, at: datetime, sent_at: datetime | None,
    until: datetime | None = None, file: UUID | None = None,
) -> Letter:  # fmt: skip
    """Write the next letter of a kind. Raises WordsMissing, WordsTooLong."""
    letter = Letter(
        petition=petition, kind=kind, round=letters_of(petition.pk, kind) + 1, words=said_words(words), file=file,
        until=until, written_at=at, written_by_id=by.account, sent_at=sent_at,
    )  # fmt: skip
    insert(letter)
    return letter


def calendar_of(case: Case) -> WorkingCalendar:
    return working_calendar((*case.place.ancestors, case.place_id))


def in_term(case: Case, code: TermCode, *, since: datetime | None, at: datetime) -> bool:
    """Whether a step is done within the time that the rules give it."""
    return at <= after(calendar_of(case), since or case.opened_at, terms()[code].span)
