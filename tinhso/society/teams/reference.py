"""What comes with the product: how help is asked for, which awards there are, the words of messages; what people here
changed stays.
"""

import json
from datetime import datetime
from pathlib import Path

from django.db import transaction

from tinhso.core.cases.actions import ship_definition
from tinhso.core.notices.actions import ship_kinds
from tinhso.kit.actors import Actor
from tinhso.society.teams.actions.allowances import ship_rules
from tinhso.society.teams.actions.awards import ship_awards

AFTER = ("cases",)
TABLES = Path(__file__).parent / "tables"


@transaction.atomic
def load(at: datetime) -> None:
    """Enter what is not there yet."""
    by = Actor.system()
    for workflow in ("help.json", "award.json"):
        ship_definition(json.loads((TABLES / workflow).read_text(encoding="utf-8")), system="teams", by=by, at=at)
    ship_kinds(TABLES / "notices.json", system="teams", by=by, at=at)
    ship_rules(TABLES / "allowances.json", at=at)
    ship_awards(TABLES / "awards.json")
