"""Reorganisation: a resolution ends units, begins others, and everything that belonged to the old finds its new place.

The units, their successions and the villages move here, in one transaction with the entries `PlaceSucceeded` and
`PlaceDivided`; every other register and system hands over its own rows when these reach it.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tinhso.core.places.actions.choices import VILLAGE, ask_choices
from tinhso.core.places.actions.finding import index_endings, index_places
from tinhso.core.places.actions.moving import hang_below
from tinhso.core.places.actions.places import open_units
from tinhso.core.places.domain import Fault, Kind, Move, Plan, Standing, Unit, dumped, faults, loaded
from tinhso.core.places.events import (
    PlaceDivided,
    PlacesReorganised,
    PlaceSucceeded,
    ResolutionConfirmed,
    ResolutionDiscarded,
    ResolutionDrafted,
)
from tinhso.core.places.models import Place, PlaceCode, Resolution, Succession
from tinhso.events.log import record
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import Refusal

IDENTITY = "identity"


class KnownResolution(Refusal):
    sentence = _("A resolution with this number was entered before. Open it from the list.")
    field = "number"


class AlreadyDone(Refusal):
    sentence = _("This resolution was confirmed already; it cannot be thrown away or confirmed again.")


class CannotReorganise(Refusal):
    """The plan does not fit what stands today; `faults` tells of each unit."""

    sentence = _("This resolution cannot be carried out as it is written. Put the marked lines right.")

    def __init__(self, found: Sequence[Fault]) -> None:
        super().__init__()
        self.faults = list(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What would happen: nothing has changed.

    villages   how many villages would move at once; waiting: how many a person would have to decide
    """

    plan: Plan
    faults: list[Fault]
    closes: list[Place]
    opens: list[Unit]
    villages: int
    waiting: int

    def names(self) -> dict[str, str]:
        """Names for people: of an old unit by its code, of a new one by `+` and its code."""
        old = {place.code: f"{place.full_name} ({place.code})" for place in self.closes}
        new = {f"+{unit.code}": f"{unit.unit_type.capitalize()} {unit.name} ({unit.code})" for unit in self.opens}
        return old | new


@transaction.atomic
def draft_resolution(plan: Plan, *, by: Actor, at: datetime) -> Resolution:
    """Keep a resolution to be looked at. Raises KnownResolution when its number was entered before."""
    if Resolution.objects.filter(number=plan.number).exists():
        raise KnownResolution
    resolution = Resolution.objects.create(
        number=plan.number,
        issued=plan.issued,
        effective=plan.effective,
        title=plan.title,
        plan=dumped(plan),
        drafted_at=at,
    )
    drafted = ResolutionDrafted(effective=plan.effective, opens=len(plan.opens), moves=len(plan.moves))
    record(drafted, about=resolution, by=by, at=at)
    return resolution


def preview(resolution: Resolution) -> Preview:
    """What carrying out a resolution would do today."""
    plan = loaded(resolution.plan)
    standing = _standing(plan)
    old = [standing[code] for code in plan.closes if code in standing]
    divided = plan.divided()
    below = Place.objects.current().villages().filter(parent__in=old)
    return Preview(
        plan=plan,
        faults=faults(plan, _known(standing)) + _stranded(plan, standing),
        closes=old,
        opens=list(plan.opens),
        villages=below.exclude(parent__code__in=divided).count(),
        waiting=below.filter(parent__code__in=divided).count(),
    )


@transaction.atomic
def confirm_resolution(resolution: Resolution, *, by: Actor, at: datetime) -> Resolution:
    """Order that a resolution be carried out: now when its day has come, else by the clock on that day.

    Raises AlreadyDone, CannotReorganise.
    """
    resolution = Resolution.objects.select_for_update().get(pk=resolution.pk)
    if resolution.confirmed_at:
        raise AlreadyDone
    if found := preview(resolution).faults:
        raise CannotReorganise(found)

    resolution.confirmed_at = at
    resolution.save(update_fields=["confirmed_at"])
    record(ResolutionConfirmed(effective=resolution.effective), about=resolution, by=by, at=at)
    if resolution.effective <= timezone.localtime(at).date():
        reorganise_places(resolution, by=by, at=at)
    return resolution


@transaction.atomic
def discard_resolution(resolution: Resolution, *, by: Actor, at: datetime) -> None:
    """Throw a draft away. Raises AlreadyDone when it was confirmed."""
    resolution = Resolution.objects.select_for_update().get(pk=resolution.pk)
    if resolution.confirmed_at:
        raise AlreadyDone
    record(ResolutionDiscarded(), about=resolution, by=by, at=at)
    resolution.delete()


def apply_due_resolutions(*, by: Actor, at: datetime) -> int:
    """Carry out every confirmed resolution whose day has come, oldest first; says how many."""
    due = Resolution.objects.waiting().filter(effective__lte=timezone.localtime(at).date())
    resolutions = list(due.order_by("effective", "pk"))
    for resolution in resolutions:
        reorganise_places(resolution, by=by, at=at)
    return len(resolutions)


