"""The number that a directive shall move, read from the facts: there, and at its sisters in the same days."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from tinhso.core.places.models import Place
from tinhso.operations.directives.domain.measuring import Change, Reading, Shape
from tinhso.operations.directives.domain.words import Better, Moment
from tinhso.operations.directives.models.directives import Directive
from tinhso.warehouse.definitions import Spread, Stock, known
from tinhso.warehouse.models import Fact, Total

STANDING_DAYS = timedelta(days=6)
"""A number of what stands is at most so many days older than the day that is asked about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """The number on a day: at the place, at its sisters together, and at the same sisters when it was issued."""

    day: date
    own: Reading
    others: Reading
    others_before: Reading
    sisters: int

    def change(self, before: Reading, better: Better) -> tuple[Change, Change]:
        """What became of the number since it was issued: at the place, and at its sisters."""
        return Change(before, self.own, better), Change(self.others_before, self.others, better)


class KeptReading(models.Model):
    """What was read at a moment, kept as it was known then.

    top, bottom                  of the place, as `domain.measuring.Reading` means them
    sisters_top, sisters_bottom  of all its sisters together, `sisters` of them
    before_top, before_bottom    of the same sisters when the directive was issued
    """

    directive = models.ForeignKey(Directive, models.CASCADE, related_name="readings")
    moment = models.CharField(max_length=8)
    day = models.DateField()
    top = models.BigIntegerField(null=True)
    bottom = models.BigIntegerField(null=True)
    sisters_top = models.BigIntegerField(null=True)
    sisters_bottom = models.BigIntegerField(null=True)
    before_top = models.BigIntegerField(null=True)
    before_bottom = models.BigIntegerField(null=True)
    sisters = models.PositiveIntegerField(default=0)
    read_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["directive", "moment"], name="a_moment_read_once"),
            models.CheckConstraint(condition=Q(moment__in=[one.value for one in Moment]), name="reading_moment_known"),
        ]

    def as_read(self, shape: Shape) -> Read:
        return Read(
            day=self.day, own=Reading(self.top, self.bottom, shape),
            others=Reading(self.sisters_top, self.sisters_bottom, shape),
            others_before=Reading(self.before_top, self.before_bottom, shape), sisters=self.sisters,
        )  # fmt: skip


def shape_of(code: str) -> Shape:
    """How a promised number is read."""
    promise = known().get(code)
    if isinstance(promise, Spread):
        return Shape.MEAN
    return Shape.SHARE if promise and promise.of else Shape.COUNT


def read(directive: Directive, day: date) -> Read:
    """The number of a directive on a day."""
    place, shape, issued = directive.place, shape_of(directive.indicator), timezone.localdate(directive.issued_at)
    if place is None:
        nothing = Reading(None, None, shape)
        return Read(day=day, own=nothing, others=nothing, others_before=nothing, sisters=0)
    sisters = sisters_of(directive, place)
    own, others = _on(directive.indicator, day, place, sisters)
    before = others if day == issued else _on(directive.indicator, issued, place, sisters)[1]
    return Read(day=day, own=own, others=others, others_before=before, sisters=len(sisters))


def sisters_of(directive: Directive, place: Place) -> list[Place]:
    """Places of its kind under the same parent that had no directive on the same number in its days."""
    if place.parent_id is None:
        return []
    running = Q(case__ended_at=None) | Q(case__ended_at__gte=directive.issued_at)
    others = Directive.objects.filter(running, indicator=directive.indicator)
    if directive.case.ended_at:
        others = others.filter(issued_at__lte=directive.case.ended_at)
    beside = Place.objects.current().filter(parent=place.parent_id, kind=place.kind).exclude(pk=place.pk)
    return list(beside.exclude(pk__in=others.values("place")))


def window_of(code: str, day: date) -> tuple[date, date]:
    """The days that are read: of what stands the last known one, of what happens some weeks."""
    if isinstance(known().get(code), Stock):
        return day - STANDING_DAYS, day
    return day - timedelta(days=settings.DIRECTIVES_WINDOW_DAYS - 1), day


def _on(code: str, day: date, place: Place, sisters: list[Place]) -> tuple[Reading, Reading]:
    """At the place, at the sisters together; what is not known of the province in those days is not known at all."""
    shape, (first, last) = shape_of(code), window_of(code, day)
    found = Fact.objects.by_place(code, first=first, last=last)
    if not found and not Fact.objects.of(code, first=first, last=last).exists():
        return Reading(None, None, shape), Reading(None, None, shape)
    own, *others = _summed(found, [place, *sisters], shape)
    return own, _together(others, shape)


def _summed(found: Mapping[int, Total], places: list[Place], shape: Shape) -> list[Reading]:
    """The number of each place with all below it. The days were counted: where no line is, nothing was, so 0."""
    sums: dict[int, list[int]] = {one.pk: [0, 0] for one in places}
    for pk, path in Place.objects.filter(pk__in=found).values_list("pk", "path"):
        for above in sums.keys() & set(map(int, filter(None, path.split("/")))):
            sums[above][0] += found[pk].numerator or 0
            sums[above][1] += found[pk].denominator or 0
    return [_reading(sums[one.pk][0], sums[one.pk][1], shape) for one in places]


def _together(readings: Iterable[Reading], shape: Shape) -> Reading:
    rows = list(readings)
    if not rows:
        return Reading(None, None, shape)
    return _reading(sum(one.top or 0 for one in rows), sum(one.bottom or 0 for one in rows), shape)


def _reading(top: int, bottom: int, shape: Shape) -> Reading:
    return Reading(top, None, shape) if shape is Shape.COUNT else Reading(top, bottom, shape)


def value_at(code: str, place: Place, day: date) -> float | None:
    """A number at a place on a day, as its directives would read it."""
    return _on(code, day, place, [])[0].value
