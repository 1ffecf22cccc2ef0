"""What changes facts: tallying the log, asking what stands, taking in what others say. Always repeatable."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tinhso.core.places.models import Place
from tinhso.kit.refusals import Refusal
from tinhso.warehouse.counting import Rules, Tally
from tinhso.warehouse.definitions import Counted, Declared, Indicator, Spread, Standing, Stock, known, promised
from tinhso.warehouse.engines import database
from tinhso.warehouse.land import NoSuchPlaceThen
from tinhso.warehouse.models import Fact, FormerFact, Mark, Origin
from tinhso.warehouse.sketches import Sketch

BATCH = 1000
DAYS_AT_ONCE = 31
Engine = Callable[..., Tally]
FactCell = tuple[str, date, int | None, int | None]


class NothingToShow(Refusal):
    """A figure that nobody can look up is no figure."""

    sentence = _("Say what this figure rests on: a document, a link, a report.")
    field = "evidence"


class MoreThanAll(Refusal):
    """A part is larger than its whole."""

    sentence = _("The part is larger than the whole: a share cannot be over 100 %.")
    field = "numerator"


class NothingToDivideBy(Refusal):
    """A share of nothing."""

    sentence = _("A share of nothing is not known. Leave the figure out instead of writing 0.")
    field = "denominator"


class CountedHere(Refusal):
    """A number that is counted is not declared over."""

    sentence = _("This number is counted here and cannot be declared.")
    field = "indicator"


def tally(*, first: date, last: date, at: datetime, engine: Engine = database.count) -> int:
    """Count what is promised for the days from first to last, in place of what was counted. Returns the facts."""
    rules, facts = promised_counts(), 0
    codes = [one.code for one in known().values() if isinstance(one, Counted | Spread)]
    for begin, end in _stretches(first, last):
        found = [*_facts(engine(rules, first=begin, last=end), known(), at)]
        facts += len(found)
        with transaction.atomic():
            Mark.objects.filter(day__range=(begin, end)).delete()
            _replace(found, codes, first=begin, last=end, at=at)
    return facts


def promised_counts() -> Rules:
    """What all promised numbers look at in the log."""
    return Rules(one for one in known().values() if isinstance(one, Counted | Spread))


@transaction.atomic
def add_to_day(found: Tally, *, day: date, at: datetime) -> None:
    """Add what more was counted to the facts of a day that still runs."""
    codes, places = {cell.code for cell in found}, {cell.place for cell in found}
    same_day = Fact.objects.filter(day=day, indicator__in=codes, origin=Origin.COUNTED, desk=None)
    standing = {fact.cell: fact for fact in same_day if fact.place in places}
    _write([_more(fact, standing.get(fact.cell)) for fact in _facts(found, known(), at)], standing, at=at)


def _more(fact: Fact, before: Fact | None) -> Fact:
    """What is said now, with what was counted before."""
    if before is not None:
        fact.numerator += before.numerator
        fact.denominator = None if fact.denominator is None else fact.denominator + (before.denominator or 0)
        fact.sketch = _together(before.sketch, fact.sketch)
    return fact


def _together(one: dict[str, int] | None, other: dict[str, int] | None) -> dict[str, int] | None:
    if one is None or other is None:
        return other if one is None else one
    return _kept({int(bucket): one.get(bucket, 0) + other.get(bucket, 0) for bucket in one | other})


@transaction.atomic
def take_stock(*, at: datetime) -> int:
    """Ask what stands now, for today, in place of what was asked earlier today. Returns the facts."""
    stocks = [one for one in known().values() if isinstance(one, Stock)]
    today = timezone.localdate(at)
    found = [fact for stock in stocks for fact in _standing(stock, today, at)]
    _replace(found, [one.code for one in stocks], first=today, last=today, at=at)
    return len(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """What someone says of an indicator, a place (None: the province) and a day, and what it rests on."""

    indicator: str
    place: Place | None
    day: date
    numerator: int
    denominator: int | None = None
    evidence: str


@transaction.atomic
def declare_figures(figures: Iterable[Figure], *, origin: Origin, at: datetime) -> list[Fact]:
    """Take in declared or imported figures: all of them or none.

    Raises UnknownIndicator, CountedHere, NothingToShow, NothingToDivideBy, MoreThanAll, NoSuchPlaceThen.
    """
    facts = [_declared(figure, origin, at) for figure in figures]
    standing = Fact.objects.select_for_update().filter(
        indicator__in={fact.indicator for fact in facts}, day__in={fact.day for fact in facts}
    )
    _write(facts, {fact.cell: fact for fact in standing}, at=at)
    return facts


def _declared(figure: Figure, origin: Origin, at: datetime) -> Fact:
    one = promised(figure.indicator)
    if not isinstance(one, Declared):
        raise CountedHere
    if not figure.evidence.strip():
        raise NothingToShow
    if one.of and not figure.denominator:
        raise NothingToDivideBy
    if figure.denominator is not None and figure.numerator > figure.denominator:
        raise MoreThanAll
    if figure.place and not Place.objects.on(figure.day).filter(pk=figure.place.pk).exists():
        raise NoSuchPlaceThen(field="place")
    return Fact(
        indicator=one.code, place=figure.place.pk if figure.place else None, day=figure.day, origin=origin,
        numerator=figure.numerator, denominator=figure.denominator, evidence=figure.evidence, counted_at=at,
    )  # fmt: skip


def _facts(counted: Tally, promises: dict[str, Indicator], at: datetime) -> Iterator[Fact]:
    for (code, day, place), one in counted.items():
        spread = isinstance(promises[code], Spread)
        yield Fact(
            indicator=code, place=place, day=day, counted_at=at, numerator=one.top,
            denominator=one.bottom if spread or promises[code].of else None,
            sketch=_kept(one.buckets) if spread else None,
        )  # fmt: skip


def _standing(stock: Stock, day: date, at: datetime) -> Iterator[Fact]:
    """What stands, by place and by desk; where nothing stands at all, that is known, too."""
    told = list(stock.asks(at)) or [Standing(place=0, number=0)]
    for one in told:
        yield Fact(
            indicator=stock.code, place=one.place or None, desk=one.desk, day=day, counted_at=at, numerator=one.number,
            denominator=one.of, sketch=_kept(Sketch.of_values(one.ages).buckets) if one.ages else None,
        )  # fmt: skip


def _kept(buckets: dict[int, int]) -> dict[str, int]:
    return {str(bucket): buckets[bucket] for bucket in sorted(buckets)}


@transaction.atomic
def _replace(facts: list[Fact], codes: Collection[str], *, first: date, last: date, at: datetime) -> None:
    """Make these the facts of the days; what was said before and is not said any more goes to the former ones."""
    counted = Fact.objects.filter(day__range=(first, last), indicator__in=codes, origin=Origin.COUNTED)
    standing = {fact.cell: fact for fact in counted.iterator(chunk_size=BATCH)}
    gone = standing.keys() - {fact.cell for fact in facts}
    _keep([standing[cell] for cell in gone], at=at)
    for some in _batches([standing[cell].pk for cell in gone]):
        Fact.objects.filter(pk__in=some).delete()
    _write(facts, standing, at=at)


def _write(facts: list[Fact], standing: dict[FactCell, Fact], *, at: datetime) -> None:
    """Write what is new or says something else. What is the same is now known of a day that is over."""
    same = [
        standing[fact.cell].pk
        for fact in facts
        if fact.cell in standing and fact.says == standing[fact.cell].says and not _final(standing[fact.cell])
    ]
    for some in _batches(same):
        Fact.objects.filter(pk__in=some).update(counted_at=at)
    changed = [fact for fact in facts if fact.cell in standing and fact.says != standing[fact.cell].says]
    former = _keep([standing[fact.cell] for fact in changed], at=at)
    for fact in changed:
        before = standing[fact.cell]
        fact.pk, fact.revision = before.pk, before.revision + (before.cell in former)
    Fact.objects.bulk_update(
        changed,
        ["numerator", "denominator", "sketch", "origin", "evidence", "revision", "counted_at"],
        batch_size=BATCH // 10,
    )
    new = [fact for fact in facts if fact.cell not in standing]
    _number(new)
    Fact.objects.bulk_create(new, batch_size=BATCH)


def _keep(facts: list[Fact], *, at: datetime) -> set[FactCell]:
    """Keep what was said of days that were over; a day that still ran was never said to be final."""
    final = [fact for fact in facts if _final(fact)]
    FormerFact.objects.bulk_create(
        (
            FormerFact(replaced_at=at, **{field.attname: getattr(fact, field.attname) for field in _SAID})
            for fact in final
        ),
        batch_size=BATCH,
    )
    return {fact.cell for fact in final}


def _final(fact: Fact) -> bool:
    """A count is final when its day was over; what someone says is so at once."""
    return fact.origin != Origin.COUNTED or timezone.localdate(fact.counted_at) > fact.day


_SAID = [field for field in Fact._meta.local_fields if not field.primary_key]


def _number(facts: list[Fact]) -> None:
    """A fact that was there, went and comes again goes on with its revisions."""
    days = {fact.day for fact in facts}
    if not days:
        return
    former = FormerFact.objects.filter(day__range=(min(days), max(days))).order_by("revision")
    last = {fact.cell: fact.revision for fact in former.iterator(chunk_size=BATCH)}
    for fact in facts:
        fact.revision = last.get(fact.cell, 0) + 1


def _batches(keys: list[int]) -> Iterator[list[int]]:
    return (keys[start : start + BATCH] for start in range(0, len(keys), BATCH))


def _stretches(first: date, last: date) -> Iterator[tuple[date, date]]:
    for begin in range(0, (last - first).days + 1, DAYS_AT_ONCE):
        day = first + timedelta(days=begin)
        yield day, min(last, day + timedelta(days=DAYS_AT_ONCE - 1))
