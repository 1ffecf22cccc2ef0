"""Homes that take guests, their rooms, and what a night costs there."""

from __future__ import annotations

import secrets
import uuid
from datetime import date
from typing import Self

from django.apps import apps
from django.db import models
from django.db.models import Count, F, IntegerField, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from tinhso.core.payments.models import PayeeAccount
from tinhso.core.people.models import Person
from tinhso.core.places.models import Place
from tinhso.economy.stays.domain.prices import Rate, Season
from tinhso.economy.stays.domain.words import HAS, HOME_KINDS, Has, HomeKind, Standing
from tinhso.kit.actors import Rights
from tinhso.kit.passport import Text


def new_token() -> str:
    """80 bits that nobody guesses."""
    return secrets.token_hex(10)


class HomeQuerySet(models.QuerySet["Home"]):
    """Questions about homes."""

    def open(self) -> Self:
        return self.filter(standing=Standing.OPEN)

    def of_host(self, person: uuid.UUID | None) -> Self:
        """Those of one host; of nobody, none."""
        return self.filter(host=person).order_by("pk") if person else self.none()

    def within_reach(self, rights: Rights, permission: str) -> Self:
        """Those at the places where somebody holds a permission."""
        places = rights.places(permission)
        return self if places is None else self.filter(Q(place__in=places) | Q(place__parent__in=places))

    def for_page(self) -> Self:
        return self.select_related("place__parent")


class Home(models.Model):
    """A house that takes guests.

    host        who answers for it
    words       what the host tells of it; may be typed later than the voice note is spoken
    payee       the host's own account; without one nothing is paid ahead
    instant     no answer of the host is waited for
    deposit     per cent that is paid ahead
    free_days   until so many days before, cancelling costs nothing; later the host keeps `keeps` % of what was paid
    registered, food_paper   numbers of the papers that a home needs
    stars       class given by the province, 0: none
    inspected_on   the last inspection
    counted_until  the last night that stands in the numbers
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    host = models.ForeignKey(Person, models.PROTECT, to_field="uuid", related_name="+")
    place = models.ForeignKey(Place, models.PROTECT, related_name="+")
    payee = models.ForeignKey(PayeeAccount, models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=12, choices=[(one.value, one.value) for one in HomeKind])
    standing = models.CharField(
        max_length=8, choices=[(one.value, one.value) for one in Standing], default=Standing.DRAFT.value
    )
    words = models.TextField(blank=True, default="")
    rules = models.TextField(blank=True, default="")
    has = models.JSONField(default=list, blank=True)
    phone = models.CharField(max_length=20, blank=True, default="")
    dinner = models.PositiveIntegerField(default=0)
    instant = models.BooleanField(default=False)
    deposit = models.PositiveSmallIntegerField(default=0)
    free_days = models.PositiveSmallIntegerField(default=3)
    keeps = models.PositiveSmallIntegerField(default=50)
    registered = models.CharField(max_length=60, blank=True, default="")
    food_paper = models.CharField(max_length=60, blank=True, default="")
    stars = models.PositiveSmallIntegerField(default=0)
    inspected_on = models.DateField(null=True)
    counted_until = models.DateField(null=True, editable=False)
    closed_by_office = models.BooleanField(default=False)
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    begun_at = models.DateTimeField()

    objects = HomeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(deposit__lte=100) & Q(keeps__lte=100), name="home_shares_are_shares"),
            models.CheckConstraint(condition=Q(deposit=0) | Q(payee__isnull=False), name="deposit_goes_to_an_account"),
            models.CheckConstraint(
                condition=Q(standing__in=[one.value for one in Standing]), name="home_standing_known"
            ),
        ]
        indexes = [models.Index(fields=["place", "id"], name="homes_of_a_place")]

    def __str__(self) -> str:
        return self.name

    @property
    def kind_said(self) -> Text:
        return HOME_KINDS[HomeKind(self.kind)]

    @property
    def has_said(self) -> list[tuple[Text, str]]:
        """What it offers: words and icon."""
        return [HAS[Has(one)] for one in self.has if one in HAS]

    @property
    def is_open(self) -> bool:
        return self.standing == Standing.OPEN


class RoomQuerySet(models.QuerySet["Room"]):
    """Questions about rooms."""

    def bookable(self) -> Self:
        return self.filter(retired_at=None, home__standing=Standing.OPEN)

    def free(self, arrives: date, leaves: date, beds: int = 1) -> Self:
        """Those with so many beds left in each night: the fullest night decides."""
        taken = apps.get_model("stays", "Night")._default_manager.filter(
            room=OuterRef("pk"), day__gte=arrives, day__lt=leaves
        )
        nights = taken.values("day").annotate(taken=Count("pk"))
        fullest = Subquery(nights.order_by("-taken").values("taken")[:1], output_field=IntegerField())
        return self.annotate(left=F("beds") - Coalesce(fullest, Value(0))).filter(left__gte=beds)


class Room(models.Model):
    """A room that is let whole, or a common room let by the bed.

    beds    how many can be sold for one night: 1 for a whole room
    sleeps  people to each of them
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    home = models.ForeignKey(Home, models.CASCADE, related_name="rooms")
    name = models.CharField(max_length=60)
    beds = models.PositiveSmallIntegerField(default=1)
    sleeps = models.PositiveSmallIntegerField(default=2)
    weekday = models.PositiveIntegerField()
    weekend = models.PositiveIntegerField()
    token = models.CharField(max_length=20, unique=True, default=new_token)
    is_clean = models.BooleanField(default=True)
    retired_at = models.DateTimeField(null=True)

    objects = RoomQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(beds__gte=1) & Q(sleeps__gte=1), name="room_sleeps_somebody"),
            models.CheckConstraint(condition=Q(weekday__gt=0) & Q(weekend__gt=0), name="room_has_a_price"),
        ]
        indexes = [models.Index(fields=["home", "id"], name="rooms_of_a_home", condition=Q(retired_at=None))]

    def __str__(self) -> str:
        return self.name

    @property
    def is_common(self) -> bool:
        """Whether it is let by the bed."""
        return self.beds > 1

    @property
    def rate(self) -> Rate:
        return Rate(self.weekday, self.weekend)

    def known_seasons(self) -> list[Season]:
        """Its seasons; fetched ahead where many rooms are shown."""
        return [Season(one.first, one.last, Rate(one.weekday, one.weekend)) for one in self.seasons.all()]


class SeasonRate(models.Model):
    """Another price of a room from one night to another."""

    room = models.ForeignKey(Room, models.CASCADE, related_name="seasons")
    first = models.DateField()
    last = models.DateField()
    weekday = models.PositiveIntegerField()
    weekend = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(last__gte=F("first")), name="season_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(weekday__gt=0) & Q(weekend__gt=0), name="season_has_a_price"),
        ]
