"""`manage.py migrate`: Django's; an empty database gets all its tables at once."""

from typing import Any

from django.core.management.commands import migrate
from django.db import connections

from tinhso.kit.beginning import is_empty, make_tables


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        connection = connections[options["database"]]
        asks_for_all = not any(options[name] for name in ("app_label", "fake", "plan", "check_unapplied", "prune"))
        if asks_for_all and is_empty(connection):
            make_tables(connection)
        super().handle(*args, **options)
