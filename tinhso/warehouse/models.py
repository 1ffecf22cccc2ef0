"""Facts: what is known of a number, for which place and day, where it came from, and what was said of it before."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Self

from django.db import models
from django.db.models import Max, Min, Q, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from tinhso.core.places.models import Place
from tinhso.kit.passport import Text
from tinhso.warehouse.definitions import Stock, known
from tinhso.warehouse.land import Land, groups_of, lands_below
from tinhso.warehouse.sketches import Sketch


class Origin(models.TextChoices):
    """Where a figure comes from."""

    COUNTED = "counted", _("Counted here")
    DECLARED = "declared", _("Declared with evidence")
    IMPORTED = "imported", _("Taken over from elsewhere")


_SUMS: dict[str, Any] = {
    "top": Sum("numerator"),
    "bottom": Sum("denominator"),
    "least": Min("origin"),
    "most": Max("origin"),
    "told": Max("counted_at"),
}


class FactQuerySet(models.QuerySet["Fact"]):
    """Questions about the whole of a place; single desks are asked with `of_desks`."""

    def of(self, code: str, *, first: date, last: date) -> Self:
        """The facts of one indicator over some days, both included."""
        return self.filter(indicator=code, day__range=(first, last), desk=None)

    def of_desks(self, code: str, day: date) -> Self:
        """What stood at each desk on a day."""
        return self.filter(indicator=code, day=day).exclude(desk=None)

    def total(self, code: str, *, first: date, last: date) -> "Total":
        """An indicator of the whole province over some days; of a stock, its last known day. None: nothing known."""
        return self._summed(self.of(code, first=first, last=last), code)

    def totals(self, codes: Collection[str], *, first: date, last: date) -> dict[str, "Total"]:
        """The same for many indicators at once; one of which nothing is known is left out."""
        rows = self.filter(indicator__in=codes, day__range=(first, last), desk=None)
        stocks = {code for code in codes if isinstance(known().get(code), Stock)}
        sums = rows.exclude(indicator__in=stocks).values("indicator").annotate(**_SUMS)
        found = {row["indicator"]: Total.of_row(row) for row in sums}
        for row in rows.filter(indicator__in=stocks).order_by("day").values("indicator", "day").annotate(**_SUMS):
            found[row["indicator"]] = Total.of_row(row)
        return found

    def by_place(self, code: str, *, first: date, last: date) -> dict[int, "Total"]:
        """The same by place id; facts without a place are left out."""
        rows = self._lasting(self.of(code, first=first, last=last), code).values("place")
        return {row["place"]: Total.of_row(row) for row in rows.annotate(**_SUMS) if row["place"] is not None}

    def by_day(self, code: str, *, first: date, last: date) -> dict[date, "Total"]:
        """The whole province day by day; a day of which nothing is known is left out."""
        rows = self.of(code, first=first, last=last).order_by("day").values("day")
        return {row["day"]: Total.of_row(row) for row in rows.annotate(**_SUMS)}

    def by_land(self, code: str, *, first: date, last: date) -> list[tuple[Land, "Total"]]:
        """By the smallest groups of communes that mean the same land on both days, villages within; they add up."""
        found = self.by_place(code, first=first, last=last)
        return [
            (land, Total.together(found[place] for place in places))
            for land, places in groups_of(found, first=first, last=last)
        ]

    def at(self, place: Place, code: str, *, first: date, last: date) -> "Total":
        """A place with all below it and all that went into it whole since the first day.

        Raises NoSuchPlaceThen, LandDivided.
        """
        rows = self.of(code, first=first, last=last).filter(place__in=lands_below(place, first=first, last=last))
        return self._summed(rows, code)

    def spread(self, code: str, *, first: date, last: date, places: Collection[int] | None = None) -> Sketch:
        """The distribution of an indicator over some days; empty when nothing is known."""
        rows = self._lasting(self.of(code, first=first, last=last), code).exclude(sketch=None)
        rows = rows if places is None else rows.filter(place__in=places)
        return Sketch.merged(kept for kept in rows.values_list("sketch", flat=True) if kept)

    def _summed(self, rows: "FactQuerySet", code: str) -> "Total":
        return Total.of_row(self._lasting(rows, code).aggregate(**_SUMS))

    def _lasting(self, rows: "FactQuerySet", code: str) -> "FactQuerySet":
        """What stands does not add up over days: the last known one is meant."""
        return rows.filter(day=rows.aggregate(day=Max("day"))["day"]) if isinstance(known().get(code), Stock) else rows


@dataclass(frozen=True, slots=True)
class Total:
    """A sum of facts: numerator, and denominator when the number is a share.

    origin      where all of it comes from; empty: from several, or nothing is known
    counted_at  when the newest of it was counted or said
    """

    numerator: int | None
    denominator: int | None
    origin: str = ""
    counted_at: datetime | None = None

    @classmethod
    def of_row(cls, row: Mapping[str, Any]) -> "Total":
        origin = row["least"] if row["least"] == row["most"] else ""
        return cls(row["top"], row["bottom"], origin or "", row["told"])

    @classmethod
    def together(cls, totals: Iterable["Total"]) -> "Total":
        """Their sum; what is not known of one is not known of the sum's part, and nothing of none."""
        given = list(totals)
        tops = [one.numerator for one in given if one.numerator is not None]
        bottoms = [one.denominator for one in given if one.denominator is not None]
        origins = {one.origin for one in given}
        told = [one.counted_at for one in given if one.counted_at]
        return cls(
            sum(tops) if tops else None,
            sum(bottoms) if bottoms else None,
            origins.pop() if len(origins) == 1 else "",
            max(told, default=None),
        )

    @property
    def share(self) -> float | None:
        """0–1, or None when it is no share or nothing was counted. Above 1 means what `doubt` says."""
        return self.numerator / self.denominator if self.numerator is not None and self.denominator else None

    @property
    def doubt(self) -> Text:
        """Why the number cannot be read as a share as it stands; empty: it can, or it is none."""
        if self.numerator is None or self.denominator is None:
            return ""
        if self.denominator == 0:
            return _("There was nothing to take a share of.")
        if self.numerator > self.denominator:
            return _("More than 100 %: some belong to what came before these days.")
        return ""


