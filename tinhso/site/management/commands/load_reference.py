"""Load the tables of facts that every system ships. Safe to run again."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from tinhso.kit.discovery import ordered_rooms


class Command(BaseCommand):
    help = "Loads places, calendar and the other shipped tables; running it again changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        at = timezone.now()
        for room in ordered_rooms("reference"):
            room.load(at)
