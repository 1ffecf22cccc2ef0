"""What the address of a page of the wall asks for."""

from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from tinhso.kit.addresses import url
from tinhso.kit.doors import Request
from tinhso.operations.wall.models.rollups import today_of

BACK_DAYS = 14


@dataclass(frozen=True, slots=True)
class Asked:
    """The number on the map (empty: that of the first tile) and the day up to which; both as typed by anybody."""

    number: str
    until: date
    today: date

    @classmethod
    def of(cls, request: Request) -> "Asked":
        today = today_of(request.at)
        return cls(request.GET.get("number", "")[:100], _day(request.GET.get("until", ""), today), today)

    @property
    def is_now(self) -> bool:
        return self.until == self.today

    def wall(self, *, number: str | None = None, until: date | None = None) -> str:
        """The wall with the same, or with another number or day."""
        return _with(url("wall"), self.number if number is None else number, until or self.until, self.today)

    def place(self, key: str) -> str:
        """The page of a place for the same number and day."""
        return _with(url("wall_place", key), self.number, self.until, self.today)

    @property
    def days(self) -> list[date]:
        """The days of the slider, the oldest first."""
        return [self.today - timedelta(days=back) for back in range(BACK_DAYS - 1, -1, -1)]


def _with(address: str, number: str, until: date, today: date) -> str:
    query = {"number": number} if number else {}
    query |= {"until": until.isoformat()} if until != today else {}
    return f"{address}?{urlencode(query)}" if query else address


def _day(typed: str, today: date) -> date:
    """A day that is over or runs; anything else is today."""
    try:
        return min(date.fromisoformat(typed[:10]), today)
    except ValueError:
        return today
