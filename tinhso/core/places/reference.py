"""The tables that come with the product: units, their codes, and the resolutions of 2025, through the same actions.

Where the figures come from and what is not certain is told in `tables/NOTES.md`.
"""

import csv
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from django.db import transaction

from tinhso.core.places.actions import draft_resolution, register_places, reorganise_places
from tinhso.core.places.domain import Kind, Move, Plan, Unit
from tinhso.core.places.models import Place, Resolution
from tinhso.kit.actors import Actor, Channel

AFTER = ("search",)
TABLES = Path(__file__).parent / "tables"
BY = Actor(channel=Channel.IMPORT)


@transaction.atomic
def load(at: datetime) -> None:
    """Enter the units as they stood before 2025 and carry out the resolutions since; a second time nothing happens."""
    if not Place.objects.exists():
        register_places(units_of(""), by=BY, at=at, codes=list(_codes()))
    known = set(Resolution.objects.values_list("number", flat=True))
    for plan in plans():
        if plan.number not in known:
            reorganise_places(draft_resolution(plan, by=BY, at=at), by=BY, at=at)


def plans() -> Iterator[Plan]:
    """The resolutions in the order in which they take effect."""
    for row in table("resolutions"):
        yield Plan(
            number=row["number"],
            issued=date.fromisoformat(row["issued"]),
            effective=date.fromisoformat(row["effective"]),
            title=row["title"],
            opens=tuple(units_of(row["number"])),
            moves=tuple(_move(move) for move in table("moves") if move["resolution"] == row["number"]),
        )


def units_of(resolution: str) -> list[Unit]:
    """The units that begin with a resolution; an empty number: those that stood at the beginning."""
    return [_unit(row) for row in table("units") if row["resolution"] == resolution]


def table(name: str) -> Iterator[dict[str, str]]:
    """The lines of a shipped table."""
    with (TABLES / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def _unit(row: dict[str, str]) -> Unit:
    box = [row[side] for side in ("south", "west", "north", "east")]
    return Unit(
        code=row["code"],
        name=row["name"],
        kind=Kind(row["kind"]),
        unit_type=row["unit_type"],
        parent=row["parent"],
        lat=float(row["lat"]) if row["lat"] else None,
        lon=float(row["lon"]) if row["lon"] else None,
        area_km2=Decimal(row["area_km2"]) if row["area_km2"] else None,
        population=int(row["population"]) if row["population"] else None,
        bbox=(float(box[0]), float(box[1]), float(box[2]), float(box[3])) if all(box) else None,
    )


def _move(row: dict[str, str]) -> Move:
    share = Decimal(row["share"]) if row["share"] else None
    return Move(old=row["old"], new=row["new"], part=row["part"] == "part", share=share)


def _codes() -> Iterator[tuple[str, str, str, str]]:
    for row in table("codes"):
        yield row["place"], row["scheme"], row["value"], row["note"]
