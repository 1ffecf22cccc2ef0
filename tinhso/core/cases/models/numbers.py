"""Running numbers by series and year, without holes that nobody explained."""

import uuid
from typing import ClassVar

from django.db import connections, models

_NEXT = """
INSERT INTO cases_number (series, year, last) VALUES (%s, %s, 1)
ON CONFLICT (series, year) DO UPDATE SET last = cases_number.last + 1 RETURNING last
"""


class NumberQuerySet(models.QuerySet["Number"]):
    """Gives the next number of a series."""

    def take(self, series: str, year: int) -> int:
        """The next number, in one statement that both databases know; inside the caller's transaction.

        `test_a_taken_number_is_the_orms_number` holds it to `take_by_orm`.
        """
        with connections[self.db].cursor() as cursor:
            cursor.execute(_NEXT, [series, year])
            return int(cursor.fetchone()[0])

    def take_by_orm(self, series: str, year: int) -> int:
        """The same by the ORM: the truth that `take` is held to."""
        self.get_or_create(series=series, year=year)
        row = self.select_for_update().get(series=series, year=year)
        row.last += 1
        row.save(update_fields=["last"])
        return row.last


class Number(models.Model):
    """The last number given in a series and year. Taken in the transaction that uses it: undone together."""

    series = models.CharField(max_length=60)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    objects = NumberQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["series", "year"], name="number_series_once")]


class VoidNumber(models.Model):
    """A number that was given and will not be used, with the reason: the only holes there are."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    series = models.CharField(max_length=60)
    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    reason = models.CharField(max_length=300)
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["series", "year", "number"], name="number_void_once"),
            models.CheckConstraint(condition=~models.Q(reason=""), name="number_void_has_a_reason"),
        ]
