"""The watchdog: no case without someone who answers for it and something that can be done next."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from tinhso.core.accounts.models import Absence
from tinhso.core.cases.actions.asking import data_of
from tinhso.core.cases.actions.assigning import reassign_case
from tinhso.core.cases.actions.owners import OFFICER, has_deputy, head_of, holds_role
from tinhso.core.cases.domain.facts import asks_the_form
from tinhso.core.cases.domain.logic import holds
from tinhso.core.cases.events import CaseFreed, CaseStranded
from tinhso.core.cases.models import Case, Trouble
from tinhso.events.definitions import Code
from tinhso.events.log import record
from tinhso.kit.actors import Actor

AT_ONCE = 500
Kind = Trouble.Kind


@dataclass(slots=True)
class Look:
    """One round of the watchdog, with what it has already asked about people."""

    at: datetime
    held: dict[tuple[int, int, int, str], bool] = field(default_factory=dict)
    away: dict[tuple[int, int, int, str], bool] = field(default_factory=dict)
    absent: frozenset[int] = frozenset()

    def is_gone(self, case: Case) -> bool:
        """Whether the owner holds no role any more by which they could answer for the case."""
        key = self._key(case)
        if key not in self.held:
            self.held[key] = holds_role(key[0], case, key[3], at=self.at)
        return not self.held[key]

    def is_away(self, case: Case) -> bool:
        """Whether the owner is away today and has no deputy who is there."""
        if case.owner_id not in self.absent:
            return False
        key = self._key(case)
        if key not in self.away:
            self.away[key] = not has_deputy(key[0], case, key[3], at=self.at)
        return self.away[key]

    def _key(self, case: Case) -> tuple[int, int, int, str]:
        return case.owner_id or 0, case.agency_id, case.place_id, case.role or OFFICER


def watch_cases(*, by: Actor, at: datetime) -> int:
    """Look at every open case; raise what is wrong, once, and take back what is right again. Returns what is wrong now.

    An owner who is gone is replaced when somebody can be; only what is left over is raised.
    """
    absent = frozenset(Absence.objects.on(timezone.localdate(at)).values_list("account", flat=True))
    look, wrong, last = Look(at=at, absent=absent), 0, 0
    while cases := list(_open_after(last)):
        wrong += _watch_some(cases, look, by)
        last = cases[-1].pk
    _free_ended(by, at)
    return wrong


def can_go_on(case: Case, *, at: datetime) -> bool:
    """Whether the definition leaves anything to be done with a case; a guard that looks at what is typed may hold."""
    data = data_of(case, {}, at=at)
    rules = case.blueprint.actions_from(case.state)
    return any(rule.guard is None or asks_the_form(rule.guard) or holds(rule.guard, data) for rule in rules)


def _open_after(last: int) -> Iterator[Case]:
    rows = Case.objects.open().filter(pk__gt=last).order_by("pk").select_related("definition", "place")
    return rows.defer("definition__document")[:AT_ONCE].iterator()


@transaction.atomic
def _watch_some(cases: list[Case], look: Look, by: Actor) -> int:
    known: dict[int, dict[str, Trouble]] = defaultdict(dict)
    for trouble in Trouble.objects.filter(case__in=cases, cleared_at=None):
        known[trouble.case_id][trouble.kind] = trouble
    wrong = 0
    for case in cases:
        found = _wrong_with(case, look, by)
        wrong += len(found)
        _raise_new(case, found - known[case.pk].keys(), by, look.at)
        for kind in known[case.pk].keys() - found:
            _free(known[case.pk][kind], case, by, look.at)
    return wrong


def _wrong_with(case: Case, look: Look, by: Actor) -> set[str]:
    found: set[str] = set()
    if case.owner_id is None or look.is_gone(case):
        before = case.owner_id
        case = reassign_case(case, why="found_by_watchdog", by=by, at=look.at)
        if case.owner_id == before:
            found.add(Kind.NO_OWNER if before is None else Kind.OWNER_GONE)
    elif case.role and look.is_away(case):
        found.add(Kind.OWNER_AWAY)
    if not can_go_on(case, at=look.at):
        found.add(Kind.NO_NEXT_STEP)
    return found


def _raise_new(case: Case, kinds: set[str], by: Actor, at: datetime) -> None:
    """Tell the nearest head who is there; with none, the registrars see it on their page."""
    if not kinds:
        return
    told = head_of(case, at=at)
    for kind in sorted(kinds):
        Trouble.objects.create(case=case, kind=kind, told_id=told, found_at=at)
        record(CaseStranded(what=Code(kind), told=told), about=case, by=by, at=at, place=case.place_id)


def _free(trouble: Trouble, case: Case, by: Actor, at: datetime) -> None:
    trouble.cleared_at = at
    trouble.save(update_fields=["cleared_at"])
    record(CaseFreed(what=Code(trouble.kind)), about=case, by=by, at=at, place=case.place_id)


@transaction.atomic
def _free_ended(by: Actor, at: datetime) -> None:
    for trouble in Trouble.objects.filter(cleared_at=None, case__ended_at__isnull=False).select_related("case"):
        _free(trouble, trouble.case, by, at)
