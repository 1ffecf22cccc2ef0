"""Bookings and the nights they take, the register of guests, reviews, and who waits for a bed."""

from __future__ import annotations

import uuid
from collections import Counter
from datetime import date, datetime
from typing import Self

from django.db import models
from django.db.models import Q

from tinhso.core.notices.models.people import closed, opened
from tinhso.core.people.models import Person
from tinhso.economy.stays.domain.notice import Guest
from tinhso.economy.stays.domain.words import AHEAD, STATES, TIMED, State, Why
from tinhso.economy.stays.models.feeds import Feed
from tinhso.economy.stays.models.homes import Home, Room, new_token
from tinhso.kit.passport import Text

_GAP = "\x1f"


class BookingQuerySet(models.QuerySet["Booking"]):
    """Questions about bookings."""

    def for_page(self) -> Self:
        return self.select_related("room__home__place__parent")

    def of_home(self, home: Home) -> Self:
        return self.filter(room__home=home)

    def asked_of(self, person: uuid.UUID) -> Self:
        """What waits for a host's answer, the first first."""
        return self.filter(room__home__host=person, state=State.ASKED).order_by("until", "id")

    def ahead(self, today: date) -> Self:
        return self.filter(state__in=AHEAD, leaves__gt=today)

    def arriving(self, day: date) -> Self:
        """Expected until a day and not here yet."""
        return self.filter(state=State.CONFIRMED, arrives__lte=day).order_by("arrives", "id")

    def here(self) -> Self:
        return self.filter(state=State.HERE).order_by("leaves", "id")

    def overdue(self, at: datetime) -> Self:
        """Held for longer than it was promised."""
        return self.filter(state__in=TIMED, until__lt=at)


