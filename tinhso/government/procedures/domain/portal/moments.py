"""The portal's moments: `yyyyMMddHHmmss` by the clock of Vietnam, which has had one offset since 1975."""

from datetime import datetime
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
_FORMAT = "%Y%m%d%H%M%S"


def to_portal(moment: datetime) -> str:
    """A moment as the portal writes it: `20261122093005`. Fractions of a second are cut off. Raises ValueError when
    the moment has no time zone."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone")
    local = moment.astimezone(VIETNAM)
    return f"{local.year:04}{local:%m%d%H%M%S}"


def from_portal(text: str) -> datetime:
    """The moment that the portal wrote. Raises ValueError for anything but 14 digits of a day and time that exist."""
    if len(text) != 14 or not (text.isascii() and text.isdigit()):
        raise ValueError("not yyyyMMddHHmmss")
    return datetime.strptime(text, _FORMAT).replace(tzinfo=VIETNAM)
