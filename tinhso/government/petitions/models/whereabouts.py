"""Where a phone stood: the commune around a point. Villages have no borders on the map, so they are chosen by name."""

from math import cos, radians
from typing import Final

from tinhso.core.places.models import Place

Point = tuple[float, float]
"""Latitude and longitude, WGS 84."""
NEAR: Final = 0.3
"""Degrees of latitude, some 33 km: farther from every centre nobody is taken to be in a commune."""


def commune_around(point: Point) -> Place | None:
    """The standing commune of the province with the nearest centre; None far from all of them."""
    communes = Place.objects.current().communes().within(Place.objects.home()).filter(lat__isnull=False)
    nearest = min(communes.select_related("parent"), key=lambda place: _far(place, point), default=None)
    return nearest if nearest and _far(nearest, point) <= NEAR**2 else None


def _far(place: Place, point: Point) -> float:
    """Degrees of latitude, squared: enough to compare."""
    lat, lon = point
    return ((place.lat or 0) - lat) ** 2 + (((place.lon or 0) - lon) * cos(radians(lat))) ** 2
