"""The tables of places: the units, the resolutions that change them, what a person still has to decide, boundaries."""

from tinhso.core.places.models.boundaries import Boundary, Map, areas, coloured, map_of, neighbours_of
from tinhso.core.places.models.lines import (
    A_PAGE,
    COMMUNES,
    PROVINCES,
    CommuneLine,
    PlaceLine,
    home_line,
    lines_below,
)
from tinhso.core.places.models.place import Place, PlaceCode, PlaceQuerySet
from tinhso.core.places.models.resolution import PlaceChoice, Resolution, Succession, lineage

__all__ = [
    "A_PAGE",
    "COMMUNES",
    "PROVINCES",
    "Boundary",
    "CommuneLine",
    "Map",
    "Place",
    "PlaceChoice",
    "PlaceCode",
    "PlaceLine",
    "PlaceQuerySet",
    "Resolution",
    "Succession",
    "areas",
    "coloured",
    "home_line",
    "lineage",
    "lines_below",
    "map_of",
    "neighbours_of",
]
