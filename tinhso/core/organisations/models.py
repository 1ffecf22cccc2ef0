"""The tables of the register of organisations."""

from __future__ import annotations

import uuid
from datetime import date
from typing import NamedTuple, Self

from django.db import models
from django.db.models import F, Q, QuerySet

from tinhso.core.organisations.domain.identifiers import ElectronicId
from tinhso.core.organisations.domain.words import KIND_ICONS, KIND_WORDS, OFFICES, Kind
from tinhso.core.people.domain.phones import spoken_phone
from tinhso.core.people.models import Person
from tinhso.core.places.domain.naming import full_name
from tinhso.core.places.models import Place
from tinhso.kit.actors import Rights
from tinhso.kit.folding import fold, sort_key
from tinhso.kit.passport import Text
from tinhso.kit.prepared import Listing


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def current(self) -> Self:
        """Those that stand."""
        return self.filter(valid_to=None)

    def on(self, day: date) -> Self:
        """Those that stood on a day."""
        return self.filter(valid_from__lte=day).filter(Q(valid_to=None) | Q(valid_to__gt=day))

    def offices(self) -> Self:
        """Agencies and their departments."""
        return self.filter(kind__in=[kind.value for kind in OFFICES])

    def agencies(self) -> Self:
        return self.filter(kind=Kind.AGENCY)

    def businesses(self) -> Self:
        return self.exclude(kind__in=[kind.value for kind in OFFICES])

    def at(self, place: Place) -> Self:
        """Those at a place or anywhere below it."""
        return self.filter(place__path__startswith=place.path)

    def identified(self, electronic_id: ElectronicId) -> Self:
        """The standing one with this electronic identifier."""
        return self.current().filter(electronic_id=electronic_id.text)

    def below(self, organisation: Organisation) -> Self:
        """Its departments, and theirs, by its identifier."""
        return self.current().filter(electronic_id__startswith=f"{organisation.electronic_id}.")

    def seen_by(self, rights: Rights) -> Self:
        """All but household businesses; those are seen by who keeps the register there and by who runs them."""
        own = Q(owner__uuid=rights.person) if rights.person else Q(pk=None)
        places = rights.places("keep_organisations")
        if places is None:
            return self
        return self.filter(~Q(kind=Kind.HOUSEHOLD_BUSINESS) | own | Q(place__in=places))

    def listed(self, *, last: uuid.UUID | None = None) -> Self:
        """By name, those after the `last` of a page, with what one line shows."""
        return self.select_related("place__parent", "parent").after(*(self.end_of_page(last) or (None, None)))

    def after(self, name: str | None, last: int | None) -> Self:
        """By name, those after the end of a page."""
        found = self if name is None else self.filter(Q(sort_key__gt=name) | Q(sort_key=name, id__gt=last))
        return found.order_by("sort_key", "id")

    def end_of_page(self, last: uuid.UUID | None) -> tuple[str, int] | None:
        """Sort key and id of the last one of a page."""
        return Organisation.objects.filter(uuid=last).values_list("sort_key", "id").first() if last else None


