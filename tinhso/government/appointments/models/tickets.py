"""Today's queue: days with their running number, and the numbers that people hold."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Self
from uuid import UUID

from django.db import models
from django.db.models import F, Q

from tinhso.core.people.models import Person
from tinhso.government.appointments.domain.waiting import was_right
from tinhso.government.appointments.domain.words import How, Standing
from tinhso.government.appointments.models.appointments import Appointment
from tinhso.government.appointments.models.offices import Counter, Group, Matter, Office
from tinhso.government.appointments.models.slips import Slip

CALLED = Q(state=Standing.CALLED.value)
WAITS = Q(state=Standing.WAITS.value)


class QueueDay(models.Model):
    """The queue of an office on one day. Whoever changes the queue locks this row first.

    last      the last number that was given; every day begins with 1
    turn      grows with each change, so that a screen knows whether it must be drawn anew
    closed_at when the day was counted; then the numbers below say how it went

    wait_middle, wait_tenth  minutes that half and nine of ten waited at most
    told, right              numbers that were told a range, and those whose wait ended within it
    """

    office = models.ForeignKey(Office, models.PROTECT, related_name="days")
    day = models.DateField()
    last = models.PositiveIntegerField(default=0)
    turn = models.PositiveIntegerField(default=0)
    closed_at = models.DateTimeField(null=True)
    served = models.PositiveIntegerField(default=0)
    missed = models.PositiveIntegerField(default=0)
    unserved = models.PositiveIntegerField(default=0)
    stayed_away = models.PositiveIntegerField(default=0)
    wait_middle = models.PositiveIntegerField(null=True)
    wait_tenth = models.PositiveIntegerField(null=True)
    told = models.PositiveIntegerField(default=0)
    right = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office", "day"], name="one_queue_a_day"),
            models.CheckConstraint(condition=Q(right__lte=F("told")), name="no_more_right_than_told"),
        ]
        indexes = [models.Index(fields=["day"], name="queues_of_a_day")]  # closing a day, numbers of the province


class TicketQuerySet(models.QuerySet["Ticket"]):
    """Questions about numbers."""

    def for_page(self) -> Self:
        return self.select_related("office__organisation__place", "matter", "group", "counter", "appointment")

    def of_day(self, office: int, day: date) -> Self:
        return self.filter(office=office, day=day)

    def waiting(self, office: int, day: date) -> Self:
        """Who waits, in the order in which they are called."""
        return self.of_day(office, day).filter(WAITS).order_by("counts_from", "id")

    def called(self, office: int, day: date) -> Self:
        """Who stands at a counter, called last first."""
        return self.of_day(office, day).filter(CALLED).order_by("-called_at")

    def for_counter(self, counter: Counter, serves: Collection[str], day: date) -> Self:
        """Who waits for a counter: its matters, and those who were sent to it."""
        line = self.waiting(counter.office_id, day)
        return line.filter(Q(sent_to=counter) | Q(sent_to=None, matter__code__in=list(serves)))

    def of_person(self, person: UUID) -> Self:
        """Someone's own."""
        return self.filter(person__in=Person.objects.rows_of(person).values("uuid"))


class Ticket(Slip):
    """A number in the queue of a day.

    counts_from  the moment that gives its place in the line (`domain.order`)
    counter      where it was called last; one counter has one number at a time: the database sees to it
    sent_to      the counter that alone may call it, after a transfer
    waited       minutes of reception until it was called for the first time
    told_low, told_high  the range of minutes that was told when it was taken; empty: nobody could tell
    """

    office = models.ForeignKey(Office, models.PROTECT, related_name="+")
    day = models.DateField()
    number = models.PositiveIntegerField()
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="+")
    group = models.ForeignKey(Group, models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, to_field="uuid", null=True, related_name="+")
    appointment = models.OneToOneField(Appointment, models.PROTECT, null=True, related_name="ticket")
    how = models.CharField(max_length=10, choices=[(one.value, one.value) for one in How])
    state = models.CharField(
        max_length=10, choices=[(one.value, one.value) for one in Standing], default=Standing.WAITS.value
    )
    counter = models.ForeignKey(Counter, models.PROTECT, null=True, related_name="+")
    sent_to = models.ForeignKey(Counter, models.PROTECT, null=True, related_name="+")
    taken_at = models.DateTimeField()
    counts_from = models.DateTimeField()
    called_at = models.DateTimeField(null=True)
    calls = models.PositiveSmallIntegerField(default=0)
    waited = models.PositiveIntegerField(null=True)
    ended_at = models.DateTimeField(null=True)
    told_low = models.PositiveSmallIntegerField(null=True)
    told_high = models.PositiveSmallIntegerField(null=True)

    objects = TicketQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["office", "day", "number"], name="number_once_a_day"),
            models.UniqueConstraint(fields=["counter", "day"], condition=CALLED, name="one_number_at_a_counter"),
            models.CheckConstraint(condition=~CALLED | Q(counter__isnull=False), name="called_to_a_counter"),
            models.CheckConstraint(condition=Q(state__in=[one.value for one in Standing]), name="ticket_state_known"),
        ]
        indexes = [
            models.Index(fields=["office", "day", "counts_from"], name="who_waits", condition=WAITS),  # call the next
            models.Index(fields=["office", "day"], name="who_was_called", condition=CALLED),  # the screen
            models.Index(fields=["person", "taken_at", "id"], name="tickets_of_a_person"),  # my matters
        ]

    @property
    def waits(self) -> bool:
        return self.state == Standing.WAITS

    @property
    def is_called(self) -> bool:
        return self.state == Standing.CALLED

    @property
    def told_right(self) -> bool | None:
        """Whether the wait ended within the range that was told; None when none was, or it goes on."""
        if self.told_low is None or self.told_high is None or self.waited is None:
            return None
        return was_right(self.told_low, self.told_high, self.waited)
