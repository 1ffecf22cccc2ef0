"""A province's way through the years: imported figures only, rebased where it was merged."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tinhso.core.places.models import Place, lineage
from tinhso.operations.index.domain.scoring import merged, rank_among
from tinhso.operations.index.models.standings import Origin, Standing


@dataclass(frozen=True, slots=True)
class Year:
    """One figure of one year. `rebased`: the mean of the former provinces, which nobody published."""

    year: int
    province: str
    origin: Origin
    value: float | None
    rank: int | None
    provinces: int
    source: str
    rebased: bool = False


def former_names(province: Place) -> list[str]:
    """The provinces that became this one, by name; only itself where it was not merged."""
    names = sorted({one.old.name for one in lineage([province], forward=False) if one.old.kind == province.kind})
    return names if len(names) > 1 else [province.name]


def history_of(province: Place) -> list[Year]:
    """What was published and reported, oldest first; of a merged province also of the former ones, and their mean."""
    names = former_names(province)
    rows = list(Standing.objects.filter(province__in={province.name, *names}).order_by("year", "provinces", "province"))
    told = [_year(row) for row in rows]
    if len(names) > 1:
        told += _rebased(province.name, names, rows)
    return sorted(told, key=lambda one: (one.year, one.rebased, one.province, one.origin))


def line_of(province: Place, years: Iterable[Year]) -> dict[int, float]:
    """One value a year for the drawing: rebased where the province was merged, else published."""
    names, line = former_names(province), {}
    for one in years:
        if one.value is None or one.origin != Origin.PUBLISHED:
            continue
        if len(names) == 1 or one.rebased or one.provinces == AFTER_MERGER:
            line[one.year] = one.value
    return line


AFTER_MERGER = 34


def last_whole_table() -> tuple[int, int, list[float]] | None:
    """The newest year of which every province's value is known: the year, how many, the values."""
    whole = Standing.objects.whole_years()
    if not whole:
        return None
    year, provinces = whole[0]
    values = Standing.objects.table(year, provinces).exclude(value=None).values_list("value", flat=True)
    return year, provinces, [value for value in values if value is not None]


def rank_now(value: float | None, others: Iterable[float]) -> int | None:
    """The place such a value would have had in that table; None where nothing is known."""
    return None if value is None else rank_among(others, value)


def _year(row: Standing) -> Year:
    return Year(row.year, row.province, Origin(row.origin), row.value, row.rank, row.provinces, row.source)


def _rebased(name: str, names: list[str], rows: list[Standing]) -> list[Year]:
    found = []
    for year in sorted({row.year for row in rows}):
        old = [row for row in rows if row.year == year and row.provinces != AFTER_MERGER and row.province in names]
        known = {row.province: row.value for row in old if row.value is not None and row.origin == Origin.PUBLISHED}
        new = any(row.year == year and row.provinces == AFTER_MERGER and row.value is not None for row in rows)
        if len(known) == len(names) and not new:
            value = merged([{"whole": one} for one in known.values()])["whole"]
            source = ", ".join(f"{one} {known[one]:.4f}" for one in names)
            found.append(Year(year, name, Origin.PUBLISHED, value, None, AFTER_MERGER, source, rebased=True))
    return found