class Organisation(models.Model):
    """An agency, a department of one, or a business, from one day to another.

    `owner` runs a household business; where its tax code is their personal number, the number stays sealed with the
    person and `tax_code` is empty. `ask` tells a visitor at whose desk to begin.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=20)
    name = models.CharField(max_length=200)
    short_name = models.CharField(max_length=60, default="", blank=True)
    folded = models.CharField(max_length=220)
    sort_key = models.CharField(max_length=440)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="parts")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="organisations")
    electronic_id = models.CharField(max_length=35, null=True, blank=True)
    tax_code = models.CharField(max_length=14, null=True, blank=True)
    owner = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="businesses")
    address = models.CharField(max_length=200, default="", blank=True)
    phone = models.CharField(max_length=16, null=True, blank=True)
    hours = models.CharField(max_length=200, default="", blank=True)
    ask = models.CharField(max_length=200, default="", blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    successor = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="predecessors")

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["electronic_id"], condition=Q(valid_to=None), name="organisation_identifier_once"
            ),
            models.UniqueConstraint(fields=["tax_code"], condition=Q(valid_to=None), name="organisation_tax_code_once"),
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name="organisation_ends_after_it_began"
            ),
            models.CheckConstraint(
                condition=Q(successor=None) | Q(valid_to__isnull=False), name="organisation_successor_only_when_ended"
            ),
            models.CheckConstraint(condition=Q(kind__in=[kind.value for kind in Kind]), name="organisation_kind_known"),
        ]
        indexes = [
            models.Index(fields=["place", "sort_key", "id"], name="organisation_of_place_by_name"),  # a commune's list
            models.Index(fields=["sort_key", "id"], name="organisation_by_name"),  # the province's list
        ]

    def __str__(self) -> str:
        return self.name

    def fill(self) -> None:
        """Compute what follows from the name."""
        self.folded, self.sort_key = fold(f"{self.name} {self.short_name}"), sort_key(self.name)

    @property
    def stands(self) -> bool:
        return self.valid_to is None

    @property
    def is_office(self) -> bool:
        return Kind(self.kind) in OFFICES

    @property
    def kind_said(self) -> Text:
        return KIND_WORDS[Kind(self.kind)]

    @property
    def icon(self) -> str:
        return KIND_ICONS[Kind(self.kind)]

    @property
    def phone_said(self) -> str:
        return spoken_phone(self.phone) if self.phone else ""

    @property
    def now(self) -> Organisation:
        """The one that does its work today."""
        return self.successor.now if self.successor else self


class OrganisationLine(NamedTuple):
    """What a list shows of an organisation, called as an `Organisation` calls it."""

    uuid: uuid.UUID
    name: str
    kind: str
    unit_type: str
    place_name: str
    above: str | None

    @property
    def icon(self) -> str:
        return KIND_ICONS[Kind(self.kind)]

    @property
    def note(self) -> str:
        """What it is unless it is an office, and what it belongs to."""
        said = "" if Kind(self.kind) in OFFICES else str(KIND_WORDS[Kind(self.kind)])
        return " · ".join(filter(None, (said, self.above)))

    @property
    def note_with_place(self) -> str:
        """The same with where it is."""
        said, where = KIND_WORDS[Kind(self.kind)], full_name(self.unit_type, self.place_name)
        return " · ".join(filter(None, (str(said), where, self.above)))


A_LINE = ("uuid", "name", "kind", "place__unit_type", "place__name", "parent__name")
A_PAGE = 50
Lines = QuerySet[Organisation, tuple[object, ...]]


def _offices(beginning: str | None, name: str | None, last: int | None) -> Lines:
    """Offices below a path of the tree; without one, the agencies of the province itself."""
    rows = Organisation.objects.current().after(name, last)
    if beginning is None:
        rows = rows.agencies().exclude(place__kind="commune")
    else:
        rows = rows.offices().filter(place__path__startswith=beginning)
    return rows.values_list(*A_LINE)[: A_PAGE + 1]


def _businesses(beginning: str | None, name: str | None, last: int | None) -> Lines:
    rows = Organisation.objects.current().after(name, last).businesses().exclude(kind=Kind.HOUSEHOLD_BUSINESS)
    rows = rows if beginning is None else rows.filter(place__path__startswith=beginning)
    return rows.values_list(*A_LINE)[: A_PAGE + 1]


OFFICES_LISTED = Listing(OrganisationLine, _offices)
BUSINESSES_LISTED = Listing(OrganisationLine, _businesses)


class PostTitle(models.Model):
    """A title that posts of an organisation bear (`Chủ tịch UBND`), with the role of its holders and their number."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="titles")
    title = models.CharField(max_length=120)
    role = models.CharField(max_length=20)
    seats = models.PositiveSmallIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "title"], name="post_title_once_per_organisation"),
            models.CheckConstraint(condition=Q(seats__gte=1), name="post_title_has_a_seat"),
        ]
