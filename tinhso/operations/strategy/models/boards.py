"""What the pages show of many targets at once, in few queries."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from tinhso.operations.strategy.domain.words import Standing
from tinhso.operations.strategy.models.figures import Outlook
from tinhso.operations.strategy.models.strategies import Strategy, Target, TargetVersion


@dataclass(frozen=True, slots=True)
class Row:
    """One target with what holds for it; `outlook` is None before it was first judged."""

    target: Target
    version: TargetVersion | None
    outlook: Outlook | None

    @property
    def standing(self) -> Standing:
        return Standing(self.outlook.standing) if self.outlook else Standing.NO_DATA


def in_force(targets: Iterable[Target]) -> dict[int, TargetVersion]:
    """Target id → its last version. One query."""
    rows = TargetVersion.objects.filter(target__in=[one.pk for one in targets]).order_by("number")
    return {row.target_id: row for row in rows}


def rows_of(targets: Iterable[Target]) -> list[Row]:
    """The same targets with what holds for them. Two queries."""
    listed = list(targets)
    versions = in_force(listed)
    outlooks = {row.target_id: row for row in Outlook.objects.filter(target__in=[one.pk for one in listed])}
    return [Row(one, versions.get(one.pk), outlooks.get(one.pk)) for one in listed]


def board_of(strategy: Strategy) -> list[Row]:
    """Every target of a strategy in the order of its paper. Three queries."""
    found = Target.objects.filter(goal__strategy=strategy).select_related("goal", "owner")
    return rows_of(found.order_by("goal__number", "number", "pk"))


def counts_of(strategies: Iterable[Strategy]) -> dict[UUID, dict[Standing, int]]:
    """Strategy → how many of its targets stand how. One query."""
    found: dict[UUID, dict[Standing, int]] = {}
    rows = Target.objects.filter(goal__strategy__in=list(strategies))
    for key, standing in rows.values_list("goal__strategy__uuid", "outlook__standing"):
        told = found.setdefault(key, {})
        one = Standing(standing) if standing else Standing.NO_DATA
        told[one] = told.get(one, 0) + 1
    return found


def standing_well() -> dict[int, tuple[int, int]]:
    """Place → how many targets are on track or reached, of those that are set in strategies in force. One query."""
    found: dict[int, tuple[int, int]] = {}
    rows = Outlook.objects.filter(target__goal__strategy__adopted_at__isnull=False).exclude(standing=Standing.UNSET)
    for place, standing in rows.values_list("target__goal__strategy__place", "standing"):
        well, judged = found.get(place, (0, 0))
        found[place] = (well + (standing in _WELL), judged + 1)
    return found


_WELL = frozenset({Standing.ON_TRACK, Standing.REACHED})
