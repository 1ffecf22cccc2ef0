"""The sealed log as Parquet, for engines that count years: a folder of parts by month, which only grows.

    FOLDER/parts/0-999999.json             what a part holds; a part without this page does not exist
    FOLDER/month=2026-11/0-999999.parquet  its lines of one month, by the province's own day

A part is a stretch of the numbers that seals give; each is written once. What arrives late gets a later number and
stands in a later part under its own month. A line holds what happened, where and when, and what the event said as
columns `said_…`; who did it and about whom stays in the log. Only commands load this module: DuckDB weighs 50 MB.
"""

import csv
import json
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

import duckdb
from django.utils import timezone

from tinhso.events.models import Epoch, Leaf

PART = 1_000_000
CHUNK = 10_000
SAID = "said_"
COLUMNS = {
    "seq": "BIGINT", "at": "TIMESTAMP", "day": "DATE", "name": "VARCHAR", "version": "SMALLINT", "place": "BIGINT",
    "channel": "VARCHAR", "data": "VARCHAR",
}  # fmt: skip
_ASKED = ("seq", "entry__at", "entry__name", "entry__version", "entry__place", "entry__channel", "entry__payload__data")


class LogDiffersError(Exception):
    """The folder is not of this log as it is sealed: lines are missing, or the log was restored to an older state."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One stretch of the log: numbers of its first and last line, how many said nothing (any more), lines by month."""

    epoch: int
    first: int
    last: int
    silent: int
    months: dict[str, int]

    @property
    def name(self) -> str:
        return f"{self.first}-{self.last}"

    def files(self, folder: Path) -> dict[str, Path]:
        """Its file of each month."""
        return {month: folder / f"month={month}" / f"{self.name}.parquet" for month in self.months}


def parts_in(folder: Path) -> list[Part]:
    """The parts that stand in a folder, in the order of the log."""
    pages = (folder / "parts").glob("*.json")
    return sorted((Part(**json.loads(page.read_text())) for page in pages), key=lambda part: part.first)


def files_of(folder: Path, *, first: date, last: date) -> list[str]:
    """The files that can hold lines of these days."""
    wanted = (f"{first:%Y-%m}", f"{last:%Y-%m}")
    found = (item for part in parts_in(folder) for item in part.files(folder).items())
    return [str(path) for month, path in found if wanted[0] <= month <= wanted[1]]


def export(folder: Path, *, size: int = PART) -> Iterator[Part]:
    """Write what is sealed and not there yet, part by part; parts in which something was erased since are rewritten.

    Raises LogDiffersError. Broken off, it goes on where the last whole part ends.
    """
    (folder / "parts").mkdir(parents=True, exist_ok=True)
    for part in parts_in(folder):
        _refuse_foreign(part)
        if _silent(part.first, part.last) != part.silent:
            yield _write(folder, part.epoch, part.first, part.last)
    for epoch in Epoch.objects.order_by("number"):
        first, end = max(epoch.first, _after(folder)), epoch.first + epoch.size
        for begin in range(first, end, size):
            yield _write(folder, epoch.number, begin, min(end, begin + size) - 1)


def verify(folder: Path) -> int:
    """Compare the folder with the seals: no hole, no line too few or too many. Returns the lines.

    Raises LogDiffersError with what is wrong.
    """
    expected = 0
    for part in parts_in(folder):
        _refuse_foreign(part)
        if part.first != expected:
            raise LogDiffersError(f"Lines {expected}-{part.first - 1} are missing.")
        for month, path in part.files(folder).items():
            if (held := _held(path)) != part.months[month]:
                raise LogDiffersError(f"{path.name} of {month} holds {held} lines, not {part.months[month]}.")
        expected = part.last + 1
    if expected != sealed():
        raise LogDiffersError(f"{sealed() - expected} sealed lines are not exported yet.")
    return expected


def sealed() -> int:
    """How many lines the seals count."""
    return max((epoch.first + epoch.size for epoch in Epoch.objects.all()), default=0)


