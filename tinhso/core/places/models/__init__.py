"""The tables of places: the units, the resolutions that change them, what a person still has to decide, boundaries."""

from tinhso.core.places.models.boundaries import Boundary, Map, areas, coloured, map_of, neighbours_of
from tinhso.core.places.models.place import Place, PlaceCode, PlaceQuerySet
from tinhso.core.places.models.resolution import PlaceChoice, Resolution, Succession, lineage

__all__ = [
    "Boundary",
    "Map",
    "Place",
    "PlaceChoice",
    "PlaceCode",
    "PlaceQuerySet",
    "Resolution",
    "Succession",
    "areas",
    "coloured",
    "lineage",
    "map_of",
    "neighbours_of",
]
