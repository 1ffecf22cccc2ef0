"""The places that guests come for."""

from __future__ import annotations

import uuid
from datetime import date, time
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language

from tinhso.core.places.models import Place
from tinhso.economy.destinations.domain.occasions import next_day, said
from tinhso.economy.destinations.domain.planning import Sight
from tinhso.economy.destinations.domain.words import (
    ICONS,
    KINDS,
    ROADS,
    SERVES,
    SIGNALS,
    STEPS,
    Kind,
    Road,
    Signal,
    Status,
    Steps,
)
from tinhso.kit.actors import Rights
from tinhso.kit.folding import fold, sort_key
from tinhso.kit.ground import Point
from tinhso.kit.passport import Text

DAY = 24 * 60
PERMISSION = "keep_destinations"
OSM = "© OpenStreetMap contributors"


def one_of(name: str, kinds: type[Kind | Status | Road | Signal | Steps], label: str) -> models.CheckConstraint:
    """A column that holds one of these words."""
    return models.CheckConstraint(condition=Q(**{f"{name}__in": [one.value for one in kinds]}), name=label)


class DestinationQuerySet(models.QuerySet["Destination"]):
    """Questions about places for guests."""

    def shown(self) -> Self:
        """Those that all may see."""
        return self.filter(status=Status.PUBLISHED)

    def for_page(self) -> Self:
        return self.select_related("place")

    def reached(self, rights: Rights) -> Self:
        """Those that the asker keeps."""
        places = rights.places(PERMISSION)
        return self if places is None else self.filter(place__in=places)

    def listed(self, kind: str = "", words: str = "", after: tuple[str, int] | None = None) -> Self:
        """By name, those of a kind and with these words, after the end of a page."""
        found = self.filter(kind=kind) if kind else self
        found = found.filter(folded__contains=fold(words)) if words.strip() else found
        if after:
            found = found.filter(Q(sort_key__gt=after[0]) | Q(sort_key=after[0], pk__gt=after[1]))
        return found.order_by("sort_key", "pk")


class Destination(models.Model):
    """One place that guests come for, in three languages: what it is, when it is open or held, how one comes there.

    code       in its address and on its plate; for ever
    held       a rule of days (`domain/occasions.py`); empty: every day, or not known of a festival
    days_sure  somebody who knows confirmed the days; otherwise the page says to ask first
    exact      the point is the place itself, not the centre of its commune; never navigate to others
    from_osm   the point is from OpenStreetMap (ODbL), which the page says
    price      đồng for one grown person; 0: free; None: not known
    season     best months, `4-9` or `12-4`; empty: all year
    stay       minutes that a visit takes; 0: as usual for its kind
    no_signal_from   kilometre of the way from which there is no signal; None where that is not known
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.SlugField(max_length=40, unique=True)
    kind = models.CharField(max_length=10)
    status = models.CharField(max_length=10, default=Status.DRAFT)
    name_vi = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    about_vi = models.TextField(blank=True)
    about_en = models.TextField(blank=True)
    about_id = models.TextField(blank=True)
    place = models.ForeignKey(Place, models.PROTECT, related_name="destinations", db_index=False)
    lat = models.FloatField()
    lon = models.FloatField()
    exact = models.BooleanField(default=False)
    from_osm = models.BooleanField(default=False)
    held = models.CharField(max_length=60, blank=True)
    days_sure = models.BooleanField(default=False)
    season = models.CharField(max_length=5, blank=True)
    opens = models.TimeField(null=True)
    closes = models.TimeField(null=True)
    price = models.PositiveIntegerField(null=True)
    stay = models.PositiveSmallIntegerField(default=0)
    road = models.CharField(max_length=10, default=Road.UNKNOWN)
    signal = models.CharField(max_length=10, default=Signal.UNKNOWN)
    no_signal_from = models.PositiveSmallIntegerField(null=True)
    steps = models.CharField(max_length=10, default=Steps.UNKNOWN)
    phone = models.CharField(max_length=15, blank=True)
    source = models.CharField(max_length=300, blank=True)
    written_by_id = models.BigIntegerField(null=True)
    written_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    folded = models.CharField(max_length=400)
    sort_key = models.CharField(max_length=240)

    objects = DestinationQuerySet.as_manager()

    class Meta:
        constraints = [
            one_of("kind", Kind, "destination_kind_known"),
            one_of("status", Status, "destination_status_known"),
            one_of("road", Road, "destination_road_known"),
            one_of("signal", Signal, "destination_signal_known"),
            one_of("steps", Steps, "destination_steps_known"),
            models.CheckConstraint(
                condition=Q(lat__range=(8, 24), lon__range=(102, 110)), name="destination_lies_in_the_country"
            ),
        ]
        indexes = [
            models.Index(fields=["status", "sort_key", "id"], name="destinations_by_name"),  # the list, page by page
            models.Index(fields=["place"], name="destinations_of_a_commune"),  # what an officer keeps
        ]

    def __str__(self) -> str:
        return self.name

    def fill(self) -> None:
        """Compute what follows from the names."""
        self.folded = fold(f"{self.name_vi} {self.name_en} {self.place.full_name}")[:400]
        self.sort_key = sort_key(self.name_vi)

    @property
    def name(self) -> str:
        """In the language of the page."""
        return self.name_vi if get_language() == "vi" else self.name_en

    @property
    def about(self) -> str:
        told: str = getattr(self, f"about_{get_language() or 'vi'}", "") or self.about_vi
        return told

    @property
    def point(self) -> Point:
        return self.lat, self.lon

    @property
    def kind_said(self) -> Text:
        return KINDS[Kind(self.kind)]

    @property
    def icon(self) -> str:
        return ICONS[Kind(self.kind)]

    @property
    def road_said(self) -> Text:
        return ROADS[Road(self.road)]

    @property
    def signal_said(self) -> Text:
        return SIGNALS[Signal(self.signal)]

    @property
    def steps_said(self) -> Text:
        return STEPS[Steps(self.steps)]

    @property
    def held_said(self) -> str:
        return said(self.held)

    @property
    def depends_on_days(self) -> bool:
        """Whether one comes in vain on most days."""
        return bool(self.held) or self.kind in (Kind.MARKET, Kind.FESTIVAL)

    def next_held(self, since: date) -> date | None:
        return next_day(self.held, since)

    @property
    def sight(self) -> Sight:
        """As the planner sees it."""
        return Sight(
            code=self.code,
            kind=Kind(self.kind),
            point=self.point,
            serves=SERVES[Kind(self.kind)],
            held=self.held,
            opens=_minutes(self.opens, 0),
            closes=_minutes(self.closes, DAY),
            road=Road(self.road),
            stay=self.stay,
        )


def _minutes(clock: time | None, otherwise: int) -> int:
    return clock.hour * 60 + clock.minute if clock else otherwise
