"""What rules are fed with: the facts of the warehouse by the places that are judged, day by day."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from tinhso.core.places.domain import Kind as PlaceKind
from tinhso.core.places.models import Place
from tinhso.operations.alerts.domain.readings import Days, Measure, Meter, Sums
from tinhso.operations.alerts.domain.words import Level
from tinhso.warehouse.definitions import Declared, Indicator, Spread, Stock
from tinhso.warehouse.models import Fact

Known = dict[int, dict[date, Sums]]


def meter_of(indicator: Indicator) -> Meter:
    """How a promised number is read from its facts."""
    lasting = isinstance(indicator, Stock | Declared)
    if isinstance(indicator, Spread):
        return Meter(Measure.MEAN, lasting)
    return Meter(Measure.SHARE if indicator.of else Measure.NUMBER, lasting)


def was_ever_known(indicator: Indicator) -> bool:
    """Whether the warehouse has told anything of it: before that, nothing is missing anywhere."""
    return Fact.objects.filter(indicator=indicator.code).exists()


@dataclass(frozen=True, slots=True)
class Numbers:
    """An indicator below a place: the places that stand there on the last day, and what is known of each."""

    meter: Meter
    root: Place
    communes: Mapping[int, Place]
    days: Mapping[int, Days]

    def judged(self, level: Level) -> Iterator[tuple[Place, Days]]:
        """The places that a rule of that level judges, each with its days; the whole first."""
        if level is not Level.COMMUNE and self.root.pk not in self.communes:
            yield self.root, self.days.get(self.root.pk, {})
        if level is not Level.PROVINCE or self.root.pk in self.communes:
            for key, commune in self.communes.items():
                yield commune, self.days.get(key, {})


def numbers_of(indicator: Indicator, root: Place, *, first: date, last: date) -> Numbers:
    """What is known of an indicator below a place from first to last, in at most five queries.

    What was told of a commune that went whole into another belongs to that one.
    """
    below = Place.objects.within(root).on(last)
    communes = {one.pk: one for one in below.communes().order_by("sort_key", "pk")}
    rows = list(Fact.objects.of(indicator.code, first=first, last=last).values_list(
        "place", "day", "numerator", "denominator"
    ))  # fmt: skip
    homes = _homes({place for place, *_rest in rows if place is not None}, root, communes, first, last)
    found: Known = defaultdict(dict)
    for place, day, top, bottom in rows:
        for home in homes.get(place, ()) if place is not None else _of_nowhere(root):
            found[home][day] = _added(found[home].get(day), top, bottom)
    if isinstance(indicator, Stock) and not indicator.of:
        _fill_what_was_asked(found, {day for _place, day, *_rest in rows}, [root.pk, *communes])
    return Numbers(meter_of(indicator), root, communes, found)


def _of_nowhere(root: Place) -> tuple[int, ...]:
    """Facts without a place are the province's."""
    return (root.pk,) if root.kind == PlaceKind.PROVINCE else ()


def _added(before: Sums | None, top: int, bottom: int | None) -> Sums:
    if before is None:
        return top, bottom
    return before[0] + top, before[1] if bottom is None else (before[1] or 0) + bottom


def _fill_what_was_asked(found: Known, asked: set[date], places: list[int]) -> None:
    """A stock is asked everywhere at once: on such a day a place that is not named has none, and that is known."""
    for place in places:
        for day in asked:
            found[place].setdefault(day, (0, None))


def _homes(
    places: set[int], root: Place, communes: Mapping[int, Place], first: date, last: date
) -> dict[int, tuple[int, ...]]:
    """Place → the judged places it counts for: its commune of today, and the root."""
    links = Place.objects.links(first, last, kind=PlaceKind.COMMUNE)
    parts = Counter(old for old, _new in links)
    whole = {old: new for old, new in links if parts[old] == 1}
    homes = {}
    for one in Place.objects.filter(pk__in=places).only("pk", "path"):
        above = (one.pk, *reversed(one.ancestors))
        commune = next((home for key in above if (home := whole.get(key, key)) in communes), None)
        homes[one.pk] = tuple({root.pk, commune} - {None}) if commune or root.pk in above else ()
    return {key: tuple(home for home in found if home is not None) for key, found in homes.items()}