class Booking(models.Model):
    """Beds for some nights. Name and telephone of the guest lie sealed; who holds the token holds the booking.

    person   who booked, when they were signed in
    sealed   name and telephone of whoever comes; gone a month after they left
    until    when the hold ends by itself
    party    the same for bookings made together over several homes
    total, deposit   đồng; what was paid ahead is known to `core.payments` under our uuid
    came_from   keyed hash of a visitor's address
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    ref = models.CharField(max_length=20, unique=True)
    token = models.CharField(max_length=20, unique=True, default=new_token)
    room = models.ForeignKey(Room, models.PROTECT, related_name="bookings")
    person = models.ForeignKey(Person, models.PROTECT, to_field="uuid", null=True, related_name="+")
    sealed = models.BinaryField(null=True)
    language = models.CharField(max_length=3, default="vi")
    came_from = models.CharField(max_length=64, default="", blank=True)
    party = models.UUIDField(null=True)
    arrives = models.DateField()
    leaves = models.DateField()
    beds = models.PositiveSmallIntegerField()
    people = models.PositiveSmallIntegerField()
    total = models.PositiveIntegerField()
    deposit = models.PositiveIntegerField(default=0)
    paid = models.PositiveIntegerField(default=0)
    cash = models.PositiveIntegerField(default=0)
    state = models.CharField(max_length=10, choices=[(one.value, one.value) for one in State])
    why = models.CharField(max_length=8, blank=True, default="", choices=[(one.value, one.value) for one in Why])
    until = models.DateTimeField(null=True)
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    objects = BookingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(leaves__gt=models.F("arrives")), name="stay_has_a_night"),
            models.CheckConstraint(condition=Q(beds__gte=1) & Q(people__gte=1), name="stay_has_somebody"),
            models.CheckConstraint(condition=Q(state__in=[one.value for one in State]), name="booking_state_known"),
            models.CheckConstraint(
                condition=~Q(state__in=[one.value for one in TIMED]) | Q(until__isnull=False), name="a_hold_ends"
            ),
        ]
        indexes = [
            models.Index(fields=["room", "arrives"], name="bookings_of_a_room"),  # the host's list
            models.Index(fields=["until"], name="bookings_that_lapse", condition=Q(state__in=["asked", "unpaid"])),
            models.Index(fields=["came_from"], name="bookings_from", condition=Q(state__in=["asked", "unpaid"])),
            models.Index(fields=["state", "arrives"], name="bookings_by_state"),  # arrivals, departures, the missed
            models.Index(fields=["person", "made_at"], name="bookings_of_a_person"),  # my matters
        ]

    def __str__(self) -> str:
        return self.ref

    @property
    def home(self) -> Home:
        return self.room.home

    @property
    def nights_long(self) -> int:
        return (self.leaves - self.arrives).days

    @property
    def state_said(self) -> Text:
        return STATES[State(self.state)]

    @property
    def is_ahead(self) -> bool:
        return self.state in AHEAD

    @property
    def rest(self) -> int:
        """What is still to be paid, đồng."""
        return self.total - self.paid - self.cash

    def keep_guest(self, name: str, phone: str) -> None:
        """Seal who comes."""
        self.sealed = closed(f"{name}{_GAP}{phone}", bound_to=self.uuid)

    @property
    def guest(self) -> tuple[str, str]:
        """Name and telephone; empty once they are forgotten."""
        name, _, phone = opened(self.sealed, bound_to=self.uuid).partition(_GAP)
        return name, phone


class NightQuerySet(models.QuerySet["Night"]):
    """Questions about taken beds."""

    def taken(self, room: Room, first: date, end: date) -> Counter[date]:
        """How many beds of each night are taken."""
        rows = self.filter(room=room, day__gte=first, day__lt=end)
        return Counter(rows.values_list("day", flat=True))


class Night(models.Model):
    """One bed for one night, taken by a booking or by a calendar of another site. The database gives it once."""

    room = models.ForeignKey(Room, models.CASCADE, related_name="nights")
    day = models.DateField()
    bed = models.PositiveSmallIntegerField()
    booking = models.ForeignKey(Booking, models.CASCADE, null=True, related_name="nights")
    feed = models.ForeignKey(Feed, models.CASCADE, null=True, related_name="nights")

    objects = NightQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["room", "day", "bed"], name="bed_taken_once_a_night"),
            models.CheckConstraint(
                condition=Q(booking__isnull=False, feed=None) | Q(booking=None, feed__isnull=False),
                name="night_is_somebodys",
            ),
        ]


class RegisterLine(models.Model):
    """One guest in the register of a home, sealed; kept as long as the law wants the register, then forgotten."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    booking = models.ForeignKey(Booking, models.PROTECT, related_name="guests")
    sealed = models.BinaryField(null=True)
    is_foreign = models.BooleanField()
    entered_at = models.DateTimeField()

    def keep(self, guest: Guest) -> None:
        self.sealed = closed(guest.packed(), bound_to=self.uuid)

    @property
    def guest(self) -> Guest | None:
        text = opened(self.sealed, bound_to=self.uuid)
        return Guest.unpacked(text) if text else None


class Review(models.Model):
    """What a guest says after the stay, and what the host answers. Hidden by an officer with a reason."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    booking = models.OneToOneField(Booking, models.PROTECT, related_name="review")
    home = models.ForeignKey(Home, models.PROTECT, related_name="reviews")
    faces = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=600, blank=True, default="")
    answer = models.CharField(max_length=600, blank=True, default="")
    hidden = models.CharField(max_length=200, blank=True, default="")
    said_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(faces__gte=1, faces__lte=5), name="review_has_one_to_five")]
        indexes = [models.Index(fields=["home", "-said_at"], name="reviews_of_a_home")]


class Waiting(models.Model):
    """Somebody who wants to be told when a bed of a home is free again. Their telephone lies sealed."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    home = models.ForeignKey(Home, models.CASCADE, related_name="waiting")
    sealed = models.BinaryField()
    language = models.CharField(max_length=3, default="vi")
    arrives = models.DateField()
    leaves = models.DateField()
    beds = models.PositiveSmallIntegerField()
    asked_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(leaves__gt=models.F("arrives")), name="wait_has_a_night")]
        indexes = [models.Index(fields=["home", "arrives"], name="waiting_for_a_home", condition=Q(told_at=None))]

    def keep_phone(self, phone: str) -> None:
        self.sealed = closed(phone, bound_to=self.uuid)

    @property
    def phone(self) -> str:
        return opened(self.sealed, bound_to=self.uuid)
