"""Fill an empty province with demo life, through the same actions as everyone."""

from random import Random
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from tinhso.kit.demo import Demo
from tinhso.kit.discovery import ordered_rooms
from tinhso.site.progress import Progress
from tinhso.site.statistics import count_anew

SEED = 2665


class Command(BaseCommand):
    help = "Makes people, offices, accounts and their small past. Refused outside demo mode."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("Demo life is made only with MODE=demo.")
        rooms = ordered_rooms("demo")
        with Progress(len(rooms)) as progress:
            for room in rooms:
                self._fill(room, progress)
        count_anew()

    def _fill(self, room: Any, progress: Progress) -> None:
        label = room.__name__.split(".")[-2]
        chance = Random(f"{SEED} {label}")
        with transaction.atomic():
            room.fill(Demo(province=settings.PROVINCE, now=timezone.now(), random=chance, step=progress.within(label)))
        progress.done()
