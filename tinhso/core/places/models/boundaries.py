"""Boundaries of places, where a province has imported them, and the map that is drawn from them or from the centres."""

from collections import OrderedDict
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from django.db import models
from django.urls import reverse

from tinhso.core.places.domain.shapes import Area, Drawing, area_of, cells, draw, neighbours, rings
from tinhso.core.places.models.place import Place
from tinhso.kit import maps as kit_maps

MOST_MAPS = 16


class Boundary(models.Model):
    """The border of a place as GeoJSON (Polygon or MultiPolygon, WGS 84), simplified on import.

    source   where it came from, as the one who imported it said
    """

    place = models.OneToOneField(Place, on_delete=models.CASCADE, primary_key=True, related_name="boundary")
    shape = models.JSONField()
    source = models.CharField(max_length=200, default="", blank=True)
    imported_at = models.DateTimeField()


class Map(NamedTuple):
    """The communes of a province on one day: their places by id, their shapes, and the drawing of them.

    schematic   True when at least one shape is a cell around a centre and not a border
    """

    places: dict[int, Place]
    shapes: dict[int, Area]
    drawing: Drawing
    schematic: bool


_maps: OrderedDict[tuple[object, ...], tuple[dict[int, Area], Drawing]] = OrderedDict()


def map_of(province: Place, day: date) -> Map:
    """The map of a province's communes. Places without a border get a cell around their centre; without both, none.

    Shapes and drawing are kept in the process as long as centres and borders stay the same.
    """
    places = {place.pk: place for place in Place.objects.communes().on(day).within(province).by_name()}
    borders = dict(Boundary.objects.filter(place__in=places).values_list("place", "imported_at"))
    centres = {
        pk: (place.lat, place.lon) for pk, place in places.items() if place.lat is not None and place.lon is not None
    }
    key = (tuple(sorted(centres.items())), tuple(sorted(borders.items())))
    if key not in _maps:
        shapes = _shapes(centres, set(borders))
        _maps[key] = (shapes, draw(shapes))
        while len(_maps) > MOST_MAPS:
            _maps.popitem(last=False)
    shapes, drawing = _maps[key]
    return Map(places, shapes, drawing, schematic=bool(shapes.keys() - borders.keys()))


def areas(province: Place, day: date) -> list[tuple[Place, str]]:
    """Each commune of a province with the SVG path of its area, in the order of names, 1000 units wide."""
    drawn = map_of(province, day)
    return [(place, drawn.drawing.paths[pk]) for pk, place in drawn.places.items() if pk in drawn.drawing.paths]


def coloured(drawn: Map, values: Mapping[int, float]) -> list[kit_maps.Area]:
    """The areas of a map with a value for each place id, for the page part `area_map`; a missing value is not known."""
    return [
        kit_maps.Area(
            code=place.code,
            name=place.name,
            rings=rings(drawn.shapes[pk]),
            value=values.get(pk),
            href=reverse("place", args=[place.address_key]),
        )
        for pk, place in drawn.places.items()
        if pk in drawn.shapes
    ]


def neighbours_of(place: Place, drawn: Map) -> list[Place]:
    """The communes that touch one on a map, in the order of names."""
    touching = set(neighbours(drawn.shapes, place.pk))
    return [other for pk, other in drawn.places.items() if pk in touching]


def _shapes(centres: dict[int, tuple[float, float]], bordered: set[int]) -> dict[int, Area]:
    shapes = cells(centres)
    kept = Boundary.objects.filter(place__in=bordered).values_list("place", "shape")
    return shapes | {pk: area_of(shape) for pk, shape in kept}
