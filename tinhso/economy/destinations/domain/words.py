"""Kinds of places, interests, ways to travel: the codes, and their words for people."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from tinhso.kit.passport import Text


class Kind(StrEnum):
    SIGHT = "sight"
    VILLAGE = "village"
    MUSEUM = "museum"
    MARKET = "market"
    FESTIVAL = "festival"
    TRAIL = "trail"
    FOOD = "food"
    CRAFT = "craft"


class Status(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class Interest(StrEnum):
    """What someone comes for."""

    NATURE = "nature"
    CULTURE = "culture"
    MARKETS = "markets"
    FOOD = "food"


class Vehicle(StrEnum):
    MOTORBIKE = "motorbike"
    CAR = "car"
    COACH = "coach"


class Road(StrEnum):
    """The worst stretch of the way to a place."""

    UNKNOWN = "unknown"
    COACH = "coach"
    CAR = "car"
    MOTORBIKE = "motorbike"
    FOOT = "foot"


class Signal(StrEnum):
    """What a telephone has there."""

    UNKNOWN = "unknown"
    GOOD = "good"
    WEAK = "weak"
    NONE = "none"


class Steps(StrEnum):
    """Whether one comes there without a step."""

    UNKNOWN = "unknown"
    FREE = "free"
    PARTLY = "partly"
    STEPS = "steps"


class Basis(StrEnum):
    """From what a way is reckoned."""

    OSM = "osm"
    TABLE = "table"
    CROW = "crow"


KINDS: Mapping[Kind, Text] = {
    Kind.SIGHT: _("Sight"),
    Kind.VILLAGE: _("Village that hosts guests"),
    Kind.MUSEUM: _("Museum or relic"),
    Kind.MARKET: _("Market"),
    Kind.FESTIVAL: _("Festival"),
    Kind.TRAIL: _("Walk or climb"),
    Kind.FOOD: _("Food and drink"),
    Kind.CRAFT: _("Craft"),
}
ICONS: Mapping[Kind, str] = {
    Kind.SIGHT: "mountains",
    Kind.VILLAGE: "house-line",
    Kind.MUSEUM: "bank",
    Kind.MARKET: "shopping-bag",
    Kind.FESTIVAL: "confetti",
    Kind.TRAIL: "path",
    Kind.FOOD: "fork-knife",
    Kind.CRAFT: "needle",
}
INTERESTS: Mapping[Interest, Text] = {
    Interest.NATURE: _("Mountains, water, flowers"),
    Interest.CULTURE: _("Villages, crafts, history"),
    Interest.MARKETS: _("Markets and festivals"),
    Interest.FOOD: _("Food and gardens"),
}
SERVES: Mapping[Kind, frozenset[Interest]] = {
    Kind.SIGHT: frozenset({Interest.NATURE}),
    Kind.VILLAGE: frozenset({Interest.CULTURE}),
    Kind.MUSEUM: frozenset({Interest.CULTURE}),
    Kind.MARKET: frozenset({Interest.MARKETS, Interest.FOOD}),
    Kind.FESTIVAL: frozenset({Interest.MARKETS, Interest.CULTURE}),
    Kind.TRAIL: frozenset({Interest.NATURE}),
    Kind.FOOD: frozenset({Interest.FOOD}),
    Kind.CRAFT: frozenset({Interest.CULTURE}),
}
STAYS: Mapping[Kind, int] = {
    Kind.SIGHT: 75, Kind.VILLAGE: 90, Kind.MUSEUM: 60, Kind.MARKET: 75, Kind.FESTIVAL: 180, Kind.TRAIL: 240,
    Kind.FOOD: 60, Kind.CRAFT: 60,
}  # fmt: skip
"""Minutes that a visit takes where nobody said otherwise."""
VEHICLES: Mapping[Vehicle, Text] = {
    Vehicle.MOTORBIKE: _("Motorbike"),
    Vehicle.CAR: _("Car"),
    Vehicle.COACH: _("Coach or large bus"),
}
ROADS: Mapping[Road, Text] = {
    Road.UNKNOWN: _("Not known yet. Ask in the commune before you drive."),
    Road.COACH: _("Good for every vehicle"),
    Road.CAR: _("Small cars and motorbikes"),
    Road.MOTORBIKE: _("Motorbikes only"),
    Road.FOOT: _("The last part on foot"),
}
SIGNALS: Mapping[Signal, Text] = {
    Signal.UNKNOWN: _("Not known yet. Save this page before you go."),
    Signal.GOOD: _("Good"),
    Signal.WEAK: _("Weak. Save this page before you go."),
    Signal.NONE: _("None. Save this page before you go."),
}
STEPS: Mapping[Steps, Text] = {
    Steps.UNKNOWN: _("Not known yet. Call the commune first."),
    Steps.FREE: _("Without steps, also with a wheelchair"),
    Steps.PARTLY: _("Partly without steps"),
    Steps.STEPS: _("Only by steps"),
}
BASES: Mapping[Basis, Text] = {
    Basis.OSM: _("along the roads of OpenStreetMap"),
    Basis.TABLE: _("by the province's table of roads"),
    Basis.CROW: _("estimated: straight line, with an allowance for mountains"),
}
WEEKDAYS: Sequence[Text] = (
    _("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"),
)  # fmt: skip
ANIMALS: Sequence[Text] = (
    _("Rat (Tý)"), _("Ox (Sửu)"), _("Tiger (Dần)"), _("Cat (Mão)"), _("Dragon (Thìn)"), _("Snake (Tỵ)"),
    _("Horse (Ngọ)"), _("Goat (Mùi)"), _("Monkey (Thân)"), _("Rooster (Dậu)"), _("Dog (Tuất)"), _("Pig (Hợi)"),
)  # fmt: skip
