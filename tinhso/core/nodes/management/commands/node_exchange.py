"""`manage.py node_exchange`: on a node, exchange with the province now; or by files, when the line stays cut."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from tinhso.core.nodes.actions.exchanging import exchange
from tinhso.core.nodes.actions.hearing import hear
from tinhso.core.nodes.actions.packing import write_up
from tinhso.core.nodes.models import Home, Taken
from tinhso.kit.refusals import Refusal


class Command(BaseCommand):
    help = "Sends what waits and hears what is new. With --out and --in by a memory stick instead of the line."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--out", type=Path, help="write the next bundle to this file")
        parser.add_argument("--in", type=Path, dest="answer", help="read the province's answer from this file")

    def handle(self, *, out: Path | None, answer: Path | None, **options: Any) -> None:
        at = timezone.now()
        if Home.objects.joined() is None:
            raise CommandError("This installation has joined no province: node_ask, then node_join.")
        try:
            if answer:
                hear(answer.read_bytes(), at=at)
            if out:
                out.write_bytes(write_up(at=at))
            if not (answer or out) and not exchange(at=at):
                raise CommandError("The province does not answer. What waits is safe here.")
        except Refusal as refusal:
            raise CommandError(str(refusal.told)) from refusal
        halted = Home.objects.get().halted
        self.stdout.write(f"{Taken.objects.waiting().count()} wait" + (f"; halted: {halted}" if halted else ""))
