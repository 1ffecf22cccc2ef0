"""The topics that come with the product (`tables/topics.csv`), the top ones before those below them."""

import csv
from dataclasses import dataclass
from functools import cache

from tinhso.government.petitions.domain.desks import TABLES

LANGUAGES = ("vi", "en", "id")
OTHER = "other"
"""Where everything goes that has no better place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShippedTopic:
    """One line of the table; see `models.topics.Topic` for what its parts say."""

    code: str
    parent: str
    icon: str
    desk: str
    days: int | None
    urgent: bool
    words: dict[str, str]
    keywords: tuple[str, ...]


@cache
def shipped_topics() -> tuple[ShippedTopic, ...]:
    with (TABLES / "topics.csv").open(encoding="utf-8") as file:
        return tuple(_topic(row) for row in csv.DictReader(file))


def _topic(row: dict[str, str]) -> ShippedTopic:
    return ShippedTopic(
        code=row["code"],
        parent=row["parent"],
        icon=row["icon"],
        desk=row["desk"],
        days=int(row["days"]) if row["days"] else None,
        urgent=row["urgent"] == "yes",
        words={language: row[language] for language in LANGUAGES},
        keywords=tuple(filter(None, row["keywords"].split("|"))),
    )
