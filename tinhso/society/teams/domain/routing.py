"""Who of the teams is asked to help: whoever speaks the language, then the nearest; and why, in words."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from tinhso.kit.ground import Point, metres

FAR_KM = 1_000.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A member who could be asked. `km` from the village of who asks, 0 in the same one, FAR_KM when not known;
    `busy`: requests that wait for them now."""

    member: int
    speaks: bool
    km: float
    skilled: bool
    busy: int = 0


def order(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Who is asked first: of those who speak the language the nearest, then who knows the matter, then who has less
    to do. Those who do not speak it come after all who do."""
    return sorted(candidates, key=lambda one: (not one.speaks, one.km, not one.skilled, one.busy, one.member))


def why(candidate: Candidate, *, language: str) -> str:
    """Why this member is asked, as a neighbour would say it."""
    said = [_near(candidate.km)]
    if candidate.speaks:
        said.append(_("speaks %(language)s") % {"language": language})
    if candidate.skilled:
        said.append(_("knows the matter"))
    return ", ".join(said) + "."


def _near(km: float) -> str:
    if km == 0:
        return _("In the same village")
    if km >= FAR_KM:
        return _("In the same commune")
    return _("About %(km)s km away") % {"km": max(round(km), 1)}


def distance_km(one: Point | None, other: Point | None) -> float:
    """Between two centres (latitude, longitude in degrees) as the crow flies; FAR_KM when one is not known."""
    if one is None or other is None:
        return FAR_KM
    return metres(one, other) / 1000
