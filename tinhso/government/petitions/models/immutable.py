"""Triggers that refuse to change or remove published rules. Only their retirement may still be written."""

from django.db.backends.base.base import BaseDatabaseWrapper

TABLE = "petitions_rulebook"
_KEPT = ("uuid", "version", "rules", "note", "made_by_id", "made_at", "published_by_id", "published_at")
_DIFFERS = {
    "postgresql": " OR ".join(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in _KEPT),
    "sqlite": " OR ".join(f"NEW.{name} IS NOT OLD.{name}" for name in _KEPT),
}
_BACK = "NEW.status = 'draft' OR (OLD.status = 'retired' AND NEW.status <> 'retired')"
_TOLD = "published rules are never changed"
_FUNCTION = f"""
CREATE OR REPLACE FUNCTION petitions_published_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{_TOLD}'; END $$
"""


def guard(connection: BaseDatabaseWrapper) -> None:
    """Put the triggers on; those that are there stay."""
    with connection.cursor() as cursor:
        for statement in _guards(connection.vendor):
            cursor.execute(statement)


def unguard(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers off: for an emptied test database only."""
    on = f" ON {TABLE}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for verb in ("update", "delete"):
            cursor.execute(f"DROP TRIGGER IF EXISTS {TABLE}_no_{verb}{on}")


def _guards(vendor: str) -> list[str]:
    conditions = (
        ("update", f"OLD.status <> 'draft' AND ({_DIFFERS[vendor]} OR {_BACK})"),
        ("delete", "OLD.status <> 'draft'"),
    )
    if vendor == "postgresql":
        return [
            _FUNCTION,
            *(
                f"CREATE OR REPLACE TRIGGER {TABLE}_no_{verb} BEFORE {verb} ON {TABLE} "
                f"FOR EACH ROW WHEN ({when}) EXECUTE FUNCTION petitions_published_once()"
                for verb, when in conditions
            ),
        ]
    return [
        f"CREATE TRIGGER IF NOT EXISTS {TABLE}_no_{verb} BEFORE {verb} ON {TABLE} WHEN {when} "
        f"BEGIN SELECT RAISE(ABORT, '{_TOLD}'); END"
        for verb, when in conditions
    ]
