"""The tables that come with the product: kinds of messages."""

from datetime import datetime
from pathlib import Path

from django.db import transaction

from tinhso.core.notices.actions import ship_kinds
from tinhso.kit.actors import Actor

AFTER = ("accounts",)
NOTICES = Path(__file__).parent / "tables" / "notices.json"


@transaction.atomic
def load(at: datetime) -> None:
    """Enter what is not there yet."""
    ship_kinds(NOTICES, system="stays", by=Actor.system(), at=at)
