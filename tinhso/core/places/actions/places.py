"""Entering places that no resolution made, and putting their figures right."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tinhso.core.places.actions.finding import index_places
from tinhso.core.places.domain import Kind, Unit
from tinhso.core.places.events import PlaceCorrected, PlacesRegistered
from tinhso.core.places.models import Place, PlaceCode
from tinhso.events.definitions import Code
from tinhso.events.log import record
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import Refusal


class NoSuchPlace(Refusal):
    sentence = _("This place does not stand. Choose one from the list.")
    field = "place"


class NotUnique(Refusal):
    sentence = _("This commune already has a village of this name. Write what tells them apart.")
    field = "name"


@transaction.atomic
def register_places(
    units: Sequence[Unit],
    *,
    by: Actor,
    at: datetime,
    since: date | None = None,
    codes: Iterable[tuple[str, str, str, str]] = (),
) -> list[Place]:
    """Enter units as the tables have them, parents first; those whose code stands already are left as they are.

    codes   (code of the place, scheme, value, note) in other lists of the nation
    Raises NoSuchPlace when a parent is neither known nor among the units.
    """
    standing = Place.objects.by_code({unit.code for unit in units} | {unit.parent for unit in units if unit.parent})
    made = open_units([unit for unit in units if unit.code not in standing], standing, since=since)
    _give_codes(standing | {place.code: place for place in made}, codes)

    for kind in dict.fromkeys(place.kind for place in made):
        first = next(place for place in made if place.kind == kind)
        count = sum(place.kind == kind for place in made)
        record(PlacesRegistered(kind=Code(kind), count=count), about=first, by=by, at=at, place=first.pk)
    index_places(made)
    return made


@transaction.atomic
def add_villages(commune: Place, villages: Sequence[tuple[str, str]], *, by: Actor, at: datetime) -> list[Place]:
    """Enter villages of a standing commune, given as (type of unit, name). Each gets the next code of the commune.

    Raises NoSuchPlace when the commune has ended, NotUnique when a name is taken or given twice.
    """
    commune = Place.objects.select_for_update().get(pk=commune.pk)
    if not commune.stands or commune.kind != Kind.COMMUNE:
        raise NoSuchPlace
    names = [f"{unit_type} {name}".casefold() for unit_type, name in villages]
    if len(set(names)) < len(names) or _village_names(commune) & set(names):
        raise NotUnique

    number = Place.objects.filter(code__startswith=f"{commune.code}-").count()
    units = [
        Unit(
            code=f"{commune.code}-{number + n:02}",
            name=name,
            kind=Kind.VILLAGE,
            unit_type=unit_type,
            parent=commune.code,
        )
        for n, (unit_type, name) in enumerate(villages, start=1)
    ]
    made = open_units(units, {commune.code: commune}, since=None)

    record(PlacesRegistered(kind=Code("village"), count=len(made)), about=commune, by=by, at=at, place=commune.pk)
    index_places(made)
    return made


@transaction.atomic
def correct_place(
    place: Place,
    *,
    area_km2: Decimal | None,
    population: int | None,
    lat: float | None,
    lon: float | None,
    by: Actor,
    at: datetime,
) -> Place:
    """Put the figures and the centre of a standing place right. Raises NoSuchPlace when it has ended."""
    place = Place.objects.select_for_update().get(pk=place.pk)
    if not place.stands:
        raise NoSuchPlace
    place.area_km2, place.population, place.lat, place.lon = area_km2, population, lat, lon
    place.save(update_fields=["area_km2", "population", "lat", "lon"])
    record(PlaceCorrected(), about=place, by=by, at=at, place=place.pk)
    return place


def open_units(units: Sequence[Unit], standing: dict[str, Place], *, since: date | None) -> list[Place]:
    """Rows for units whose parents are among `standing` or earlier kinds of these units; paths filled in."""
    known = dict(standing)
    made: list[Place] = []
    for kind in Kind:
        level = [_row(unit, known, since) for unit in units if unit.kind is kind]
        Place.objects.bulk_create(level)
        for place in level:
            place.path = f"{place.parent.path if place.parent else '/'}{place.pk}/"
        Place.objects.bulk_update(level, ["path"], batch_size=400)
        known |= {place.code: place for place in level}
        made += level
    return made


def _row(unit: Unit, known: dict[str, Place], since: date | None) -> Place:
    parent = known.get(unit.parent)
    if parent is None and unit.kind is not Kind.PROVINCE:
        raise NoSuchPlace
    place = Place(
        code=unit.code,
        name=unit.name,
        kind=unit.kind.value,
        unit_type=unit.unit_type,
        parent=parent,
        lat=unit.lat,
        lon=unit.lon,
        area_km2=unit.area_km2,
        population=unit.population,
        bbox=list(unit.bbox) if unit.bbox else None,
        valid_from=since,
    )
    place.fill()
    return place


def _village_names(commune: Place) -> set[str]:
    return {village.full_name.casefold() for village in Place.objects.current().filter(parent=commune)}


def _give_codes(places: dict[str, Place], codes: Iterable[tuple[str, str, str, str]]) -> None:
    rows = [
        PlaceCode(place=places[code], scheme=scheme, value=value, note=note)
        for code, scheme, value, note in codes
        if code in places
    ]
    PlaceCode.objects.bulk_create(rows, ignore_conflicts=True)
