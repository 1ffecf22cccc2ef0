"""A month as a calendar shows it: weeks from Monday, each day with its price and whether there is room."""

from calendar import Calendar
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

MONTHS_AHEAD = 18


@dataclass(frozen=True, slots=True)
class Day:
    """One cell. price in đồng; None: no room. `part`: arrives, stays or leaves, in the stay that is looked at."""

    day: date
    price: int | None
    part: str = ""


Week = Sequence[Day | None]


def month_of(first: date, cell: Callable[[date], Day]) -> list[Week]:
    """The weeks of a month; None for days of its neighbours."""
    weeks = Calendar().monthdatescalendar(first.year, first.month)
    return [[cell(day) if day.month == first.month else None for day in week] for week in weeks]


def next_month(first: date, step: int = 1) -> date:
    """The first day of another month."""
    months = first.year * 12 + first.month - 1 + step
    return date(months // 12, months % 12 + 1, 1)


def part_of(day: date, arrives: date | None, leaves: date | None) -> str:
    """Which part of a stay a day is."""
    if arrives is None or leaves is None or not arrives <= day <= leaves:
        return ""
    return "arrives" if day == arrives else "leaves" if day == leaves else "stays"
