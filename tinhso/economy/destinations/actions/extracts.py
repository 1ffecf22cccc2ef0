"""Roads of an OpenStreetMap extract as a graph: junctions where roads meet or end, and the stretches between them."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

import osmium
from osmium.osm import Way

from tinhso.kit.ground import Point, metres

SPEEDS: Mapping[str, float] = {
    "motorway": 80, "motorway_link": 50, "trunk": 50, "trunk_link": 40, "primary": 42, "primary_link": 35,
    "secondary": 36, "secondary_link": 30, "tertiary": 30, "tertiary_link": 25, "unclassified": 24, "residential": 20,
    "living_street": 15, "service": 15, "track": 12,
}  # fmt: skip
"""Kilometres an hour by car on mountain roads, by the tag `highway`."""
_ROUGH = frozenset({"unpaved", "gravel", "dirt", "ground", "earth", "mud", "rock", "stones", "sand", "compacted"})
ROUGH_SHARE = 0.6
"""How much of the speed is left without a hard surface."""
Town = tuple[str, float, float]
Track = tuple[list[tuple[int, Point]], float]


class NoRoads(Exception):
    """The file has no road that a car may take."""


def read_extract(file: Path, towns: Sequence[Town]) -> tuple[list[Town], list[tuple[int, int, float, float]]]:
    """Junctions (with each town's name at the nearest of them) and stretches as `put_roads` takes them.

    Raises NoRoads; RuntimeError when the file cannot be read.
    """
    ways = list(_ways(file))
    if not ways:
        raise NoRoads("no road in it")
    met = Counter(node for nodes, _speed in ways for node, _point in nodes)
    found, stretches = dict[int, tuple[int, Point]](), list[tuple[int, int, float, float]]()
    for nodes, speed in ways:
        for part in _between_junctions(nodes, met):
            one, other = (found.setdefault(node, (len(found), point))[0] for node, point in (part[0], part[-1]))
            km = sum(metres(here, there) for (_, here), (_, there) in pairwise(part)) / 1000
            stretches.append((one, other, round(km, 3), km / speed * 60))
    points = [point for _place, point in found.values()]
    return _named(points, towns), stretches


def _ways(file: Path) -> Iterator[Track]:
    """The roads that a car may take: their nodes with where they lie, and the speed."""
    for way in osmium.FileProcessor(str(file)).with_locations().with_filter(osmium.filter.KeyFilter("highway")):
        if not isinstance(way, Way):
            continue
        speed = SPEEDS.get(way.tags["highway"], 0)
        nodes = [(node.ref, (node.lat, node.lon)) for node in way.nodes if node.location.valid()]
        if speed and len(nodes) > 1 and way.tags.get("access") not in {"no", "private"}:
            yield nodes, speed * (ROUGH_SHARE if way.tags.get("surface") in _ROUGH else 1)


def _between_junctions(nodes: list[tuple[int, Point]], met: Counter[int]) -> Iterator[list[tuple[int, Point]]]:
    start = 0
    for place, (node, _point) in enumerate(nodes[1:], 1):
        if met[node] > 1 or place == len(nodes) - 1:
            yield nodes[start : place + 1]
            start = place


def _named(points: Sequence[Point], towns: Sequence[Town]) -> list[Town]:
    """Each town's name goes to the nearest junction."""
    names = dict[int, str]()
    for name, lat, lon in towns:
        names[min(range(len(points)), key=lambda place: metres((lat, lon), points[place]))] = name
    return [(names.get(place, ""), lat, lon) for place, (lat, lon) in enumerate(points)]
