"""What comes with the product: the workflow, the topics, the first rules; what people of the province changed stays."""

import json
from datetime import datetime
from pathlib import Path

from django.db import transaction

from tinhso.core.cases.actions import ship_definition
from tinhso.core.notices.actions import ship_kinds
from tinhso.core.speech.actions.finding import Text, find_phrases_of
from tinhso.core.speech.models import Kind
from tinhso.government.petitions.actions.rules import ship_rules
from tinhso.government.petitions.actions.topics import ship_topics
from tinhso.government.petitions.models import Topic
from tinhso.kit.actors import Actor

AFTER = ("cases",)
TABLES = Path(__file__).parent / "tables"


@transaction.atomic
def load(at: datetime) -> None:
    """Enter what is not there yet."""
    by = Actor.system()
    ship_definition(_table("petition.json"), system="petitions", by=by, at=at)
    ship_kinds(TABLES / "notices.json", system="petitions", by=by, at=at)
    ship_topics(by=by, at=at)
    ship_rules(_table("rules.json"), by=by, at=at)
    find_phrases_of("petitions", [Text(one.said("vi"), Kind.OPTION) for one in Topic.objects.current()], at=at)


def _table(name: str) -> dict[str, object]:
    document: dict[str, object] = json.loads((TABLES / name).read_text(encoding="utf-8"))
    return document
