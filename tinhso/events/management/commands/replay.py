"""`manage.py replay HANDLER --since DATE`: hand a reaction that was added later the entries it never got."""

from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.dateparse import parse_date

from tinhso.events.deliveries import UnknownHandlerError, replay
from tinhso.events.reactions import handlers


class Command(BaseCommand):
    help = "Hand a reaction the sealed entries since a day that it never got; the worker delivers them."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("handler", help="dotted name, as `manage.py systems` shows it")
        parser.add_argument("--since", required=True, help="YYYY-MM-DD, from midnight of the province's clock")

    def handle(self, *, handler: str, since: str, **options: Any) -> None:
        try:
            day = parse_date(since)
        except ValueError:
            day = None
        if day is None:
            raise CommandError("--since wants a day as YYYY-MM-DD.")
        begin = timezone.make_aware(datetime.combine(day, datetime.min.time()))
        try:
            count = replay(handler, since=begin, at=timezone.now())
        except UnknownHandlerError as unknown:
            raise CommandError(f"No reaction is called {handler}. There are: {', '.join(handlers())}") from unknown
        self.stdout.write(f"{count} entries will be handed to {handler}.")