@transaction.atomic
def reorganise_places(resolution: Resolution, *, by: Actor, at: datetime) -> Resolution:
    """Carry out a resolution: end the old units, begin the new, write who follows whom, hand over the villages.

    A unit that goes whole to one successor takes its villages along; those of a divided unit wait for a person.
    Doing it again changes nothing. Raises CannotReorganise when the plan does not fit what stands.
    """
    resolution = Resolution.objects.select_for_update().get(pk=resolution.pk)
    if resolution.applied_at:
        return resolution
    plan = loaded(resolution.plan)
    standing = _standing(plan)
    if found := faults(plan, _known(standing)) + _stranded(plan, standing):
        raise CannotReorganise(found)

    old = {code: standing.pop(code) for code in plan.closes}
    Place.objects.filter(pk__in=[place.pk for place in old.values()]).update(valid_to=plan.effective)
    made = open_units(plan.opens, standing, since=plan.effective)
    new = standing | {place.code: place for place in made}
    _follow(resolution, plan, old, new)
    _hand_over(plan, old, new)
    _hand_over_codes(plan, old, new)
    resolution.confirmed_at, resolution.applied_at = resolution.confirmed_at or at, at
    resolution.save(update_fields=["confirmed_at", "applied_at"])

    _tell(resolution, plan, old, new, by=by, at=at)
    index_endings([_ended(place, plan) for place in old.values()])
    index_places(made)
    return resolution


def _standing(plan: Plan) -> dict[str, Place]:
    codes = {unit.code for unit in plan.opens} | {unit.parent for unit in plan.opens if unit.parent}
    return Place.objects.by_code(codes | {move.old for move in plan.moves} | {move.new for move in plan.moves})


def _known(standing: Mapping[str, Place]) -> dict[str, Standing]:
    return {code: Standing(kind=Kind(place.kind), since=place.valid_from) for code, place in standing.items()}


def _stranded(plan: Plan, standing: Mapping[str, Place]) -> list[Fault]:
    """Units, other than villages, that would be left below a divided parent."""
    ending = set(plan.closes)
    parents = [standing[code].pk for code in plan.divided() if code in standing]
    left = Place.objects.current().filter(parent__in=parents).exclude(kind=Kind.VILLAGE).exclude(code__in=ending)
    sentence = _("The unit above this one is divided. Say what becomes of this one.")
    return [Fault(code=place.code, sentence=sentence) for place in left]


def _follow(resolution: Resolution, plan: Plan, old: Mapping[str, Place], new: Mapping[str, Place]) -> None:
    rows = [
        Succession(resolution=resolution, old=old[move.old], new=new[move.new], part=move.part, share=move.share)
        for move in plan.moves
    ]
    Succession.objects.bulk_create(rows, batch_size=400)


def _hand_over(plan: Plan, old: Mapping[str, Place], new: Mapping[str, Place]) -> None:
    divided = plan.divided()
    heirs: dict[str, list[Move]] = defaultdict(list)
    for move in plan.moves:
        heirs[move.new].append(move)
    below: dict[int, list[Place]] = defaultdict(list)
    for child in Place.objects.current().filter(parent__in=[place.pk for place in old.values()]):
        below[child.parent_id or 0].append(child)
    for code, moves in heirs.items():
        whole = [old[move.old].pk for move in moves if not move.part]
        hang_below([child for pk in whole for child in below[pk]], new[code])
    for code in divided:
        villages = [(child.uuid, child.full_name) for child in below[old[code].pk]]
        ask_choices(VILLAGE, villages, old=old[code].pk)


def _hand_over_codes(plan: Plan, old: Mapping[str, Place], new: Mapping[str, Place]) -> None:
    """Identity numbers keep the code of the province that gave them; other codes stay where the unit keeps its own."""
    heirs = {old[move.old].pk: new[move.new] for move in plan.moves if not move.part}
    rows = [
        PlaceCode(place=heirs[code.place_id], scheme=code.scheme, value=code.value, note=code.note)
        for code in PlaceCode.objects.filter(place__in=heirs).select_related("place")
        if code.scheme == IDENTITY or code.place.code == heirs[code.place_id].code
    ]
    PlaceCode.objects.bulk_create(rows, ignore_conflicts=True)


def _tell(
    resolution: Resolution,
    plan: Plan,
    old: Mapping[str, Place],
    new: Mapping[str, Place],
    *,
    by: Actor,
    at: datetime,
) -> None:
    for move in plan.moves:
        before, after = old[move.old], new[move.new]
        succeeded = PlaceSucceeded(old=before.pk, new=after.pk, part=move.part, effective=plan.effective)
        record(succeeded, about=before, by=by, at=at, place=after.pk)
    for code in sorted(plan.divided()):
        divided = PlaceDivided(old=old[code].pk, effective=plan.effective)
        record(divided, about=old[code], by=by, at=at, place=old[code].pk)
    done = PlacesReorganised(effective=plan.effective, opened=len(plan.opens), closed=len(old))
    record(done, about=resolution, by=by, at=at)


def _ended(place: Place, plan: Plan) -> Place:
    place.valid_to = plan.effective
    return place
