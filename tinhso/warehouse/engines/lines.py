"""The sealed log as Parquet counted by expressions of Ibis, which DuckDB and Spark both read. Ibis weighs 200 MB.

The log is read once and grouped by day, place, name and the fields that a rule looks at. What such a group means is
asked of the rules once for each different name and fields, and joined back: the engine itself knows no rule. The fields
of an event stand in the same few slots for every event, because a group costs by the number of its columns.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, Protocol

import ibis
import pyarrow as pa

from tinhso.events.parquet import SAID, files_of, verify
from tinhso.warehouse.counting import Cell, Part, Rules, Tally

Summed = tuple[str, date, int | None, int, int, int, int]
COLUMNS = ["code", "day", "place", "bucket", "top", "bottom", "times"]
NO_BUCKET = -1


class Source(Protocol):
    """How an engine comes by its tables: the modules `duck` and `spark`."""

    def read(self, files: list[str]) -> Any:
        """The lines of some files."""

    def hold(self, rows: pa.Table) -> Any:
        """A small table beside them."""


class Parquet:
    """An engine over what `export_log --parquet` wrote. Raises LogDiffersError where that lags the seals."""

    def __init__(self, folder: Path, source: Source) -> None:
        verify(folder)
        self._folder, self._source = folder, source

    def count(self, rules: Rules, *, first: date, last: date) -> Tally:
        """Count the days from first to last."""
        tally = Tally()
        files = files_of(self._folder, first=first, last=last)
        for code, day, place, bucket, top, bottom, times in counted(files, self._source, rules, first=first, last=last):
            tally.put(Cell(code, day, place), top, bottom, None if bucket == NO_BUCKET else bucket, times)
        return tally


def counted(files: list[str], source: Source, rules: Rules, *, first: date, last: date) -> Iterator[Summed]:
    """What the lines of some days in files add up to, as `COLUMNS` tell: `times` is how many lines there were."""
    if not files:
        return
    lines = source.read(files)
    slots = _slots(rules, set(lines.columns))
    groups = _grouped(lines, slots, first, last).cache()
    parts = source.hold(_meanings(groups, slots, rules))
    same = [groups.name == parts.name, *(groups[slot].identical_to(parts[slot]) for slot in _names(slots))]
    joined = groups.join(parts, same).select(*COLUMNS)
    sums = joined.group_by(COLUMNS[:4]).aggregate(
        top=(joined.top * joined.times).sum().cast("int64"),
        bottom=(joined.bottom * joined.times).sum().cast("int64"),
        times=joined.times.sum().cast("int64"),
    )
    for batch in sums.to_pyarrow().to_batches():
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


def _slots(rules: Rules, held: set[str]) -> dict[str, list[str]]:
    """The fields that the rules look at of each event, as far as any line has them."""
    return {
        name: [field for field, names in rules.looks_at.items() if name in names and SAID + field in held]
        for name in rules.names
    }


def _names(slots: dict[str, list[str]]) -> list[str]:
    return [f"slot{number}" for number in range(max(map(len, slots.values()), default=0))]


def _grouped(lines: Any, slots: dict[str, list[str]], first: date, last: date) -> Any:
    """Equal lines together, with how many they are."""
    wanted = lines.filter(lines.day.between(first, last), lines.name.isin(list(slots)))
    filled = {slot: _slot(wanted, number, slots) for number, slot in enumerate(_names(slots))}
    narrow = wanted.select("day", "place", "name", **filled)
    return narrow.group_by(["day", "place", "name", *filled]).aggregate(times=narrow.count())


def _slot(lines: Any, number: int, slots: dict[str, list[str]]) -> Any:
    """The field that stands in a slot, by the event."""
    filled = {name: fields[number] for name, fields in slots.items() if number < len(fields)}
    by_field = {field: [name for name, of in filled.items() if of == field] for field in filled.values()}
    return ibis.cases(*((lines.name.isin(names), lines[SAID + field]) for field, names in by_field.items()))


def _meanings(groups: Any, slots: dict[str, list[str]], rules: Rules) -> pa.Table:
    kinds = groups.select("name", *_names(slots)).distinct().to_pyarrow().to_pylist()
    rows = [
        _meaning(kind, part)
        for kind in kinds
        for part in rules.parts(
            kind["name"], {field: kind[f"slot{number}"] for number, field in enumerate(slots[kind["name"]])}
        )
    ]
    text, number = [*_names(slots), "name", "code"], ["top", "bottom", "bucket"]
    schema = pa.schema([*((name, pa.string()) for name in text), *((name, pa.int64()) for name in number)])
    return pa.Table.from_pylist(rows, schema=schema)


def _meaning(kind: dict[str, str | None], part: Part) -> dict[str, str | int | None]:
    bucket = NO_BUCKET if part.bucket is None else part.bucket
    return {**kind, "code": part.code, "top": part.top, "bottom": part.bottom, "bucket": bucket}
