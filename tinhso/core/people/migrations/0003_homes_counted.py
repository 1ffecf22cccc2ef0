"""How many people each home place has is kept exactly enough to choose the way to a commune's list.

A place has from a handful to thousands of residents. With the usual hundred values PostgreSQL takes every place for an
average one, and walks through the names of the whole province for a commune of forty people.
"""

from typing import Any

from django.db import migrations

COUNTED = 2_000


def count_homes(apps: Any, schema_editor: Any) -> None:
    _statistics(schema_editor, COUNTED)


def count_as_usual(apps: Any, schema_editor: Any) -> None:
    _statistics(schema_editor, -1)


def _statistics(schema_editor: Any, values: int) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"ALTER TABLE people_person ALTER COLUMN home_id SET STATISTICS {values}")


class Migration(migrations.Migration):
    dependencies = [("people", "0002_lists_are_told")]
    operations = [migrations.RunPython(count_homes, count_as_usual)]