class Said(models.Model):
    """What is said of an indicator, a place and a day. It never holds a person.

    place        None: the province, or a place that the log does not name
    desk         id of the office, for a part of a stock; None: the whole place
    numerator    of a distribution: the sum of all values
    denominator  of a share; of a distribution: how many values
    sketch       of a distribution: counts by bucket (`sketches`)
    evidence     what a declared or imported figure rests on
    revision     1 when first said; grows each time a day that was over is corrected
    """

    indicator = models.CharField(max_length=100)
    place = models.BigIntegerField(null=True)
    desk = models.BigIntegerField(null=True)
    day = models.DateField()
    numerator = models.BigIntegerField()
    denominator = models.BigIntegerField(null=True)
    sketch = models.JSONField(null=True)
    origin = models.CharField(max_length=10, choices=Origin, default=Origin.COUNTED)
    evidence = models.CharField(max_length=300, default="", blank=True)
    revision = models.PositiveIntegerField(default=1)
    counted_at = models.DateTimeField()

    class Meta:
        abstract = True

    @property
    def says(self) -> tuple[object, ...]:
        """What it says; two that say the same are one."""
        return (self.numerator, self.denominator, self.sketch, self.origin, self.evidence)

    @property
    def cell(self) -> tuple[str, date, int | None, int | None]:
        return (self.indicator, self.day, self.place, self.desk)


_ONE = ("indicator", "day", Coalesce("place", 0), Coalesce("desk", 0))


class Fact(Said):
    """What is said now. It is never edited by hand: a day is tallied again, a figure declared anew."""

    objects = FactQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(*_ONE, name="one_fact_a_place_and_day"),
            models.CheckConstraint(
                condition=Q(origin=Origin.COUNTED) | ~Q(evidence=""), name="what_is_not_counted_has_evidence"
            ),
        ]
        indexes = [models.Index(fields=["indicator", "place", "day"], name="facts_of_a_place")]  # by_place, history


class OpenFigureQuerySet(models.QuerySet["OpenFigure"]):
    def of(self, code: str) -> Self:
        """A data set, the newest month first, the whole province before its communes."""
        return self.filter(indicator=code).order_by("-month", models.F("place").asc(nulls_first=True))

    def newest(self) -> dict[str, datetime]:
        """The data sets that hold anything, each with when it was last published."""
        rows = self.order_by("indicator").values_list("indicator").annotate(Max("published_at"))
        return {code: at for code, at in rows if at}


class OpenFigure(models.Model):
    """A number of a month as everyone may have it: small numbers were taken out before it came here.

    place        None: the whole province
    held         it is held back: fewer than five, or others could be reckoned from it; the numbers are then None
    numerator, denominator   as of a fact; of a distribution only how many values (denominator)
    median, ninth            of a distribution
    """

    indicator = models.CharField(max_length=100)
    month = models.DateField()
    place = models.BigIntegerField(null=True)
    held = models.BooleanField(default=False)
    numerator = models.BigIntegerField(null=True)
    denominator = models.BigIntegerField(null=True)
    median = models.BigIntegerField(null=True)
    ninth = models.BigIntegerField(null=True)
    published_at = models.DateTimeField()

    objects = OpenFigureQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("indicator", "month", Coalesce("place", 0), name="one_open_figure_a_month"),
            models.CheckConstraint(
                condition=Q(held=False) | Q(numerator=None, denominator=None, median=None, ninth=None),
                name="what_is_held_back_is_not_here",
            ),
        ]


class FormerFact(Said):
    """What was said before a day that was over was corrected: what was published stays explainable."""

    replaced_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(*_ONE, "revision", name="one_revision_of_a_fact")]


class Mark(models.Model):
    """Up to which number of the log a day that still runs is counted. One row at most; without it, it is counted anew.

    anew_at      when the day was last counted from its whole log
    changed_at   when its numbers last changed
    """

    day = models.DateField()
    seq = models.BigIntegerField()
    anew_at = models.DateTimeField()
    changed_at = models.DateTimeField()
