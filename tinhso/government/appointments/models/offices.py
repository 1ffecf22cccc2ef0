"""The offices that receive people: their counters, who sits there, what people come for, how long it takes."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language

from tinhso.core.accounts.models import Account
from tinhso.core.calendar.domain import WorkingCalendar
from tinhso.core.calendar.models import working_calendar
from tinhso.core.organisations.models import Organisation
from tinhso.government.appointments.domain.slots import Span, bookable, reception
from tinhso.kit.actors import Rights

ONE_DAY = timedelta(days=1)


class Named(models.Model):
    """A line of a table with words in several languages and a picture of the house."""

    code = models.CharField(max_length=20, unique=True)
    words = models.JSONField()
    icon = models.CharField(max_length=40)
    position = models.PositiveSmallIntegerField(default=0)
    retired_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True
        ordering = ("position", "id")

    def __str__(self) -> str:
        return self.code

    @property
    def title(self) -> str:
        """What it is called in the reader's language, else in Vietnamese."""
        return str(self.words.get((get_language() or "vi")[:2]) or self.words["vi"])


class Matter(Named):
    """What people come for. `minutes`: how long one takes, as long as nobody measured it."""

    minutes = models.PositiveSmallIntegerField()


class Group(Named):
    """Who goes first. `first`: from how many minutes earlier a number counts; `law`: what names the group."""

    first = models.PositiveSmallIntegerField()
    law = models.CharField(max_length=120, default="", blank=True)


class OfficeQuerySet(models.QuerySet["Office"]):
    """Questions about offices."""

    def receiving(self) -> Self:
        """Those that receive people."""
        return self.filter(closed_at=None, organisation__valid_to=None).select_related("organisation__place")

    def within_reach(self, rights: Rights, permission: str) -> Self:
        """Those where somebody may do a thing."""
        found = self.select_related("organisation__place")
        places, agencies = rights.places(permission), rights.agencies(permission)
        if places is not None:
            found = found.filter(organisation__place__in=places)
        return found if agencies is None else found.filter(organisation__in=agencies)

    def by_name(self) -> Self:
        return self.order_by("organisation__sort_key", "organisation_id")


class Office(models.Model):
    """An office with counters and a queue. Its hours are those of the working calendar of its place.

    slot_minutes, per_slot  how long a bookable hour is, and how many may book the same one
    days_ahead              how far ahead one may book
    booked_first            minutes by which a booked hour counts earlier than it is (`domain.order`)
    grace                   minutes one may be late for a booked hour
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.OneToOneField(Organisation, models.PROTECT, related_name="+")
    slot_minutes = models.PositiveSmallIntegerField(default=15)
    per_slot = models.PositiveSmallIntegerField(default=1)
    days_ahead = models.PositiveSmallIntegerField(default=14)
    booked_first = models.PositiveSmallIntegerField(default=60)
    grace = models.PositiveSmallIntegerField(default=10)
    closed_at = models.DateTimeField(null=True)

    objects = OfficeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(slot_minutes__gte=5), name="slot_of_five_minutes_at_least"),
            models.CheckConstraint(condition=Q(days_ahead__lte=90), name="booked_three_months_ahead_at_most"),
        ]

    def __str__(self) -> str:
        return self.organisation.name

    @property
    def place(self) -> int:
        return self.organisation.place_id

    def calendar(self) -> WorkingCalendar:
        """The working calendar of its place."""
        there = self.organisation.place
        return working_calendar((*there.ancestors, there.pk))

    def reception(self, day: date) -> list[Span]:
        """When it receives people on a day."""
        return reception(self.calendar(), day, self._extra(day))

    def bookable(self, day: date) -> list[Span]:
        """When hours of a day can be booked."""
        return bookable(self.calendar(), day, self._extra(day))

    def _extra(self, day: date) -> list[Span]:
        zone = self.calendar().zone
        begins = datetime.combine(day, datetime.min.time(), tzinfo=zone)
        rows = self.openings.filter(starts_at__gte=begins, starts_at__lt=begins + ONE_DAY)
        return [
            (start.astimezone(zone), end.astimezone(zone)) for start, end in rows.values_list("starts_at", "ends_at")
        ]


class Opening(models.Model):
    """Hours that an office receives people beside the calendar's: a market day, an evening before Tết."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    office = models.ForeignKey(Office, models.CASCADE, related_name="openings")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    why = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="opening_ends_after_it_begins"),
            models.UniqueConstraint(fields=["office", "starts_at"], name="opening_of_an_office"),
        ]


class CounterQuerySet(models.QuerySet["Counter"]):
    """Questions about counters."""

    def current(self) -> Self:
        return self.filter(closed_at=None).order_by("number")


class Counter(models.Model):
    """A counter of an office. `serves`: codes of the matters for which it calls numbers."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    office = models.ForeignKey(Office, models.PROTECT, related_name="counters")
    number = models.PositiveSmallIntegerField()
    serves = models.JSONField(default=list)
    closed_at = models.DateTimeField(null=True)

    objects = CounterQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["office", "number"], condition=Q(closed_at=None), name="counter_number_once_in_an_office"
            ),
            models.CheckConstraint(condition=Q(number__gte=1, number__lte=99), name="counter_number_is_spoken"),
        ]


class SittingQuerySet(models.QuerySet["Sitting"]):
    """Questions about who sits where."""

    def open_on(self, day: date) -> Self:
        """Who sits at a counter on a day and has not left."""
        return self.filter(until=None, day=day)

    def serving(self, office: int, day: date) -> list[frozenset[str]]:
        """The matters of each counter at which someone sits."""
        rows = self.open_on(day).filter(counter__office=office, counter__closed_at=None)
        return [frozenset(codes) for codes in rows.values_list("counter__serves", flat=True)]


class Sitting(models.Model):
    """Somebody works at a counter, on one day."""

    counter = models.ForeignKey(Counter, models.PROTECT, related_name="sittings")
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    day = models.DateField()
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    objects = SittingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["counter"], condition=Q(until=None), name="one_sits_at_a_counter"),
            models.UniqueConstraint(fields=["account"], condition=Q(until=None), name="one_sits_at_one_counter"),
        ]


class PaceKept(models.Model):
    """The last measured times of an office for a matter, in seconds; see `domain.waiting`."""

    office = models.ForeignKey(Office, models.CASCADE, related_name="paces")
    matter = models.ForeignKey(Matter, models.CASCADE, related_name="+")
    seconds = models.JSONField(default=list)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["office", "matter"], name="one_pace_of_a_matter")]


def titles_of(codes: Iterable[str], matters: Iterable[Matter]) -> str:
    """What some matters are called, one after another."""
    wanted = frozenset(codes)
    return ", ".join(matter.title for matter in matters if matter.code in wanted)
