"""The province as the wall shows it at one moment: tiles, one number by commune, what wants a look, the sentence."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tinhso.kit.actors import Rights
from tinhso.kit.passport import Text
from tinhso.kit.saying import say_day, say_number
from tinhso.operations.wall.domain.figures import Figure, Kind, figure_on, say_bare, way
from tinhso.operations.wall.domain.morning import Morning, morning
from tinhso.operations.wall.domain.verdicts import Better, Verdict, judge, misses
from tinhso.operations.wall.models.ground import Ground, ground
from tinhso.operations.wall.models.rollups import days_of, places_of, today_of
from tinhso.operations.wall.models.tiles import TILES, TileLine
from tinhso.warehouse.concerns import Ask, Concern, concerns_of
from tinhso.warehouse.definitions import Indicator, Stock, known

POINTS, LOOKS, URGENT = 14, 8, 2
"""Days of the line in a tile; places that are listed; the weight from which a concern is urgent."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The number on the map, over which days, up to when."""

    promise: Indicator
    days: int
    target: float | None
    better: Better
    until: date

    @property
    def kind(self) -> Kind:
        return Kind.of(self.promise)

    @property
    def period(self) -> str:
        """Of which days it is."""
        if isinstance(self.promise, Stock):
            return say_day(self.until)
        return ngettext("the last %(num)s day", "the last %(num)s days", self.days) % {"num": self.days}

    @property
    def target_said(self) -> str:
        return _("target %(target)s") % {"target": say_bare(self.target, self.kind)} if self.target is not None else ""


@dataclass(frozen=True, slots=True)
class TileShown:
    """A tile with its figure, its way and the verdict."""

    position: int
    choice: Choice
    figure: Figure
    way: tuple[tuple[date, Figure], ...]
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class Look:
    """A place that wants a look: what in a sentence, who has it. `plot` is its commune on the map, when it has one."""

    place: str
    plot: int | None
    what: Text
    note: Text
    holder: Text
    urgent: bool
    since: datetime | None = None
    href: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything that the wall shows."""

    at: datetime
    ground: Ground
    tiles: Sequence[TileShown]
    choice: Choice | None
    figures: Mapping[int, Figure]
    whole: Figure | None
    looks: Sequence[Look]
    looked_at: int
    morning: Morning


def choices(until: date) -> dict[str, Choice]:
    """Every number that the map may show: those of the tiles first, as the tiles show them, then all others."""
    promises = known()
    tiles = {line.indicator: line for line in TILES() if line.indicator in promises}
    found = {code: _choice(promises[code], line, until) for code, line in tiles.items()}
    rest = ((code, one) for code, one in sorted(promises.items()) if code not in found)
    return found | {code: Choice(one, 7, None, Better.MORE, until) for code, one in rest}


def _choice(promise: Indicator, line: TileLine, until: date) -> Choice:
    return Choice(promise, line.days, line.target, line.way_that_is_good, until)


def picture(
    *,
    number: str = "",
    until: date | None = None,
    places: frozenset[int] | None,
    rights: Rights | None = None,
    at: datetime,
) -> Picture:
    """The province at a moment, or as it stood on the evening of a day before.

    places   where concerns are told of
    rights   of who looks: what they may open is linked
    """
    today = today_of(at)
    until = min(until or today, today)
    offered, below = choices(until), ground(until)
    lines = [line for line in TILES() if line.indicator in offered]
    choice = offered.get(number) or (offered[lines[0].indicator] if lines else None)
    codes = [line.indicator for line in lines] + ([choice.promise.code] if choice else [])
    longest = max((line.days for line in lines), default=7)
    sums = days_of(codes, first=until - timedelta(days=max(longest, 7) + POINTS), last=until)
    tiles = [_tile(line.position, offered[line.indicator], sums.get(line.indicator, {})) for line in lines]
    figures = places_of(choice.promise, below.communes, until=until, days=choice.days) if choice else {}
    whole = figure_on(choice.promise, sums.get(choice.promise.code, {}), until, choice.days) if choice else None
    concerns = concerns_of(Ask(places=places, at=at, rights=rights)) if until == today else []
    looks = [*_stand_out(concerns, below), *_below(choice, figures, below, concerns)]
    seen = {look.plot for look in looks if look.plot}
    first = looks[0] if looks else None
    sentence = morning(
        communes=len(below.communes), known=len(figures.keys() | seen), looked_at=len(seen),
        place=first.place if first else "", what=str(first.what) if first else "",
    )  # fmt: skip
    return Picture(at, below, tiles, choice, figures, whole, looks[:LOOKS], len(seen), sentence)


def _tile(position: int, choice: Choice, sums: Mapping[date, tuple[int, int | None]]) -> TileShown:
    line = tuple(way(choice.promise, sums, choice.until, choice.days, POINTS))
    figure, before = line[-1][1], line[-1 - POINTS // 2][1]
    verdict = judge(figure.value, before.value, choice.target, choice.better, choice.kind)
    return TileShown(position, choice, figure, line, verdict)


def _stand_out(concerns: Iterable[Concern], below: Ground) -> Iterable[Look]:
    for one in concerns:
        commune = below.communes.get(one.place or 0)
        yield Look(
            commune.name if commune else below.province, commune.pk if commune else None, one.what, one.note,
            one.holder, one.weight >= URGENT, one.since, one.href,
        )  # fmt: skip


def _below(
    choice: Choice | None, figures: Mapping[int, Figure], below: Ground, concerns: Iterable[Concern]
) -> list[Look]:
    """Communes that miss the target of the number on the map and are no concern yet, the farthest from it first."""
    if choice is None or choice.target is None:
        return []
    told = {one.place for one in concerns}
    missing = [
        (figure.value or 0.0, place)
        for place, figure in figures.items()
        if place not in told and misses(figure.value, choice.target, choice.better)
    ]
    missing.sort(reverse=choice.better is Better.LESS)
    return [_misses(choice, figures[place], place, below) for _value, place in missing]


def _misses(choice: Choice, figure: Figure, place: int, below: Ground) -> Look:
    values = {"what": choice.promise.title, "figure": figure.said, "period": choice.period}
    said = _("%(what)s %(figure)s, %(period)s.") % values
    return Look(below.communes[place].name, place, said, _of(figure), "", urgent=False)


def _of(figure: Figure) -> str:
    """A share tells of how many it is: one late of two is no news."""
    if figure.kind is not Kind.SHARE or figure.top is None or figure.bottom is None:
        return ""
    return _("%(part)s of %(whole)s") % {"part": say_number(figure.top), "whole": say_number(figure.bottom)}
