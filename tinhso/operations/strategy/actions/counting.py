"""Counting: the years of targets that are bound to indicators, asked of the warehouse."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from tinhso.core.places.domain import Kind
from tinhso.events.definitions import Code
from tinhso.events.log import record
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import Refusal
from tinhso.operations.strategy.actions.judging import judge_all, known_of, looked_ahead_apart
from tinhso.operations.strategy.domain.figures import PLACES
from tinhso.operations.strategy.domain.words import FigureState, Origin
from tinhso.operations.strategy.events import FigureTaken
from tinhso.operations.strategy.models import Figure, SisterFigure, Target
from tinhso.warehouse.models import Fact

COUNTED = "counted"


@dataclass(frozen=True, slots=True)
class Anew:
    """What was counted and judged anew; `without`: why long series were forecast as short ones."""

    changed: int
    judged: int
    without: str = ""


def count_figures(*, by: Actor, at: datetime) -> Anew:
    """Ask the warehouse for this year and the last of every bound target, then judge all targets.

    What the warehouse does not know is no figure; a year that is not over stands beside and is not forecast from.
    Long series are forecast by a child process, outside any transaction.
    """
    today, years = timezone.localdate(at), (timezone.localdate(at).year - 1, timezone.localdate(at).year)
    targets = list(Target.objects.select_related("goal__strategy__place").order_by("pk"))
    bound = [one for one in targets if one.indicators and one.goal.strategy.place.kind == Kind.PROVINCE]
    changed = sum(_count(one, year, today, by=by, at=at) for one in bound for year in years)
    try:
        apart, without = looked_ahead_apart(known_of(targets), today.year), ""
    except Refusal as refusal:
        apart, without = {}, str(refusal.told)
    judge_all(targets, by=by, at=at, apart=apart)
    return Anew(changed, len(targets), without)


@transaction.atomic
def _count(target: Target, year: int, today: date, *, by: Actor, at: datetime) -> bool:
    value = _value(target, year)
    if value is None:
        return False
    row, made = Figure.objects.get_or_create(
        target=target, year=year, method=COUNTED, source=", ".join(target.indicators), state=FigureState.STANDS,
        defaults={"value": value, "origin": Origin.COUNTED, "whole_year": year < today.year, "told_at": at},
    )  # fmt: skip
    if not made and (row.value, row.whole_year) == (value, year < today.year):
        return False
    row.value, row.whole_year, row.told_at = value, year < today.year, at
    row.save(update_fields=["value", "whole_year", "told_at"])
    told = FigureTaken(year=year, value=value, method=Code(COUNTED), origin=Origin.COUNTED)
    record(told, about=row, by=by, at=at, place=target.goal.strategy.place_id)
    return True


def _value(target: Target, year: int) -> Decimal | None:
    """Numerators of all its indicators over their common denominator, in per cent; a plain count for an amount.

    None where nothing is known, there is nothing to take a share of, or more than all of it.
    """
    first, last = date(year, 1, 1), date(year, 12, 31)
    totals = Fact.objects.totals(target.indicators, first=first, last=last)
    if not totals:
        return None
    found = sum(total.numerator or 0 for total in totals.values())
    if target.measured_in.ceiling is None:
        return Decimal(found)
    whole = max(total.denominator or 0 for total in totals.values())
    return (Decimal(100 * found) / whole).quantize(PLACES) if 0 < whole >= found else None


def take_sisters(rows: list[SisterFigure]) -> int:
    """Enter figures of other provinces where they are not known yet."""
    return len(SisterFigure.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500))
