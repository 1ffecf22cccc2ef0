"""How communes are coloured: hatched where the target is missed, the darker the more they want the eye."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tinhso.kit.maps import LegendLine
from tinhso.operations.wall.domain.figures import Kind, say, say_bare
from tinhso.operations.wall.domain.verdicts import Better, misses

SHADES = 4


@dataclass(frozen=True, slots=True)
class Shading:
    """Classes of a map. `bounds` rise and part the values that do not miss the target into at most four shades."""

    bounds: tuple[float, ...]
    target: float | None
    better: Better
    kind: Kind

    @classmethod
    def of(cls, values: Iterable[float], target: float | None, better: Better, kind: Kind) -> "Shading":
        """As many communes in each shade as in the next, as far as their values differ."""
        quiet = sorted(value for value in values if not misses(value, target, better))
        cuts = sorted({quiet[len(quiet) * place // SHADES] for place in range(1, SHADES)}) if quiet else []
        return cls(tuple(cut for cut in cuts if cut > quiet[0]), target, better, kind)

    def shade(self, value: float | None) -> str:
        """`below`, m1 (darkest) … m4 (palest), m0 when nothing is known."""
        if value is None:
            return "m0"
        if misses(value, self.target, self.better):
            return "below"
        return self._named(bisect_right(self.bounds, value))

    def _named(self, place: int) -> str:
        """Quiet places are pale: high values of what is better high, low values of all else."""
        steps = len(self.bounds) - place if self.better is Better.MORE else place
        return f"m{SHADES - steps}"

    def legend(self, *, unknown: bool) -> tuple[LegendLine, ...]:
        """One line a class, the worst first."""
        lines = [LegendLine("below", self._missing())] if self.target is not None else []
        limits = [None, *self.bounds, None]
        ranges = [
            LegendLine(self._named(place), self._between(limits[place], limits[place + 1]))
            for place in range(len(self.bounds) + 1)
        ]
        lines += ranges if self.better is Better.MORE else ranges[::-1]
        return (*lines, LegendLine("m0", "–")) if unknown else tuple(lines)

    def _missing(self) -> str:
        told = _("under %(target)s, to look at") if self.better is Better.MORE else _("over %(target)s, to look at")
        return told % {"target": say_bare(self.target or 0.0, self.kind)}

    def _between(self, low: float | None, high: float | None) -> str:
        if low is None and high is None:
            return _("the others")
        if low is None:
            return _("under %(value)s") % {"value": say(high, self.kind)}
        if high is None:
            return _("from %(value)s") % {"value": say(low, self.kind)}
        return f"{say(low, self.kind)} – {say(high, self.kind)}"
