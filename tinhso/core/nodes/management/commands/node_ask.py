"""`manage.py node_ask NAME`: on the small machine, make its keys and print what the province must know."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from tinhso.core.nodes.actions.joining import ask
from tinhso.kit.refusals import Refusal


class Command(BaseCommand):
    help = "Prints the line by which the province's engineer registers this node. Nothing in it is secret."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="how people call the place where it stands")
        parser.add_argument("--anew", action="store_true", help="new keys: after a restore, or when it was shut out")

    def handle(self, *, name: str, anew: bool, **options: Any) -> None:
        try:
            self.stdout.write(ask(name, anew=anew).model_dump_json())
        except Refusal as refusal:
            raise CommandError(str(refusal.told)) from refusal
