"""The tables that come with the product: matters, groups, kinds of messages; what the province changed stays."""

from datetime import datetime
from pathlib import Path

from django.db import transaction

from tinhso.core.notices.actions import ship_kinds
from tinhso.government.appointments.domain.tables import TABLES, rows_of, words_of
from tinhso.government.appointments.models import Group, Matter
from tinhso.kit.actors import Actor

AFTER = ("accounts",)
NOTICES: Path = TABLES / "notices.json"


@transaction.atomic
def load(at: datetime) -> None:
    """Enter what is not there yet."""
    ship_kinds(NOTICES, system="appointments", by=Actor.system(), at=at)
    for position, row in enumerate(rows_of("matters")):
        Matter.objects.get_or_create(
            code=row["code"],
            defaults={
                "words": words_of(row), "icon": row["icon"], "minutes": int(row["minutes"]), "position": position,
            },
        )  # fmt: skip
    for position, row in enumerate(rows_of("groups")):
        Group.objects.get_or_create(
            code=row["code"],
            defaults={
                "words": words_of(row), "icon": row["icon"], "first": int(row["first"]), "law": row["law"],
                "position": position,
            },
        )  # fmt: skip
