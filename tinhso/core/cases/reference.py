"""What comes with the product: the workflow by which an office asks others (`tables/consultation.json`)."""

import json
from datetime import datetime
from pathlib import Path

from django.db import transaction

from tinhso.core.cases.actions import ship_definition
from tinhso.kit.actors import Actor

AFTER: tuple[str, ...] = ()
TABLE = Path(__file__).parent / "tables" / "consultation.json"


@transaction.atomic
def load(at: datetime) -> None:
    """Publish it, unless this version was published before."""
    document = json.loads(TABLE.read_text(encoding="utf-8"))
    ship_definition(document, system="cases", by=Actor.system(), at=at)
