"""`manage.py rotate_person_key`: a new key for the identity numbers."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from tinhso.core.people.actions import rotate_person_key


class Command(BaseCommand):
    help = "Make a new key for identity numbers and seal every number under it."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--drop-old", action="store_true", help="destroy the older keys; older backups can then not be read"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        sealed = rotate_person_key(drop_old=options["drop_old"])
        self.stdout.write(f"{sealed} numbers sealed under the new key.")
