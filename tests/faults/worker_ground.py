"""A database of its own for real worker processes, on the kind of database the suite runs on."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

from django.db import connection

ROOT = Path(__file__).resolve().parents[2]
HELPER = ROOT / "tests" / "faults" / "log_worker.py"


class Ground:
    """Runs `log_worker.py` against one database. Every process it started is ended with it."""

    def __init__(self, folder: Path, name: str) -> None:
        self.name, self.processes = name, []
        self.reporter: subprocess.Popen | None = None
        self.env = os.environ | {"MODE": "test", "DJANGO_SETTINGS_MODULE": "tinhso.site.settings", "VAR": str(folder)}
        self.env["DATABASE_URL"] = f"sqlite:///{folder / 'faults.sqlite3'}"
        if connection.vendor == "postgresql":
            self._on_server(f'CREATE DATABASE "{name}"')
            base = os.environ["DATABASE_URL"].rsplit("/", 1)[0]
            self.env["DATABASE_URL"] = f"{base}/{name}"
        self.run("migrate")

    def start(self, *words: str, **env: str) -> subprocess.Popen:
        process = subprocess.Popen([sys.executable, HELPER, *words], env=self.env | env, stdout=subprocess.DEVNULL)
        self.processes.append(process)
        return process

    def run(self, *words: str) -> str:
        return subprocess.run(
            [sys.executable, HELPER, *words], env=self.env, stdout=subprocess.PIPE, text=True, check=True
        ).stdout

    def report(self) -> dict:
        """How things stand, told by one process that is asked again and again: starting one takes longest."""
        if self.reporter is None:
            command = [sys.executable, HELPER, "report"]
            pipe = subprocess.PIPE
            self.reporter = subprocess.Popen(command, env=self.env, stdin=pipe, stdout=pipe, text=True)
            self.processes.append(self.reporter)
        self.reporter.stdin.write("\n")
        self.reporter.stdin.flush()
        return json.loads(self.reporter.stdout.readline())

    def until(self, true, *, within: float) -> dict:
        """The first report of which something is true; the last one when the time is over."""
        end = time.monotonic() + within
        while not true(found := self.report()) and time.monotonic() < end:
            time.sleep(0.3)
        return found

    def close(self) -> None:
        for process in self.processes:
            if process.poll() is None:
                process.kill()
            process.wait()
        if self.reporter:
            self.reporter.stdin.close()
            self.reporter.stdout.close()
        if connection.vendor == "postgresql":
            self._on_server(f'DROP DATABASE "{self.name}" WITH (FORCE)')

    def _on_server(self, statement: str) -> None:
        with connection.cursor() as cursor:
            assert connection.get_autocommit()
            cursor.execute(statement)
