"""Facts: what was counted, for which place and day."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import Sum


class FactQuerySet(models.QuerySet["Fact"]):
    def of(self, code: str, *, first: date, last: date) -> Self:
        """The facts of one indicator over some days, both included."""
        return self.filter(indicator=code, day__range=(first, last))

    def total(self, code: str, *, first: date, last: date) -> "Total":
        """An indicator of the whole province over some days. None where nothing was counted."""
        row = self.of(code, first=first, last=last).aggregate(top=Sum("numerator"), bottom=Sum("denominator"))
        return Total(row["top"], row["bottom"])

    def by_place(self, code: str, *, first: date, last: date) -> dict[int, "Total"]:
        """The same by place id; facts without a place are left out."""
        rows = self.of(code, first=first, last=last).values("place")
        return {
            row["place"]: Total(row["top"], row["bottom"])
            for row in rows.annotate(top=Sum("numerator"), bottom=Sum("denominator"))
            if row["place"] is not None
        }


class Total:
    """A sum of facts: numerator, and denominator when the number is a share."""

    def __init__(self, numerator: int | None, denominator: int | None) -> None:
        self.numerator, self.denominator = numerator, denominator

    @property
    def share(self) -> float | None:
        """0–1, or None when it is no share or nothing was counted."""
        return self.numerator / self.denominator if self.numerator is not None and self.denominator else None


class Fact(models.Model):
    """One indicator, one place, one day. It never holds a person, and it is never edited: a day is tallied again."""

    indicator = models.CharField(max_length=100)
    place = models.BigIntegerField(null=True)
    day = models.DateField()
    numerator = models.BigIntegerField()
    denominator = models.BigIntegerField(null=True)
    counted_at = models.DateTimeField()

    objects = FactQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["indicator", "day", "place"], name="one_fact_a_place_and_day"),
            models.UniqueConstraint(
                fields=["indicator", "day"], condition=models.Q(place=None), name="one_fact_a_day_without_place"
            ),
        ]
        indexes = [models.Index(fields=["indicator", "place", "day"], name="facts_of_a_place")]  # by_place, history
