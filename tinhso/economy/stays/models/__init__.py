"""The tables of stays."""

from tinhso.economy.stays.models.bookings import Booking, Night, RegisterLine, Review, Waiting
from tinhso.economy.stays.models.feeds import Feed, FeedSpan
from tinhso.economy.stays.models.homes import Home, Room, SeasonRate
from tinhso.economy.stays.models.notices import StayNotice

__all__ = [
    "Booking",
    "Feed",
    "FeedSpan",
    "Home",
    "Night",
    "RegisterLine",
    "Review",
    "Room",
    "SeasonRate",
    "StayNotice",
    "Waiting",
]
