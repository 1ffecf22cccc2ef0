"""`manage.py import_roads FILE.osm.pbf`: take the roads of an extract of OpenStreetMap, and reckon all ways anew."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from tinhso.economy.destinations.actions.extracts import NoRoads, read_extract
from tinhso.economy.destinations.actions.roads import put_roads, reckon_legs
from tinhso.economy.destinations.domain.words import Basis
from tinhso.economy.destinations.models import Junction


class Command(BaseCommand):
    """Roads from © OpenStreetMap contributors (ODbL); the towns where journeys begin stay."""

    help = "Take the roads of an OpenStreetMap extract (.osm, .osm.pbf) and reckon the ways between places."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *_args: Any, file: Path, **_options: Any) -> None:
        towns = list(Junction.objects.exclude(name="").values_list("name", "lat", "lon"))
        try:
            junctions, stretches = read_extract(file, towns)
        except (NoRoads, RuntimeError) as wrong:
            raise CommandError(f"{file}: {wrong}") from wrong
        with transaction.atomic():
            put_roads(junctions, stretches, basis=Basis.OSM)
            legs = reckon_legs()
        self.stdout.write(f"{len(stretches)} stretches between {len(junctions)} junctions, {legs} ways")
