"""What comes with the product: the workflows of requests, one for each term of the law, and the words of messages."""

from datetime import datetime
from pathlib import Path

from django.db import transaction

from tinhso.core.cases.actions import ship_definition
from tinhso.core.notices.actions import ship_kinds
from tinhso.core.own_data.domain.requests import SYSTEM, TERMS, workflow
from tinhso.kit.actors import Actor

AFTER = ("cases", "notices")
NOTICES = Path(__file__).parent / "tables" / "notices.json"


@transaction.atomic
def load(at: datetime) -> None:
    """Enter what is not there yet."""
    by = Actor.system()
    ship_kinds(NOTICES, system=SYSTEM, by=by, at=at)
    for term in sorted(set(TERMS.values()), key=lambda term: term.days):
        ship_definition(workflow(term), system=SYSTEM, by=by, at=at)
