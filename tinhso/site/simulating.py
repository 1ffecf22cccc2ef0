"""Profiles: a quarter of a province as it was published, to be lived again in the demo."""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

PROFILES = Path(__file__).parent / "profiles"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number to be reached.

    name       as systems know it
    indicator  the promise that counts it
    published  what the source says; empty: not published, ours
    """

    name: str
    indicator: str
    number: int
    published: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A quarter in numbers; `shown` are indicators that the table tells beside."""

    title: str
    source: str
    first: date
    last: date
    figures: tuple[Figure, ...]
    shares: dict[str, float]
    shown: tuple[str, ...]

    def wanted(self, scale: float) -> dict[str, int]:
        """How many of what at a scale; 1 is the province as published."""
        return {one.name: round(one.number * scale) for one in self.figures}


def profiles() -> list[str]:
    """Their names."""
    return sorted(one.stem for one in PROFILES.glob("*.json"))


def profile(name: str) -> Profile:
    """The profile of that name, one of `profiles()`."""
    told = json.loads((PROFILES / f"{name}.json").read_text(encoding="utf-8"))
    days = {key: date.fromisoformat(told[key]) for key in ("first", "last")}
    figures = tuple(Figure(**one) for one in told["figures"])
    return Profile(**{**told, **days, "figures": figures, "shown": tuple(told["shown"])})
