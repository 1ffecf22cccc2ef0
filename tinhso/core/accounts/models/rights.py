"""Gathering what an account may do, and keeping the answer for some seconds in this process."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import Q

from tinhso.core.accounts.domain.rights import OVER_ALL_AGENCIES, Grant, Held, Kind, Role, gathered, rank, shell_of
from tinhso.core.accounts.models.posts import Delegation, Post
from tinhso.core.accounts.models.sessions import Holder
from tinhso.core.organisations.models import Organisation
from tinhso.core.places.models import Place
from tinhso.kit.passport import grants_of

KEPT = timedelta(seconds=10)
_MOST = 5000


@dataclass(frozen=True, slots=True)
class Gathered:
    """Rights with the post from which the account acts, good for one version of the account until a moment."""

    rights: Held
    post: int | None
    version: int
    until: datetime


class _Part(NamedTuple):
    post: int
    role: Role
    organisation: int
    place: int
    ends_at: datetime | None
    lent_by: int | None = None


_kept: dict[int, Gathered] = {}
_asked: dict[int, datetime] = {}


def known_at(account: int, *, at: datetime) -> Held | None:
    """What the door found that an account may do, at this same reading of the clock; None when no door asked then."""
    kept = _kept.get(account)
    return kept.rights if kept and _asked.get(account) == at else None


def passed(account: int, *, at: datetime) -> None:
    """Note that a door has looked at the account just now: actions of the same request need not look again."""
    if len(_asked) >= _MOST:
        _asked.clear()
    _asked[account] = at


def held_by(account: Holder, *, at: datetime) -> Gathered:
    """What the account may do now. A change of the account's version, or its end, makes it gather anew."""
    kept = _kept.get(account.id)
    if kept and kept.version == account.version and at < kept.until <= at + KEPT:
        return kept
    if len(_kept) >= _MOST:
        _kept.clear()
    made = _kept[account.id] = _gather(account, at)
    return made


def forget(account: int | None) -> None:
    """Drop the kept answer for one account, or for all (None)."""
    if account is None:
        _kept.clear()
        _asked.clear()
    else:
        _kept.pop(account, None)
        _asked.pop(account, None)


def _gather(account: Holder, at: datetime) -> Gathered:
    parts = sorted(_parts(account.id, at), key=lambda part: (rank(part.role), part.post))
    roles = {part.role for part in parts}
    seats = list(_seats(parts))
    if account.kind is Kind.CITIZEN:
        roles.add(Role.CITIZEN)
        seats.append((Role.CITIZEN, Grant(places=None, agencies=None)))
    held = Held(
        person=account.person,
        shell=shell_of(roles, account.kind),
        roles=frozenset(roles),
        grants=gathered((grants_of(role), grant) for role, grant in seats),
        seats=gathered((frozenset({role.value}), grant) for role, grant in seats),
        lent_by=frozenset(part.lent_by for part in parts if part.lent_by),
    )
    ends = [part.ends_at for part in parts if part.ends_at]
    until = min([at + KEPT, *ends])
    return Gathered(held, parts[0].post if parts else None, account.version, until)


def _parts(account: int, at: datetime) -> Iterator[_Part]:
    own = Post.objects.in_force(at).filter(account=account)
    for row in own.values_list("id", "role", "organisation", "place", "ends_at"):
        yield _Part(row[0], Role(row[1]), *row[2:])
    lent = Delegation.objects.in_force(at).filter(to=account)
    names = ("post_id", "post__role", "post__organisation", "post__place", "ends_at", "post__account")
    for post, role, organisation, place, ends_at, lender in lent.values_list(*names):
        yield _Part(post, Role(role), organisation, place, ends_at, lender)


def _seats(parts: Iterable[_Part]) -> Iterator[tuple[Role, Grant]]:
    places: dict[int, frozenset[int] | None] = {}
    agencies: dict[int, frozenset[int]] = {}
    for part in parts:
        if part.place not in places:
            places[part.place] = _below(part.place)
        if part.role in OVER_ALL_AGENCIES:
            yield part.role, Grant(places[part.place], None)
            continue
        if part.organisation not in agencies:
            agencies[part.organisation] = _within(part.organisation)
        yield part.role, Grant(places[part.place], agencies[part.organisation])


def _below(root: int) -> frozenset[int] | None:
    """Ids of a place and all below it; None, everywhere, for the top of the tree."""
    place = Place.objects.get(pk=root)
    return None if place.parent_id is None else frozenset(Place.objects.within(place).values_list("id", flat=True))


def _within(root: int) -> frozenset[int]:
    """Ids of an organisation and its departments, two levels down."""
    below = Q(pk=root) | Q(parent=root) | Q(parent__parent=root)
    return frozenset(Organisation.objects.filter(below).values_list("id", flat=True))
