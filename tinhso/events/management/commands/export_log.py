"""`manage.py export_log`: the log in plain lines for archives and verifiers, or as Parquet for engines that count."""

from pathlib import Path
from typing import Any

import orjson
from django.core.management.base import BaseCommand, CommandError, CommandParser

from tinhso.events.clients import Signer, SignerSilentError
from tinhso.events.export import Line, lines, notes
from tinhso.events.parquet import LogDiffersError, export, verify


def _line(line: Line) -> bytes:
    return orjson.dumps(line, option=orjson.OPT_APPEND_NEWLINE)


class Command(BaseCommand):
    help = (
        "--out FILE: the log as JSON lines, its checkpoints to FILE.checkpoints, the signer's public key to FILE.key. "
        "--parquet FOLDER: what is sealed, by month, without persons; run again, it adds what came since."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        where = parser.add_mutually_exclusive_group(required=True)
        where.add_argument("--out", type=Path)
        where.add_argument("--parquet", type=Path)

    def handle(self, *, out: Path | None, parquet: Path | None, **options: Any) -> None:
        if out:
            self._write_lines(out)
        if parquet:
            self._write_parquet(parquet)

    def _write_lines(self, out: Path) -> None:
        with out.open("wb") as file:
            count = sum(file.write(_line(line)) > 0 for line in lines())
        out.with_name(f"{out.name}.checkpoints").write_text(notes())
        try:
            out.with_name(f"{out.name}.key").write_text(f"{Signer().public_key().hex()}\n")
        except SignerSilentError:
            self.stderr.write("The signer does not answer: ask whoever keeps it for its public key.")
        self.stdout.write(f"{count} lines in {out}. Verify with: python3 verify_log.py {out} --checkpoints …")

    def _write_parquet(self, folder: Path) -> None:
        try:
            for part in export(folder):
                self.stdout.write(f"{part.name}: {sum(part.months.values())} lines in {len(part.months)} months")
            self.stdout.write(f"{verify(folder)} lines in {folder}, as many as are sealed.")
        except LogDiffersError as difference:
            raise CommandError(str(difference)) from difference
