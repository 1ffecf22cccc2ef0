"""The tables that are data: units, methods of counting, words for chances, what a forecast begins from."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.translation import get_language

TABLES = Path(__file__).parent.parent / "tables"


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of targets. `ceiling`: the most that can be, 100 for a share; None for an amount. `places`: decimals."""

    code: str
    titles: Mapping[str, str]
    ceiling: float | None
    places: int

    @property
    def title(self) -> str:
        return said(self.titles)


@dataclass(frozen=True, slots=True)
class Chance:
    """A word for probabilities from `least` on."""

    least: float
    titles: Mapping[str, str]
    on_track: bool

    @property
    def title(self) -> str:
        return said(self.titles)


def read_table(name: str) -> Any:
    """A table of this system, parsed."""
    return json.loads((TABLES / name).read_text(encoding="utf-8"))


@cache
def units() -> Mapping[str, Unit]:
    return {code: Unit(code, row["title"], row.get("ceiling"), row["places"]) for code, row in _rows("units.json")}


@cache
def methods() -> Mapping[str, Mapping[str, str]]:
    """Ways of counting: code → titles."""
    return {code: row["title"] for code, row in _rows("methods.json")}


@cache
def chances() -> tuple[Chance, ...]:
    """The most likely first."""
    rows = [Chance(row["least"], row["title"], row["on_track"]) for row in read_table("chances.json")["words"]]
    return tuple(sorted(rows, key=lambda row: -row.least))


def chance_of(probability: float) -> Chance:
    """The word for a probability of 0–1."""
    return next(one for one in chances() if probability >= one.least)


def said(titles: Mapping[str, str]) -> str:
    """In the language of the page, else in Vietnamese."""
    return titles.get(get_language() or "vi") or titles["vi"]


def _rows(name: str) -> Any:
    return read_table(name).items()
