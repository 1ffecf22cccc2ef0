"""The numbers that strategies promise: how many targets stand well, and what was verified."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from tinhso.operations.strategy.models.boards import standing_well
from tinhso.warehouse.definitions import Counted, Stock, indicator
from tinhso.warehouse.definitions import Standing as Stands


def _standing_well(_at: datetime) -> Iterator[Stands]:
    for place, (well, judged) in standing_well().items():
        yield Stands(place=place, number=well, of=judged)


ON_TRACK = indicator(
    Stock(
        code="strategy.on_track",
        title=_("Targets on track or reached"),
        unit=_("targets"),
        of=("targets",),
        asks=_standing_well,
    )
)
VERIFIED = indicator(
    Counted(
        code="strategy.verified",
        title=_("Figures verified by another person"),
        unit=_("figures"),
        counts=("strategy.FigureVerified",),
    )
)
