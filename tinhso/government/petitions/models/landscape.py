"""The drawing of one commune, kept in the process: its shape does not change between two looks at it."""

from datetime import date, datetime, timedelta
from functools import lru_cache

from django.utils import timezone

from tinhso.core.places.models import Place, coloured, map_of
from tinhso.government.petitions.domain.drawing import Ground, ground_of
from tinhso.kit.maps import Area

RENEWED = timedelta(minutes=10)
"""After this an imported border shows."""


def ground(commune: int, at: datetime) -> Ground | None:
    """The commune as a drawing; None when neither its border nor its centre is known."""
    return _ground(commune, timezone.localdate(at), int(at.timestamp() // RENEWED.total_seconds()))


@lru_cache(maxsize=512)
def _ground(commune: int, day: date, turn: int) -> Ground | None:
    areas = _areas(day, turn)
    return ground_of(areas[commune]) if commune in areas else None


@lru_cache(maxsize=2)
def _areas(day: date, _turn: int) -> dict[int, Area]:
    drawn = map_of(Place.objects.home(), day)
    by_code = {place.code: pk for pk, place in drawn.places.items()}
    return {by_code[area.code]: area for area in coloured(drawn, {})}
