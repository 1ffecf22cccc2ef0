"""Ways along the surface of the earth, as the crow flies. Points are (latitude, longitude) in degrees, WGS 84."""

from math import asin, cos, radians, sin, sqrt

EARTH = 6_371_008.8
"""Mean radius of the earth in metres (IUGG)."""
Point = tuple[float, float]


def metres(one: Point, other: Point) -> float:
    """The way between two points by the haversine formula, in metres."""
    (lat1, lon1), (lat2, lon2) = ((radians(lat), radians(lon)) for lat, lon in (one, other))
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * EARTH * asin(min(1.0, sqrt(half)))


def to_the_metre(point: Point) -> Point:
    """A point rounded to five decimals, as a key of tables."""
    return round(point[0], 5), round(point[1], 5)
