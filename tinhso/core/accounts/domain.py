"""What an asker may do, without a database."""

from dataclasses import dataclass
from uuid import UUID


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
