"""What a figure may be, and which of several figures of a year leads."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from tinhso.kit.refusals import Refusal
from tinhso.operations.strategy.domain.tables import Unit
from tinhso.operations.strategy.domain.words import Direction, Origin

ROUNDING = Decimal("0.02")
"""Parts that were rounded one by one may miss their sum by so much: 7.77 + 4.91 is published as 12.67."""
PLACES = Decimal("0.0001")


class OverTheMost(Refusal):
    sentence = _("A share cannot be below 0 or above its most. Look at the figure and the unit once more.")
    field = "value"


class NothingToDivideBy(Refusal):
    sentence = _("The whole is zero, so no share can be reckoned. Leave the year out until the whole is known.")
    field = "whole"


class PartsDoNotAdd(Refusal):
    sentence = _("The parts do not add up to the figure. Check both.")
    field = "value"


class NothingTold(Refusal):
    sentence = _("Give the figure. If it is not known, leave the year out: unknown is not zero.")
    field = "value"


class BelowZero(Refusal):
    sentence = _("An amount cannot be below zero.")
    field = "value"


@dataclass(frozen=True, slots=True)
class Point:
    """A figure of a year as the forecast sees it."""

    year: int
    value: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """One of the figures of a year: what it rests on, how it was counted, and its number in the order of arrival."""

    year: int
    value: Decimal
    method: str
    origin: Origin
    number: int


_RANK = {Origin.COUNTED: 2, Origin.DECLARED: 1, Origin.IMPORTED: 0}


def leading(candidates: Iterable[Candidate], method: str) -> dict[int, Candidate]:
    """The figure of each year that is drawn and forecast from: of one method only.

    Counted goes before declared, declared before imported, then the one that came last.
    """
    found: dict[int, Candidate] = {}
    for one in sorted(candidates, key=lambda one: (one.year, _RANK[one.origin], one.number)):
        if one.method == method:
            found[one.year] = one
    return found


def checked(value: Decimal | None, unit: Unit) -> Decimal:
    """A value that a unit can have. Raises NothingTold, BelowZero, OverTheMost."""
    if value is None or not value.is_finite():
        raise NothingTold
    if value < 0:
        raise BelowZero if unit.ceiling is None else OverTheMost
    if unit.ceiling is not None and value > Decimal(str(unit.ceiling)):
        raise OverTheMost
    return value.quantize(PLACES)


def of_parts(parts: Mapping[str, Decimal], whole: Decimal | None, value: Decimal | None) -> Decimal | None:
    """The figure that its parts make: their sum, or with a `whole` their share of it in per cent.

    The two-part method of the General Statistics Office: value added of the core digital economy (VSIC 26 and services
    of information) and of the digitalisation of other industries, over GRDP.
    Raises NothingToDivideBy, PartsDoNotAdd.
    """
    if not parts:
        return value
    added = sum(parts.values(), Decimal(0))
    if whole is not None:
        if whole <= 0:
            raise NothingToDivideBy
        added = added / whole * 100
    if value is not None and abs(added - value) > ROUNDING:
        raise PartsDoNotAdd
    return added if value is None else value


def fulfils(value: float, target: float, direction: Direction) -> bool:
    """Whether a value is as good as the target."""
    return value >= target if direction is Direction.UP else value <= target


def on_the_way(year: int, baseline: Point, target: Point) -> float:
    """What the straight way from baseline to target asks for in a year. Raises ValueError for a target not after it."""
    if target.year <= baseline.year:
        raise ValueError("the target lies after the baseline")
    done = min(1.0, max(0.0, (year - baseline.year) / (target.year - baseline.year)))
    return baseline.value + done * (target.value - baseline.value)


def needed_a_year(last: Point, target: Point) -> float | None:
    """By how much the figure must change each year, in its unit. None when no year is left."""
    left = target.year - last.year
    return (target.value - last.value) / left if left > 0 else None


def needed_growth(last: Point, target: Point) -> float | None:
    """The same as growth: 0.08 is 8 % a year. None when no year is left or a value is not above zero."""
    left = target.year - last.year
    if left <= 0 or last.value <= 0 or target.value <= 0:
        return None
    return float((target.value / last.value) ** (1 / left) - 1)
