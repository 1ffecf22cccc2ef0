"""Count the indicators of some days again."""

from datetime import date, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from tinhso.events.parquet import LogDiffersError
from tinhso.warehouse.actions import Engine, tally
from tinhso.warehouse.engines import database
from tinhso.warehouse.publishing import publish_last_months

MODULES = {"duckdb": ("duck", "analytics"), "spark": ("spark", "spark")}
"""Engines over Parquet: the module of each, and the extra that it needs."""


class Command(BaseCommand):
    help = "Tallies the log from --from to --to (dates, both included; the last month and this one when not given)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--from", dest="first", type=date.fromisoformat)
        parser.add_argument("--to", dest="last", type=date.fromisoformat)
        parser.add_argument("--engine", choices=["database", *MODULES], default="database")
        parser.add_argument(
            "--parquet", type=Path, default=settings.LOG_PARQUET, help="folder of `export_log --parquet`"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        at = timezone.now()
        last = options["last"] or timezone.localdate(at)
        first = options["first"] or (last.replace(day=1) - timedelta(days=1)).replace(day=1)
        if first > last:
            raise CommandError(f"{first} is after {last}.")
        engine = (
            database.count if options["engine"] == "database" else _over_parquet(options["engine"], options["parquet"])
        )
        facts = tally(first=first, last=last, at=at, engine=engine)
        publish_last_months(at=at)
        self.stdout.write(f"{facts} facts from {first} to {last}.")


def _over_parquet(name: str, folder: Path) -> Engine:
    """Loaded here and only here: the web server never carries it. Raises CommandError with what to do."""
    module, extra = MODULES[name]
    try:
        lines, engine = (import_module(f"tinhso.warehouse.engines.{one}") for one in ("lines", module))
    except ImportError as missing:
        raise CommandError(f"This engine needs the extra: pip install 'tinhso[{extra}]'.") from missing
    try:
        count: Engine = lines.Parquet(folder, engine).count
    except LogDiffersError as difference:
        raise CommandError(f"{difference} Run: manage.py export_log --parquet {folder}") from difference
    return count
