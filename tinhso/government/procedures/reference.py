"""The procedures that come with the product, through the same actions; what people of the province entered stays."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from tinhso.core.notices.actions import ship_kinds
from tinhso.core.speech.actions import find_phrases_of, texts_in
from tinhso.government.procedures.actions.catalogue import choose_filing, ship_procedure
from tinhso.government.procedures.domain.catalogue import Level
from tinhso.government.procedures.domain.tables import shipped
from tinhso.government.procedures.models import FilingChoice, ProcedureCode
from tinhso.government.procedures.models.catalogue import Where
from tinhso.kit.actors import Actor, Channel

AFTER = ("search", "accounts", "cases")
BEGINS = date(2026, 9, 1)
"""From when the shipped tables were seen to hold; those of the province's own days are entered by its people."""
BY = Actor(channel=Channel.SYSTEM)
NOTICES = Path(__file__).parent / "tables" / "notices.json"


@transaction.atomic
def load(at: datetime) -> None:
    """Enter what is not there yet. A procedure that has any version, shipped or not, is left alone."""
    ship_kinds(NOTICES, system="procedures", by=BY, at=at)
    known = set(ProcedureCode.objects.values_list("code", flat=True))
    for document in shipped():
        if document["code"] not in known:
            ship_procedure(document, valid_from=BEGINS, by=BY, at=at)
    find_phrases_of("procedures", (text for document in shipped() for text in texts_in(_asked(document))), at=at)
    for level in (Level.FULL, Level.PARTIAL):
        if not FilingChoice.objects.filter(level=level.value).exists():
            choose_filing(level, where=Where.BOTH, by=BY, at=at)


def _asked(document: dict[str, Any]) -> list[Any]:
    """What of a procedure people hear when they look for it and fill it in."""
    return [document[part] for part in ("title", "summary", "question", "form") if part in document]
