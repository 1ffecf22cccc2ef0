"""Count the indicators of some days again."""

from datetime import date, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from tinhso.warehouse.actions import tally


class Command(BaseCommand):
    help = "Tallies the log from --from to --to (dates, both included; the last 30 days when not given)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--from", dest="first", type=date.fromisoformat)
        parser.add_argument("--to", dest="last", type=date.fromisoformat)

    def handle(self, *args: Any, **options: Any) -> None:
        at = timezone.now()
        last = options["last"] or timezone.localdate(at)
        first = options["first"] or last - timedelta(days=30)
        tally(first=first, last=last, at=at)
