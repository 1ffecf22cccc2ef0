"""`make demo`: a living province on this machine, from nothing to the first page, and everything stopped by Ctrl-C."""

import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from tinhso.site.demo_people import table
from tinhso.site.programs import programs
from tinhso.site.progress import Progress
from tinhso.site.supervisor import Supervisor

Step = tuple[str, Callable[[], object]]


class Command(BaseCommand):
    help = "Prepares and serves a province full of demo life."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Start it as `make demo`, or with MODE=demo.")
        self._refuse_a_taken_port()
        self._prepare()
        self.stdout.write(table(f"http://localhost:{settings.PORT}"))
        self.stdout.write("\n  Ctrl-C stops everything. `make demo RESET=1` begins anew.\n")
        self.stdout.flush()
        Supervisor(programs()).run()

    def _refuse_a_taken_port(self) -> None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", settings.PORT)) == 0:
                raise CommandError(f"Port {settings.PORT} is in use. Try `make demo PORT={settings.PORT + 1}`.")

    def _prepare(self) -> None:
        steps = self._steps()
        with Progress(len(steps), sys.stdout) as progress:
            for name, do in steps:
                progress.within(name)(0.0)
                do()
                progress.done()
            progress.within("ready")(0.0)

    def _steps(self) -> list[Step]:
        filled = Path(settings.VAR) / f"filled-{settings.PROVINCE}"
        first: list[Step] = [
            ("compiling the texts", lambda: call_command("texts", compile_only=True)),
            ("fonts and icons", lambda: call_command("assets", verbosity=0)),
            ("static files", lambda: call_command("collectstatic", verbosity=0, interactive=False)),
            ("tables", lambda: call_command("migrate", verbosity=0)),
        ]
        if filled.exists():
            return first
        return [
            *first,
            ("places, calendar and other facts", lambda: call_command("load_reference")),
            ("demo life", lambda: call_command("fill_demo")),
            ("numbers", lambda: call_command("tally")),
            ("done", filled.touch),
        ]
