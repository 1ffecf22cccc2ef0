"""Who answers for a case: who had it, else whoever has least to do, never someone who is away without a deputy."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.utils import timezone

from tinhso.core.accounts.models import Absence, Delegation
from tinhso.core.cases.models import Case
from tinhso.core.cases.models.hot import load_of, seats_of

OFFICER, HEAD = "officer", "head"


@dataclass(frozen=True, slots=True)
class Seat:
    """A post that carries the role: who holds it, how far its office is above the case's, whether they are away."""

    post: int
    account: int
    distance: int
    away: bool


def choose_owner(case: Case, *, at: datetime) -> int | None:
    """The id of the account that shall answer for a case in the state it is in; None when there is nobody.

    While it waits for the applicant, its owner; else its owner or who had it before, if they hold the role; else who
    has the fewest open cases, in the nearest office. Someone who is away is replaced by whom they lent the post to, or
    passed over; when all are away, the head is asked.
    """
    role = case.role or OFFICER
    if not case.role and case.owner_id:
        return case.owner_id
    found = _present(case, role, at)
    if not found and role != HEAD:
        found = _present(case, HEAD, at)
    for kept in (case.owner_id, case.former_id):
        if kept in {account for tier in found for account in tier}:
            return kept
    return _least_loaded(found[0]) if found else case.owner_id


def holds_role(account: int, case: Case, role: str, *, at: datetime) -> bool:
    """Whether an account holds a role within the office and place of a case, by its own or a lent post."""
    found = seats(case, role, at=at)
    if any(seat.account == account for seat in found):
        return True
    return Delegation.objects.in_force(at).filter(post__in=[seat.post for seat in found], to=account).exists()


def is_there(account: int, case: Case, role: str, *, at: datetime) -> bool:
    """Whether an account holds the role for a case and is at work today."""
    away = Absence.objects.on(timezone.localdate(at)).filter(account=account).exists()
    return not away and holds_role(account, case, role, at=at)


def has_deputy(account: int, case: Case, role: str, *, at: datetime) -> bool:
    """Whether someone who is there stands in for an account, by the post from which it answers for a case."""
    return bool(_deputies([seat.post for seat in seats(case, role, at=at) if seat.account == account], at))


def head_of(case: Case, *, at: datetime) -> int | None:
    """The nearest head who is there, or their deputy."""
    return choose_for(case, HEAD, at=at)


def choose_for(case: Case, role: str, *, at: datetime) -> int | None:
    """The nearest one who holds a role for a case and is there, or their deputy."""
    found = _present(case, role, at)
    return found[0][0] if found else None


def seats(case: Case, role: str, *, at: datetime) -> list[Seat]:
    """Every post that carries the role within the office and place of a case, the nearest office first."""
    rows = seats_of(role, place=case.place, agency=case.agency_id, at=at, day=timezone.localdate(at))
    found = (Seat(row[0], row[1], _distance(row[2], row[3], case.agency_id), row[4]) for row in rows)
    return sorted(found, key=lambda seat: (seat.distance, seat.post))


def _distance(office: int, above: int | None, agency: int) -> int:
    if office == agency:
        return 0
    return 1 if above is not None else 2


def _present(case: Case, role: str, at: datetime) -> list[list[int]]:
    """The accounts that are there, or stand in for one that is not, one list for each distance that has any."""
    found = seats(case, role, at=at)
    deputies = _deputies([seat.post for seat in found if seat.away], at)
    tiers = groupby(found, key=lambda seat: seat.distance)
    present = (list(dict.fromkeys(_there(tier, deputies))) for _distance_up, tier in tiers)
    return [tier for tier in present if tier]


def _there(tier: Iterable[Seat], deputies: dict[int, int]) -> Iterator[int]:
    for seat in tier:
        if not seat.away:
            yield seat.account
        elif seat.post in deputies:
            yield deputies[seat.post]


def _deputies(posts: list[int], at: datetime) -> dict[int, int]:
    """Post → account it is lent to, for those whose deputy is not away too."""
    if not posts:
        return {}
    lent = Delegation.objects.in_force(at).filter(post__in=posts, to__is_active=True)
    there = lent.exclude(to__absences__in=Absence.objects.on(timezone.localdate(at)))
    return dict(there.values_list("post", "to"))


def _least_loaded(accounts: list[int]) -> int:
    if len(accounts) == 1:
        return accounts[0]
    load = load_of(accounts)
    return min(accounts, key=lambda account: (load.get(account, 0), account))
