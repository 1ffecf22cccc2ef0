"""What comes with the product: catalogues, published standings, how a place is assessed; what people entered stays."""

import csv
import json
from datetime import datetime
from pathlib import Path

from django.db import transaction

from tinhso.core.cases.actions import ship_definition
from tinhso.kit.actors import Actor
from tinhso.operations.index.actions.catalogues import publish_catalogue
from tinhso.operations.index.models import CatalogueVersion, Standing

AFTER = ("cases",)
HERE = Path(__file__).parent
MAINS = (
    "awareness",
    "institutions",
    "infrastructure",
    "workforce",
    "security",
    "government",
    "economy",
    "society",
)


@transaction.atomic
def load(at: datetime) -> None:
    """Enter what is not there yet."""
    by = Actor.system()
    workflow = json.loads((HERE / "tables" / "assessment.json").read_text(encoding="utf-8"))
    ship_definition(workflow, system="index", by=by, at=at)
    there = set(CatalogueVersion.objects.values_list("code", "version"))
    for path in sorted((HERE / "catalogue").glob("*.json")):
        document = json.loads(path.read_text(encoding="utf-8"))
        if (document["code"], document["version"]) not in there:
            publish_catalogue(document, by=by, at=at)
    if not Standing.objects.exists():
        Standing.objects.bulk_create(standings())


def standings() -> list[Standing]:
    """The published tables of provinces as they are shipped."""
    with (HERE / "tables" / "standings.csv").open(encoding="utf-8", newline="") as file:
        return [_standing(row) for row in csv.DictReader(file)]


def _standing(row: dict[str, str]) -> Standing:
    return Standing(
        year=int(row["year"]), provinces=int(row["provinces"]), province=row["province"], origin=row["origin"],
        value=float(row["value"]) if row["value"] else None, rank=int(row["rank"]) if row["rank"] else None,
        rank_kind=row["rank_kind"], mains={code: float(row[code]) for code in MAINS if row[code]},
        source=row["source"],
    )  # fmt: skip
