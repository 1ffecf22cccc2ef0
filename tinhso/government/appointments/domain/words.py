"""The states of appointments and numbers, and the ways by which they come."""

from enum import StrEnum


class Way(StrEnum):
    """How an appointment was made."""

    PAGE = "page"
    HELPER = "helper"
    PHONE = "phone"
    COUNTER = "counter"


class Booked(StrEnum):
    """Where an appointment stands: it holds, its holder came, it was called off, its hour passed without them."""

    HOLDS = "holds"
    CAME = "came"
    CANCELLED = "cancelled"
    MISSED = "missed"


TAKES_A_SEAT = (Booked.HOLDS, Booked.CAME)
"""States in which nobody else can have that seat of that hour."""


class Why(StrEnum):
    """Why an appointment was called off."""

    ASKED = "asked"
    CLOSED = "closed"


class How(StrEnum):
    """How a number was taken."""

    KIOSK = "kiosk"
    OFFICER = "officer"
    BOOKED = "booked"


class Standing(StrEnum):
    """Where a number stands: it waits, it is called to a counter, it was served, nobody came, the day ended."""

    WAITS = "waits"
    CALLED = "called"
    SERVED = "served"
    MISSED = "missed"
    UNSERVED = "unserved"
