"""Live a published quarter again in the demo province, in its true numbers."""

from datetime import date, datetime
from random import Random
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from tinhso.kit.demo import Quarter
from tinhso.kit.discovery import ordered_rooms
from tinhso.site.progress import Progress
from tinhso.site.simulating import Profile, profile, profiles
from tinhso.site.statistics import count_anew
from tinhso.warehouse.actions import tally
from tinhso.warehouse.models import Fact, Total

SEED, PLAYED = 2665, 1500
Totals = dict[str, Total]


class Command(BaseCommand):
    help = "Lives a published quarter in the demo province: dossiers, petitions, ratings, payments. Needs MODE=demo."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--profile", choices=profiles(), default=profiles()[0])
        parser.add_argument("--scale", type=float, default=1.0, help="1: as published; 0.01: a hundredth of it")
        parser.add_argument("--last", type=date.fromisoformat, help="lay the quarter so that it ends on this day")
        parser.add_argument("--seed", type=int, default=SEED)
        parser.add_argument("--played", type=int, default=PLAYED, help="lives played through the actions at most")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("A simulated quarter is lived only with MODE=demo.")
        wanted, now = profile(options["profile"]), timezone.now()
        last: date = options["last"] or wanted.last
        if options["scale"] <= 0 or last > timezone.localdate(now):
            raise CommandError("The scale is above 0, and the quarter ends today or before.")
        first = last - (wanted.last - wanted.first)
        before = self._counted(wanted, first, last, now)
        self._live(wanted, first, last, now, options)
        count_anew()
        self._tell(wanted, options["scale"], before, self._counted(wanted, first, last, now))

    def _live(self, wanted: Profile, first: date, last: date, now: datetime, options: dict[str, Any]) -> None:
        found = [room for room in ordered_rooms("demo") if hasattr(room, "simulate")]
        with Progress(len(found)) as progress:
            for room in found:
                label = room.__name__.split(".")[-2]
                chance = Random(f"{options['seed']} {label}")
                room.simulate(
                    Quarter(
                        first=first, last=last, now=now, wanted=wanted.wanted(options["scale"]), shares=wanted.shares,
                        played=options["played"], random=chance, step=progress.within(label),
                    )
                )  # fmt: skip
                progress.done()

    def _counted(self, wanted: Profile, first: date, last: date, at: datetime) -> Totals:
        """What the facts say of those days."""
        tally(first=first, last=timezone.localdate(at), at=at)
        codes = [*(one.indicator for one in wanted.figures), *wanted.shown]
        return Fact.objects.totals(codes, first=first, last=last)

    def _tell(self, wanted: Profile, scale: float, before: Totals, after: Totals) -> None:
        """The table. Raises CommandError when the facts do not show what was wanted."""
        self.stdout.write(f"\n{wanted.title} × {scale:g}. {wanted.source}\n\n")
        self.stdout.write(f"  {'':<28}{'published':>24}{'wanted':>10}{'facts':>10}{'share':>9}\n")
        numbers = wanted.wanted(scale)
        wrong = []
        for one in wanted.figures:
            gained = _gained(one.indicator, before, after)
            self.stdout.write(_line(one.indicator, gained, one.published, f"{numbers[one.name]:,}"))
            wrong += [one.name] if gained[0] != numbers[one.name] else []
        for code in wanted.shown:
            self.stdout.write(_line(code, _gained(code, before, after)))
        if wrong:
            raise CommandError(f"The facts do not show what was wanted: {', '.join(wrong)}.")


def _gained(code: str, before: Totals, after: Totals) -> tuple[int, int]:
    """What came to a number and to what it is a share of."""
    tops = [found[code].numerator or 0 if code in found else 0 for found in (before, after)]
    bottoms = [found[code].denominator or 0 if code in found else 0 for found in (before, after)]
    return tops[1] - tops[0], bottoms[1] - bottoms[0]


def _line(code: str, gained: tuple[int, int], published: str = "", wanted: str = "") -> str:
    top, bottom = gained
    share = f"{top / bottom:.1%}" if bottom else ""
    return f"  {code:<28}{published or '–':>24}{wanted or '–':>10}{top:>10,}{share:>9}\n"
