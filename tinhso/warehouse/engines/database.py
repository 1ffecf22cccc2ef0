"""The database as engine: one pass over the entries of the days, by the index of names and days."""

from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

import orjson
from django.utils import timezone

from tinhso.events.models import Entry
from tinhso.warehouse.counting import Cell, Rules, Tally, word

CHUNK = 5000
Line = tuple[date, int | None, str, str | None]


def count(rules: Rules, *, first: date, last: date, after: int | None = None, until: int | None = None) -> Tally:
    """Count the days from first to last; of sealed lines only those with numbers above `after` and up to `until`."""
    tally = Tally()
    for (day, place, name, data), times in Counter(_lines(rules, first, last, after, until)).items():
        told = orjson.loads(data) if data else {}
        for part in rules.parts(name, {field: word(value) for field, value in told.items()}):
            tally.add(Cell(part.code, day, place), part, times)
    return tally


def _lines(rules: Rules, first: date, last: date, after: int | None, until: int | None) -> Iterator[Line]:
    zone = timezone.get_default_timezone()
    within = Entry.objects.filter(name__in=rules.names, at__gte=_midnight(first), at__lt=_midnight(last + timedelta(1)))
    within = within if after is None else within.filter(leaf__seq__gt=after)
    within = within if until is None else within.filter(leaf__seq__lte=until)
    rows = within.order_by().values_list("at", "place", "name", "payload__data")
    for at, place, name, data in rows.iterator(chunk_size=CHUNK):
        yield at.astimezone(zone).date(), place, name, data


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()), timezone.get_default_timezone())
