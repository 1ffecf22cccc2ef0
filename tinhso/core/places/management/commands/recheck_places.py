"""`manage.py recheck_places`: compare the places with a list made by others.

The package `vietnamadminunits` (MIT, a development dependency) holds the units of the country before and after
2025-07-01. What differs is printed for a person to judge: neither list is the law.
"""

import unicodedata
from argparse import ArgumentParser
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from tinhso.core.places.models import Place

PACKAGE = "vietnamadminunits"
LISTS = (
    (date(2025, 6, 30), "admin_units_legacy", ("02", "08", "14")),
    (date(2025, 7, 1), "admin_units", ("08", "14")),
)
MOST_DEGREES = 0.02
MOST_AREA_SHARE = 0.05

Line = Mapping[str, Any]
Reader = Callable[..., list[dict[str, Any]]]


class Command(BaseCommand):
    """Prints each difference on a line and their number at the end; says so when the package is not installed."""

    help = "Compare the places with the package vietnamadminunits."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--strict", action="store_true", help="end with an error when a code or a name differs")

    def handle(self, *args: Any, **options: Any) -> None:
        if find_spec(PACKAGE) is None:
            raise CommandError(f"The package {PACKAGE} is not installed. It is in the development dependencies.")
        read: Reader = import_module(f"{PACKAGE}.database").get_data
        found = [line for day, table, codes in LISTS for line in _differences(read(table=table), codes, day)]
        for line in found:
            self.stdout.write(line)
        self.stdout.write(f"{len(found)} differences.")
        if options["strict"] and any(" code " in line or " name " in line for line in found):
            raise CommandError("A code or a name differs.")


def _differences(lines: list[dict[str, Any]], provinces: tuple[str, ...], day: date) -> Iterator[str]:
    theirs = {line["wardCode"]: line for line in lines if line["provinceCode"] in provinces and line["wardCode"]}
    homes = Place.objects.on(day).provinces().filter(code__in=provinces)
    ours = {place.code: place for home in homes for place in Place.objects.on(day).within(home).communes()}
    for code in sorted(theirs.keys() - ours.keys()):
        yield f"{day} {code} code is theirs only: {theirs[code]['ward']}"
    for code in sorted(ours.keys() - theirs.keys()):
        yield f"{day} {code} code is ours only: {ours[code]}"
    for code in sorted(ours.keys() & theirs.keys()):
        yield from (f"{day} {code} {said}" for said in _unlike(ours[code], theirs[code]))


def _unlike(place: Place, line: Line) -> Iterator[str]:
    if _letters(place.full_name) != _letters(line["ward"]):
        yield f"name ours {place}, theirs {line['ward']}"
    if place.lat is not None and place.lon is not None:
        far = max(abs(place.lat - line["wardLat"]), abs(place.lon - line["wardLon"]))
        if far > MOST_DEGREES:
            yield f"centre differs by {far:.3f}° for {place}"
    area = line.get("wardAreaKm2")
    if place.area_km2 and area and abs(float(place.area_km2) - area) / area > MOST_AREA_SHARE:
        yield f"area of {place}: ours {place.area_km2}, theirs {area}"


def _letters(name: str) -> list[str]:
    """A name so that the two places of a tone mark (Hòa, Hoà) and capitals do not matter."""
    return ["".join(sorted(unicodedata.normalize("NFD", word.casefold()))) for word in name.split()]
