"""Lines of work lists: the few columns that a line shows, asked in words that are put together once."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from tinhso.core.accounts.domain.rights import Held
from tinhso.core.cases.domain.definition import StateRule
from tinhso.core.cases.models.cases import Case
from tinhso.core.cases.models.definitions import Definition
from tinhso.core.cases.models.questions import SIZE, CaseQuerySet, cursor_of, place_of, within
from tinhso.kit.actors import Rights
from tinhso.kit.prepared import Listing


class CaseLine(NamedTuple):
    """What a work list shows of a case, called as a `Case` calls it."""

    id: int
    uuid: UUID
    ref: str
    title: str
    system: str
    state: str
    owner_id: int | None
    place__name: str
    applicant__full_name: str | None
    definition_id: int
    definition__digest: str
    opened_at: datetime
    entered_at: datetime
    due_at: datetime
    stopped_at: datetime | None
    finished_at: datetime | None
    changed_at: datetime

    @property
    def words(self) -> str:
        """What it is found by in one's own list."""
        return f"{self.title} {self.ref} {self.place__name} {self.applicant__full_name or ''}"

    def is_late(self, at: datetime) -> bool:
        """As `Case.is_late`; a test holds one against the other."""
        return (self.stopped_at or self.finished_at or at) > self.due_at


class Load(NamedTuple):
    """How many open cases of a system an inbox holds, and how many of them wait for others than the office."""

    system: str
    number: int
    waiting: int


Found = QuerySet[Case, tuple[Any, ...]]
Side = frozenset[int] | None


def _owned(owners: frozenset[int], *sides: Side) -> CaseQuerySet:
    return Case.objects.open().filter(owner__in=owners).filter(_reach(sides))


def _mine(owners: frozenset[int], system: str | None, due: datetime | None, last: int | None, *sides: Side) -> Found:
    return _listed(_owned(owners, *sides).waiting_for_office(), system, due, last)


def _waiting(owners: frozenset[int], system: str | None, due: datetime | None, last: int | None, *sides: Side) -> Found:
    return _listed(_owned(owners, *sides).filter(role=""), system, due, last)


def _pool(system: str | None, due: datetime | None, last: int | None, *sides: Side) -> Found:
    return _listed(Case.objects.open().filter(owner__isnull=True).filter(_reach(sides)), system, due, last)


def _listed(cases: CaseQuerySet, system: str | None, due: datetime | None, last: int | None) -> Found:
    cases = cases if system is None else cases.filter(system=system)
    return cases.after(due, last).by_due().values_list(*CaseLine._fields)[: SIZE + 1]


def _done(owners: frozenset[int], since: datetime) -> Found:
    ended = Case.objects.filter(owner__in=owners, ended_at__gte=since).order_by("-ended_at", "-id")
    return ended.values_list(*CaseLine._fields)[:SIZE]


def _changed(owners: frozenset[int], since: datetime, *sides: Side) -> Found:
    """The newest are found before their names are fetched: sorting a year's work with all its names takes twice as
    long.
    """
    newest = _owned(owners, *sides).filter(changed_at__gte=since).order_by("-changed_at", "-id").values("pk")[:12]
    return Case.objects.filter(pk__in=newest).order_by("-changed_at", "-id").values_list(*CaseLine._fields)


def _loads(owners: frozenset[int], *sides: Side) -> Found:
    of_each = _owned(owners, *sides).order_by("system").values_list("system")
    return of_each.annotate(number=Count("id"), waiting=Count("id", filter=Q(role="")))


def _reach(sides: tuple[Side, ...]) -> Q:
    found = Q(pk__in=())
    for places, agencies in zip(sides[::2], sides[1::2], strict=True):
        found |= within(places, agencies)
    return found


LISTS = {"mine": Listing(CaseLine, _mine), "waiting": Listing(CaseLine, _waiting)}
POOL = Listing(CaseLine, _pool)
DONE = Listing(CaseLine, _done)
CHANGED = Listing(CaseLine, _changed)
LOADS = Listing(Load, _loads)


def owners_of(rights: Rights, account: int | None) -> frozenset[int]:
    """Whose inbox an account reads: its own, and that of who lent it their post."""
    lent = rights.lent_by if isinstance(rights, Held) else frozenset()
    return frozenset({account, *lent}) if account else lent


def sides_of(rights: Rights, permission: str = "handle_cases") -> tuple[Side, ...]:
    """The places and the offices of each grant that carries a permission, one after the other."""
    grants = rights.grants.get(permission, ()) if isinstance(rights, Held) else ()
    return tuple(side for grant in grants for side in (grant.places, grant.agencies))


class LinePage(NamedTuple):
    """Some lines by due time, and what to ask for the next ones; empty: there are none."""

    rows: list[CaseLine]
    next: str


def inbox_lines(
    rights: Rights, account: int | None, *, which: str = "mine", system: str = "", after: str = ""
) -> LinePage:
    """A page of an inbox, due soonest first: `mine`, `waiting` (for others), or `pool` (nobody answers for them)."""
    due, last = place_of(after) or (None, None)
    if which == "pool":
        rows = POOL(system or None, due, last, *sides_of(rights))
    else:
        rows = LISTS[which](owners_of(rights, account), system or None, due, last, *sides_of(rights))
    return LinePage(rows[:SIZE], cursor_of(rows[SIZE - 1]) if len(rows) > SIZE else "")


def states_of(lines: list[CaseLine]) -> dict[int, StateRule]:
    """What the definition of each line says of its state, by the id of the case."""
    known = Definition.objects.blueprints({(line.definition_id, line.definition__digest) for line in lines})
    return {line.id: known[line.definition_id].states[line.state] for line in lines}


def led_lines(
    rights: Rights, *, owner: int | None = None, late_at: datetime | None = None, after: str = ""
) -> LinePage:
    """Open cases of the offices that the asker leads, due soonest first: one colleague's, or all that are late."""
    cases = Case.objects.open().within_reach(rights, "lead_cases").after(*(place_of(after) or (None, None)))
    cases = cases if owner is None else cases.filter(owner=owner)
    cases = cases if late_at is None else cases.late(late_at)
    rows = [CaseLine(*row) for row in cases.by_due().values_list(*CaseLine._fields)[: SIZE + 1]]
    return LinePage(rows[:SIZE], cursor_of(rows[SIZE - 1]) if len(rows) > SIZE else "")
