"""`manage.py export_log --out FILE`: the log in plain lines, its checkpoints beside it, for archives and verifiers."""

from pathlib import Path
from typing import Any

import orjson
from django.core.management.base import BaseCommand, CommandParser

from tinhso.events.clients import Signer, SignerSilentError
from tinhso.events.export import Line, lines, notes


def _line(line: Line) -> bytes:
    return orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE)


class Command(BaseCommand):
    help = "Write the log as JSON lines, its checkpoints to FILE.checkpoints, the signer's public key to FILE.key."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--out", type=Path, required=True)

    def handle(self, *, out: Path, **options: Any) -> None:
        with out.open("wb") as file:
            count = sum(file.write(_line(line)) > 0 for line in lines())
        out.with_name(f"{out.name}.checkpoints").write_text(notes())
        try:
            out.with_name(f"{out.name}.key").write_text(f"{Signer().public_key().hex()}\n")
        except SignerSilentError:
            self.stderr.write("The signer does not answer: ask whoever keeps it for its public key.")
        self.stdout.write(f"{count} lines in {out}. Verify with: python3 verify_log.py {out} --checkpoints …")
