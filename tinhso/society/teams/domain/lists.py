"""A commune's list of team members: which column is which, and what one row says.

Names of columns and what may stand in them are data: `tables/list_columns.json`, `tables/list_words.json`.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import TypeVar

from django.utils.translation import gettext_lazy as _

from tinhso.core.people.domain.births import read_birth
from tinhso.core.people.domain.names import Name
from tinhso.core.people.domain.numbers import IdentityNumber
from tinhso.core.people.domain.phones import read_phone
from tinhso.core.people.domain.tables import languages
from tinhso.core.people.domain.words import Sex
from tinhso.kit.folding import fold
from tinhso.kit.passport import Text
from tinhso.kit.refusals import Refusal
from tinhso.kit.sheets import Cell
from tinhso.society.teams.domain.words import Position

TABLES = Path(__file__).resolve().parent.parent / "tables"
LOOKED_AT = 30
"""Rows among which the names of the columns are looked for: communes print their own head above."""
MOST_ROWS = 50_000
NEEDED = ("name", "village")
LONGEST_SAID = 60
Read = TypeVar("Read")
Choice = TypeVar("Choice", bound=StrEnum)


class NotAList(Exception):
    """No row names a column of names and a column of villages, or the list is longer than a province needs."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What keeps a row out: the column as the list calls it, what stands there, and how to mend it."""

    row: int
    column: str
    said: str
    sentence: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What one row says of a member. `commune` is empty where the list is one commune's own."""

    row: int
    name: Name
    village: str
    commune: str = ""
    born: date | None = None
    birth_year: int | None = None
    sex: Sex | None = None
    number: IdentityNumber | None = field(default=None, repr=False)
    phone: str | None = None
    position: Position = Position.MEMBER
    languages: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    trainings: tuple[str, ...] = ()


@dataclass(slots=True)
class Reading:
    """A list as it was read: good rows, and faults in the order of rows."""

    rows: list[Row]
    faults: list[Fault]


def read_rows(cells: Iterator[Sequence[Cell]]) -> Reading:
    """Read a list. A row with a fault is left out. Raises NotAList."""
    found, columns, heads = Reading([], []), dict[str, int](), list[Cell]()
    for number, row in enumerate(cells, 1):
        if not columns:
            columns, heads = columns_of(row), list(row)
            if not columns and number >= LOOKED_AT:
                raise NotAList
            continue
        if number > MOST_ROWS:
            raise NotAList
        _take(_RowReader(number, _told(row, columns), _told(heads, columns)), found)
    if not columns:
        raise NotAList
    return found


def columns_of(row: Sequence[Cell]) -> dict[str, int]:
    """Column → where it stands, when this row names the needed ones; the first name in the table wins. Else nothing."""
    said = [_plain(cell) for cell in row]
    found = {
        column: next(said.index(name) for name in names if name in said)
        for column, names in _table("list_columns.json").items()
        if any(name in said for name in names)
    }
    return found if all(column in found for column in NEEDED) else {}


def split(text: str) -> list[str]:
    """What stands in a cell with several things in it."""
    return [part.strip() for part in re.split(r"[,;/\n]", text) if part.strip()]


class _RowReader:
    """Reads one row, cell by cell; goes on after a fault, so that all are told at once."""

    def __init__(self, number: int, told: Mapping[str, str], heads: Mapping[str, str]) -> None:
        self.number, self.told, self.heads, self.faults = number, told, heads, list[Fault]()

    def read(self) -> Row | None:
        """The row; None when it has faults."""
        name, (born, year) = self._read("name", Name.read), self._read("born", read_birth) or (None, None)
        number, phone = self._read("number", _number), self._read("phone", read_phone)
        sex, position = self._one_of("sex", Sex), self._one_of("position", Position)
        spoken, skills = self._several("languages"), self._several("skills")
        for column, sentence in _MISSING.items():
            if not self.told[column]:
                self._fault(column, "", sentence)
        if self.faults or name is None:
            return None
        return Row(
            row=self.number, name=name, village=self.told["village"], commune=self.told.get("commune", ""),
            born=born, birth_year=year, sex=sex, number=number, phone=phone, position=position or Position.MEMBER,
            languages=spoken, skills=skills, trainings=tuple(split(self.told.get("trainings", ""))),
        )  # fmt: skip

    def _read(self, column: str, reader: Callable[[str], Read]) -> Read | None:
        text = self.told.get(column, "")
        try:
            return reader(text) if text else None
        except Refusal as refusal:
            self._fault(column, text, refusal.told)
            return None

    def _one_of(self, column: str, kind: type[Choice]) -> Choice | None:
        text = self.told.get(column, "")
        code = meanings(column).get(fold(text))
        if text and not code:
            self._fault(column, text, _UNKNOWN)
        return kind(code) if code else None

    def _several(self, column: str) -> tuple[str, ...]:
        known, found = meanings(column), dict[str, None]()
        for said in split(self.told.get(column, "")):
            code = known.get(fold(said).removeprefix("tieng ").strip())
            if code is None:
                self._fault(column, said, _UNKNOWN)
            else:
                found[code] = None
        return tuple(found)

    def _fault(self, column: str, said: str, sentence: Text) -> None:
        shown = "" if column in _NEVER_SHOWN else said[:LONGEST_SAID]
        self.faults.append(Fault(self.number, self.heads.get(column, ""), shown, sentence))


_UNKNOWN = _("This word is not known here. Write one of those that the sample list uses.")
_MISSING: Mapping[str, Text] = {
    "name": _("Write the whole name of the member."),
    "village": _("Write the village in which this member works."),
}
_NEVER_SHOWN = frozenset({"number"})


@cache
def meanings(column: str) -> dict[str, str]:
    """What people write in a column → our code. Languages are called as the register of people calls them."""
    words = {said: code for code, names in _table("list_words.json").get(column, {}).items() for said in names}
    if column == "languages":
        words |= {_tongue(one.name): one.code for one in languages().values()}
    return words


def _tongue(name: str) -> str:
    return re.sub(r"\s*\(.*$", "", fold(name).removeprefix("tieng ")).strip()


def _take(reader: _RowReader, found: Reading) -> None:
    if not any(reader.told[column] for column in NEEDED):
        return
    row = reader.read()
    found.faults += reader.faults
    if row:
        found.rows.append(row)


def _told(row: Sequence[Cell], columns: Mapping[str, int]) -> dict[str, str]:
    return {name: _text(row[place]) if place < len(row) else "" for name, place in columns.items()}


def _text(cell: Cell) -> str:
    """A cell as people see it: spreadsheets turn years and telephone numbers into numbers, days into dates."""
    if isinstance(cell, datetime | date):
        return f"{cell:%d/%m/%Y}"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return " ".join(str(cell if cell is not None else "").split()) if "\n" not in str(cell) else str(cell).strip()


def _number(text: str) -> IdentityNumber:
    """Spreadsheets eat the zeros with which most numbers begin."""
    return IdentityNumber.read(text.zfill(12) if re.fullmatch(r"\d{10,11}", text) else text)


def _plain(cell: Cell) -> str:
    """A column's name without marks, numbers of notes and brackets."""
    return re.sub(r"\s*[(*].*$", "", " ".join(fold(str(cell or "")).split()))


@cache
def _table(name: str) -> dict[str, dict[str, list[str]]]:
    found: dict[str, dict[str, list[str]]] = json.loads((TABLES / name).read_text(encoding="utf-8"))
    return found
