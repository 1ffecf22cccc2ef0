"""The tables this register ships: the agencies a province has, the departments a commune has, the posts in each."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

TABLES = Path(__file__).resolve().parent.parent / "tables"


@dataclass(frozen=True, slots=True)
class Pattern:
    """An office that every province (or commune, or ward) has. `below` is the code of the office it belongs to.

    code   last level of its electronic identifier in the demo; the nation gives the real ones
    """

    code: str
    below: str
    name: str
    short: str
    kind: str
    only: str
    ask: str


@dataclass(frozen=True, slots=True)
class Seat:
    """A title that posts bear. `sort` of office: province, agency, commune, or the code of a commune's department."""

    sort: str
    title: str
    role: str
    seats: int


@cache
def of_a_province() -> tuple[Pattern, ...]:
    """People's Committee, its office, departments and centres after the merger of 2025, parents first."""
    return _patterns("agencies_of_a_province.csv")


@cache
def of_a_commune() -> tuple[Pattern, ...]:
    """People's Committee of a commune or ward and its departments, parents first; `only` names xã or phường."""
    return _patterns("agencies_of_a_commune.csv")


@cache
def seats() -> tuple[Seat, ...]:
    """Titles of posts by sort of office."""
    with (TABLES / "seats.csv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        return tuple(Seat(row["sort"], row["title"], row["role"], int(row["seats"])) for row in rows)


def _patterns(name: str) -> tuple[Pattern, ...]:
    with (TABLES / name).open(encoding="utf-8", newline="") as file:
        return tuple(
            Pattern(row["code"], row["below"], row["name"], row["short"], row["kind"], row["only"], row["ask"])
            for row in csv.DictReader(file)
        )
