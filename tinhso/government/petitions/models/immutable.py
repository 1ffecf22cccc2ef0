"""Published rules are never changed or removed. Only their retirement may still be written."""

from tinhso.kit.guards import Guard

RULES = Guard(
    "petitions_rulebook",
    "published rules are never changed",
    ("uuid", "version", "rules", "note", "made_by_id", "made_at", "published_by_id", "published_at"),
)
