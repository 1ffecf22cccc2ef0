"""What a night costs: the price of a room, dearer before Saturday and Sunday, another one in a season.

A night belongs to the day on which it begins. Prices are whole đồng for one room, or one bed of a common room.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

A_DAY = timedelta(days=1)
FRIDAY, SATURDAY = 4, 5


@dataclass(frozen=True, slots=True)
class Rate:
    """Price of a night: on other days, and when it begins on a Friday or Saturday."""

    weekday: int
    weekend: int

    def on(self, night: date) -> int:
        return self.weekend if night.weekday() in (FRIDAY, SATURDAY) else self.weekday


@dataclass(frozen=True, slots=True)
class Season:
    """Another rate from the first night to the last, both counted."""

    first: date
    last: date
    rate: Rate


def nights(arrives: date, leaves: date) -> Iterator[date]:
    """The nights of a stay; that of the day of leaving is not among them."""
    for count in range((leaves - arrives).days):
        yield arrives + count * A_DAY


def price_of(night: date, usual: Rate, seasons: Iterable[Season]) -> int:
    """The price of a night. Of seasons that overlap the one that begins last counts: it was meant for fewer days."""
    ruling = max((one for one in seasons if one.first <= night <= one.last), key=lambda one: one.first, default=None)
    return (ruling.rate if ruling else usual).on(night)


def price_of_stay(arrives: date, leaves: date, usual: Rate, seasons: Iterable[Season]) -> int:
    """The sum of all nights for one bed or room."""
    known = tuple(seasons)
    return sum(price_of(night, usual, known) for night in nights(arrives, leaves))


def deposit_of(total: int, percent: int) -> int:
    """What is paid ahead, rounded up to whole thousands, and never more than all."""
    return min(total, -(-total * percent // 100_000) * 1000)


def kept_of(paid: int, *, arrives: date, today: date, free_days: int, keeps: int) -> int:
    """What the host keeps of what was paid when the guest cancels: nothing until `free_days` before, then `keeps` %."""
    return 0 if (arrives - today).days >= free_days else paid * keeps // 100
