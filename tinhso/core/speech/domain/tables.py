"""The tables this register ships: abbreviations and units, as they are said."""

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path

TABLES = Path(__file__).resolve().parent.parent / "tables"


@cache
def spoken_forms(table: str) -> Mapping[str, str]:
    """What is written → what is said, of `abbreviations` or `units`."""
    with (TABLES / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return {row["written"]: row["spoken"] for row in csv.DictReader(file)}
