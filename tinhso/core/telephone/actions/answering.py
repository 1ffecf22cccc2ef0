"""Answering a text message: what it means, what is said back, in one short message without marks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import override

from tinhso.core.cases.actions.slips import NotFound, TryLater
from tinhso.core.cases.models import Case
from tinhso.core.cases.models.slips import case_of_code
from tinhso.core.notices.actions.replying import answer_number, asked_last
from tinhso.core.notices.domain.lengths import length_of, unaccented
from tinhso.core.telephone.actions.lines import spell
from tinhso.core.telephone.actions.matters import SecretWanted, case_of, find, likeliest, rate, standing
from tinhso.core.telephone.domain.limits import TO_RATE
from tinhso.core.telephone.domain.script import SPOKEN, script
from tinhso.core.telephone.domain.understanding import Asks, Reading, Understood, understand
from tinhso.core.telephone.events import TextAnswered
from tinhso.core.telephone.models import TextMessage
from tinhso.events.definitions import Code
from tinhso.events.log import record
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import Refusal


@dataclass(frozen=True, slots=True)
class Answer:
    """Sentences, the most important first, of which as many are sent as one message holds; the case they are about."""

    sentences: tuple[str, ...]
    case: Case | None = None


@transaction.atomic
def answer_text(row: UUID, *, at: datetime) -> None:
    """Understand a message, do what it asks for, and let the answer go back. Once: afterwards its words are gone."""
    text = TextMessage.objects.select_for_update().filter(uuid=row, sealed__isnull=False).first()
    if text is None:
        return
    phone, words = text.opened()
    meant = understand(words, spell=spell, cries=script().cries)
    answer = _answer(meant, text, phone, at)

    text.asked, text.sealed = meant.asks, None
    text.case = answer.case.uuid if answer.case else None
    text.save(update_fields=["asked", "sealed", "case"])
    sent = answer_number(phone, one_message(answer.sentences), at=at)

    told = TextAnswered(asked=Code(meant.asks), sent=sent is not None)
    record(told, about=text, by=Actor.system(), at=at, place=answer.case.place_id if answer.case else None)


def one_message(sentences: Iterable[str]) -> str:
    """As many sentences as fit one text message, without marks; the first is cut rather than left out."""
    first, *others = [unaccented(one) for one in sentences]
    said = first if length_of(first).fits(1) else first[:157].rstrip() + "..."
    for one in others:
        longer = f"{said} {one}"
        said = longer if length_of(longer).fits(1) else said
    return said


def _answer(meant: Understood, text: TextMessage, phone: str, at: datetime) -> Answer:
    if meant.asks is Asks.CODE:
        return _about_a_code(likeliest(meant.readings), text, phone, at)
    if meant.asks is Asks.RATING:
        case = _asked_about(text, phone, at)
        return _rated(case, meant.faces, at) if case else _say("unasked")
    return _say(meant.asks, meant.language)


def _about_a_code(reading: Reading, text: TextMessage, phone: str, at: datetime) -> Answer:
    try:
        case = find(reading, phone=phone, print_=text.print, at=at)
    except SecretWanted:
        return _say("secret")
    except (NotFound, TryLater) as refusal:
        return _refused(refusal)
    return _rated(case, reading.faces, at) if reading.faces else _told(case, at)


def _asked_about(text: TextMessage, phone: str, at: datetime) -> Case | None:
    """What a bare number is about: what we asked last, or what they asked for last, whichever was later."""
    since = at - TO_RATE
    asked = asked_last(phone, since=since)
    told = TextMessage.objects.with_matter(text.print, since).first()
    if asked and (told is None or asked[1] >= told.received_at):
        return case_of_code(asked[0])
    return case_of(told.case) if told else None


def _told(case: Case, at: datetime) -> Answer:
    told = standing(case, SPOKEN, at=at)
    first, *others = told.sentences
    rating = (script().text("rate", SPOKEN),) if told.may_rate else ()
    return Answer((script().text("told", SPOKEN, code=case.ref, told=first), *rating, *others), case)


def _rated(case: Case, faces: int, at: datetime) -> Answer:
    try:
        again = rate(case, faces, at=at)
    except Refusal as refusal:
        return Answer(_refused(refusal).sentences, case)
    return Answer((script().text("again" if again else "rated", SPOKEN, code=case.ref, faces=faces),), case)


def _refused(refusal: Refusal) -> Answer:
    with override(SPOKEN):
        return Answer((str(refusal.told),))


def _say(name: str, language: str = SPOKEN) -> Answer:
    return Answer((script().text(name, language, hotline=settings.HOTLINE),))
