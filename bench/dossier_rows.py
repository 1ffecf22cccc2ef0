"""Many dossiers for the measurements, printed from lives of the last weeks: `python -m bench.dossier_fill`."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import chain, cycle, islice
from random import Random
from typing import Any

from django.utils import timezone

from tinhso.core.accounts.models import Account
from tinhso.core.calendar.models import working_calendar
from tinhso.core.people.models import Person
from tinhso.events.models import Entry
from tinhso.government.procedures.demo.desks import Desk
from tinhso.government.procedures.demo.lives import ENDED, OPEN, Life, Sample, desks, samples
from tinhso.government.procedures.demo.printing import Codes, Press, keys_of_dossiers, print_all
from tinhso.government.procedures.domain.steps import Door
from tinhso.government.procedures.models import Dossier
from tinhso.government.procedures.models.laws import numbers_asked
from tinhso.kit.printing import settle

MOST_DESKS = 24
ENDED_LIVES, OPEN_LIVES = 6, 4
OPEN_SHARE, NAMED_DESK_OPEN = 0.02, 300
"""Two of a hundred are open; the named officer has as many open ones however many there are in all."""


def named_first(now: datetime) -> list[Desk]:
    """Desks of some communes, that of `hac` first."""
    named = Account.objects.get(username="hac").pk
    return sorted(desks(now), key=lambda desk: desk.officer.account != named)[:MOST_DESKS]


def fill(total: int, *, now: datetime) -> int:
    """Print dossiers until there are so many; says how many entries the log has then."""
    wanted = total - Dossier.objects.count()
    if wanted > 0:
        keys, codes = keys_of_dossiers(), Codes()
        presses = [(press, 1) for press in _presses(wanted, lambda life: Press(life, keys, codes), now)]
        for _written in print_all(presses, keys, codes):
            pass
        settle()
    return Entry.objects.count()


def _presses(wanted: int, press: Any, now: datetime) -> Iterator[Press]:
    """First the open ones of the named officer, then the others' in turn over all communes, ended and open."""
    chance = Random(2665)
    found, filed = named_first(now), samples()
    named, *others = found
    of_named = [press(life) for life in lives(named, filed, chance, now, [*OPEN] * 3)]
    yield from islice(cycle(of_named), min(NAMED_DESK_OPEN, wanted))
    still = [[*map(press, lives(desk, filed, chance, now, OPEN[:OPEN_LIVES]))] for desk in others]
    over = [[*map(press, lives(desk, filed, chance, now, ENDED * (ENDED_LIVES // len(ENDED))))] for desk in found]
    opened, ended = (cycle(chain.from_iterable(zip(*some, strict=True))) for some in (still, over))
    for _copy in range(max(0, wanted - NAMED_DESK_OPEN)):
        yield next(opened if chance.random() < OPEN_SHARE else ended)


def lives(
    desk: Desk, among: Sequence[Sample], chance: Random, now: datetime, ways: Sequence[Sequence[str]]
) -> Iterator[Life]:
    """One life for each way, of procedures and at moments that chance names; an open one began lately."""
    fitting = [sample for sample in among if sample.fits(desk.people[0], now)]
    return (_life(desk, chance.choice(fitting), way, chance, now) for way in ways)


def _life(desk: Desk, sample: Sample, way: Sequence[str], chance: Random, now: datetime) -> Life:
    calendar = working_calendar((*desk.commune.ancestors, desk.commune.pk))
    ago = chance.uniform(12, 33) if way in ENDED else chance.uniform(2, 5)
    at = calendar.add_working_hours(now - timedelta(days=ago), 0) + timedelta(minutes=chance.randrange(50))
    moments = [at]
    for _step in way:
        moments.append(calendar.add_working_hours(moments[-1], chance.choice((1, 2, 3))))
    return Life(desk=desk, sample=sample, way=way, moments=[min(moment, now) for moment in moments])


def filing_of(username: str) -> dict[str, Any]:
    """What someone may send to the API to file for themselves at the commune of the named officer."""
    at = timezone.now()
    people = Person.objects.select_related("home__parent__parent", "household").prefetch_related("numbers")
    one = people.get(accounts__username=username)
    fits = [sample for sample in samples() if sample.papers and sample.fits(one, at, Door.OWN)]
    sample = max(fits, key=lambda found: len(numbers_asked(found.version)))
    return {
        "procedure": sample.version.procedure.code,
        "place": named_first(at)[0].commune.code,
        "answers": sample.answers_for(one),
        "papers": [{"listed": paper.listed, "brought": paper.brought.value} for paper in sample.papers],
    }
