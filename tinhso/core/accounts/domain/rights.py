"""What an asker may do: posts give grants, a grant holds in a part of the place tree and of the agencies."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from uuid import UUID


class Kind(StrEnum):
    """Two kinds of account: they sign in by different doors and their sessions last differently."""

    STAFF = "staff"
    CITIZEN = "citizen"


class Role(StrEnum):
    """The fixed list of roles; what each may do is granted by the systems' passports."""

    CITIZEN = "citizen"
    HELPER = "helper"
    OFFICER = "officer"
    HEAD = "head"
    LEADER = "leader"
    ENGINEER = "engineer"
    REGISTRAR = "registrar"
    HOST = "host"


OVER_ALL_AGENCIES = frozenset({Role.LEADER, Role.ENGINEER, Role.REGISTRAR})
"""Roles that look over every agency of their part of the province; the others stay within their own agency."""

NEEDS_TWO = OVER_ALL_AGENCIES
"""A post with one of these roles is in force only when a second person has confirmed it (trust P47)."""

MAY_GIVE: Mapping[Role, frozenset[Role]] = {
    Role.HEAD: frozenset({Role.OFFICER, Role.HELPER, Role.HOST}),
    Role.REGISTRAR: frozenset(set(Role) - {Role.CITIZEN}),
}
"""Which roles the holder of a role may give: nobody makes someone their own equal or better, but the registrar."""

_SHELLS = (
    (Role.LEADER, "leader"),
    (Role.ENGINEER, "engineer"),
    (Role.REGISTRAR, "desk"),
    (Role.HEAD, "desk"),
    (Role.OFFICER, "desk"),
    (Role.HELPER, "field"),
    (Role.HOST, "citizen"),
    (Role.CITIZEN, "citizen"),
)


@dataclass(frozen=True, slots=True)
class Grant:
    """Where one permission holds, by one post: ids of places and of agencies; None means all of them."""

    places: frozenset[int] | None
    agencies: frozenset[int] | None

    def covers(self, place: int | None, agency: int | None) -> bool:
        """Whether it holds there. An unasked side (None) is no condition."""
        here = place is None or self.places is None or place in self.places
        return here and (agency is None or self.agencies is None or agency in self.agencies)


@dataclass(frozen=True, slots=True)
class Held:
    """The rights of an account at a moment: every permission with the grants that carry it.

    `places` and `agencies` answer for one side only: a row that has both is asked with `may`, so that a post in one
    place never lends its permission to the agency of another post.

    seats     where each role holds, by the post that carries it
    lent_by   ids of the accounts that lent a post to this one: it stands in for them
    unread    messages that wait for the holder
    """

    person: UUID | None
    shell: str
    roles: frozenset[Role]
    grants: Mapping[str, tuple[Grant, ...]]
    signed_in: bool = True
    seats: Mapping[str, tuple[Grant, ...]] = field(default_factory=dict)
    lent_by: frozenset[int] = frozenset()
    unread: int = 0

    def with_unread(self, unread: int) -> "Held":
        """The same rights, with how many messages wait now."""
        return self if unread == self.unread else replace(self, unread=unread)

    def may(self, permission: str, *, place: int | None = None, agency: int | None = None) -> bool:
        return any(grant.covers(place, agency) for grant in self.grants.get(permission, ()))

    def holds(self, role: str, *, place: int | None = None, agency: int | None = None) -> bool:
        """Whether one of the posts, own or lent, carries the role at that place and that agency."""
        return any(grant.covers(place, agency) for grant in self.seats.get(role, ()))

    def only(self, permissions: Iterable[str]) -> "Held":
        """The same rights narrowed to some permissions, as a token carries them."""
        kept = {name: self.grants[name] for name in permissions if name in self.grants}
        return replace(self, grants=kept)

    def places(self, permission: str) -> frozenset[int] | None:
        return _union(grant.places for grant in self.grants.get(permission, ()))

    def agencies(self, permission: str) -> frozenset[int] | None:
        return _union(grant.agencies for grant in self.grants.get(permission, ()))


@dataclass(frozen=True, slots=True)
class Nobody:
    """The rights of a visitor who has not signed in."""

    signed_in: bool = False
    person: UUID | None = None
    shell: str = "public"
    unread: int = 0

    def may(self, permission: str, *, place: int | None = None, agency: int | None = None) -> bool:
        return False

    def places(self, permission: str) -> frozenset[int] | None:
        return frozenset()

    def agencies(self, permission: str) -> frozenset[int] | None:
        return frozenset()


def shell_of(roles: Iterable[Role], kind: Kind) -> str:
    """The shell someone with these roles lives in: the widest post decides."""
    held = set(roles)
    return next((shell for role, shell in _SHELLS if role in held), "desk" if kind is Kind.STAFF else "citizen")


def rank(role: Role) -> int:
    """0 for the widest role; the post from which one acts is the one of the lowest rank."""
    return next(place for place, (named, _) in enumerate(_SHELLS) if named is role)


def gathered(parts: Iterable[tuple[frozenset[str], Grant]]) -> dict[str, tuple[Grant, ...]]:
    """Permission → grants, from the permissions and the part of each post."""
    found: dict[str, list[Grant]] = {}
    for permissions, grant in parts:
        for permission in permissions:
            if grant not in found.setdefault(permission, []):
                found[permission].append(grant)
    return {permission: tuple(grants) for permission, grants in found.items()}


def _union(sets: Iterable[frozenset[int] | None]) -> frozenset[int] | None:
    together: frozenset[int] = frozenset()
    for ids in sets:
        if ids is None:
            return None
        together |= ids
    return together
