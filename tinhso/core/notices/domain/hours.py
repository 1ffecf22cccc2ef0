"""When a telephone may ring: quiet hours, over midnight too, and holidays. Times of the province's clock."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

LONGEST_HOLIDAY = 20
"""Days that are looked ahead; Tết with its weekends takes nine or ten."""
MORNING = time(7, 30)
"""When what waited for the end of a holiday goes out, where no quiet hours are set."""


@dataclass(frozen=True, slots=True)
class Quiet:
    """Hours in which nothing rings, `since` ≤ t < `until`; over midnight when `since` is later. Equal: never quiet."""

    since: time
    until: time

    @classmethod
    def read(cls, text: str) -> "Quiet":
        """`21:00-07:00`. Raises ValueError."""
        since, until = (time.fromisoformat(part.strip()) for part in text.split("-"))
        return cls(since, until)

    def __str__(self) -> str:
        return f"{self.since:%H:%M}-{self.until:%H:%M}"

    def holds(self, at: time) -> bool:
        if self.since <= self.until:
            return self.since <= at < self.until
        return at >= self.since or at < self.until

    def ends(self, at: datetime) -> datetime:
        """The end of the quiet hours that hold at a local moment."""
        end = at.replace(hour=self.until.hour, minute=self.until.minute, second=0, microsecond=0)
        return end if end > at else end + timedelta(days=1)


def may_ring_from(at: datetime, quiet: Quiet, is_holiday: Callable[[date], bool]) -> datetime:
    """The first moment, not before `at` (local), at which a telephone may ring."""
    for _ in range(LONGEST_HOLIDAY):
        if is_holiday(at.date()):
            morning = quiet.until if quiet.since > quiet.until else MORNING
            at = datetime.combine(at.date() + timedelta(days=1), morning, at.tzinfo)
        elif quiet.holds(at.time()):
            at = quiet.ends(at)
        else:
            break
    return at


def next_at(at: datetime, hour: time) -> datetime:
    """The next time the local clock shows an hour."""
    then = at.replace(hour=hour.hour, minute=hour.minute, second=0, microsecond=0)
    return then if then > at else then + timedelta(days=1)
