"""Judging: from the figures that stand to how a target stands, and where it goes."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from types import MappingProxyType
from typing import Any, NamedTuple

from django.db import transaction
from django.utils import timezone

from tinhso.events.log import record
from tinhso.kit.actors import Actor
from tinhso.operations.strategy.domain import short_series
from tinhso.operations.strategy.domain.apart import Asked, is_long, long_ahead
from tinhso.operations.strategy.domain.figures import Point, fulfils, leading, needed_a_year, on_the_way
from tinhso.operations.strategy.domain.priors import Prior, Series, pooled
from tinhso.operations.strategy.domain.short_series import Ahead, AllZero, TooFewPoints, Tried
from tinhso.operations.strategy.domain.tables import chance_of
from tinhso.operations.strategy.domain.words import Standing, Why
from tinhso.operations.strategy.events import TargetJudged
from tinhso.operations.strategy.models import Figure, Outlook, SisterFigure, Target, TargetVersion
from tinhso.operations.strategy.models.boards import in_force

A_LOOK = 5
"""Years that are looked ahead where no target says how far."""


@dataclass(frozen=True, slots=True)
class Judged:
    """How a target stands, why, and what is expected."""

    standing: Standing
    why: Why
    last: Point | None = None
    probability: float | None = None
    needed: float | None = None
    fan: list[list[float]] = field(default_factory=list)
    tried: Tried | None = None
    method: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """All that judging one target needs."""

    target: Target
    version: TargetVersion | None
    points: Sequence[Point]
    prior: Prior

    def until(self, this_year: int) -> int:
        """The last year to look at: that of the target, else some years on."""
        return self.version.year if self.version else this_year + A_LOOK


class Looked(NamedTuple):
    """A way ahead, how forecasts from earlier years did, and by which method."""

    ahead: Ahead
    tried: Tried | None
    method: str


def judge(target: Target, *, by: Actor, at: datetime) -> Outlook:
    """Judge one target; part of the change that made it necessary."""
    return judge_all([target], by=by, at=at)[0]


@transaction.atomic
def judge_all(
    targets: Collection[Target], *, by: Actor, at: datetime, apart: Mapping[int, Looked] = MappingProxyType({})
) -> list[Outlook]:
    """Judge targets from the figures that stand now, in five queries; tell the log what changed.

    apart   target id → its way ahead as reckoned elsewhere; the others are reckoned here by the method for short series
    """
    year = timezone.localdate(at).year
    before = {row.target_id: row for row in Outlook.objects.filter(target__in=[one.pk for one in targets])}
    made = [
        _row(known, judged(known, year, apart.get(known.target.pk)), before.get(known.target.pk), at)
        for known in known_of(targets)
    ]
    Outlook.objects.bulk_create(
        [row for row, _changed in made], update_conflicts=True, unique_fields=["target"], update_fields=_JUDGED
    )
    for row, changed in made:
        if changed:
            told = TargetJudged(standing=Standing(row.standing))
            record(told, about=row.target, by=by, at=at, place=row.target.goal.strategy.place_id)
    return [row for row, _changed in made]


def known_of(targets: Iterable[Target]) -> list[Known]:
    """What judging needs of each: the version in force, the leading figures, what is usual. Three queries."""
    listed = list(targets)
    versions, figures = in_force(listed), _figures(listed)
    sisters = SisterFigure.objects.series({one.measure for one in listed if one.measure})
    priors: dict[tuple[str, float | None], Prior] = {}
    return [
        Known(one, versions.get(one.pk), _points(one, figures.get(one.pk, [])), _prior(one, sisters, priors))
        for one in listed
    ]


def looked_ahead_apart(known: Iterable[Known], this_year: int) -> dict[int, Looked]:
    """Target id → the way ahead of those with long series. Raises NotInstalled, NotAnswered."""
    long = [one for one in known if is_long(one.points)]
    asked = [Asked(one.points, one.target.measured_in.ceiling, one.until(this_year)) for one in long]
    if not asked:
        return {}
    return {one.target.pk: Looked(*found, "long") for one, found in zip(long, long_ahead(asked), strict=True)}


def judged(known: Known, this_year: int, apart: Looked | None = None) -> Judged:
    """How a target stands in a year, by its figures."""
    if not known.points:
        return Judged(Standing.UNSET if known.version is None else Standing.NO_DATA, Why.NO_FIGURE)
    found = _looked_ahead(known, apart, this_year)
    if known.version is None:
        return found
    last, target = known.points[-1], known.version.goal_point
    if fulfils(last.value, target.value, known.target.way):
        return _with(found, Standing.REACHED, Why.VALUE)
    if last.year >= target.year:
        return _with(found, Standing.MISSED, Why.VALUE)
    if this_year > target.year:
        return _with(found, Standing.NO_DATA, Why.NO_FIGURE_OF_THE_YEAR)
    if found.probability is not None:
        good = chance_of(found.probability).on_track
        return _with(found, Standing.ON_TRACK if good else Standing.AT_RISK, Why.FORECAST)
    return _by_the_path(known, found)


def _by_the_path(known: Known, found: Judged) -> Judged:
    """Without a forecast: is the last figure as far as the straight way asks?"""
    version, last = known.version, known.points[-1]
    if version is None or found.why is Why.ALL_ZERO:
        return found
    start = version.baseline_point or (known.points[0] if len(known.points) > 1 else None)
    if start is None or start.year >= last.year or start.year >= version.year:
        return _with(found, Standing.NO_DATA, Why.TOO_FEW)
    wanted = on_the_way(last.year, start, version.goal_point)
    good = fulfils(last.value, wanted, known.target.way) and last.value != start.value
    return _with(found, Standing.ON_TRACK if good else Standing.AT_RISK, Why.PATH)


def _looked_ahead(known: Known, apart: Looked | None, this_year: int) -> Judged:
    """The forecast, where one can be made, before any verdict."""
    last = known.points[-1]
    standing = Standing.UNSET if known.version is None else Standing.NO_DATA
    needed = needed_a_year(last, known.version.goal_point) if known.version else None
    try:
        ahead, tried, method = apart or _looked(known, known.until(this_year))
    except (TooFewPoints, AllZero) as none:
        why = Why.ALL_ZERO if isinstance(none, AllZero) else Why.TOO_FEW
        return Judged(standing, why, last, needed=needed)
    probability = ahead.probability(known.version.goal_point, known.target.way) if known.version else None
    why = Why.FORECAST if known.version else Why.NO_TARGET
    return Judged(standing, why, last, probability, needed, ahead.fan(), tried, method if ahead.years else "")


def _looked(known: Known, until: int) -> Looked:
    """By the method for short series. Raises TooFewPoints, AllZero."""
    ceiling = known.target.measured_in.ceiling
    ahead = short_series.ahead(known.points, ceiling, known.prior, until)
    return Looked(ahead, short_series.tried(known.points, ceiling, known.prior), "short")


def _with(found: Judged, standing: Standing, why: Why) -> Judged:
    return replace(found, standing=standing, why=why)


def _figures(targets: Sequence[Target]) -> dict[int, list[Figure]]:
    found: dict[int, list[Figure]] = {}
    for row in Figure.objects.standing().filter(target__in=[one.pk for one in targets], whole_year=True):
        found.setdefault(row.target_id, []).append(row)
    return found


def _points(target: Target, figures: Iterable[Figure]) -> list[Point]:
    leads = leading((row.candidate for row in figures), target.method)
    return [Point(year, float(leads[year].value)) for year in sorted(leads)]


def _prior(
    target: Target, sisters: Mapping[str, list[list[tuple[int, float]]]], made: dict[tuple[str, float | None], Prior]
) -> Prior:
    """What is usual for its measure, pooled once however many targets share it."""
    key = (target.measure, target.measured_in.ceiling)
    if key not in made:
        series: Iterable[Series] = sisters.get(target.measure, [])
        made[key] = pooled(series, key[1])
    return made[key]


_JUDGED = [
    "standing", "why", "year", "value", "probability", "needed", "fan", "tried", "method", "judged_at",
]  # fmt: skip


def _row(known: Known, judged: Judged, before: Outlook | None, at: datetime) -> tuple[Outlook, bool]:
    """The row as it will stand, and whether the verdict is another than before."""
    tried: dict[str, Any] = {}
    if judged.tried:
        tried = {"times": judged.tried.times, "error": judged.tried.error, "idle": judged.tried.idle_error}
    row = Outlook(
        target=known.target, standing=judged.standing, why=judged.why, probability=judged.probability,
        year=judged.last.year if judged.last else None, value=judged.last.value if judged.last else None,
        needed=judged.needed, fan=judged.fan, tried=tried, method=judged.method, judged_at=at,
    )  # fmt: skip
    return row, before is None or before.standing != judged.standing
