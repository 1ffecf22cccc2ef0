"""`manage.py node_join FILE --province WORDS`: on the small machine, become a node of the province."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from tinhso.core.nodes.actions.joining import join
from tinhso.core.nodes.actions.keeping import keeper_code
from tinhso.kit.refusals import Refusal


class Command(BaseCommand):
    help = "Reads the welcome file, and prints the code of this machine for whoever keeps it in the commune house."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--province", required=True, help="the words on the engineer's page, heard by telephone")

    def handle(self, *, file: Path, province: str, **options: Any) -> None:
        try:
            home = join(file.read_bytes(), typed=province, at=timezone.now())
        except Refusal as refusal:
            raise CommandError(str(refusal.told)) from refusal
        self.stdout.write(f"{home.name}: node {home.number} of {home.address}. Code of this machine: {keeper_code()}")
