"""What comes with the product: how help is asked for, the words of messages; what people here changed stays."""

import json
from datetime import datetime
from pathlib import Path

from django.db import transaction

from tinhso.core.cases.actions import ship_definition
from tinhso.core.notices.actions import ship_kinds
from tinhso.kit.actors import Actor
from tinhso.society.teams.actions.allowances import ship_rules

AFTER = ("cases",)
TABLES = Path(__file__).parent / "tables"


@transaction.atomic
def load(at: datetime) -> None:
    """Enter what is not there yet."""
    by = Actor.system()
    ship_definition(json.loads((TABLES / "help.json").read_text(encoding="utf-8")), system="teams", by=by, at=at)
    ship_kinds(TABLES / "notices.json", system="teams", by=by, at=at)
    ship_rules(TABLES / "allowances.json", at=at)
