"""Who acts, for whom, from which post, through which channel."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Protocol, Self
from uuid import UUID


class Channel(StrEnum):
    """The way by which a wish came in."""

    WEB = "web"
    API = "api"
    COUNTER = "counter"
    FIELD = "field"
    PHONE = "phone"
    IMPORT = "import"
    SYSTEM = "system"


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who acts. Carries ids only, so that it may be written to the log.

    account     id of the account that acts; None for a visitor or the system itself
    person      uuid of the person behind the account
    for_person  uuid of the person for whom it is done (assisted), with the mandate that allows it
    post        id of the post from which it is done
    """

    account: int | None = None
    person: UUID | None = None
    for_person: UUID | None = None
    mandate: UUID | None = None
    post: int | None = None
    channel: Channel = Channel.WEB

    @classmethod
    def system(cls) -> Self:
        """The product itself: a job, a reaction, a migration."""
        return cls(channel=Channel.SYSTEM)

    def through(self, channel: Channel) -> Self:
        return replace(self, channel=channel)


class Rights(Protocol):
    """What the one who asks may do. `core.accounts` answers it; doors and QuerySets ask it.

    `places` are the ids of the communes and villages where a permission holds; None means everywhere.
    """

    @property
    def signed_in(self) -> bool: ...

    @property
    def person(self) -> UUID | None: ...

    @property
    def shell(self) -> str:
        """Which shell this kind of person lives in: public, citizen, desk, field, leader, engineer."""

    @property
    def unread(self) -> int:
        """Messages that wait to be read."""

    def may(self, permission: str, *, place: int | None = None, agency: int | None = None) -> bool: ...

    def places(self, permission: str) -> frozenset[int] | None: ...

    def agencies(self, permission: str) -> frozenset[int] | None: ...
