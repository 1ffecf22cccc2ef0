"""What a figure means beside its target, in words, with a tone and an icon: never by colour alone."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tinhso.kit.saying import say_number
from tinhso.operations.wall.domain.figures import Kind

LITTLE = 1e-6


class Better(StrEnum):
    """Which way is good."""

    MORE = "more"
    LESS = "less"


BETTER_WORDS = {Better.MORE: gettext_lazy("The more the better"), Better.LESS: gettext_lazy("The less the better")}


@dataclass(frozen=True, slots=True)
class Verdict:
    """Words, tone (green, earth, red or empty) and icon."""

    words: str
    tone: str
    icon: str


def misses(value: float | None, target: float | None, better: Better) -> bool:
    """Whether a known value misses a target that there is."""
    if value is None or target is None:
        return False
    return value < target - LITTLE if better is Better.MORE else value > target + LITTLE


def judge(value: float | None, before: float | None, target: float | None, better: Better, kind: Kind) -> Verdict:
    """The verdict on a value, with what it was before: reached, missed but coming, missed and going away."""
    if value is None:
        return Verdict(_("No figure yet"), "", "question")
    if target is None:
        return Verdict(_trend(value, before), "", _trend_icon(value, before))
    gap = _gap(abs(value - target), kind)
    if not misses(value, target, better):
        reached = _("At the target") if abs(value - target) < LITTLE else _beyond(better, gap)
        return Verdict(reached, "green", "check-circle")
    missed = (_("%(gap)s short") if better is Better.MORE else _("Over by %(gap)s")) % {"gap": gap}
    worse = before is not None and (value < before - LITTLE if better is Better.MORE else value > before + LITTLE)
    if before is not None and abs(value - before) > LITTLE:
        way = _("falling") if value < before else _("rising")
        missed = f"{missed}, {way}"
    return Verdict(missed, "red" if worse else "earth", _trend_icon(value, before))


def _beyond(better: Better, gap: str) -> str:
    return (_("%(gap)s above the target") if better is Better.MORE else _("%(gap)s under the limit")) % {"gap": gap}


def _gap(gap: float, kind: Kind) -> str:
    told = say_number(gap, kind.decimals)
    return _("%(number)s points") % {"number": told} if kind is Kind.SHARE else told


def _trend(value: float, before: float | None) -> str:
    if before is None or abs(value - before) < LITTLE:
        return _("Steady")
    return _("Rising") if value > before else _("Falling")


def _trend_icon(value: float, before: float | None) -> str:
    if before is None or abs(value - before) < LITTLE:
        return "equals"
    return "trend-up" if value > before else "trend-down"
