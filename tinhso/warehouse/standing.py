"""Open work as a stock: how much, at which place and desk, and how old, counted from rows of (place, desk, since)."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime

from tinhso.warehouse.definitions import Standing

Open = tuple[int, int, datetime]


def standing(rows: Iterable[Open], at: datetime) -> Iterator[Standing]:
    """Each place as a whole and each of its desks, with the age of each piece of work in whole days."""
    ages: defaultdict[tuple[int, int | None], list[int]] = defaultdict(list)
    for place, desk, since in rows:
        for cell in ((place, None), (place, desk)):
            ages[cell].append(max(0, (at - since).days))
    for (place, of_desk), found in ages.items():
        yield Standing(place=place, desk=of_desk, number=len(found), ages=tuple(found))
