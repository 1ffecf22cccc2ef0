"""`manage.py newsystem PILLAR NAME`: the minimal rooms of a new system, green from the first minute."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tinhso.kit.discovery import HOUSE
from tinhso.kit.new_system import PILLARS, BadName, write_system


class Command(BaseCommand):
    help = "Write the minimal rooms of a new system: README, passport, doors, a page, texts, a first test."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("pillar", choices=PILLARS)
        parser.add_argument("name", help="plural noun in lower case, one word or more with _: petitions")
        parser.add_argument("--house", type=Path, default=HOUSE, help="another folder tinhso/ to build in")

    def handle(self, *args: object, pillar: str, name: str, house: Path, **options: Any) -> None:
        try:
            written = write_system(house, pillar, name)
        except BadName as bad:
            raise CommandError(str(bad)) from bad
        self.stdout.write(f"{len(written)} files in {written[0].parent}. Begin with its README.md and apps.py.")
