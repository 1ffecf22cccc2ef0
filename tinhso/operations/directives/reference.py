"""What comes with the product: how a directive runs, the words of messages; what people here changed stays."""

import json
from datetime import datetime
from pathlib import Path

from django.db import transaction

from tinhso.core.cases.actions import ship_definition
from tinhso.core.notices.actions import ship_kinds
from tinhso.kit.actors import Actor

AFTER = ("cases",)
TABLES = Path(__file__).parent / "tables"


@transaction.atomic
def load(at: datetime) -> None:
    """Enter what is not there yet."""
    by = Actor.system()
    workflow = json.loads((TABLES / "directive.json").read_text(encoding="utf-8"))
    ship_definition(workflow, system="directives", by=by, at=at)
    ship_kinds(TABLES / "notices.json", system="directives", by=by, at=at)
