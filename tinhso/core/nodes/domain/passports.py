"""Who is who: what a node asks with, what the province answers once, and the words people compare."""

from hashlib import sha256
from typing import Annotated
from uuid import UUID

from pydantic import Field

from tinhso.core.nodes.domain.items import Told

Key = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Asking(Told):
    """What a new node tells of itself. All of it is public."""

    uuid: UUID
    name: Annotated[str, Field(min_length=1, max_length=120)]
    sign_key: Key
    box_key: Key
    receipt_key: Key


class Welcome(Told):
    """What the province tells a node once: its number, its secret for slips, and whose receipts to believe."""

    number: Annotated[int, Field(ge=1, lt=10_000)]
    name: str
    place: str
    address: str
    slip_key: Key
    receipt_keys: list[Key]


class Province(Told):
    """The province's public keys. They travel with the first bundle; people compare their fingerprint."""

    sign_key: Key
    box_key: Key


def fingerprint(*keys: str) -> str:
    """What two people read to each other: 20 hexadecimal digits in five groups."""
    told = sha256("".join(keys).encode()).hexdigest()[:20]
    return "-".join(told[at : at + 4] for at in range(0, len(told), 4))
