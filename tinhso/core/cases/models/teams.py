"""What the head of an office asks: who works there, how much each has on their desk, what is stuck."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Count, F, Min, Q
from django.utils import timezone

from tinhso.core.accounts.models import Absence, Account, Post
from tinhso.core.cases.models.cases import Case
from tinhso.core.cases.models.lines import sides_of
from tinhso.core.cases.models.questions import late_at
from tinhso.core.cases.models.spells import Transfer, Trouble
from tinhso.kit.actors import Rights

LEAD = "lead_cases"
MOST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """One colleague's open work: how many, of them late, due until a moment, waiting for others; the oldest.

    account   None: nobody answers for these
    """

    account: Account | None
    away: bool
    open: int
    late: int
    soon: int
    waiting: int
    oldest: datetime | None


def colleagues_of(rights: Rights, *, at: datetime) -> list[Account]:
    """Who works in the offices that the asker leads, by name."""
    found = Account.objects.filter(pk__in=_posts(rights, at).values("account"), is_active=True)
    return sorted(found.select_related("person")[:MOST], key=lambda one: one.called)


def desks(rights: Rights, *, until: datetime, at: datetime) -> list[Desk]:
    """The work of everyone in the offices that the asker leads; the fullest desk first, what nobody has before all."""
    counted: dict[int | None, dict[str, Any]] = {row["owner"]: row for row in _loads(rights, until, at)}
    accounts = {one.pk: one for one in colleagues_of(rights, at=at)}
    others = Account.objects.filter(pk__in={pk for pk in counted if pk} - accounts.keys()).select_related("person")
    accounts |= {one.pk: one for one in others}
    away = frozenset(Absence.objects.on(timezone.localdate(at)).values_list("account", flat=True))
    found = [_desk(accounts.get(pk or 0), counted.get(pk, {}), away) for pk in [*accounts, *_nobody(counted)]]
    return sorted(found, key=lambda desk: (desk.account is not None, -desk.late, -desk.open))


def open_of(accounts: Iterable[int]) -> dict[int, int]:
    """How many open cases each account answers for; those without any are left out."""
    counted = Case.objects.open().filter(owner__in=list(accounts)).values_list("owner").annotate(number=Count("id"))
    return dict(counted)


def handed_over(rights: Rights) -> models.QuerySet[Transfer]:
    """What the asker's offices handed to others who have not begun yet: they may still take it back."""
    agencies = rights.agencies("handle_cases")
    open_ones = Transfer.objects.filter(kind=Transfer.Kind.HAND_OVER, case__ended_at=None, version=F("case__version"))
    return open_ones if agencies is None else open_ones.filter(left__in=agencies)


def troubles(rights: Rights) -> list[Trouble]:
    """What the watchdog found in the offices that the asker leads and nobody has solved yet, the oldest first."""
    stuck = Case.objects.open().within_reach(rights, LEAD)
    open_ones = Trouble.objects.filter(cleared_at=None, case__in=stuck)
    return list(open_ones.select_related("case").order_by("found_at", "pk")[:MOST])


def _posts(rights: Rights, at: datetime) -> Any:
    sides = sides_of(rights, LEAD)
    reach = Q(pk__in=())
    for places, agencies in zip(sides[::2], sides[1::2], strict=True):
        here = Q() if places is None else Q(place__in=places)
        reach |= here & (Q() if agencies is None else Q(organisation__in=agencies))
    return Post.objects.in_force(at).filter(reach)


def _loads(rights: Rights, until: datetime, at: datetime) -> Iterable[Any]:
    running = Q(stopped_at=None, finished_at=None)
    led = Case.objects.open().within_reach(rights, LEAD)
    return led.values("owner").annotate(
        number=Count("id"),
        late=Count("id", filter=late_at(at)),
        soon=Count("id", filter=running & Q(due_at__gte=at, due_at__lt=until)),
        waiting=Count("id", filter=Q(role="")),
        oldest=Min("opened_at"),
    )


def _nobody(counted: dict[int | None, Any]) -> list[int | None]:
    return [None] if None in counted else []


def _desk(account: Account | None, row: dict[str, Any], away: frozenset[int]) -> Desk:
    return Desk(
        account=account,
        away=account is not None and account.pk in away,
        open=row.get("number", 0),
        late=row.get("late", 0),
        soon=row.get("soon", 0),
        waiting=row.get("waiting", 0),
        oldest=row.get("oldest"),
    )
