"""What an examination finds."""

from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Self

from tinhso.core.files.domain.kinds import Kind


class Fault(StrEnum):
    """Why a file is not taken."""

    UNKNOWN = "unknown"
    NOT_ALLOWED = "not_allowed"
    MISNAMED = "misnamed"
    TOO_LARGE = "too_large"
    EMPTY = "empty"
    BROKEN = "broken"
    TOO_LONG = "too_long"
    TOO_MANY_PIXELS = "too_many_pixels"
    MOVING = "moving"
    HIDES_SOMETHING = "hides_something"
    ACTIVE = "active"
    LOCKED = "locked"
    BOMB = "bomb"
    TOO_SLOW = "too_slow"
    VIRUS = "virus"


class Refused(Exception):
    """The file must not be kept."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A harmless file as it will be kept: `kind` of what lies there now, after pictures were drawn anew."""

    kind: Kind
    width: int | None = None
    height: int | None = None
    has_preview: bool = False

    def as_json(self) -> dict[str, object]:
        return asdict(self)

    @classmethod
    def of_json(cls, data: dict[str, object]) -> Self:
        """Read what the sandbox said, trusting none of its types."""
        width, height = data.get("width"), data.get("height")
        return cls(
            kind=Kind(str(data["kind"])),
            width=width if isinstance(width, int) else None,
            height=height if isinstance(height, int) else None,
            has_preview=data.get("has_preview") is True,
        )
