"""Borders and cells: checking and simplifying GeoJSON, drawing cells around centres, SVG paths, neighbours.

Degrees are WGS 84, longitude first as in GeoJSON (RFC 7946). The map's plane is equirectangular at the middle latitude,
1000 units wide, y downwards; at the size of a province the error is below one unit.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from django.utils.translation import gettext_lazy as _
from shapely import MultiPoint, MultiPolygon, Point, Polygon, STRtree, make_valid, voronoi_polygons
from shapely.errors import ShapelyError
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry

from tinhso.kit.passport import Text

WIDTH = 1000.0
FINEST = 0.7
TOLERANCE_DEGREES = 0.0005
CELL_EDGE_DEGREES = 0.09
VIETNAM = (101.0, 7.0, 118.0, 24.0)
"""West, south, east, north of everything that a border in Vietnam can touch, its islands included."""

Area: TypeAlias = Polygon | MultiPolygon


class BadShapeError(ValueError):
    """A geometry cannot be a border; `sentence` says why."""

    def __init__(self, sentence: Text) -> None:
        self.sentence = sentence
        super().__init__(str(sentence))


@dataclass(frozen=True, slots=True)
class Drawing:
    """Areas on one plane: `width` × `height` units, an SVG path and a point for the label of each key."""

    width: float
    height: float
    paths: Mapping[int, str]
    labels: Mapping[int, tuple[float, float]]


def checked(geometry: object) -> dict[str, Any]:
    """A GeoJSON geometry made valid and simplified to about 50 m. Raises BadShapeError."""
    return dict(mapping(_thinned(_area(geometry), TOLERANCE_DEGREES)))


def area_of(kept: Mapping[str, Any]) -> Area:
    """The shape of a geometry that `checked` gave."""
    return _polygonal(shape(dict(kept)))


def _area(geometry: object) -> Area:
    if not isinstance(geometry, Mapping) or geometry.get("type") not in ("Polygon", "MultiPolygon"):
        raise BadShapeError(_("A border must be a Polygon or a MultiPolygon."))
    try:
        found = _polygonal(make_valid(shape(dict(geometry))))
    except (ShapelyError, ValueError, TypeError, IndexError, KeyError, AttributeError) as error:
        raise BadShapeError(_("The corners of this border cannot be read.")) from error
    west, south, east, north = found.bounds if not found.is_empty else (0.0, 0.0, 0.0, 0.0)
    if found.is_empty or not found.area:
        raise BadShapeError(_("This border encloses nothing."))
    if west < VIETNAM[0] or south < VIETNAM[1] or east > VIETNAM[2] or north > VIETNAM[3]:
        raise BadShapeError(_("This border lies outside Vietnam. Longitude comes first, in degrees."))
    return found


def _thinned(found: Area, tolerance: float) -> Area:
    """Fewer corners; a small islet that would vanish under the tolerance is kept as it is."""
    thinner = _polygonal(found.simplify(tolerance, preserve_topology=True))
    return found if thinner.is_empty else thinner


def _polygonal(geometry: BaseGeometry) -> Area:
    """The polygons of a geometry; lines and points that repairing left over are dropped."""
    if isinstance(geometry, Polygon | MultiPolygon):
        return geometry
    parts = [part for part in getattr(geometry, "geoms", ()) if isinstance(part, Polygon | MultiPolygon)]
    return MultiPolygon([one for part in parts for one in getattr(part, "geoms", [part])])


def cells(centres: Mapping[int, tuple[float, float]]) -> dict[int, Area]:
    """A cell for each centre (lat, lon): all that is nearer to it than to another, within a hull of all centres."""
    points = {key: Point(lon, lat) for key, (lat, lon) in _apart(centres).items()}
    if not points:
        return {}
    hull = MultiPoint(list(points.values())).convex_hull.buffer(CELL_EDGE_DEGREES)
    if len(points) == 1:
        return {key: _polygonal(hull) for key in points}
    drawn = list(voronoi_polygons(MultiPoint(list(points.values())), extend_to=hull).geoms)
    tree = STRtree(drawn)
    return {key: _polygonal(drawn[int(tree.nearest(point))].intersection(hull)) for key, point in points.items()}


def _apart(centres: Mapping[int, tuple[float, float]]) -> dict[int, tuple[float, float]]:
    """Centres that fall together are set apart by about 100 m each, so that each has a cell."""
    seen: dict[tuple[float, float], int] = {}
    moved = {}
    for key, centre in sorted(centres.items()):
        step = seen.get(centre, 0)
        seen[centre] = step + 1
        moved[key] = (centre[0] + 0.0011 * step, centre[1] + 0.0007 * step)
    return moved


def neighbours(areas: Mapping[int, Area], key: int, *, gap_degrees: float = 0.002) -> list[int]:
    """Keys of the areas that touch one, or lie within a gap of about 200 m, which hand-drawn borders have."""
    if key not in areas:
        return []
    near = areas[key].buffer(gap_degrees)
    others = [other for other in areas if other != key]
    tree = STRtree([areas[other] for other in others])
    return sorted(others[int(found)] for found in tree.query(near, predicate="intersects"))


def draw(areas: Mapping[int, Area]) -> Drawing:
    """Areas as SVG paths on one plane, numbers with one decimal."""
    if not areas:
        return Drawing(WIDTH, 0.0, {}, {})
    boxes = [area.bounds for area in areas.values()]
    west, south = min(box[0] for box in boxes), min(box[1] for box in boxes)
    east, north = max(box[2] for box in boxes), max(box[3] for box in boxes)
    narrow = math.cos(math.radians((south + north) / 2))
    scale = WIDTH / ((east - west) * narrow)

    def on_plane(lon: float, lat: float) -> tuple[float, float]:
        return round((lon - west) * narrow * scale, 1), round((north - lat) * scale, 1)

    labels = {key: on_plane(*area.representative_point().coords[0][:2]) for key, area in areas.items()}
    finest = FINEST / scale
    paths = {
        key: "".join(_path(ring, on_plane) for ring in _rings(_thinned(area, finest))) for key, area in areas.items()
    }
    return Drawing(WIDTH, round((north - south) * scale, 1), paths, labels)


def rings(area: Area) -> tuple[tuple[tuple[float, float], ...], ...]:
    """The rings of an area as (longitude, latitude): what the page part for maps draws."""
    return tuple(tuple((point[0], point[1]) for point in ring) for ring in _rings(area))


def _rings(area: Area) -> list[Sequence[tuple[float, ...]]]:
    polygons = area.geoms if isinstance(area, MultiPolygon) else [area]
    return [list(ring.coords) for polygon in polygons for ring in (polygon.exterior, *polygon.interiors)]


def _path(ring: Sequence[tuple[float, ...]], on_plane: Any) -> str:
    points = [on_plane(point[0], point[1]) for point in ring[:-1]]
    return "M" + "L".join(f"{x:g},{y:g}" for x, y in points) + "Z"
