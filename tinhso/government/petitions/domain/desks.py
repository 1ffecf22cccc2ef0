"""The kinds of offices that look after petitions (`tables/desks.csv`): found by level and by how their name begins."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

TABLES = Path(__file__).parent.parent / "tables"
CENTRE, COMMITTEE, PROVINCE, PROVINCE_OFFICE = "commune.centre", "commune", "province", "province.office"
COMMUNE_LEVEL = "commune"


@dataclass(frozen=True, slots=True)
class DeskKind:
    """A kind of office: `level` commune or province, `begins` how its folded name begins."""

    code: str
    level: str
    begins: str

    @property
    def is_of_a_commune(self) -> bool:
        return self.level == COMMUNE_LEVEL


@cache
def desk_kinds() -> dict[str, DeskKind]:
    """Every kind by its code."""
    with (TABLES / "desks.csv").open(encoding="utf-8") as file:
        return {row["code"]: DeskKind(row["code"], row["level"], row["begins"]) for row in csv.DictReader(file)}


def ways_to_a_desk(code: str) -> tuple[DeskKind, ...]:
    """Which kinds of office are looked for, one after another, so that nothing is ever lost."""
    known = desk_kinds()
    wanted = [code] if code in known else []
    return tuple(known[one] for one in dict.fromkeys([*wanted, CENTRE, COMMITTEE, PROVINCE_OFFICE, PROVINCE]))
