"""`manage.py backup DIR`: a consistent copy while the system runs."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError
from django.utils import timezone

from tinhso.site.backups import Damaged, make, rotate
from tinhso.site.copying import CopyDiffers
from tinhso.site.health import prove
from tinhso.site.sealing import WeakPassphrase


class Command(BaseCommand):
    help = "Copy database and files to DIR/<time>, verify the copy, and only then count it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("into", type=Path, metavar="DIR")
        parser.add_argument(
            "--passphrase-file", type=Path, help="also keep the keys, sealed with the words in this file"
        )
        parser.add_argument("--keep", metavar="DAYS,WEEKS,MONTHS", help="afterwards keep only these, like 7,5,12")

    def handle(self, *, into: Path, passphrase_file: Path | None, keep: str | None, **options: Any) -> None:
        kept = _numbers(keep) if keep else None
        passphrase = passphrase_file.read_text().strip() if passphrase_file else ""
        try:
            copy = make(into.resolve(), at=timezone.now(), passphrase=passphrase)
        except WeakPassphrase as weak:
            raise CommandError("The passphrase must have at least 16 characters.") from weak
        except (Damaged, CopyDiffers, OSError, DatabaseError) as error:
            raise CommandError(f"NO BACKUP WAS MADE: {error}. Older copies are untouched.") from error
        prove("backup")
        rows = sum(copy.manifest["rows"].values())
        self.stdout.write(f"{copy.folder}: {rows} rows, {len(copy.manifest['files'])} files, verified.")
        if not passphrase:
            self.stdout.write("Without --passphrase-file the keys are NOT in this copy. Keep VAR/keys elsewhere.")
        if kept:
            gone = rotate(into.resolve(), daily=kept[0], weekly=kept[1], monthly=kept[2])
            self.stdout.write(f"{len(gone)} older copies were taken away.")


def _numbers(keep: str) -> tuple[int, int, int]:
    parts = keep.split(",")
    if len(parts) != 3 or not all(part.isdigit() for part in parts) or int(parts[0]) < 1:
        raise CommandError("--keep wants three numbers like 7,5,12, of which the first is at least 1.")
    return int(parts[0]), int(parts[1]), int(parts[2])
