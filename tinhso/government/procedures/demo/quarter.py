"""Dossiers of a quarter in true numbers: planned by chance with a seed, played, and printed where they are many."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from itertools import cycle
from random import Random

from django.utils import timezone

from tinhso.core.calendar.domain import WorkingCalendar
from tinhso.core.calendar.models import working_calendar
from tinhso.government.procedures.demo.desks import Desk
from tinhso.government.procedures.demo.lives import ENDED, RATE, Life, Sample, desks, play, samples
from tinhso.government.procedures.demo.printing import Codes, Press, keys_of_dossiers, print_all
from tinhso.government.procedures.domain.steps import Door
from tinhso.government.procedures.models import ProcedureVersion
from tinhso.kit.demo import Quarter

Planned = tuple[Life, int]
"""A life, and how many dossiers live it."""
FACES, OFTEN = (5, 4, 3, 2, 1), (70, 18, 7, 3, 2)
PRESSED = 0.5
"""Of the time that many dossiers take, so much goes into playing the lives."""
EVERY_SLOW, SLOWER = 10, 5
"""In one commune of ten it is five times as often too late."""


def let_laws_begin(quarter: Quarter) -> None:
    """The procedures of today applied then already."""
    ProcedureVersion.objects.filter(valid_from__gt=quarter.first).update(valid_from=quarter.first)


def live_quarter(quarter: Quarter) -> None:
    """Live the dossiers that are wanted: by hand when they are few."""
    lives, wanted = plan(quarter), quarter.wanted["dossiers"]
    if wanted <= quarter.played:
        for number in play_all(lives):
            quarter.step(0.8 * number / wanted)
        return
    keys, codes, presses = keys_of_dossiers(), Codes(), []
    for number, (life, times) in enumerate(lives):
        presses.append((Press(life, keys, codes), times))
        quarter.step(0.8 * PRESSED * number / len(lives))
    for number in print_all(presses, keys, codes):
        quarter.step(0.8 * (PRESSED + (1 - PRESSED) * number / wanted))


def play_all(lives: Sequence[Planned]) -> Iterator[int]:
    """Live them through the actions, one after the other. Yields how many dossiers there are, as it goes on."""
    number = 0
    for life, times in lives:
        for _time, person in zip(range(times), cycle(life.fitting() or life.desk.people), strict=False):
            play(life, person)
            number += 1
            yield number


def plan(quarter: Quarter) -> list[Planned]:
    """Exactly as many dossiers as are wanted, through each door."""
    found, filed, wanted = desks(quarter.now), samples(), quarter.wanted
    planner = _Planner(quarter, found, filed)
    doors = {Door.OWN: wanted["on_line"], Door.COUNTER: wanted["dossiers"] - wanted["on_line"]}
    return [planned for door, number in doors.items() for planned in planner.lives(door, number)]


class _Planner:
    def __init__(self, quarter: Quarter, found: Sequence[Desk], filed: Sequence[Sample]) -> None:
        self._quarter, self._desks, self._samples, self._chance = quarter, found, filed, quarter.random
        self._size = [self._chance.uniform(0.3, 1.7) for _desk in found]
        late = 1 - quarter.shares["in_time"]
        rest = (EVERY_SLOW - SLOWER) / (EVERY_SLOW - 1)
        self._late = {
            desk.commune.pk: late * (rest if number % EVERY_SLOW else SLOWER) for number, desk in enumerate(found)
        }

    def lives(self, door: Door, number: int) -> Iterator[Planned]:
        """So many dossiers through a door, with as many different lives as its share of all that are played."""
        wanted = self._quarter.wanted["dossiers"]
        different = min(number, max(1, self._quarter.played * number // max(1, wanted)))
        for count in range(different):
            yield self._life(door), number // different + (count < number % different)

    def _life(self, door: Door) -> Life:
        chance, quarter = self._chance, self._quarter
        desk, sample = chance.choices(self._desks, self._size)[0], chance.choice(self._samples)
        way = [step for step in chance.choice(ENDED) if step != RATE or chance.random() < quarter.shares["rated"]]
        calendar = working_calendar((*desk.commune.ancestors, desk.commune.pk))
        began = _at_home(quarter, chance) if door is Door.OWN else _in_office(quarter, calendar, chance)
        late = chance.random() < self._late[desk.commune.pk]
        moments = [began, *self._moments(began, way, sample, calendar, late=late)]
        return Life(
            desk=desk, sample=sample, door=door, way=way[: len(moments) - 1],
            faces=chance.choices(FACES, OFTEN)[0], moments=moments,
        )  # fmt: skip

    def _moments(
        self, at: datetime, way: Sequence[str], sample: Sample, calendar: WorkingCalendar, *, late: bool
    ) -> Iterator[datetime]:
        """When each step was taken, as far as it came by now: within the term together, or beyond it."""
        chance, of_a_step = self._chance, sample.term / len(way)
        for step in way:
            tenths = chance.randrange(12, 25) * len(way) if late and step == "decide" else chance.randrange(1, 8)
            hours = of_a_step * tenths / 10
            at = calendar.add_working_hours(at, hours)
            if at > self._quarter.now:
                return
            yield at


def _days(quarter: Quarter) -> list[date]:
    return [quarter.first + timedelta(days=number) for number in range((quarter.last - quarter.first).days + 1)]


def _at_home(quarter: Quarter, chance: Random) -> datetime:
    """On any day, from six in the morning to ten in the evening."""
    begin = timezone.make_aware(datetime.combine(chance.choice(_days(quarter)), time(6)))
    return min(quarter.now, begin + timedelta(minutes=chance.randrange(16 * 60)))


def _in_office(quarter: Quarter, calendar: WorkingCalendar, chance: Random) -> datetime:
    """While the office is open."""
    day = chance.choice([day for day in _days(quarter) if calendar.is_working_day(day)])
    start, end = chance.choice(calendar.sessions(day))
    return min(quarter.now, start + chance.random() * (end - start))
