"""Reading a bank's statement: which column is which, and what one line says.

Column names are data (`tables/statement_columns.json`); dates, amounts and remarks are read as banks write them.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from enum import StrEnum
from functools import cache
from pathlib import Path

from tinhso.kit import sheets
from tinhso.kit.folding import fold

TABLE = Path(__file__).resolve().parent.parent / "tables" / "statement_columns.json"
LOOKED_AT = 40
"""Rows among which the names of the columns are looked for: banks print their own head above."""
MOST_ROWS = 200_000
_DATES = (
    "%d/%m/%Y %H:%M:%S",
    "%d/%m/%Y %H:%M",
    "%d/%m/%Y",
    "%d-%m-%Y %H:%M:%S",
    "%d-%m-%Y",
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%d",
)
BANKS_CLOCK = timezone(timedelta(hours=7))
_NUMBER = re.compile(r"\+?\d[\d.,]*")
_DECIMALS = re.compile(r"[.,](\d{1,2})$")
_GROUPS = re.compile(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*|\d+")


class Fault(StrEnum):
    """Why a line cannot be taken."""

    DATE = "date"
    AMOUNT = "amount"


class NotAStatement(Exception):
    """The file cannot be read, or no row names a date and an amount."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of money that came. `fault` says what could not be read of it."""

    row: int
    paid_at: datetime | None
    amount: int | None
    content: str
    bank_ref: str
    fault: Fault | None = None


def read_csv(content: bytes) -> Iterator[Line]:
    """The lines of a CSV, by commas, semicolons or tabs. Raises NotAStatement."""
    try:
        return _lines(sheets.read_csv(content))
    except sheets.NotASheet as wrong:
        raise NotAStatement from wrong


def read_xlsx(path: Path) -> Iterator[Line]:
    """The lines of the first sheet of a workbook. Raises NotAStatement."""
    try:
        return _lines(sheets.read_xlsx(path))
    except sheets.NotASheet as wrong:
        raise NotAStatement from wrong


def _lines(rows: Iterator[Sequence[sheets.Cell]]) -> Iterator[Line]:
    columns = None
    for number, row in enumerate(rows, 1):
        if columns is None:
            columns = _columns(row)
            if columns is None and number >= LOOKED_AT:
                raise NotAStatement
            continue
        if number > MOST_ROWS:
            raise NotAStatement
        line = _line(number, row, columns)
        if line:
            yield line
    if columns is None:
        raise NotAStatement


@cache
def _names() -> dict[str, tuple[str, ...]]:
    told = json.loads(TABLE.read_text(encoding="utf-8"))
    return {field: tuple(names) for field, names in told.items() if field != "note"}


def _columns(row: Sequence[sheets.Cell]) -> dict[str, int] | None:
    """Field → column, when this row names a date and an amount. The first name in the table wins."""
    said = [_plain(cell) for cell in row]
    found: dict[str, int] = {}
    for field, names in _names().items():
        places = [said.index(name) for name in names if name in said]
        if places:
            found[field] = places[0]
    return found if {"paid_at", "amount"} <= found.keys() else None


def _plain(cell: sheets.Cell) -> str:
    """A column's name without marks, units and a second language under it."""
    first = str(cell or "").splitlines()[0] if str(cell or "").strip() else ""
    return re.sub(r"\s*[(/].*$", "", " ".join(fold(first).split()))


def _line(number: int, row: Sequence[sheets.Cell], columns: dict[str, int]) -> Line | None:
    """What a row says; None where no money came: an empty row, money that went out, a sum at the foot."""
    cells = {field: row[place] if place < len(row) else "" for field, place in columns.items()}
    said = str(cells["amount"] or "").strip()
    if said in ("", "0", "0.0", "-") or said.startswith("-"):
        return None
    content, ref = (" ".join(str(cells.get(field) or "").split()) for field in ("content", "bank_ref"))
    when, amount = read_date(cells["paid_at"]), read_amount(cells["amount"])
    if when is None and not str(cells["paid_at"] or "").strip():
        return None
    fault = Fault.DATE if when is None else Fault.AMOUNT if amount is None else None
    return Line(number, when, amount, content[:300], ref[:60], fault)


def read_date(cell: sheets.Cell) -> datetime | None:
    """Day and time as the bank writes them, by the clock of Vietnam; a day alone is its noon."""
    if isinstance(cell, datetime):
        return cell.replace(tzinfo=BANKS_CLOCK)
    if isinstance(cell, date):
        return datetime(cell.year, cell.month, cell.day, 12, tzinfo=BANKS_CLOCK)
    text = " ".join(str(cell or "").split())
    for pattern in _DATES:
        try:
            read = datetime.strptime(text, pattern).replace(tzinfo=BANKS_CLOCK)
        except ValueError:
            continue
        return read if "%H" in pattern else read.replace(hour=12)
    return None


def read_amount(cell: sheets.Cell) -> int | None:
    """Whole đồng: `50.000`, `50,000.00`, `50.000,00 VND`, 50000.0. None for parts of a đồng and what is no number."""
    if isinstance(cell, int | float) and not isinstance(cell, bool):
        return int(cell) if cell > 0 and cell == int(cell) else None
    text = re.sub(r"(?i)\s|vnd|vnđ|đ", "", str(cell or ""))
    if not _NUMBER.fullmatch(text):
        return None
    text = text.removeprefix("+")
    parts = _DECIMALS.search(text)
    if parts:
        if int(parts.group(1)):
            return None
        text = text[: parts.start()]
    if not _GROUPS.fullmatch(text):
        return None
    amount = int(re.sub(r"\D", "", text))
    return amount or None
