"""The tables that come with the product: what people come for, and who goes first."""

import csv
from pathlib import Path

TABLES = Path(__file__).parent.parent / "tables"
LANGUAGES = ("vi", "en", "id")


def rows_of(name: str) -> list[dict[str, str]]:
    """The rows of a table, in order."""
    with (TABLES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def words_of(row: dict[str, str]) -> dict[str, str]:
    """What it is called, by language."""
    return {language: row[language] for language in LANGUAGES}
