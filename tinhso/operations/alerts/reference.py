"""What comes with the product: the words of messages, and rules to begin with; what people here changed stays."""

import json
from datetime import datetime
from pathlib import Path

from django.db import transaction

from tinhso.core.notices.actions import ship_kinds
from tinhso.core.places.models import Place
from tinhso.kit.actors import Actor
from tinhso.operations.alerts.actions.rules import draft_rule, enter_rule, publish_rule
from tinhso.operations.alerts.domain.rules import RuleTold
from tinhso.operations.alerts.models import Rule

AFTER = ("places", "notices")
TABLES = Path(__file__).parent / "tables"


@transaction.atomic
def load(at: datetime) -> None:
    """Enter what is not there yet."""
    by, home = Actor.system(), Place.objects.home()
    ship_kinds(TABLES / "notices.json", system="alerts", by=by, at=at)
    there = set(Rule.objects.values_list("code", flat=True))
    for row in json.loads((TABLES / "rules.json").read_text(encoding="utf-8")):
        if row["code"] not in there:
            rule = enter_rule(row["code"], row["title"], home, by=by, at=at)
            draft_rule(rule, RuleTold.model_validate(row["rule"]), reason=row["reason"], by=by, at=at)
            publish_rule(rule, by=by, at=at)
