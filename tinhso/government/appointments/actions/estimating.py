"""How long people wait now: the line of today read once, and asked for anyone in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from tinhso.government.appointments.domain.waiting import Ahead, Pace, Wait, pace_of, wait
from tinhso.government.appointments.models import Matter, Office, PaceKept, Sitting, Ticket


@dataclass(frozen=True, slots=True)
class InLine:
    """Somebody who waits: their matter, from when they count, which row they are."""

    pk: int
    matter: str
    counts_from: datetime


@dataclass(frozen=True, slots=True)
class Line:
    """The queue of an office at a moment.

    waiting  in the order of calling
    called   matters of those who stand at a counter
    serving  what each counter with somebody at it serves
    paces    how long a matter takes here
    """

    waiting: Sequence[InLine]
    called: Sequence[str]
    serving: Sequence[frozenset[str]]
    paces: Mapping[str, Pace]

    def wait_for(self, matter: str, *, counts_from: datetime, pk: int | None = None) -> Wait:
        """The wait of somebody who would count from a moment; `pk` of those who are in the line already."""
        mine = [number for number, codes in enumerate(self.serving) if matter in codes]
        before = [one for one in self.waiting if (one.counts_from, one.pk) < (counts_from, pk or one.pk + 1)]
        ahead = [Ahead(self.paces[one.matter], share) for one in before if (share := self._share(one.matter, mine))]
        there = [self.paces[code] for code in self.called if self._share(code, mine)]
        return wait(ahead, people=len(ahead), now_served=there[: len(mine)], counters=len(mine))

    def _share(self, matter: str, mine: Sequence[int]) -> float:
        """Which share of those with another matter falls to my counters."""
        theirs = [number for number, codes in enumerate(self.serving) if matter in codes]
        return len(set(theirs).intersection(mine)) / len(theirs) if theirs else 0.0


def line_of(office: Office, day: date) -> Line:
    """The queue of an office on a day, in four questions however long its history is."""
    waiting = Ticket.objects.waiting(office.pk, day).values_list("id", "matter__code", "counts_from")
    called = Ticket.objects.called(office.pk, day).values_list("matter__code", flat=True)
    return Line(
        [InLine(*row) for row in waiting], list(called), Sitting.objects.serving(office.pk, day), paces_of(office)
    )


def paces_of(office: Office) -> dict[str, Pace]:
    """How long each matter takes at an office."""
    measured = dict(PaceKept.objects.filter(office=office).values_list("matter", "seconds"))
    rows = Matter.objects.values_list("id", "code", "minutes")
    return {code: pace_of(measured.get(pk, ()), minutes) for pk, code, minutes in rows}