def _after(folder: Path) -> int:
    return max((part.last + 1 for part in parts_in(folder)), default=0)


def _refuse_foreign(part: Part) -> None:
    epoch = Epoch.objects.filter(number=part.epoch).first()
    following = Epoch.objects.filter(number=part.epoch + 1).first()
    end = following.first if following else epoch.first + epoch.size if epoch else 0
    if epoch is None or part.first < epoch.first or part.last >= end:
        raise LogDiffersError(f"Part {part.name} is of a log that was restored since: export to a new folder.")
    if sum(part.months.values()) != part.last - part.first + 1:
        raise LogDiffersError(f"Part {part.name} does not hold every line.")


def _silent(first: int, last: int) -> int:
    return Leaf.objects.filter(seq__range=(first, last), entry__payload=None).count()


def _held(path: Path) -> int:
    if not path.exists():
        return 0
    with duckdb.connect() as engine:
        ((held,),) = engine.read_parquet(str(path)).aggregate("count(*)").fetchall()
    return int(held)


def _write(folder: Path, epoch: int, first: int, last: int) -> Part:
    with tempfile.TemporaryDirectory(dir=folder) as scratch, duckdb.connect() as engine:
        lines = Path(scratch) / "lines.csv"
        silent = _write_lines(lines, first, last)
        table = engine.read_csv(str(lines), header=False, columns=COLUMNS, quotechar='"', escapechar='"')
        table.create("lines")
        months = write_months(engine, folder, f"{first}-{last}")
        part = Part(epoch=epoch, first=first, last=last, silent=silent, months=months)
        _refuse_foreign(part)
        page = Path(scratch) / "page.json"
        page.write_text(json.dumps(asdict(part)))
        page.rename(folder / "parts" / f"{part.name}.json")
    return part


def _write_lines(path: Path, first: int, last: int) -> int:
    zone, silent, after = timezone.get_default_timezone(), 0, first - 1
    rows = Leaf.objects.filter(seq__lte=last).order_by("seq").values_list(*_ASKED)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        while chunk := list(rows.filter(seq__gt=after)[:CHUNK]):
            for seq, at, name, version, place, channel, data in chunk:
                silent += data is None
                moment, day = at.replace(tzinfo=None).isoformat(), at.astimezone(zone).date()
                writer.writerow((seq, moment, day, name, version, place, channel, data))
            after = chunk[-1][0]
    return silent


def write_months(engine: duckdb.DuckDBPyConnection, folder: Path, name: str) -> dict[str, int]:
    """Write the table `lines` (`COLUMNS`) as a file for each month; what events said becomes columns of text."""
    table = engine.table("lines")
    keys = sorted(str(key) for (key,) in table.project("unnest(json_keys(data))").distinct().fetchall())
    table.project(f"{_PLAIN}, strftime(day, '%Y-%m') as month, {_said(keys)} as said").create("read")
    read = engine.table("read")
    counts = table.aggregate("strftime(day, '%Y-%m') as month, count(*) as lines").order("month").fetchall()
    columns = ", ".join([_PLAIN, *(f'said."{key}" as "{SAID}{key}"' for key in keys)])
    for month, _lines in counts:
        target = folder / f"month={month}"
        target.mkdir(exist_ok=True)
        half = target / f"{name}.half"
        read.filter(f"month = '{month}'").project(columns).order("seq").write_parquet(str(half), compression="zstd")
        half.rename(target / f"{name}.parquet")
    return {str(month): int(lines) for month, lines in counts}


_PLAIN = ", ".join(f'"{name}"' for name in COLUMNS if name != "data")


def _said(keys: Sequence[str]) -> str:
    """What an event said, read once a line; fields have Python names, so that nothing in them needs quoting."""
    return f"from_json(data, '{json.dumps(dict.fromkeys(keys, 'VARCHAR'))}')" if keys else "NULL"
