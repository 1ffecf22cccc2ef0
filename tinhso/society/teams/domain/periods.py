"""Quarters and years: the spans of time for which teams are compared and awards are given."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

_CODE = re.compile(r"(?P<year>20\d\d)(?:-q(?P<quarter>[1-4]))?", re.ASCII)
MONTHS = 3


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A calendar quarter, 1 to 4, of a year; the whole year when `quarter` is 0. Its code: `2026-q4`, `2026`."""

    year: int
    quarter: int = 0

    @classmethod
    def of(cls, day: date) -> Self:
        """The quarter in which a day lies."""
        return cls(day.year, (day.month - 1) // MONTHS + 1)

    @classmethod
    def read(cls, code: str) -> Self | None:
        """The period of a code; None for what is none."""
        found = _CODE.fullmatch(code)
        return cls(int(found["year"]), int(found["quarter"] or 0)) if found else None

    @property
    def code(self) -> str:
        return f"{self.year}-q{self.quarter}" if self.quarter else str(self.year)

    @property
    def first(self) -> date:
        return date(self.year, max(self.quarter - 1, 0) * MONTHS + 1, 1)

    @property
    def last(self) -> date:
        return self.next.first - timedelta(days=1)

    @property
    def whole_year(self) -> "Period":
        return Period(self.year)

    @property
    def next(self) -> "Period":
        if self.quarter in (0, 4):
            return Period(self.year + 1, min(self.quarter, 1))
        return Period(self.year, self.quarter + 1)

    @property
    def before(self) -> "Period":
        if self.quarter in (0, 1):
            return Period(self.year - 1, 4 * self.quarter)
        return Period(self.year, self.quarter - 1)
