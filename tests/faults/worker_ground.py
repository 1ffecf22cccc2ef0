"""A database of its own for real worker processes, on the kind of database the suite runs on."""

import json
import os
import time
from pathlib import Path

from django.db import connection

from tests.forks import Forked, Mother


class Ground:
    """Runs the `main` of a module in processes against one database. Every process it started is ended with it."""

    def __init__(self, folder: Path, name: str, module: str = "tests.faults.log_worker") -> None:
        self.name = name
        self.reporter: Forked | None = None
        env = os.environ | {"MODE": "test", "DJANGO_SETTINGS_MODULE": "tinhso.site.settings", "VAR": str(folder)}
        env["DATABASE_URL"] = f"sqlite:///{folder / 'faults.sqlite3'}"
        if connection.vendor == "postgresql":
            self._on_server(f'CREATE DATABASE "{name}"')
            env["DATABASE_URL"] = f"{os.environ['DATABASE_URL'].rsplit('/', 1)[0]}/{name}"
        self.mother = Mother(module, env)
        self.start, self.run = self.mother.start, self.mother.run
        self.run("migrate")

    def report(self) -> dict:
        """How things stand."""
        if self.reporter is None:
            self.reporter = self.start("report")
        self.reporter.hears("")
        return json.loads(self.reporter.says())

    def until(self, true, *, within: float) -> dict:
        """The first report of which something is true; the last one when the time is over."""
        end = time.monotonic() + within
        while not true(found := self.report()) and time.monotonic() < end:
            time.sleep(0.1)
        return found

    def close(self) -> None:
        self.mother.close()
        if connection.vendor == "postgresql":
            self._on_server(f'DROP DATABASE "{self.name}" WITH (FORCE)')

    def _on_server(self, statement: str) -> None:
        with connection.cursor() as cursor:
            assert connection.get_autocommit()
            cursor.execute(statement)
