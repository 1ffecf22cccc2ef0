"""A unit of the place tree, in one of its lives."""

import uuid
from collections.abc import Iterable
from datetime import date
from typing import Self
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.base import ModelBase
from django.utils.translation import gettext_lazy as _

from tinhso.core.places.domain import Kind, comparable_groups
from tinhso.core.places.domain.naming import full_name
from tinhso.kit.folding import fold, sort_key

KIND_TITLES = [
    (Kind.PROVINCE.value, _("Province")),
    (Kind.DISTRICT.value, _("District")),
    (Kind.COMMUNE.value, _("Commune or ward")),
    (Kind.VILLAGE.value, _("Village")),
]


class PlaceQuerySet(models.QuerySet["Place"]):
    def current(self) -> Self:
        """The places that stand."""
        return self.filter(valid_to=None)

    def ended(self) -> Self:
        """The places that no longer stand."""
        return self.exclude(valid_to=None)

    def on(self, day: date) -> Self:
        """The places that stood on a day; one whose beginning is unknown stood from the first."""
        return self.filter(Q(valid_from=None) | Q(valid_from__lte=day), Q(valid_to=None) | Q(valid_to__gt=day))

    def within(self, place: "Place") -> Self:
        """The place itself and everything below it in the tree."""
        return self.filter(path__startswith=place.path)

    def of_kind(self, kind: Kind) -> Self:
        return self.filter(kind=kind.value)

    def home(self) -> "Place":
        """The province that this installation serves. Raises Place.DoesNotExist before the tables are loaded."""
        return self.provinces().current().get(folded=settings.PROVINCE.replace("-", " "))

    def known_by(self, key: str) -> "Place | None":
        """The place behind an address: a uuid, or a code (the standing unit, else the last that had it)."""
        try:
            return self.filter(uuid=UUID(key)).select_related("parent").first()
        except ValueError:
            lives = self.filter(code=key[:12]).select_related("parent")
            return lives.order_by(F("valid_to").desc(nulls_first=True), "-pk").first() if key else None

    def provinces(self) -> Self:
        return self.of_kind(Kind.PROVINCE)

    def communes(self) -> Self:
        return self.of_kind(Kind.COMMUNE)

    def villages(self) -> Self:
        return self.of_kind(Kind.VILLAGE)

    def by_name(self) -> Self:
        """In the order of a Vietnamese dictionary."""
        return self.order_by("sort_key", "id")

    def after(self, key: tuple[str, int] | None) -> Self:
        """The part of `by_name()` that follows a place with this sort key and id: the next page."""
        if key is None:
            return self.by_name()
        name, last = key
        return self.filter(Q(sort_key__gt=name) | Q(sort_key=name, id__gt=last)).by_name()

    def by_code(self, codes: Iterable[str]) -> dict[str, "Place"]:
        """The standing places with these codes."""
        return {place.code: place for place in self.current().filter(code__in=set(codes))}

    def comparable(
        self, from_date: date, to_date: date, *, kind: Kind = Kind.COMMUNE
    ) -> list[tuple[frozenset[int], frozenset[int]]]:
        """Smallest groups of units (ids then, ids now) whose sums mean the same land and people on both days.

        A unit that was not touched is a group of its own with itself; units that were merged or divided stand together.
        """
        then = set(self.of_kind(kind).on(from_date).values_list("pk", flat=True))
        now = set(self.of_kind(kind).on(to_date).values_list("pk", flat=True))
        links = Place.objects.links(from_date, to_date, kind=kind)
        groups = comparable_groups(links, then | now)
        pairs = ((group & then, group & now) for group in groups)
        return [(old, new) for old, new in pairs if old or new]

    def links(self, from_date: date, to_date: date, *, kind: Kind) -> list[tuple[int, int]]:
        """(old id, new id) of every succession among units of a kind after `from_date` and up to `to_date`."""
        followed = Place.objects.of_kind(kind).filter(
            successions__new__kind=kind.value,
            successions__resolution__effective__gt=from_date,
            successions__resolution__effective__lte=to_date,
        )
        return list(followed.values_list("pk", "successions__new"))


