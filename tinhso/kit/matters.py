"""What one person has going with the province: each system tells its own, the front door lays all in one list.

A system registers one question in its `views`. The list is paged by keyset over all systems together: newest first,
then by the name of the question, then by id. Nobody counts.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from django.db.models import Q

from tinhso.kit.doors import Request
from tinhso.kit.passport import Text

A_PAGE = 50
AT_MOST = A_PAGE + 1
"""How many rows a question answers with at most: one more than a page shows tells whether there is another."""
LAST = 2**63 - 1
_TURNS = {"turn": 0, "late": 1}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_END = datetime(9999, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Shelf(StrEnum):
    """What goes on, and what has ended."""

    OPEN = "open"
    ENDED = "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """One line of the list.

    at, id   its place in the list: a moment that does not change, and the id of its row
    state    where it stands, in a few words; `next` is one sentence of what comes, empty when nothing does
    thread   number of the door whose colour it wears; 0 for none
    tone     `turn` (it waits for this person), `late`, `done`, or empty
    """

    at: datetime
    id: int
    title: Text
    state: Text
    next: Text
    url: str
    icon: str
    thread: int = 0
    tone: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is asked of a system: matters of a person that lie before a point, at most `AT_MOST`.

    A row lies before it when its moment is earlier than `before`, or the same with an id below `below`.
    """

    person: UUID
    shelf: Shelf
    before: datetime = _END
    below: int = LAST


@dataclass(frozen=True, slots=True)
class MatterPage:
    """Some matters, and what to ask for the next ones; empty: there are none."""

    rows: list[Matter] = field(default_factory=list)
    next: str = ""


Question = Callable[[Request, Wish], Sequence[Matter]]
_questions: dict[str, Question] = {}


def matters(name: str) -> Callable[[Question], Question]:
    """Register a question. Its answer is ordered newest first, by moment and id, in a fixed number of queries."""

    def register(question: Question) -> Question:
        _questions[name] = question
        return question

    return register


def matters_of(request: Request, person: UUID, shelf: Shelf, *, after: str = "") -> MatterPage:
    """A page over all systems; a cursor that nobody gave begins anew."""
    end = _point(after)
    found = [
        (matter.at, name, matter)
        for name in sorted(_questions)
        for matter in _questions[name](request, _wish(person, shelf, name, end))
    ]
    found.sort(key=_place)
    rows = [matter for _at, _name, matter in found[:A_PAGE]]
    return MatterPage(rows, _cursor(*found[A_PAGE - 1]) if len(found) > A_PAGE else "")


def in_turn(rows: Sequence[Matter]) -> list[Matter]:
    """The same with those first that wait for this person, then what is late; otherwise as it was."""
    return sorted(rows, key=lambda matter: _TURNS.get(matter.tone, len(_TURNS)))


def earlier(moment: str, before: datetime, below: int) -> Q:
    """The condition that a row lies before the point of a wish; `moment` names its column."""
    same = Q(**{moment: before, "id__lt": below})
    return (Q(**{f"{moment}__lt": before}) | same) & Q(**{f"{moment}__lte": before})


def _place(line: tuple[datetime, str, Matter]) -> tuple[timedelta, str, int]:
    at, name, matter = line
    return _EPOCH - at, name, -matter.id


def _wish(person: UUID, shelf: Shelf, name: str, end: tuple[datetime, str, int] | None) -> Wish:
    """What to ask of one system: those whose names come later still have their rows of the last moment before them."""
    if end is None:
        return Wish(person=person, shelf=shelf)
    at, source, last = end
    below = last if name == source else LAST if name > source else 0
    return Wish(person=person, shelf=shelf, before=at, below=below)


def _cursor(at: datetime, name: str, matter: Matter) -> str:
    return f"{(at - _EPOCH) // _MICROSECOND:x}.{matter.id:x}.{name}"


def _point(cursor: str) -> tuple[datetime, str, int] | None:
    moment, _dot, rest = cursor[:80].partition(".")
    last, _dot, name = rest.partition(".")
    try:
        return _EPOCH + int(moment, 16) * _MICROSECOND, name, min(max(int(last, 16), 0), LAST)
    except (ValueError, OverflowError):
        return None
