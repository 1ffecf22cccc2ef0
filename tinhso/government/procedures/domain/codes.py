"""Codes of dossiers and results by a pattern, and the two ways to write an agency's code.

A pattern is text with `{agency}`, `{date:yymmdd}` or `{date:yyyymmdd}`, and `{serial:N}` (N digits at least). The exact
form belongs to Circular 03/2025/TT-VPCP and to the province, so it is a setting. An agency's code is written from its
root (`H52.25.03`, Decision 20/2020/QĐ-TTg) or, before, from its leaf with noughts (`000.03.25.H52`, QCVN 102:2016).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

DOSSIER = "{agency}-{date:yymmdd}-{serial:4}"
DOSSIER_LONG = "{agency}-{date:yyyymmdd}-{serial:7}"
RESULT = "KQ.{agency}-{date:yymmdd}-{serial:6}"
_LONGEST_SERIAL = 7
_PART = re.compile(r"\{(agency|date:yymmdd|date:yyyymmdd|serial:\d{1,2})\}")
_DAYS = {"date:yymmdd": "%y%m%d", "date:yyyymmdd": "%Y%m%d"}
_ROOT_FIRST = re.compile(r"[A-Z]\d{2}(\.\d{2}){0,2}(\.\d{3})?")
_LEAF_FIRST = re.compile(r"\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2}")


class BadPattern(ValueError):
    """A pattern that does not name agency, day and serial once each."""


@dataclass(frozen=True, slots=True)
class Number:
    """What a code says. The agency as it was written."""

    agency: str
    day: date
    serial: int


def code_of(number: Number, *, pattern: str = DOSSIER) -> str:
    """The code of a number. Raises BadPattern."""
    _reader(pattern)
    return _PART.sub(lambda part: _written(part[1], number), pattern)


def check(pattern: str) -> None:
    """Whether codes can be written by a pattern. Raises BadPattern."""
    _reader(pattern)


def read_code(code: str, *, pattern: str = DOSSIER) -> Number | None:
    """What a code says; None when it is not of this pattern. Raises BadPattern."""
    expression, day_format = _reader(pattern)
    found = expression.fullmatch(code.strip().upper())
    if not found:
        return None
    day = _day(found["date"], day_format)
    return Number(agency=found["agency"], day=day, serial=int(found["serial"])) if day else None


def squeezed_codes(typed: str, *, offices: Iterable[str], pattern: str = DOSSIER) -> Iterator[str]:
    """The codes that letters and digits without anything between may stand for: `H52122611210042` or its digits alone,
    as a keypad has them, is `H52.12-261121-0042`. Only codes of these offices. Raises BadPattern.
    """
    day_format = _reader(pattern)[1]
    length = len(f"{date.min:{day_format}}")
    for office in offices:
        for agency in {re.sub(r"\W", "", office), re.sub(r"\D", "", office)}:
            rest = typed.removeprefix(agency)
            day, serial = _day(rest[:length], day_format), rest[length:]
            if rest == typed or day is None or not serial.isdigit():
                continue
            code = code_of(Number(office, day, int(serial)), pattern=pattern)
            if len(serial) <= _LONGEST_SERIAL and re.sub(r"\D", "", code).endswith(rest):
                yield code


def root_first(agency: str) -> str | None:
    """`000.03.25.H52` as `H52.25.03`; what is written so already stays; None for anything else."""
    code = agency.strip().upper()
    if _LEAF_FIRST.fullmatch(code):
        root, *under = code.split(".")[::-1]
        while under and int(under[-1]) == 0:
            under.pop()
        return ".".join([root, *under])
    return code if _ROOT_FIRST.fullmatch(code) else None


def leaf_first(agency: str) -> str | None:
    """`H52.25.03` as `000.03.25.H52`; None for anything else."""
    code = root_first(agency)
    if code is None:
        return None
    root, *under = code.split(".")
    city, office, room = [*under, *["0"] * (3 - len(under))]
    return f"{room:0>3}.{office:0>2}.{city:0>2}.{root}"


def _written(part: str, number: Number) -> str:
    if part == "agency":
        return number.agency
    if part in _DAYS:
        return number.day.strftime(_DAYS[part])
    return str(number.serial).zfill(int(part.partition(":")[2]))


def _day(told: str, day_format: str) -> date | None:
    try:
        return datetime.strptime(f"{told}+0000", f"{day_format}%z").date()
    except ValueError:
        return None


@cache
def _reader(pattern: str) -> tuple[re.Pattern[str], str]:
    parts = _PART.findall(pattern)
    if sorted(part.partition(":")[0] for part in parts) != ["agency", "date", "serial"]:
        raise BadPattern(pattern)
    pieces = [
        _expression(piece) if at % 2 else re.escape(piece.upper()) for at, piece in enumerate(_PART.split(pattern))
    ]
    return re.compile("".join(pieces)), next(_DAYS[part] for part in parts if part in _DAYS)


def _expression(part: str) -> str:
    if part == "agency":
        return r"(?P<agency>[A-Z0-9]+(?:\.[A-Z0-9]+)*)"
    if part in _DAYS:
        return rf"(?P<date>\d{{{8 if 'yyyy' in part else 6}}})"
    return rf"(?P<serial>\d{{{int(part.partition(':')[2])},12}})"
