"""Which numbers stand on the wall."""

import json
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tinhso.events.definitions import Code
from tinhso.events.log import record
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import Refusal
from tinhso.operations.wall.domain.verdicts import Better
from tinhso.operations.wall.events import TileChosen
from tinhso.operations.wall.models import Tile
from tinhso.warehouse.definitions import promised


class ShownTwice(Refusal):
    """A number stands on the wall once."""

    sentence = _("This number stands on the wall already. Choose another one.")
    field = "indicator"


class NoSource(Refusal):
    """A target without a source is somebody's wish."""

    sentence = _("Say where this target comes from: a decision, a resolution, a plan.")
    field = "source"


@transaction.atomic
def choose_tile(
    position: int,
    *,
    indicator: str,
    days: int,
    target: float | None,
    better: Better,
    source: str,
    by: Actor,
    at: datetime,
) -> Tile:
    """Put a number at a place of the wall. Raises UnknownIndicator, ShownTwice, NoSource."""
    standing = {tile.position: tile for tile in Tile.objects.select_for_update()}
    promised(indicator)
    if any(tile.indicator == indicator and tile.position != position for tile in standing.values()):
        raise ShownTwice
    if target is not None and not source.strip():
        raise NoSource

    tile = standing.get(position) or Tile(position=position)
    said = {"indicator": indicator, "days": days, "target": target, "better": better.value, "source": source.strip()}
    if tile.pk and all(getattr(tile, name) == value for name, value in said.items()):
        return tile
    for name, value in said.items():
        setattr(tile, name, value)
    tile.save()

    record(TileChosen(position=position, indicator=Code(indicator)), about=tile, by=by, at=at)
    return tile


def ship_tiles(path: Path, *, by: Actor, at: datetime) -> None:
    """The tiles that come with the product, where nobody chose any yet."""
    if Tile.objects.exists():
        return
    for position, one in enumerate(json.loads(path.read_text(encoding="utf-8")), 1):
        choose_tile(
            position, indicator=one["indicator"], days=one["days"], target=one["target"], better=Better(one["better"]),
            source=one["source"], by=by, at=at,
        )  # fmt: skip
