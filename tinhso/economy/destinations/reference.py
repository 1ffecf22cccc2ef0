"""What comes with the product: places, roads and useful points of the home province (`tables/NOTES.md`).

What people here changed stays.
"""

import csv
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from tinhso.core.places.models import Place
from tinhso.economy.destinations.actions.entries import begin_entry, publish_entry
from tinhso.economy.destinations.actions.roads import put_roads, reckon_legs
from tinhso.economy.destinations.domain.words import Basis
from tinhso.economy.destinations.models import Destination, Junction, Nearby
from tinhso.kit.actors import Actor

AFTER = ("places", "search")
TABLES = Path(__file__).parent / "tables"
BY = Actor.system()
USUAL_SPEED = 30.0
Row = Mapping[str, str]


@transaction.atomic
def load(at: datetime) -> None:
    """Enter what is not there yet."""
    communes = {one.full_name: one for one in Place.objects.current().communes().within(Place.objects.home())}
    texts = {row["code"]: row for row in _rows("texts.csv")}
    known = set(Destination.objects.values_list("code", flat=True))
    fresh = [row for row in _ours("destinations.csv") if row["code"] not in known and row["commune"] in communes]
    for row in fresh:
        begun = begin_entry(row["code"], _told(row, texts[row["code"]], communes[row["commune"]]), by=BY, at=at)
        publish_entry(begun, by=BY, at=at)
    _load_nearby()
    if not Junction.objects.exists():
        _load_roads()
    if fresh:
        reckon_legs()


def _told(row: Row, text: Row, place: Place) -> dict[str, object]:
    return {
        "kind": row["kind"], "name_vi": row["name_vi"], "name_en": row["name_en"], "place": place,
        "lat": float(row["lat"]), "lon": float(row["lon"]),
        "exact": row["point"] != "centre", "from_osm": row["point"] == "osm",
        "held": row["held"], "season": row["season"], "source": row["source"][:300],
        "about_vi": text["vi"], "about_en": text["en"], "about_id": text["id"],
    }  # fmt: skip


def _load_nearby() -> None:
    points = [
        Nearby(
            osm_id=int(row["osm_id"]), kind=row["kind"], name=row["name"], lat=float(row["lat"]), lon=float(row["lon"])
        )
        for row in _ours("nearby.csv")
    ]
    Nearby.objects.bulk_create(points, ignore_conflicts=True)


def _load_roads() -> None:
    towns = list(_ours("junctions.csv"))
    at = {row["code"]: number for number, row in enumerate(towns)}
    stretches = [
        (at[row["from"]], at[row["to"]], km, float(row["hours"] or km / USUAL_SPEED) * 60)
        for row in _rows("roads.csv")
        if row["from"] in at and (km := float(row["km"]))
    ]
    put_roads([(row["name"], float(row["lat"]), float(row["lon"])) for row in towns], stretches, basis=Basis.TABLE)


def _ours(name: str) -> Iterator[Row]:
    return (row for row in _rows(name) if row["province"] == settings.PROVINCE)


def _rows(name: str) -> Iterator[Row]:
    with (TABLES / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
