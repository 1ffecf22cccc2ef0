"""`manage.py run`: prepare everything, then serve until stopped."""

import os
from typing import Any

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand, CommandParser

from tinhso.site.serving import programs
from tinhso.site.supervisor import become_supervisor


class Command(BaseCommand):
    help = "Migrate, prepare texts and static files, then run web server, worker and signer until Ctrl-C or SIGTERM."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--bind", default=f"127.0.0.1:{os.environ.get('PORT', '8000')}", help="address:port")
        parser.add_argument("--workers", type=int, default=2, help="processes of the web server")
        parser.add_argument("--threads", type=int, default=4, help="threads of each")

    def handle(self, *, bind: str, workers: int, threads: int, **options: Any) -> None:
        for step in self.preparations():
            self.stdout.write(step)
            self.prepare(step)
        self.stdout.write(f"Serving on {bind}. Ctrl-C stops everything.")
        running = programs(
            root=settings.ROOT, var=settings.VAR, bind=bind, workers=max(workers, 1), threads=max(threads, 1)
        )
        os.chdir(settings.ROOT)
        become_supervisor(running)

    def preparations(self) -> list[str]:
        """The commands to run first, in order; those the house has."""
        wanted = ["check", "assets", "texts", "migrate", "load_reference", "collectstatic"]
        return [name for name in wanted if name in get_commands()]

    def prepare(self, step: str) -> None:
        arguments: dict[str, tuple[list[str], dict[str, Any]]] = {
            "check": (["--deploy"] if settings.MODE == "production" else [], {}),
            "texts": (["--compile"], {}),
            "migrate": ([], {"interactive": False, "verbosity": 0}),
            "collectstatic": ([], {"interactive": False, "verbosity": 0}),
        }
        positional, named = arguments.get(step, ([], {}))
        call_command(step, *positional, **named)
