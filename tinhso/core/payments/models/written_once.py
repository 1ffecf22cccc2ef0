"""Triggers that refuse to change or remove a transfer of the books. A mistake is put right by a transfer back."""

from django.db.backends.base.base import BaseDatabaseWrapper

TABLE = "payments_booktransfer"
_TOLD = "the books are written once"
_FUNCTION = f"""
CREATE OR REPLACE FUNCTION payments_written_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '{_TOLD}: % of % refused', TG_OP, TG_TABLE_NAME; END $$
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
        for verb in _verbs(connection.vendor):
            cursor.execute(f"DROP TRIGGER IF EXISTS {TABLE}_no_{verb}{on}")


def _verbs(vendor: str) -> tuple[str, ...]:
    return ("update", "delete", "truncate") if vendor == "postgresql" else ("update", "delete")


def _guards(vendor: str) -> list[str]:
    if vendor != "postgresql":
        return [
            f"CREATE TRIGGER IF NOT EXISTS {TABLE}_no_{verb} BEFORE {verb} ON {TABLE} "
            f"BEGIN SELECT RAISE(ABORT, '{_TOLD}: {verb} refused'); END"
            for verb in _verbs(vendor)
        ]
    each = {"update": "ROW", "delete": "ROW", "truncate": "STATEMENT"}
    return [
        _FUNCTION,
        *(
            f"CREATE OR REPLACE TRIGGER {TABLE}_no_{verb} BEFORE {verb} ON {TABLE} "
            f"FOR EACH {each[verb]} EXECUTE FUNCTION payments_written_once()"
            for verb in _verbs(vendor)
        ),
    ]
