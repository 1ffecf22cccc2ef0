"""Hours at a counter that somebody booked."""

from __future__ import annotations

import uuid
from collections import Counter as Tally
from datetime import date, datetime
from typing import Self

from django.db import models
from django.db.models import Q

from tinhso.core.notices.models.people import closed, opened
from tinhso.core.people.domain.phones import spoken_phone
from tinhso.core.people.models import Person
from tinhso.government.appointments.domain.words import TAKES_A_SEAT, Booked, Way, Why
from tinhso.government.appointments.models.offices import Group, Matter, Office
from tinhso.government.appointments.models.slips import Slip


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    """Questions about appointments."""

    def for_page(self) -> Self:
        return self.select_related("office__organisation__place", "matter", "group")

    def holding(self) -> Self:
        """Those to which somebody is expected."""
        return self.filter(state=Booked.HOLDS)

    def of_person(self, person: uuid.UUID) -> Self:
        """Someone's own, also what came under a merged row of theirs."""
        return self.filter(person__in=Person.objects.rows_of(person).values("uuid"))

    def untold(self, at: datetime) -> Self:
        """Those ahead whose visitors must be told by an officer what the office changed, the next hour first."""
        return self.filter(untold_at__isnull=False, starts_at__gt=at).order_by("starts_at", "id")

    def seats_of(self, office: Office, start: datetime, end: datetime) -> Tally[datetime]:
        """How many seats of each hour between two moments are taken."""
        rows = self.filter(office=office, starts_at__gte=start, starts_at__lt=end, state__in=TAKES_A_SEAT)
        return Tally(rows.values_list("starts_at", flat=True))

    def missed_since(self, person: uuid.UUID, since: datetime) -> int:
        """How often someone did not come."""
        return self.of_person(person).filter(state=Booked.MISSED, starts_at__gte=since).count()


class Appointment(Slip):
    """An hour at an office. A seat of an hour is taken once: the database sees to it.

    person     whose matter it is; empty for a visitor, who holds the slip
    sealed     telephone of a visitor, to be told if the office must close; gone when the hour is over
    language   in which a visitor is told
    untold_at  since when an officer must tell a visitor themselves what the office changed
    came_from  keyed hash of a visitor's address, so that nobody books the whole day away
    """

    office = models.ForeignKey(Office, models.PROTECT, related_name="appointments")
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="+")
    group = models.ForeignKey(Group, models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, to_field="uuid", null=True, related_name="+")
    sealed = models.BinaryField(null=True)
    language = models.CharField(max_length=3, default="vi")
    came_from = models.CharField(max_length=64, default="", blank=True)
    starts_at = models.DateTimeField()
    seat = models.PositiveSmallIntegerField()
    way = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Way])
    state = models.CharField(
        max_length=10, choices=[(one.value, one.value) for one in Booked], default=Booked.HOLDS.value
    )
    why = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Why], default="", blank=True)
    booked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    untold_at = models.DateTimeField(null=True)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["office", "starts_at", "seat"],
                condition=Q(state__in=[one.value for one in TAKES_A_SEAT]),
                name="seat_taken_once",
            ),
            models.UniqueConstraint(
                fields=["person", "office", "matter"], condition=Q(state="holds"), name="one_appointment_for_a_matter"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[one.value for one in Booked]), name="appointment_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state="holds") | Q(ended_at__isnull=False), name="appointment_ended_at_a_moment"
            ),
            models.CheckConstraint(condition=Q(sealed=None) | Q(person=None), name="phone_of_a_visitor_only"),
        ]
        indexes = [
            models.Index(fields=["person", "booked_at", "id"], name="appointments_of_a_person"),  # my matters
            models.Index(fields=["starts_at"], name="appointments_that_hold", condition=Q(state="holds")),  # reminders
            models.Index(fields=["came_from"], name="appointments_from", condition=Q(state="holds")),  # limits
            models.Index(fields=["starts_at"], name="appointments_sealed", condition=Q(sealed__isnull=False)),  # forget
            models.Index(fields=["starts_at"], name="appointments_untold", condition=Q(untold_at__isnull=False)),
        ]

    def keep_phone(self, phone: str) -> None:
        """Seal the telephone of a visitor (E.164); nothing for nothing."""
        self.sealed = closed(phone, bound_to=self.uuid) if phone else None

    @property
    def phone(self) -> str:
        """It again; empty when none was left, or it is forgotten."""
        return opened(self.sealed, bound_to=self.uuid)

    @property
    def phone_said(self) -> str:
        return spoken_phone(self.phone) if self.sealed else ""

    @property
    def holds(self) -> bool:
        return self.state == Booked.HOLDS

    @property
    def day(self) -> date:
        """The day at the office."""
        return self.starts_at.astimezone(self.office.calendar().zone).date()
