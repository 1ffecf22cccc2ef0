"""Roads, from the province's table or an extract of OpenStreetMap, and the ways reckoned from them.

The graph is held by rustworkx, which only this room loads; a command or a job calls it, never a page.
"""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np
import rustworkx
from django.db import transaction

from tinhso.economy.destinations.domain.planning import TERRAIN
from tinhso.economy.destinations.domain.words import Basis
from tinhso.economy.destinations.models import Destination, Junction, Leg, Road
from tinhso.kit.ground import Point, metres, to_the_metre

ACCESS_SPEED = 25.0
"""Kilometres an hour from a place to the nearest road of the graph."""
FARTHEST = 8 * 60
"""Ways that take longer than so many minutes are not kept."""
FARTHEST_ACCESS = 15.0
"""A place that lies farther from any junction, in kilometres, is not on this map."""
Stretch = tuple[int, int, float, float]


@transaction.atomic
def put_roads(junctions: Sequence[tuple[str, float, float]], stretches: Iterable[Stretch], *, basis: Basis) -> None:
    """Take these roads instead of those that stand: junctions as name, latitude, longitude; stretches as the places of
    two junctions in that list, kilometres, minutes. The same roads again change nothing but ids.
    """
    Road.objects.all().delete()
    Junction.objects.all().delete()
    rows = Junction.objects.bulk_create(
        (Junction(name=name, lat=lat, lon=lon, basis=basis) for name, lat, lon in junctions), batch_size=2000
    )
    Road.objects.bulk_create(
        (Road(one=rows[one], other=rows[other], km=km, minutes=minutes) for one, other, km, minutes in stretches),
        batch_size=2000,
    )


@transaction.atomic
def reckon_legs() -> int:
    """Reckon the ways between all published places and named junctions anew; says how many."""
    junctions = list(Junction.objects.order_by("pk"))
    Leg.objects.all().delete()
    if not junctions:
        return 0
    legs = _legs(_graph(junctions), junctions, _points(junctions))
    return len(Leg.objects.bulk_create(legs, batch_size=2000))


def _graph(junctions: Sequence[Junction]) -> Any:
    """The graph, a node for each junction in their order, each edge with minutes and kilometres."""
    graph: Any = rustworkx.PyGraph(multigraph=False)
    nodes = dict(zip((one.pk for one in junctions), graph.add_nodes_from(range(len(junctions))), strict=True))
    graph.add_edges_from(
        [
            (nodes[one], nodes[other], (minutes, km))
            for one, other, km, minutes in Road.objects.values_list("one", "other", "km", "minutes")
        ]
    )
    return graph


def _points(junctions: Iterable[Junction]) -> list[Point]:
    places = {to_the_metre(point) for point in Destination.objects.shown().values_list("lat", "lon")}
    return sorted(places | {to_the_metre((one.lat, one.lon)) for one in junctions if one.name})


def _legs(graph: Any, junctions: Sequence[Junction], points: Sequence[Point]) -> Iterator[Leg]:
    where = np.array([(one.lat, one.lon) for one in junctions])
    at = [_nearest(point, where) for point in points]
    for start, (node, access) in zip(points, at, strict=True):
        if access > FARTHEST_ACCESS:
            continue
        minutes = rustworkx.dijkstra_shortest_path_lengths(graph, node, lambda edge: edge[0])
        paths = rustworkx.dijkstra_shortest_paths(graph, node, weight_fn=lambda edge: edge[0])
        for end, (other, egress) in zip(points, at, strict=True):
            if start == end or other == node or other not in minutes or egress > FARTHEST_ACCESS:
                continue
            km = sum(graph.get_edge_data(one, two)[1] for one, two in _steps(paths[other]))
            yield from _leg(start, end, km + access + egress, minutes[other], access + egress, junctions[node].basis)


def _steps(path: Sequence[int]) -> Iterator[tuple[int, int]]:
    return zip(path, list(path)[1:], strict=False)


def _leg(start: Point, end: Point, km: float, minutes: float, beside: float, basis: str) -> Iterator[Leg]:
    """One way; none when it is farther than anyone plans in a day."""
    whole = round(minutes + beside / ACCESS_SPEED * 60)
    if whole <= FARTHEST:
        yield Leg(
            from_lat=start[0], from_lon=start[1], to_lat=end[0], to_lon=end[1],
            km=round(km, 1), minutes=whole, basis=basis,
        )  # fmt: skip


def _nearest(point: Point, where: Any) -> tuple[int, float]:
    """The place of the nearest junction in the list, and the kilometres to it along a mountain track."""
    squeeze = np.cos(np.radians(point[0]))
    away = (where[:, 0] - point[0]) ** 2 + ((where[:, 1] - point[1]) * squeeze) ** 2
    node = int(np.argmin(away))
    return node, metres(point, (where[node, 0], where[node, 1])) / 1000 * TERRAIN
