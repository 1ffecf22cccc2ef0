"""`manage.py flush`: Django's, but only for a test database. A province's log cannot be emptied by a command."""

from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.core.management.commands import flush
from django.db import connections

from tinhso.events.append_only import guard_all, unguard_all


class Command(flush.Command):
    help = "Empty a test database. Refused everywhere else: the log is written once."

    def handle(self, **options: Any) -> None:
        if settings.MODE != "test":
            raise CommandError("The log is written once: flush empties test databases only (MODE=test).")
        connection = connections[options["database"]]
        unguard_all(connection)
        try:
            super().handle(**options)
        finally:
            guard_all(connection)
