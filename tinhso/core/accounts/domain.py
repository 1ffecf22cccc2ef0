"""What an asker may do, without a database."""

from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Nobody:
    """The rights of a visitor who has not signed in."""

    signed_in: bool = False
    person: UUID | None = None
    shell: str = "public"

    def may(self, permission: str, *, place: int | None = None, agency: int | None = None) -> bool:
        return False

    def places(self, permission: str) -> frozenset[int] | None:
        return frozenset()

    def agencies(self, permission: str) -> frozenset[int] | None:
        return frozenset()
