"""The words of stays: what a home is, where a booking stands, why it ended."""

from collections.abc import Mapping
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from tinhso.kit.passport import Text


class HomeKind(StrEnum):
    """What sort of house it is (Law on Tourism 09/2017/QH14, article 48)."""

    HOMESTAY = "homestay"
    GUESTHOUSE = "guesthouse"
    HOTEL = "hotel"


HOME_KINDS: Mapping[HomeKind, Text] = {
    HomeKind.HOMESTAY: _("Homestay"),
    HomeKind.GUESTHOUSE: _("Guest house"),
    HomeKind.HOTEL: _("Hotel"),
}


class Standing(StrEnum):
    """Where a home stands: its host still writes, guests may book, nobody may."""

    DRAFT = "draft"
    OPEN = "open"
    CLOSED = "closed"


class Has(StrEnum):
    """What a home offers."""

    HOT_WATER = "hot_water"
    DINNER = "dinner"
    WIFI = "wifi"
    PARKING = "parking"
    STEP_FREE = "step_free"


HAS: Mapping[Has, tuple[Text, str]] = {
    Has.HOT_WATER: (_("Hot water"), "shower"),
    Has.DINNER: (_("Dinner with the family"), "fork-knife"),
    Has.WIFI: (_("Wi-Fi"), "wifi-high"),
    Has.PARKING: (_("Room for cars"), "car"),
    Has.STEP_FREE: (_("No steps"), "wheelchair"),
}


class State(StrEnum):
    """Where a booking stands.

    asked      the beds are held, the host has not answered
    unpaid     the beds are held until the deposit has come
    confirmed  the guests are expected
    here       they sleep here
    left       they have gone
    """

    ASKED = "asked"
    UNPAID = "unpaid"
    CONFIRMED = "confirmed"
    HERE = "here"
    LEFT = "left"
    CANCELLED = "cancelled"
    REFUSED = "refused"
    LAPSED = "lapsed"
    MISSED = "missed"


HOLDS = (State.ASKED, State.UNPAID, State.CONFIRMED, State.HERE, State.LEFT)
"""States in which the beds of a booking are nobody else's."""
TIMED = (State.ASKED, State.UNPAID)
"""States that end by themselves."""
AHEAD = (State.ASKED, State.UNPAID, State.CONFIRMED)
STATES: Mapping[State, Text] = {
    State.ASKED: _("Waits for the host"),
    State.UNPAID: _("Waits for the deposit"),
    State.CONFIRMED: _("Booked"),
    State.HERE: _("Guests are here"),
    State.LEFT: _("Guests have left"),
    State.CANCELLED: _("Cancelled"),
    State.REFUSED: _("The host cannot take you"),
    State.LAPSED: _("The time to hold it is over"),
    State.MISSED: _("Nobody came"),
}


class Why(StrEnum):
    """Who ended a booking."""

    GUEST = "guest"
    HOST = "host"
    CLOSED = "closed"
    SILENT = "silent"
    UNPAID = "unpaid"


class Came(StrEnum):
    """What a calendar of another site says of a span: somebody sleeps there, or the host shut it."""

    RESERVED = "reserved"
    SHUT = "shut"
