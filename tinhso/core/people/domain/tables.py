"""The tables this register ships: ethnic groups, languages, birth provinces of identity numbers."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

TABLES = Path(__file__).resolve().parent.parent / "tables"


@dataclass(frozen=True, slots=True)
class EthnicGroup:
    """One of the 54 ethnic groups, under its two-digit statistical code."""

    code: str
    name: str
    language: str


@dataclass(frozen=True, slots=True)
class Language:
    """A language people here speak; `written` tells whether many read it in a script of its own."""

    code: str
    name: str
    written: bool


def rows(name: str) -> Iterator[dict[str, str]]:
    """The rows of a shipped table."""
    with (TABLES / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


@cache
def ethnic_groups() -> dict[str, EthnicGroup]:
    """Every ethnic group by its code."""
    return {row["code"]: EthnicGroup(row["code"], row["name"], row["language"]) for row in rows("ethnic_groups.csv")}


@cache
def group_named(name: str) -> EthnicGroup:
    """The ethnic group of that name. Raises KeyError when there is none."""
    return {group.name: group for group in ethnic_groups().values()}[name]


@cache
def languages() -> dict[str, Language]:
    """Every language by its code."""
    return {row["code"]: Language(row["code"], row["name"], row["written"] == "yes") for row in rows("languages.csv")}


@cache
def birth_provinces() -> dict[str, str]:
    """Three-digit codes of the provinces of birth registration (Circular 59/2021/TT-BCA, annex), by code.

    The 63 provinces of before 2025: numbers are not given anew when provinces merge.
    """
    return {row["code"]: row["name"] for row in rows("birth_provinces.csv")}
