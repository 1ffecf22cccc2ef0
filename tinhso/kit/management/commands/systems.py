"""`manage.py systems [--json]`: the whole house, each system with what its rooms hold."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from tinhso.kit.inventory import Inventory, inventory

WIDTHS = (16, 14, 24, 5, 30)


class Command(BaseCommand):
    help = "Every system: floor, title, owner, door, permissions, events, reactions, jobs, indicators, tables."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="for machines")

    def handle(self, *args: object, **options: Any) -> None:
        house = inventory()
        if options["json"]:
            self.stdout.write(json.dumps([one.as_dict() for one in house], ensure_ascii=False, indent=2))
            return
        self.stdout.write(_line("system", "floor", "title", "door", "owner", "holds"))
        for one in house:
            self.stdout.write(_line(one.label, one.floor, one.title, str(one.door or ""), one.owner, _holds(one)))


def _line(*cells: str) -> str:
    padded = [f"{cell[:width]:<{width}}" for cell, width in zip(cells, WIDTHS, strict=False)]
    return "  ".join([*padded, cells[-1]]).rstrip()


def _holds(one: Inventory) -> str:
    counted = {
        "permissions": len(one.permissions),
        "events": len(one.events),
        "reactions": len(one.reactions),
        "jobs": len(one.jobs),
        "indicators": len(one.indicators),
        "tables": one.models,
    }
    told = (f"{count} {name if count > 1 else name.removesuffix('s')}" for name, count in counted.items() if count)
    return ", ".join(told)
