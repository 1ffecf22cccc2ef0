"""Triggers by which the database refuses to change what is written once. A speed bump for hands, no proof."""

from dataclasses import dataclass
from typing import Any

from django.db import migrations
from django.db.backends.base.base import BaseDatabaseWrapper

PUBLISHED = "OLD.status <> 'draft'"
UNPUBLISHED = "(NEW.status = 'draft' OR (OLD.status = 'retired' AND NEW.status <> 'retired'))"
DIFFERS = {"postgresql": "IS DISTINCT FROM", "sqlite": "IS NOT"}


@dataclass(frozen=True, slots=True)
class Guard:
    """The triggers of one table.

    says   what is told to whom they refuse
    kept   columns that stay from the day a row is published (its `status` leaves "draft"; then only its retirement may
           still be written); none: no row is ever changed or removed
    """

    table: str
    says: str
    kept: tuple[str, ...] = ()

    def put_on(self, connection: BaseDatabaseWrapper) -> None:
        """Put the triggers on; those that are there stay."""
        with connection.cursor() as cursor:
            for statement in self._statements(connection.vendor):
                cursor.execute(statement)

    def take_off(self, connection: BaseDatabaseWrapper) -> None:
        """Take the triggers off: for an emptied test database only."""
        on = f" ON {self.table}" if connection.vendor == "postgresql" else ""
        with connection.cursor() as cursor:
            for trigger in map(self._trigger, self._refused(connection.vendor)):
                cursor.execute(f"DROP TRIGGER IF EXISTS {trigger}{on}")

    def stands(self, connection: BaseDatabaseWrapper) -> bool:
        """Whether every trigger is there and switched on."""
        question = (
            "SELECT tgname FROM pg_trigger WHERE tgenabled <> 'D'"
            if connection.vendor == "postgresql"
            else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        )
        with connection.cursor() as cursor:
            cursor.execute(question)
            there = {name for (name,) in cursor.fetchall()}
        return there >= {self._trigger(verb) for verb in self._refused(connection.vendor)}

    def operation(self) -> migrations.RunPython:
        """The step of a migration that puts them on."""

        def on(_apps: Any, schema_editor: Any) -> None:
            self.put_on(schema_editor.connection)

        def off(_apps: Any, schema_editor: Any) -> None:
            self.take_off(schema_editor.connection)

        return migrations.RunPython(on, off)

    def _trigger(self, verb: str) -> str:
        return f"{self.table}_no_{verb}"

    def _refused(self, vendor: str) -> dict[str, str]:
        """Verb → for which rows; empty for all of them."""
        if self.kept:
            differs = " OR ".join(f"NEW.{name} {DIFFERS[vendor]} OLD.{name}" for name in self.kept)
            return {"update": f"{PUBLISHED} AND ({differs} OR {UNPUBLISHED})", "delete": PUBLISHED}
        return {"update": "", "delete": ""} | ({"truncate": ""} if vendor == "postgresql" else {})

    def _statements(self, vendor: str) -> list[str]:
        refused = self._refused(vendor).items()
        if vendor == "postgresql":
            return [self._function(), *(self._on_postgresql(verb, rows) for verb, rows in refused)]
        return [self._on_sqlite(verb, rows) for verb, rows in refused]

    def _function(self) -> str:
        return (
            f"CREATE OR REPLACE FUNCTION {self.table}_written() RETURNS trigger LANGUAGE plpgsql AS $$ "
            f"BEGIN RAISE EXCEPTION '{self.says}: % of % refused', TG_OP, TG_TABLE_NAME; END $$"
        )

    def _on_postgresql(self, verb: str, rows: str) -> str:
        return (
            f"CREATE OR REPLACE TRIGGER {self._trigger(verb)} BEFORE {verb} ON {self.table} "
            f"FOR EACH {'STATEMENT' if verb == 'truncate' else 'ROW'} {rows and f'WHEN ({rows}) '}"
            f"EXECUTE FUNCTION {self.table}_written()"
        )

    def _on_sqlite(self, verb: str, rows: str) -> str:
        return (
            f"CREATE TRIGGER IF NOT EXISTS {self._trigger(verb)} BEFORE {verb} ON {self.table} "
            f"{rows and f'WHEN {rows} '}BEGIN SELECT RAISE(ABORT, '{self.says}: {verb} of {self.table} refused'); END"
        )
