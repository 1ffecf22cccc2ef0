"""Lines of the list of petitions: the few columns that a line shows, asked in words that are put together once."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Q, QuerySet

from tinhso.core.cases.models.lines import Side, sides_of
from tinhso.core.cases.models.questions import SIZE, cursor_of, place_of, within
from tinhso.government.petitions.models.petitions import Petition
from tinhso.kit.actors import Rights
from tinhso.kit.prepared import Listing


class PetitionLine(NamedTuple):
    """What a list shows of a petition."""

    id: int
    uuid: UUID
    ref: str
    title: str
    state: str
    office: str
    due_at: datetime
    stopped_at: datetime | None
    finished_at: datetime | None

    def is_late(self, at: datetime) -> bool:
        """As `Case.is_late`."""
        return (self.stopped_at or self.finished_at or at) > self.due_at


class LinePage(NamedTuple):
    """Some lines by due time, and what to ask for the next ones; empty: there are none."""

    rows: list[PetitionLine]
    next: str


COLUMNS = (
    "case__id", "uuid", "case__ref", "case__title", "case__state", "case__agency__name", "case__due_at",
    "case__stopped_at", "case__finished_at",
)  # fmt: skip


def _open(
    topic: str | None, state: str | None, due: datetime | None, last: int | None, *sides: Side
) -> QuerySet[Petition, Any]:
    found = Petition.objects.filter(_reach(sides), case__ended_at__isnull=True)
    if topic is not None:
        found = found.filter(topic__code=topic)
    if state is not None:
        found = found.filter(case__state=state)
    if due is not None and last is not None:
        after = Q(case__due_at__gt=due) | Q(case__due_at=due, case__id__gt=last)
        found = found.filter(after, case__due_at__gte=due)
    return found.order_by("case__due_at", "case__id").values_list(*COLUMNS)[: SIZE + 1]


def _reach(sides: tuple[Side, ...]) -> Q:
    found = Q(pk__in=())
    for places, agencies in zip(sides[::2], sides[1::2], strict=True):
        found |= within(places, agencies, through="case__")
    return found


OPEN = Listing(PetitionLine, _open)


def open_lines(rights: Rights, *, topic: str = "", state: str = "", after: str = "") -> LinePage:
    """Open petitions within reach, due soonest first: of a topic, in a state, after the end of a page."""
    due, last = place_of(after) or (None, None)
    rows = OPEN(topic or None, state or None, due, last, *sides_of(rights))
    return LinePage(rows[:SIZE], cursor_of(rows[SIZE - 1]) if len(rows) > SIZE else "")
