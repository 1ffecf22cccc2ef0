"""Questions about cases."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Protocol, Self
from uuid import UUID

from django.db import models
from django.db.models import F, Q

from tinhso.core.accounts.domain.rights import Held
from tinhso.kit.actors import Rights

if TYPE_CHECKING:
    from tinhso.core.cases.models.cases import Case

SIZE, MOST = 50, 200
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Page:
    """Some cases in the order of their due time, and what to ask for the next ones; empty: there are none."""

    rows: list["Case"]
    next: str


class CaseQuerySet(models.QuerySet["Case"]):
    """Who may see which, what is open, what is late, in pages."""

    def open(self) -> Self:
        return self.filter(ended_at__isnull=True)

    def unfinished(self, system: str, at: datetime) -> Self:
        """Cases of a system that were opened by then, and whose clock has not ended."""
        return self.filter(system=system, opened_at__lte=at).exclude(finished_at__lte=at)

    def late(self, at: datetime) -> Self:
        """Those of which `Case.is_late(at)` holds."""
        return self.filter(late_at(at))

    def within_reach(self, rights: Rights, permission: str = "handle_cases") -> Self:
        """Those at an office and a place where the asker holds the permission, by one and the same post."""
        return self.filter(reach_of(rights, permission))

    def of_person(self, person: UUID | None) -> Self:
        """A person's own."""
        return self.filter(applicant=person) if person else self.none()

    def visible_to(self, rights: Rights, permission: str = "handle_cases") -> Self:
        """All that the asker may see: their own, and those within reach of their posts. A stranger sees none."""
        reach = reach_of(rights, permission)
        return self.filter(reach | Q(applicant=rights.person) if rights.person else reach)

    def lent_to(self, rights: Rights) -> Self:
        """Those about which an office within the asker's reach is asked, to read while the question is open."""
        asked = CaseQuerySet(self.model).open().within_reach(rights).filter(parent__isnull=False)
        return self.filter(pk__in=asked.order_by().values("parent"))

    def inbox(self, rights: Rights, account: int | None) -> Self:
        """Open cases that an account answers for, itself or for who lent it their post, where its rights reach."""
        lent = rights.lent_by if isinstance(rights, Held) else frozenset()
        owners = {account, *lent} if account else lent
        one = Q(owner=account) if len(owners) == 1 else Q(owner__in=owners)
        return self.open().filter(one).within_reach(rights)

    def pool(self, rights: Rights) -> Self:
        """Open cases within reach that nobody answers for."""
        return self.open().filter(owner__isnull=True).within_reach(rights)

    def waiting_for_office(self) -> Self:
        """Those on which an office must do the next step."""
        return self.exclude(role="")

    def due_before(self, moment: datetime) -> Self:
        """Running ones that are due before a moment."""
        return self.open().filter(stopped_at__isnull=True, finished_at__isnull=True, due_at__lt=moment)

    def to_escalate(self, at: datetime) -> Self:
        """Running ones of which a step of the escalation is due."""
        return self.open().filter(escalate_at__lte=at, stopped_at__isnull=True)

    def by_due(self) -> Self:
        """Due soonest first."""
        return self.order_by("due_at", "id")

    def after(self, due: datetime | None, last: int | None) -> Self:
        """Those that come after the last one of a page."""
        if due is None or last is None:
            return self
        return self.filter(Q(due_at__gt=due) | Q(due_at=due, id__gt=last), due_at__gte=due)

    def page(self, after: str = "", size: int = SIZE) -> Page:
        """The next `size` by due time after a cursor that an earlier page gave; a cursor nobody gave begins anew."""
        found = self.by_due().after(*(place_of(after) or (None, None)))
        size = max(1, min(size, MOST))
        rows = list(found[: size + 1])
        more = len(rows) > size
        return Page(rows[:size], cursor_of(rows[size - 1]) if more else "")


def late_at(at: datetime) -> Q:
    """The condition that says of a row what `Case.is_late(at)` says of a case."""
    running = Q(stopped_at__isnull=True)
    return (
        Q(stopped_at__gt=F("due_at"))
        | running & Q(finished_at__gt=F("due_at"))
        | running & Q(finished_at__isnull=True, due_at__lt=at)
    )


class Dated(Protocol):
    """A case, or the line of one in a list."""

    @property
    def id(self) -> int: ...

    @property
    def due_at(self) -> datetime: ...


def cursor_of(case: Dated) -> str:
    """Where a page ends, as the next one asks for what follows."""
    return f"{(case.due_at - _EPOCH) // timedelta(microseconds=1):x}-{case.id:x}"


def place_of(cursor: str) -> tuple[datetime, int] | None:
    """The due time and the id that a cursor names; None when nobody gave it."""
    moment, _dash, last = cursor[:40].partition("-")
    try:
        return _EPOCH + timedelta(microseconds=int(moment, 16)), int(last, 16)
    except (ValueError, OverflowError):
        return None


def reach_of(rights: Rights, permission: str, through: str = "") -> Q:
    """The condition by which a permission reaches a case: the place and the office of one grant.

    through   the way from a row to its case, `case__`: a table joined to its cases is asked faster than one compared
              with a list of them
    """
    grants = rights.grants.get(permission, ()) if isinstance(rights, Held) else ()
    found = Q(pk__in=())
    for grant in grants:
        found |= within(grant.places, grant.agencies, through)
    return found


def within(places: Collection[int] | None, agencies: Collection[int] | None, through: str = "") -> Q:
    """The condition by which a case lies at these places and these offices; None is all of them."""
    return _within(f"{through}place", places) & _within(f"{through}agency", agencies)


def _within(name: str, ids: Collection[int] | None) -> Q:
    return ~Q(pk__in=()) if ids is None else Q(**{f"{name}__in": ids})
