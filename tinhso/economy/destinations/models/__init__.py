"""The tables of destinations."""

from tinhso.economy.destinations.models.destinations import OSM, PERMISSION, Destination
from tinhso.economy.destinations.models.roads import Junction, Leg, Nearby, Road
from tinhso.economy.destinations.models.trips import HELD, HIDDEN, SHOWN, Caution, Medium, Review, Trip

__all__ = [
    "HELD",
    "HIDDEN",
    "OSM",
    "PERMISSION",
    "SHOWN",
    "Caution",
    "Destination",
    "Junction",
    "Leg",
    "Medium",
    "Nearby",
    "Review",
    "Road",
    "Trip",
]
