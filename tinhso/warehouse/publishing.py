"""Open data: each month that is over, counted together from the facts, with small numbers held back."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Sum
from django.utils import timezone

from tinhso.core.places.domain import Kind
from tinhso.core.places.models import Place
from tinhso.warehouse.definitions import Counted, Indicator, Spread, Stock, known
from tinhso.warehouse.holding import held_back
from tinhso.warehouse.models import Fact, OpenFigure, Total

ELSEWHERE = 0
"""The key of what was counted for no commune: it belongs to the province and is never told alone."""
MONTHS_AGAIN = 3
Figures = dict[int, Total]


def open_indicators() -> dict[str, Indicator]:
    """What is published, by code."""
    return {code: one for code, one in known().items() if one.public}


def publish_last_months(*, at: datetime) -> int:
    """Publish the last months that are over anew: what came late is in them now. Returns the figures."""
    month, count = timezone.localdate(at).replace(day=1), 0
    for _month in range(MONTHS_AGAIN):
        month = (month - timedelta(days=1)).replace(day=1)
        count += publish_month(month, at=at)
    return count


@transaction.atomic
def publish_month(month: date, *, at: datetime) -> int:
    """Publish a month (its first day) in place of what was published of it. Returns the figures."""
    figures = [figure for family in _families() for figure in _published(family, month, at)]
    OpenFigure.objects.filter(month=month).delete()
    OpenFigure.objects.bulk_create(figures, batch_size=1000)
    return len(figures)


def _families() -> list[list[Indicator]]:
    """Open numbers that speak of the same events, or stand in the same system."""
    families: defaultdict[object, list[Indicator]] = defaultdict(list)
    for one in open_indicators().values():
        families[_family(one)].append(one)
    return list(families.values())


def _family(one: Indicator) -> object:
    if isinstance(one, Counted | Spread):
        return tuple(sorted(one.of or one.counts))
    return ("stock", one.code.partition(".")[0]) if isinstance(one, Stock) else one.code


def _published(family: list[Indicator], month: date, at: datetime) -> Iterator[OpenFigure]:
    homes = _homes()
    told = {one.code: _by_commune(one, month, homes) for one in family}
    places = {place for figures in told.values() for place in figures}
    held = held_back({place: _numbers(told, place) for place in places})
    for one in family:
        figures = told[one.code]
        if figures and held is not None:
            yield _figure(one, month, None, Total.together(figures.values()), figures, at)
        for place, total in figures.items():
            if place != ELSEWHERE and held is not None:
                hidden = place in held
                kept = OpenFigure(indicator=one.code, month=month, place=place, held=True, published_at=at)
                yield kept if hidden else _figure(one, month, place, total, {place: total}, at)


def _numbers(told: dict[str, Figures], place: int) -> dict[str, int]:
    """Parts, wholes and rests of a family at a place; of a distribution only how many there are."""
    found: dict[str, int] = {}
    for code, figures in told.items():
        total, spread = figures.get(place), isinstance(known()[code], Spread)
        top, bottom = (total.numerator or 0, total.denominator) if total else (0, None)
        found |= {} if spread else {code: top}
        if bottom is not None:
            found |= {f"{code} of": bottom} | ({} if spread else {f"{code} rest": bottom - top})
    return found


def _figure(one: Indicator, month: date, place: int | None, total: Total, of: Figures, at: datetime) -> OpenFigure:
    figure = OpenFigure(indicator=one.code, month=month, place=place, denominator=total.denominator, published_at=at)
    if isinstance(one, Spread):
        first, last = _days(one, month)
        within = None if place is None else [key for key, home in _homes().items() if home in of]
        sketch = Fact.objects.spread(one.code, first=first, last=last, places=within)
        figure.median, figure.ninth = sketch.median, sketch.ninth_decile
    else:
        figure.numerator = total.numerator
    return figure


def _by_commune(one: Indicator, month: date, homes: dict[int, int]) -> Figures:
    """What a month adds up to by commune, villages within; of a stock, its last day."""
    first, last = _days(one, month)
    rows = Fact.objects.of(one.code, first=first, last=last).order_by().values("place")
    sums: defaultdict[int, list[Total]] = defaultdict(list)
    for row in rows.annotate(top=Sum("numerator"), bottom=Sum("denominator")):
        place = ELSEWHERE if row["place"] is None else homes.get(row["place"], ELSEWHERE)
        sums[place].append(Total(row["top"], row["bottom"]))
    return {place: Total.together(totals) for place, totals in sums.items()}


def _days(one: Indicator, month: date) -> tuple[date, date]:
    last = (month + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    if not isinstance(one, Stock):
        return month, last
    newest = Fact.objects.of(one.code, first=month, last=last).order_by("-day").values_list("day", flat=True).first()
    return newest or last, newest or last


def _homes() -> dict[int, int]:
    """The commune of each commune and village, in any of their lives."""
    rows = Place.objects.filter(kind__in=[Kind.COMMUNE, Kind.VILLAGE]).values_list("pk", "parent", "kind")
    return {pk: pk if kind == Kind.COMMUNE else parent or ELSEWHERE for pk, parent, kind in rows}
