"""How the three regions of the country say the same number."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Region(StrEnum):
    """Where a voice is at home."""

    NORTH = "north"
    CENTRAL = "central"
    SOUTH = "south"


@dataclass(frozen=True, slots=True)
class Manner:
    """The words that differ. `odd` stands for an empty ten (105), `four` for the 4 after twenty and more (24)."""

    thousand: str
    odd: str
    four: str


MANNERS: Mapping[Region, Manner] = {
    Region.NORTH: Manner(thousand="nghìn", odd="linh", four="tư"),
    Region.CENTRAL: Manner(thousand="ngàn", odd="lẻ", four="tư"),
    Region.SOUTH: Manner(thousand="ngàn", odd="lẻ", four="bốn"),
}
NORTH = MANNERS[Region.NORTH]
