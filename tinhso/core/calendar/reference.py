"""The days that come with the product (`tables/days.csv`, told in `README.md`), and the usual opening hours."""

import csv
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

from django.db import transaction

from tinhso.core.calendar.actions import Entry, change_hours, load_days
from tinhso.core.calendar.domain import DayKind, Hours
from tinhso.core.calendar.models import OpeningHours
from tinhso.kit.actors import Actor, Channel

AFTER: tuple[str, ...] = ()
TABLE = Path(__file__).parent / "tables" / "days.csv"
BY = Actor(channel=Channel.IMPORT)


@transaction.atomic
def load(at: datetime) -> None:
    """Enter what is not entered yet; a day that a person changed is left alone."""
    load_days(days(), by=BY, at=at)
    if not OpeningHours.objects.filter(place=None).exists():
        change_hours(Hours(), place=None, by=BY, at=at)


def days() -> Iterator[Entry]:
    """The shipped days."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield Entry(
                day=date.fromisoformat(row["date"]),
                kind=DayKind(row["kind"]),
                note=row["note"],
                source=row["source"],
            )
