"""Looking at another's data, and telling that person who looked."""

import re
from collections import deque
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tinhso.core.people.domain.words import READ_WORDS, ReadReason
from tinhso.core.people.events import PersonRead
from tinhso.core.people.models import Person
from tinhso.events.definitions import Code
from tinhso.events.log import history, record
from tinhso.kit.actors import Actor
from tinhso.kit.passport import Text
from tinhso.kit.refusals import Refusal

SHOWN = 100
_CASE = re.compile(r"[A-Z0-9][A-Z0-9.\-]{2,38}")


class CaseUnreadable(Refusal):
    """A case is named by its code, never by words about a person."""

    sentence = _("Type the code of the case as it stands on the receipt, for example H52.12-261121-0042.")
    field = "case"


class CaseMissing(Refusal):
    sentence = _("Which case is it? Type the code from the receipt.")
    field = "case"


@dataclass(frozen=True, slots=True)
class Look:
    """One look at a person's data, for that person to see."""

    at: datetime
    reason: Text
    case: str
    who: str
    by: UUID | None


@transaction.atomic
def read_person(person: Person, *, reason: ReadReason, case: str = "", by: Actor, at: datetime) -> Person:
    """Look at a person's data, and keep that one looked. Looking at oneself is not kept.

    Raises CaseMissing when the reason is a case without its code, CaseUnreadable when the code is none.
    """
    code = case.strip().upper()
    if code and not _CASE.fullmatch(code):
        raise CaseUnreadable
    if reason is ReadReason.CASE and not code:
        raise CaseMissing
    if by.person != person.uuid:
        read = PersonRead(reason=Code(reason), case=Code(code))
        record(read, about=person, by=by, at=at, place=person.home_id)
    return person


def looks_at(person: Person) -> list[Look]:
    """Who looked at a person's data, the latest first; at most 100."""
    recent = deque((one for one in history(person) if isinstance(one.event, PersonRead)), maxlen=SHOWN)
    readers = {one.by.person for one in recent if one.by.person}
    names = dict(Person.objects.filter(uuid__in=readers).values_list("uuid", "full_name"))
    looks = []
    for one in reversed(recent):
        if isinstance(one.event, PersonRead):
            who = names.get(one.by.person, "") if one.by.person else ""
            looks.append(Look(one.at, READ_WORDS[ReadReason(one.event.reason)], one.event.case, who, one.by.person))
    return looks
