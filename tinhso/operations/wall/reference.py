"""What comes with the product: the tiles of a first day, and the words that tell of the briefing."""

from datetime import datetime
from pathlib import Path

from django.db import transaction

from tinhso.core.notices.actions import ship_kinds
from tinhso.kit.actors import Actor
from tinhso.operations.wall.actions.tiles import ship_tiles

AFTER = ("notices",)
TABLES = Path(__file__).parent / "tables"


@transaction.atomic
def load(at: datetime) -> None:
    """Enter what is not there yet."""
    by = Actor.system()
    ship_kinds(TABLES / "notices.json", system="wall", by=by, at=at)
    ship_tiles(TABLES / "tiles.json", by=by, at=at)
