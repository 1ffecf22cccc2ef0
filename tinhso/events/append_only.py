"""Triggers that refuse to change or remove what the log has written. A speed bump for hands; the tree is the proof."""

from collections.abc import Callable

from django.db.backends.base.base import BaseDatabaseWrapper

Guard = Callable[[BaseDatabaseWrapper], None]
TABLES = ("events_entry", "events_checkpoint")
_FUNCTION = """
CREATE OR REPLACE FUNCTION events_written_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the log is written once: % of % refused', TG_OP, TG_TABLE_NAME; END $$
"""

_others: dict[Guard, Guard] = {}


def also_written_once(on: Guard, off: Guard) -> None:
    """Another table has triggers of its own: emptying a test database takes them `off` and puts them `on` again."""
    _others[on] = off


def guard_all(connection: BaseDatabaseWrapper) -> None:
    """Put on the triggers of the log and of all that is written once."""
    for on in (guard, *_others):
        on(connection)


def unguard_all(connection: BaseDatabaseWrapper) -> None:
    """Take them all off: for an emptied test database only."""
    for off in (unguard, *_others.values()):
        off(connection)


def guard(connection: BaseDatabaseWrapper) -> None:
    """Put the triggers on; those that are there stay."""
    with connection.cursor() as cursor:
        for statement in _guards(connection.vendor):
            cursor.execute(statement)


def unguard(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers off: for an emptied test database only."""
    with connection.cursor() as cursor:
        for table, trigger in _triggers(connection.vendor):
            on = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {trigger}{on}")


def is_guarded(connection: BaseDatabaseWrapper) -> bool:
    """Whether every trigger is there and switched on."""
    wanted = {trigger for _, trigger in _triggers(connection.vendor)}
    question = (
        "SELECT tgname FROM pg_trigger WHERE tgenabled <> 'D'"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(question)
        return wanted <= {name for (name,) in cursor.fetchall()}


def _guards(vendor: str) -> list[str]:
    if vendor == "postgresql":
        return [_FUNCTION, *(_on_postgresql(table, trigger) for table, trigger in _triggers(vendor))]
    return [_on_sqlite(table, trigger) for table, trigger in _triggers(vendor)]


def _triggers(vendor: str) -> list[tuple[str, str]]:
    verbs = ("update", "delete", "truncate") if vendor == "postgresql" else ("update", "delete")
    return [(table, f"{table}_no_{verb}") for table in TABLES for verb in verbs]


def _on_postgresql(table: str, trigger: str) -> str:
    verb = trigger.rsplit("_", 1)[1].upper()
    each = "STATEMENT" if verb == "TRUNCATE" else "ROW"
    return (
        f"CREATE OR REPLACE TRIGGER {trigger} BEFORE {verb} ON {table} "
        f"FOR EACH {each} EXECUTE FUNCTION events_written_once()"
    )


def _on_sqlite(table: str, trigger: str) -> str:
    verb = trigger.rsplit("_", 1)[1].upper()
    return (
        f"CREATE TRIGGER IF NOT EXISTS {trigger} BEFORE {verb} ON {table} "
        f"BEGIN SELECT RAISE(ABORT, 'the log is written once: {verb} of {table} refused'); END"
    )
