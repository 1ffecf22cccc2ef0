"""The times that the rules give to each step of a petition (`tables/terms.csv`), each with its source."""

import csv
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cache

from tinhso.core.cases.domain.definition import Span, Unit
from tinhso.government.petitions.domain.desks import TABLES


class TermCode(StrEnum):
    """Refused or forwarded; more asked for; answered; shown to all after the answer."""

    LOOKED_AT = "looked_at"
    ASKED = "asked"
    ANSWERED = "answered"
    SHOWN = "shown"


@dataclass(frozen=True, slots=True)
class StepTerm:
    """So many working days, and where the number comes from."""

    days: Decimal
    source: str

    @property
    def span(self) -> Span:
        return Span(Unit.WORKING_DAYS, self.days)


@cache
def terms() -> dict[TermCode, StepTerm]:
    """Every term by its code."""
    with (TABLES / "terms.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return {TermCode(row["code"]): StepTerm(Decimal(row["working_days"]), row["source"]) for row in rows}
