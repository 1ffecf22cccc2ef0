"""`manage.py move_to DATABASE_URL`: every row to another database, compared."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from tinhso.site.copying import Copied, CopyDiffers, NotEmpty, copy_all, opened


class Command(BaseCommand):
    help = (
        "Copy every row into the empty database at DATABASE_URL and compare counts and hashes. Stop the product first."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("url", metavar="DATABASE_URL")

    def handle(self, *, url: str, **options: Any) -> None:
        try:
            with opened(url, "target") as target:
                done = copy_all("default", target, told=self._tell)
        except NotEmpty as error:
            raise CommandError(f"The database to move to has rows already ({error}). Give an empty one.") from error
        except (CopyDiffers, DatabaseError) as error:
            raise CommandError(f"Nothing was moved: {error}") from error
        rows = sum(table.rows for table in done)
        self.stdout.write(f"{rows} rows in {len(done)} tables are the same in both. Set DATABASE_URL and start again.")

    def _tell(self, table: Copied) -> None:
        self.stdout.write(f"{table.table:<40} {table.rows:>10}  {table.digest[:16]}")
