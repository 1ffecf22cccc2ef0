"""`manage.py node_import FILE --answer FILE`: at the province, read a node's bundle from a memory stick."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from tinhso.core.nodes.actions.receiving import receive, told_of
from tinhso.kit.refusals import Refusal


class Command(BaseCommand):
    help = "Brings in what is new in a node's bundle and writes the answer for the stick. Twice is once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--answer", type=Path, required=True)

    def handle(self, *, file: Path, answer: Path, **options: Any) -> None:
        bundle = file.read_bytes()
        try:
            answer.write_bytes(receive(bundle, at=timezone.now()))
            told = told_of(bundle)
        except Refusal as refusal:
            raise CommandError(str(refusal.told)) from refusal
        self.stdout.write(f"Node {told['node']}: {told['count']} items from place {told['first']}; answer written.")
