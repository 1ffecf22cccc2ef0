"""Events and things that the tests of the log happen to."""

from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID

from django.contrib.contenttypes.models import ContentType

from tinhso.events.definitions import Code, Event, event
from tinhso.events.log import record
from tinhso.kit.actors import Actor, Channel

NOW = datetime(2026, 11, 21, 2, 3, 4, 5, tzinfo=UTC)
MAI = UUID("0190a5a0-0000-7000-8000-000000000001")
TONG = UUID("0190a5a0-0000-7000-8000-000000000002")
HELPER = Actor(account=7, person=MAI, for_person=TONG, mandate=UUID(int=9), post=3, channel=Channel.FIELD)


class Road(StrEnum):
    PAVED = "paved"
    EARTH = "earth"


@event(version=3)
class BridgeOpened(Event):
    """One field of every kind an event may have."""

    span: Decimal
    opened: date
    checked: datetime
    inspector: UUID
    road: Road
    topic: Code
    lanes: int
    tolled: bool
    closed: date | None = None
    ferry: UUID | None = None


@event()
class StoneLaid(Event):
    number: int


@event()
class StoneSeen(Event):
    number: int


def bridge_opened(**changes: object) -> BridgeOpened:
    fields: dict[str, object] = {
        "span": Decimal("12.50"),
        "opened": date(2026, 2, 28),
        "checked": datetime(2026, 2, 28, 23, 59, 59, 1, tzinfo=UTC),
        "inspector": MAI,
        "road": Road.EARTH,
        "topic": Code("cầu-treo"),
        "lanes": 2,
        "tolled": False,
    }
    return BridgeOpened(**{**fields, **changes})


def thing(number: int = 0) -> ContentType:
    """Some row an entry is about; it lives in no table of its own, so nothing has to be made first."""
    return ContentType(pk=9_000_000 + number, app_label="bridges", model="bridge")


def lay_stones(count: int, *, first: int = 0) -> None:
    for number in range(first, first + count):
        record(StoneLaid(number=number), about=thing(number % 7), by=HELPER, at=NOW, place=number % 5)
