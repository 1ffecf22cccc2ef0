"""Loading: a province's papers and published figures from the tables of this system, all with their source."""

import csv
from collections.abc import Iterator
from datetime import datetime, time
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from tinhso.core.places.models import Place
from tinhso.kit.actors import Actor
from tinhso.operations.strategy.actions.counting import take_sisters
from tinhso.operations.strategy.actions.figures import FigureTold, take_figure
from tinhso.operations.strategy.actions.strategies import adopt_strategy, enter_strategy
from tinhso.operations.strategy.domain.documents import StrategyTold
from tinhso.operations.strategy.domain.tables import TABLES, read_table
from tinhso.operations.strategy.models import SisterFigure, Strategy, Target


@transaction.atomic
def load_province(province: str, place: Place, *, by: Actor, at: datetime) -> int:
    """Enter the strategies of a province and what was published of their targets. Returns the strategies entered."""
    told = [StrategyTold.model_validate(row) for row in read_table("strategies.json")[province]]
    new = [one for one in told if not Strategy.objects.filter(code=one.code).exists()]
    _take_sisters({place.name, *(one.area for one in told)})
    for one in new:
        strategy = enter_strategy(one, place, by=by, at=at)
        adopt_strategy(strategy, by=by, at=_signed(one, at))
    codes = {one.code for one in new}
    for row in _lines("figures.csv"):
        if row["strategy"] in codes:
            _take(row, by=by, at=at)
    return len(new)


def _signed(told: StrategyTold, at: datetime) -> datetime:
    return timezone.make_aware(datetime.combine(told.signed, time(9))) if told.signed else at


def _take(row: dict[str, str], *, by: Actor, at: datetime) -> None:
    targets = Target.objects.select_related("goal__strategy")
    target = targets.get(goal__strategy__code=row["strategy"], code=row["target"])
    told = FigureTold(
        year=int(row["year"]), value=Decimal(row["value"]), unit=row["unit"], method=row["method"],
        whole_year=row["whole_year"] == "yes",
    )  # fmt: skip
    take_figure(target, told, source=row["source"], by=by, at=at)


def _take_sisters(ours: set[str]) -> None:
    """Figures of all other provinces: what is our own is no sister's."""
    take_sisters([SisterFigure(**row) for row in _lines("sisters.csv") if row["area"] not in ours])


def _lines(name: str) -> Iterator[dict[str, str]]:
    with (TABLES / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
