"""`make demo`: a living province on this machine, from nothing to the first page, and everything stopped by Ctrl-C."""

import os
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from tinhso.core.accounts.domain.personas import PERSONAS
from tinhso.site.progress import Progress
from tinhso.site.serving import programs
from tinhso.site.supervisor import Program, become_supervisor

STAND_INS = (
    "IDENTITY_ISSUER",
    "PORTAL_URL",
    "SMS_URL",
    "ZALO_URL",
    "VNPAY_URL",
    "MOMO_URL",
    "SIMULATED_BANK",
    "TIME_STAMPER",
)
Step = tuple[str, Callable[[], object]]


class Command(BaseCommand):
    help = "Prepares and serves a province full of demo life."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Start it as `make demo`, or with MODE=demo.")
        self._refuse_taken_ports()
        self._prepare()
        self._welcome()
        self._log_to_a_file()
        os.chdir(settings.ROOT)
        become_supervisor(self._programs())

    def _refuse_taken_ports(self) -> None:
        """The house's own port, and those of what stands in for the world outside: two demos would hear each other."""
        if _is_taken(settings.PORT):
            raise CommandError(f"Port {settings.PORT} is in use. Try `make demo PORT={settings.PORT + 1}`.")
        taken = sorted(port for port in _ports_of_stand_ins() if _is_taken(port))
        if taken:
            raise CommandError(f"Another demo runs on this machine (port {taken[0]} is in use). Stop it first.")

    def _prepare(self) -> None:
        steps = self._steps()
        with Progress(len(steps), sys.stdout) as progress:
            for name, do in steps:
                progress.within(name)
                do()
                progress.done()
            progress.within("ready")(1.0)

    def _steps(self) -> list[Step]:
        first: list[Step] = [
            ("fonts and icons", lambda: call_command("assets", verbosity=0)),
            ("texts", lambda: call_command("texts", compile=True)),
            ("static files", lambda: call_command("collectstatic", verbosity=0, interactive=False)),
            ("tables", lambda: call_command("migrate", verbosity=0)),
        ]
        filled = Path(settings.VAR) / "filled"
        if filled.exists():
            return first
        return [
            *first,
            ("places, calendar, groups", lambda: call_command("load_reference")),
            ("people, offices, accounts", lambda: call_command("fill_demo")),
            ("numbers", lambda: call_command("tally")),
            ("kept for the next time", filled.touch),
        ]

    def _welcome(self) -> None:
        address = f"http://localhost:{settings.PORT}"
        people = "\n".join(
            f"    {name:<6} {persona.full_name:<18} {persona.about}" for name, persona in PERSONAS.items()
        )
        self.stdout.write(f"""
  The province lives at {address}
  Be one of its people, one press each, at {address}/demo/

{people}

  What reached their telephones: {settings.SMS_URL}  their mail: http://{settings.MAIL_HOST}:{settings.MAIL_PORT - 1}
  The log of the programs: {settings.VAR / "demo.log"}
  Ctrl-C stops everything. `make demo RESET=1` begins anew.
""")
        self.stdout.flush()

    def _log_to_a_file(self) -> None:
        """The programs inherit where we write to, so one file has all their lines and the terminal stays readable."""
        log = os.open(settings.VAR / "demo.log", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
            os.dup2(log, stream.fileno())
        os.close(log)

    def _programs(self) -> list[Program]:
        """The product's own programs and every simulator of the outside world."""
        own = programs(root=settings.ROOT, var=settings.VAR, bind=f"127.0.0.1:{settings.PORT}", workers=2, threads=4)
        return [*own, *map(_simulator, sorted((settings.ROOT / "simulators").glob("*/__main__.py")))]


def _simulator(main: Path) -> Program:
    name = main.parent.name
    told = ["--people", str(settings.VAR / "simulators" / f"{name}.json")]
    command = [sys.executable, "-m", f"simulators.{name}", *told]
    return Program(name=f"simulator of {name}", command=command, environment={"PYTHONPATH": str(settings.ROOT)})


def _is_taken(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _ports_of_stand_ins() -> set[int]:
    """Where this machine would listen as bank, identity, gateway."""
    addresses = [getattr(settings, name) for name in STAND_INS]
    near = [urlsplit(address) for address in addresses if address]
    return {one.port for one in near if one.hostname == "127.0.0.1" and one.port}