class Place(models.Model):
    """A province, district, commune or village from one day to another.

    A unit that is merged, divided, renamed or put under another kind of parent ends, and a new row begins: a name and a
    border belong to their time. `valid_to` is the first day on which it no longer stood; None: it stands.

    code        of the General Statistics Office; a village gets its commune's code and a running number
    unit_type   the word before the name in Vietnamese: tỉnh, xã, phường, bản, …
    path        ids from the province down to itself, `/3/17/`: one string comparison finds a subtree
    lat, lon    the centre, WGS 84; bbox is south, west, north, east
    folded      the name without marks, for exact finding; sort_key: the order of a Vietnamese dictionary
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField(max_length=12, blank=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=10, choices=KIND_TITLES)
    unit_type = models.CharField(max_length=20)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    path = models.CharField(max_length=120, db_index=True)  # within(place)
    area_km2 = models.DecimalField(max_digits=10, decimal_places=2, null=True)
    population = models.PositiveIntegerField(null=True)
    lat = models.FloatField(null=True)
    lon = models.FloatField(null=True)
    bbox = models.JSONField(null=True)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    folded = models.CharField(max_length=120)
    sort_key = models.CharField(max_length=240)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["code"], condition=Q(valid_to=None) & ~Q(code=""), name="one_standing_place_per_code"
            ),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_from=None) | Q(valid_to__gt=F("valid_from")),
                name="place_ends_after_it_begins",
            ),
            models.CheckConstraint(condition=Q(kind__in=[kind.value for kind in Kind]), name="place_kind_known"),
        ]
        indexes = [
            models.Index(fields=["parent", "sort_key", "id"], name="place_children_by_name"),  # lists below a place
            models.Index(fields=["kind", "sort_key", "id"], name="place_kind_by_name"),  # /api/places/?kind=
            models.Index(fields=["code"], name="place_lives_of_a_code"),  # the lives of a unit through time
            models.Index(fields=["folded"], name="place_old_name"),  # which commune is mine now
        ]

    def __str__(self) -> str:
        return self.full_name

    def save(
        self,
        *,
        force_insert: bool | tuple[ModelBase, ...] = False,
        force_update: bool = False,
        using: str | None = None,
        update_fields: Iterable[str] | None = None,
    ) -> None:
        """Keep the folded name and its sort key with the name."""
        self.fill()
        super().save(force_insert=force_insert, force_update=force_update, using=using, update_fields=update_fields)

    def fill(self) -> None:
        """Compute what follows from the name; bulk writers call it, `save` does it by itself."""
        self.folded, self.sort_key = fold(self.name), sort_key(self.name)

    @property
    def full_name(self) -> str:
        """`Xã Mường Lạn`: the type of unit and the name, as it stands on a letterhead."""
        return full_name(self.unit_type, self.name)

    @property
    def stands(self) -> bool:
        return self.valid_to is None

    @property
    def ancestors(self) -> tuple[int, ...]:
        """Ids from the province down to its parent."""
        return tuple(int(part) for part in self.path.strip("/").split("/")[:-1])

    @property
    def address_key(self) -> str:
        """What its page is called by: the code while it stands, else the uuid."""
        return self.code if self.stands and self.code else str(self.uuid)


class PlaceCode(models.Model):
    """A code of a place in another list of the nation.

    scheme   identity (first three digits of an identity number, Decree 137/2015/NĐ-CP), agency (first part of an
             electronic identifier, Decision 20/2020/QĐ-TTg), phone (area code)
    """

    place = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="codes")
    scheme = models.CharField(max_length=12)
    value = models.CharField(max_length=12)
    note = models.CharField(max_length=80, default="", blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["place", "scheme", "value"], name="place_code_once")]
        indexes = [models.Index(fields=["scheme", "value"], name="place_of_a_code")]  # whose identity code is 014
