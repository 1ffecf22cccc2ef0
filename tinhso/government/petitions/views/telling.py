"""How a petition stands, told to who asked: the same with an account, and without one to who holds the slip."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from tinhso.core.cases.domain.definition import Kind as StateKind
from tinhso.core.people.actions.reading import Look, told_of_readings
from tinhso.core.people.models import Reading
from tinhso.government.petitions.domain.words import WITH_ANSWER, Action, LetterKind, State
from tinhso.government.petitions.models import Letter, Petition
from tinhso.government.petitions.models.hot import ratings_of
from tinhso.kit.saying import day_of, say_day, say_day_time

TO_WHO_ASKED = (LetterKind.MORE, LetterKind.GIVEN, LetterKind.ANSWER, LetterKind.REFUSAL)
MOST_LETTERS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How it stands, in words: `label` over the largest thing of the page, then sentences, then what it may need."""

    label: str
    fact: str
    sentence: str = ""
    sorry: str = ""
    joined: str = ""
    mine: bool = False


def standing(petition: Petition, *, at: datetime) -> Standing:
    """How it stands now: a day while it is worked on, a word when it is done."""
    case = petition.case
    title, follows = case.rule.title.said(language()), case.rule.next.said(language()) if case.rule.next else ""
    joined = _joined(petition)
    if case.ended_at or case.state in WITH_ANSWER:
        return Standing(label=_("How it ended"), fact=title, joined=joined)
    if case.state == State.MORE:
        return Standing(label=_("Where it is"), fact=_("It is your turn."), sentence=follows, mine=True)
    if case.rule.kind is StateKind.WAITING:
        return Standing(label=_("Where it is"), fact=title, sentence=follows, joined=joined)
    if case.is_late(at):
        days = max(1, (day_of(at) - day_of(case.due_at)).days)
        sorry = ngettext(
            "It is %(days)s day late. We apologise. %(office)s answers as soon as it can.",
            "It is %(days)s days late. We apologise. %(office)s answers as soon as it can.",
            days,
        ) % {"days": days, "office": case.agency.name}
        return Standing(label=_("An answer was promised for"), fact=say_day(case.due_at), sentence=follows, sorry=sorry)
    return Standing(label=_("You get an answer"), fact=_due(case.due_at), sentence=follows, joined=joined)


def spoken(petition: Petition, told: Standing, letters: Sequence[Letter]) -> str:
    """The same for the ear, with the newest letter: one short text."""
    office = _("%(office)s has it.") % {"office": petition.case.agency.name}
    letter = letters[0].words if letters and letters[0].kind != LetterKind.GIVEN else ""
    parts = [f"{told.label}: {told.fact}.", told.sorry, told.joined, letter or told.sentence, office]
    return " ".join(part for part in parts if part)


def letters_of(petition: Petition) -> list[Letter]:
    """What both sides wrote to each other, the newest first."""
    sent = Letter.objects.filter(petition=petition, kind__in=TO_WHO_ASKED, sent_at__isnull=False)
    return list(sent.order_by("-sent_at", "-pk")[:MOST_LETTERS])


def question_in(letters: Sequence[Letter]) -> Letter | None:
    """The question that waits for an answer of who asked."""
    return next((one for one in letters if one.kind == LetterKind.MORE and one.answered_at is None), None)


def answer_in(letters: Sequence[Letter]) -> Letter | None:
    """The newest answer."""
    return next((one for one in letters if one.kind == LetterKind.ANSWER), None)


def may_rate(petition: Petition) -> bool:
    """Whether there is an answer of which nobody has said yet how it was."""
    turn = 1 if petition.reopened_at else 0
    return petition.case.state in WITH_ANSWER and turn not in ratings_of(petition.pk)


def reopens_until(petition: Petition) -> datetime | None:
    """Until when a bad rating opens it again; None: it was opened again before, or there is no answer."""
    finished = petition.case.finished_at
    if finished is None or petition.reopened_at:
        return None
    return finished + timedelta(days=settings.PETITION_REOPEN_DAYS)


def may_withdraw(petition: Petition) -> bool:
    """Whether who asked may still take it back."""
    return Action.WITHDRAW in {rule.code for rule in petition.case.blueprint.actions_from(petition.case.state)}


def openings_of(petition: Petition) -> list[Look]:
    """Who opened the data of who asked for this petition: office, reason and time, the latest first."""
    person = petition.case.applicant_id
    if person is None:
        return []
    return told_of_readings(list(Reading.objects.of_person(person).filter(case=petition.ref)[:MOST_LETTERS]))


def language() -> str:
    """The language of the page."""
    return (get_language() or "vi")[:2]


def _due(due: datetime) -> str:
    return _("by %(when)s") % {"when": say_day_time(due)}


def _joined(petition: Petition) -> str:
    if petition.joined_to is None:
        return ""
    told = _("Others told us of the same. It was joined with %(code)s; one answer reaches all.")
    return told % {"code": petition.joined_to.ref}
