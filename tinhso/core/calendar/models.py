"""Days that differ from the week, opening hours, and the version by which processes know that their copy is old."""

import uuid
from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple, Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from tinhso.core.calendar.domain import DayKind, Hours, WorkingCalendar, layered
from tinhso.core.search.models import Row
from tinhso.kit.prepared import Listing

KIND_TITLES = [
    (DayKind.OFF.value, _("Day off")),
    (DayKind.WORK.value, _("Working day")),
    (DayKind.HALF.value, _("Half a working day")),
]
_cache: dict[tuple[int, ...], tuple[uuid.UUID | None, WorkingCalendar]] = {}
MOST_CACHED = 500


class DayQuerySet(models.QuerySet["Day"]):
    def of_scope(self, scope: Sequence[int]) -> Self:
        """Days of the whole country and of the places in the scope."""
        return self.filter(Q(place=None) | Q(place__in=scope))

    def of_year(self, year: int) -> Self:
        return self.filter(date__year=year)

    def by_date(self) -> Self:
        return self.order_by("date", F("place").asc(nulls_first=True))


class Day(models.Model):
    """A day that differs from the plain week.

    place    id of a place for which it holds, with all below it; None: the whole country
    source   the document that says so
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    date = models.DateField()
    kind = models.CharField(max_length=4, choices=KIND_TITLES)
    note = models.CharField(max_length=120)
    source = models.CharField(max_length=160, default="", blank=True)
    place = models.BigIntegerField(null=True)

    objects = DayQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["date"], condition=Q(place=None), name="one_day_of_the_country"),
            models.UniqueConstraint(fields=["date", "place"], condition=~Q(place=None), name="one_day_of_a_place"),
            models.CheckConstraint(condition=Q(kind__in=[kind.value for kind in DayKind]), name="day_kind_known"),
        ]
        indexes = [models.Index(fields=["place", "date"], name="days_of_a_place")]  # the calendar of a scope


class OpeningHours(models.Model):
    """The hours of the whole country's offices (place None) or of those of a place and all below it."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    place = models.BigIntegerField(null=True)
    morning_from = models.TimeField()
    morning_to = models.TimeField()
    afternoon_from = models.TimeField()
    afternoon_to = models.TimeField()
    reception_until = models.TimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(Coalesce("place", 0), name="one_set_of_hours_of_a_place"),
            models.CheckConstraint(
                condition=Q(morning_from__lt=F("morning_to"))
                & Q(morning_to__lt=F("afternoon_from"))
                & Q(afternoon_from__lt=F("afternoon_to")),
                name="hours_follow_each_other",
            ),
        ]

    def hours(self) -> Hours:
        return Hours(
            morning=(self.morning_from, self.morning_to),
            afternoon=(self.afternoon_from, self.afternoon_to),
            reception_until=self.reception_until,
        )


class Version(models.Model):
    """One row: a new token with every change, so that each process drops its copy.

    A token and not a count: a count that was rolled back would come again and mean something else.
    """

    token = models.UUIDField(default=uuid.uuid4)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="one_calendar_version")]

    @classmethod
    def current(cls) -> uuid.UUID | None:
        """The token of today; None before anything was entered. Every clock of every case asks for it."""
        found = _TOKEN(1)
        return found[0].token if found else None

    @classmethod
    def renew(cls) -> None:
        cls.objects.update_or_create(pk=1, defaults={"token": uuid.uuid4()})


class _Token(NamedTuple):
    token: uuid.UUID


_TOKEN = Listing(_Token, lambda key: Version.objects.filter(pk=key).values_list("token"))


def working_calendar(scope: Sequence[int] = ()) -> WorkingCalendar:
    """The calendar of a place: give its path of ids from the province down to itself (`Place.ancestors` and its id).

    Kept in the process until the version row has a new token: one small query a call.
    """
    key, version = tuple(scope), Version.current()
    kept = _cache.get(key)
    if kept is None or kept[0] != version:
        if len(_cache) >= MOST_CACHED:
            _cache.clear()
        kept = _cache[key] = (version, _built(key))
    return kept[1]


def place_names(days: Iterable[Day]) -> dict[int, str]:
    """The names of the places that days are limited to, as the search knows them."""
    ids = {day.place for day in days if day.place is not None}
    rows = Row.objects.filter(place__in=ids, kind__in=["place", "former_place"])
    return {row.place: row.title for row in rows if row.place is not None}


def _built(scope: tuple[int, ...]) -> WorkingCalendar:
    layers: dict[int | None, dict[date, DayKind]] = {}
    until: date | None = None
    for day, kind, place in Day.objects.of_scope(scope).values_list("date", "kind", "place"):
        layers.setdefault(place, {})[day] = DayKind(kind)
        until = max(until or day, day) if place is None else until
    days = layered([layers.get(place, {}) for place in (None, *scope)])
    end_of_year = until and date(until.year, 12, 31)
    return WorkingCalendar(days=days, hours=_hours(scope), until=end_of_year)


def _hours(scope: tuple[int, ...]) -> Hours:
    rows = {row.place: row for row in OpeningHours.objects.filter(Q(place=None) | Q(place__in=scope))}
    nearest = next((rows[place] for place in (*reversed(scope), None) if place in rows), None)
    return nearest.hours() if nearest else Hours()
