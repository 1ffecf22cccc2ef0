"""Judge every target anew, long series with the library for them."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from tinhso.kit.actors import Actor
from tinhso.operations.strategy.actions.counting import count_figures


class Command(BaseCommand):
    help = "Counts the figures of bound targets, forecasts and judges every target; the job of every night, now."

    def handle(self, *args: Any, **options: Any) -> None:
        counted = count_figures(by=Actor.system(), at=timezone.now())
        self.stdout.write(f"Figures counted anew: {counted.changed}. Targets judged: {counted.judged}.")
        if counted.without:
            self.stdout.write(str(counted.without))
