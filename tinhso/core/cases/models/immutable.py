"""A published definition is never changed or removed. Only its retirement may still be written."""

from tinhso.kit.guards import Guard

DEFINITIONS = Guard(
    "cases_definition",
    "a published definition is never changed",
    (
        "uuid",
        "code",
        "version",
        "system",
        "document",
        "digest",
        "made_by_id",
        "made_at",
        "published_by_id",
        "published_at",
    ),
)
