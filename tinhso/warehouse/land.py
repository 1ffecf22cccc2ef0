"""Land through time: which facts belong together when communes were merged, divided or renamed."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from tinhso.core.places.domain import Kind, comparable_groups
from tinhso.core.places.models import Place, Succession, lineage
from tinhso.kit.refusals import Refusal


class NoSuchPlaceThen(Refusal):
    """The place did not stand in those days."""

    sentence = _("This place did not stand in those days. Choose other days, or the place that stood then.")


class LandDivided(Refusal):
    """Only a part of an older place went into this one, and which figures were that part's is not known."""

    sentence = _("Only a part of an older commune went into this one: its figures from before cannot be told apart.")


@dataclass(frozen=True, slots=True)
class Land:
    """The same land and people under its units of the first day and of the last."""

    then: frozenset[int]
    now: frozenset[int]


def groups_of(places: Collection[int], *, first: date, last: date) -> Iterator[tuple[Land, list[int]]]:
    """The lands that hold these places, each with those of them that lie in it; what is no commune's is its own."""
    communes = Place.objects.communes()
    then = set(communes.on(first).values_list("pk", flat=True))
    now = set(communes.on(last).values_list("pk", flat=True))
    links = Place.objects.links(first, last, kind=Kind.COMMUNE)
    group_of = {pk: group for group in comparable_groups(links, then | now) for pk in group}
    found: dict[frozenset[int], list[int]] = {}
    above = {place.pk: place.ancestors for place in Place.objects.filter(pk__in=places)}
    for pk in places:
        home = next((one for one in (pk, *reversed(above.get(pk, ()))) if one in group_of), None)
        found.setdefault(frozenset({pk}) if home is None else group_of[home], []).append(pk)
    for group, inside in found.items():
        yield (Land(group & then, group & now) if group & (then | now) else Land(group, group)), inside


def lands_below(place: Place, *, first: date, last: date) -> set[int]:
    """A place, all below it and all that went into them since the first day.

    Raises NoSuchPlaceThen, LandDivided.
    """
    inside = {one.pk: one for one in Place.objects.within(place).exclude(kind=Kind.VILLAGE)}
    came = [one for one in lineage(list(inside.values()), forward=False) if one.resolution.effective > first]
    before = {one.old_id for one in came}
    if (place.valid_to and place.valid_to <= first) or (place.valid_from and place.valid_from > last and not before):
        raise NoSuchPlaceThen
    divided = [one.old_id for one in came if one.part]
    if Succession.objects.filter(old__in=divided).exclude(new__in={*inside, *before}).exists():
        raise LandDivided
    return {*Place.objects.within(place).values_list("pk", flat=True), *before}
