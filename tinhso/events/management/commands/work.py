"""`manage.py work`: seal the log, hand entries to reactions, run jobs. Any number of these may run at once."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from tinhso.events.worker import Shift, work_once


class Command(BaseCommand):
    help = "Seal the log, hand entries to reactions and run due jobs, until SIGTERM; the work in hand is finished."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="do what is due now, then stop")
        parser.add_argument("--threads", type=int, default=2, help="hands for deliveries and jobs (default 2)")

    def handle(self, *, once: bool, threads: int, **options: Any) -> None:
        if once:
            self.stdout.write(f"{work_once(at=timezone.now())} pieces of work done.")
        else:
            Shift(threads=max(threads, 1)).work()
