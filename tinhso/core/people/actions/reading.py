"""Looking at another's data, and telling that person who looked."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tinhso.core.files.actions import when_opened
from tinhso.core.people.domain.words import READ_WORDS, ReadReason
from tinhso.core.people.events import PersonRead
from tinhso.core.people.models import Person, Reading
from tinhso.events.definitions import Code
from tinhso.events.log import record
from tinhso.kit.actors import Actor
from tinhso.kit.passport import Text
from tinhso.kit.refusals import Refusal
from tinhso.kit.writing import insert

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
    """One look at a person's data, for that person to see. `agency` is where the one who looked works; may be empty."""

    uuid: UUID
    at: datetime
    reason: Text
    case: str
    who: str
    by: UUID | None
    agency: str = ""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many people of how many agencies looked in some time."""

    people: int
    agencies: int


Acted = tuple[int | None, int | None, UUID | None]
"""An account, the post from which it acted, and the person."""
Namer = Callable[[Iterable[Acted]], dict[Acted, str]]
_agencies: list[Namer] = []


def names_agencies(answer: Namer) -> Namer:
    """Register who knows the agency behind an account and its post; posts are kept by a register above this one."""
    _agencies.append(answer)
    return answer


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
        _note(person.uuid, reason, by=by, at=at, case=code)
        record(read, about=person, by=by, at=at, place=person.home_id)
    return person


@when_opened
def note_opened(owner: UUID, *, by: Actor, at: datetime) -> None:
    """Someone else opened a file of a person. Part of the action that opened it, which writes the log."""
    if Person.objects.filter(uuid=owner).exists():
        _note(owner, ReadReason.FILE, by=by, at=at)


def looks_at(person: Person, *, before: UUID | None = None, most: int = SHOWN) -> list[Look]:
    """Who looked at a person's data, the latest first, at most so many; those that come after the last of a page."""
    rows = Reading.objects.of_person(person.uuid)
    end = rows.filter(uuid=before).values_list("at", "id").first() if before else None
    return told_of_readings(list((rows.before(*end) if end else rows)[:most]))


def told_of_readings(rows: Sequence[Reading]) -> list[Look]:
    """Looks with the names of those who looked, and of their agencies; asked once for all."""
    readers = {row.reader for row in rows if row.reader}
    names = dict(Person.objects.filter(uuid__in=readers).values_list("uuid", "full_name"))
    agencies = _agencies_of((row.account, row.post, row.reader) for row in rows)
    return [
        Look(
            uuid=row.uuid,
            at=row.at,
            reason=READ_WORDS[ReadReason(row.reason)],
            case=row.case,
            who=names.get(row.reader, "") if row.reader else "",
            by=row.reader,
            agency=agencies.get((row.account, row.post, row.reader), ""),
        )
        for row in rows
    ]


def tally_of(person: Person, *, since: datetime) -> Tally:
    """How many different people of how many agencies looked since a moment."""
    rows = Reading.objects.of_person(person.uuid).filter(at__gte=since).order_by()
    seen = set(rows.values_list("account", "post", "reader").distinct())
    agencies = _agencies_of(seen)
    return Tally(len({reader or account for account, _post, reader in seen}), len(set(agencies.values())))


def _note(person: UUID, reason: ReadReason, *, by: Actor, at: datetime, case: str = "") -> None:
    insert(
        Reading(person_id=person, at=at, reason=reason, case=case, reader=by.person, account=by.account, post=by.post)
    )


def _agencies_of(posts: Iterable[Acted]) -> dict[Acted, str]:
    wanted = set(posts)
    return {one: name for answer in _agencies for one, name in answer(wanted).items()} if wanted else {}
