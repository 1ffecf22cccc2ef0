"""The written forms of a plan: JSON as it is kept, CSV as a person hands it in."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext_lazy as _

from tinhso.core.places.domain.plans import UNIT_TYPES, Fault, Kind, Move, Plan, Unit
from tinhso.kit.passport import Text

COLUMNS = ("old_code", "new_code", "new_name", "new_type", "new_parent", "part", "share")
OPTIONAL = ("lat", "lon", "area_km2", "population")
MOST_LINES = 20_000
_YES = {"1", "x", "có", "yes", "part", "một phần", "true"}
_NO = {"", "0", "không", "no", "whole", "toàn bộ", "false"}


def dumped(plan: Plan) -> dict[str, Any]:
    """A plan as plain JSON values."""
    data = asdict(plan)
    data["issued"], data["effective"] = plan.issued.isoformat(), plan.effective.isoformat()
    data["opens"] = [_plain(unit) for unit in data["opens"]]
    data["moves"] = [_plain(move) for move in data["moves"]]
    return data


def loaded(data: Mapping[str, Any]) -> Plan:
    """The plan that was dumped."""
    return Plan(
        number=data["number"],
        issued=date.fromisoformat(data["issued"]),
        effective=date.fromisoformat(data["effective"]),
        title=data["title"],
        opens=tuple(_unit(unit) for unit in data["opens"]),
        moves=tuple(Move(**(move | {"share": _decimal(move["share"])})) for move in data["moves"]),
    )


def read_lines(text: str) -> tuple[list[Unit], list[Move], list[tuple[int, Fault]]]:
    """Units, moves and faults (line number, what is wrong) of a CSV file, one line for each old and new unit.

    Columns: old_code, new_code, new_name, new_type, new_parent, part, share and, if known, lat, lon, area_km2,
    population. A unit that takes over several is described on its first line; the others may leave the name empty.
    """
    if "\x00" in text:
        return _nothing(1, _("This is not a text file. Save the table as CSV (UTF-8)."))
    lines = io.StringIO("\n".join(text.lstrip("\ufeff").splitlines()))
    reader = csv.DictReader(lines, delimiter=_delimiter(text))
    try:
        missing = [column for column in COLUMNS if column not in (reader.fieldnames or [])]
        if missing:
            told = {"columns": ", ".join(missing)}
            return _nothing(1, _("The first line must name the columns. Missing: %(columns)s.") % told)
        return _read(reader)
    except csv.Error:
        return _nothing(1, _("This is not a table that can be read. Save it as CSV (UTF-8)."))


Read = tuple[list[Unit], list[Move], list[tuple[int, Fault]]]


def _nothing(line: int, sentence: Text) -> Read:
    return [], [], [(line, Fault(code="", sentence=sentence))]


def _read(reader: "csv.DictReader[str]") -> Read:
    units: dict[str, Unit] = {}
    moves: list[Move] = []
    found: list[tuple[int, Fault]] = []
    for number, raw in enumerate(reader, start=2):
        line = {key: (value or "").strip() for key, value in raw.items() if isinstance(key, str)}
        if number > MOST_LINES:
            return _nothing(number, _("The table is too long."))
        wrong = list(_faults(line)) if any(line.values()) else []
        found += [(number, fault) for fault in wrong]
        if any(line.values()) and not wrong:
            moves.append(_move(line))
            if line["new_name"] and line["new_code"] not in units:
                units[line["new_code"]] = _described(line)
    return list(units.values()), moves, found


def _faults(line: Mapping[str, str]) -> Iterator[Fault]:
    code = line["old_code"] or line["new_code"]
    if not line["old_code"] or not line["new_code"]:
        yield Fault(code=code, sentence=_("Write the old code and the new code."))
    if line["part"].casefold() not in _YES | _NO:
        yield Fault(code=code, sentence=_("In the column part write 1 for a part and 0 for the whole."))
    if line["new_name"] and _kind(line) is None:
        yield Fault(code=code, sentence=_("The type of the new unit does not belong to a code of this length."))
    for column in ("share", *OPTIONAL):
        if line.get(column) and _decimal(line[column]) is None:
            sentence = _("The number in the column %(column)s cannot be read.") % {"column": column}
            yield Fault(code=code, sentence=sentence)


def _move(line: Mapping[str, str]) -> Move:
    part = line["part"].casefold() in _YES
    return Move(old=line["old_code"], new=line["new_code"], part=part, share=_decimal(line["share"]))


def _described(line: Mapping[str, str]) -> Unit:
    lat, lon, area, people = (_decimal(line.get(column)) for column in OPTIONAL)
    return Unit(
        code=line["new_code"],
        name=line["new_name"],
        kind=_kind(line) or Kind.COMMUNE,
        unit_type=line["new_type"].casefold(),
        parent=line["new_parent"],
        lat=None if lat is None else float(lat),
        lon=None if lon is None else float(lon),
        area_km2=area,
        population=None if people is None else int(people),
    )


def _kind(line: Mapping[str, str]) -> Kind | None:
    lengths = {2: Kind.PROVINCE, 3: Kind.DISTRICT, 5: Kind.COMMUNE}
    kind = Kind.VILLAGE if "-" in line["new_code"] else lengths.get(len(line["new_code"]))
    return kind if kind and line["new_type"].casefold() in UNIT_TYPES[kind] else None


def _unit(data: Mapping[str, Any]) -> Unit:
    bbox = data["bbox"]
    changes = {
        "kind": Kind(data["kind"]),
        "area_km2": _decimal(data["area_km2"]),
        "bbox": tuple(bbox) if bbox else None,
    }
    return Unit(**(dict(data) | changes))


def _plain(data: Mapping[str, Any]) -> dict[str, Any]:
    return {key: str(value) if isinstance(value, Decimal) else value for key, value in data.items()}


def _decimal(text: str | None) -> Decimal | None:
    if not text:
        return None
    try:
        number = Decimal(text.replace(",", "."))
    except InvalidOperation:
        return None
    return number if number.is_finite() and abs(number) < 10**9 else None


def _delimiter(text: str) -> str:
    """A spreadsheet set to Vietnamese writes semicolons."""
    first = text.split("\n", 1)[0]
    return ";" if first.count(";") > first.count(",") else ","
