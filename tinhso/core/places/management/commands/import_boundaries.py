"""`manage.py import_boundaries FILE.geojson`: give places of the province their borders."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import orjson
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from tinhso.core.places.actions import BadBoundaries, import_boundaries
from tinhso.core.places.models import Place
from tinhso.kit.actors import Actor, Channel


class Command(BaseCommand):
    """Reads a GeoJSON FeatureCollection. All of it is taken, or nothing and a sentence for each feature."""

    help = "Import the borders of communes from a GeoJSON file."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--province", default="", help="code of the province; default: the one that lives here")
        parser.add_argument("--source", default="", help="who made the borders; default: the name of the file")

    def handle(self, *args: Any, **options: Any) -> None:
        province = Place.objects.known_by(options["province"]) if options["province"] else Place.objects.home()
        if province is None:
            raise CommandError("No province has this code.")
        try:
            collection = orjson.loads(options["file"].read_bytes())
            made = import_boundaries(
                collection,
                province=province,
                source=options["source"] or options["file"].name,
                by=Actor(channel=Channel.IMPORT),
                at=timezone.now(),
            )
        except (OSError, orjson.JSONDecodeError) as error:
            raise CommandError(f"{options['file']} cannot be read as JSON: {error}") from error
        except BadBoundaries as refusal:
            lines = [f"  {bad.number}. {bad.name}: {bad.sentence}" for bad in refusal.features]
            raise CommandError("\n".join([str(refusal.told), *lines])) from refusal
        self.stdout.write(f"{len(made)} borders imported.")
