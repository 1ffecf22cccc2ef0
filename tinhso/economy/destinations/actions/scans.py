"""A plate was scanned: one event, which says nothing of who did it."""

from datetime import datetime

from django.db import transaction

from tinhso.economy.destinations.events import PlateScanned
from tinhso.economy.destinations.models import Destination
from tinhso.events.definitions import Code
from tinhso.events.log import record
from tinhso.kit.actors import Actor


@transaction.atomic
def count_scan(one: Destination, *, language: str, by: Actor, at: datetime) -> None:
    """Count it for the commune. The actor's account and person never reach the log."""
    scanned = PlateScanned(kind=Code(one.kind), language=Code(language))
    record(scanned, about=one, by=Actor(channel=by.channel), at=at, place=one.place_id)
