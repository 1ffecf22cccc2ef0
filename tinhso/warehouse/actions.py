"""Tallying: the log of some days becomes facts, again and again with the same result."""

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from types import MappingProxyType

import orjson
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from tinhso.events.models import Entry
from tinhso.warehouse.definitions import Counted, known
from tinhso.warehouse.models import Fact

Cells = Counter[int | None]
_ANY: Mapping[str, object] = MappingProxyType({})


@transaction.atomic
def tally(*, first: date, last: date, at: datetime) -> int:
    """Count every indicator for the days from first to last, in place of what was counted before. Returns the facts."""
    facts = [fact for day in _days(first, last) for counted in known().values() for fact in _facts(counted, day, at)]
    Fact.objects.filter(day__range=(first, last), indicator__in=known()).delete()
    Fact.objects.bulk_create(facts, batch_size=1000)
    return len(facts)


def _facts(counted: Counted, day: date, at: datetime) -> Iterator[Fact]:
    top = _count(counted.counts, day, dict(counted.where), counted.adds)
    bottom = _count(counted.of, day) if counted.of else None
    for place in top.keys() | (bottom.keys() if bottom is not None else set()):
        yield Fact(
            indicator=counted.code,
            place=place,
            day=day,
            numerator=top[place],
            denominator=bottom[place] if bottom is not None else None,
            counted_at=at,
        )


def _count(
    names: tuple[str, ...], day: date, where: Mapping[str, object] = MappingProxyType({}), adds: str = ""
) -> Cells:
    entries = _entries(names, day)
    if not where and not adds:
        return Counter(entries.values_list("place", flat=True))
    cells = Cells()
    for place, told in entries.values_list("place", "payload__data"):
        data = orjson.loads(told) if told else {}
        if all(data.get(field) == value for field, value in where.items()):
            cells[place] += data.get(adds, 0) if adds else 1
    return cells


def _entries(names: tuple[str, ...], day: date) -> QuerySet[Entry]:
    midnight = timezone.make_aware(datetime.combine(day, datetime.min.time()))
    return Entry.objects.filter(name__in=names, at__gte=midnight, at__lt=midnight + timedelta(days=1))


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))
