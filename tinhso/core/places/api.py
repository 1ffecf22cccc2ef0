"""Places for machines: the tree, one place through time, which commune is mine now, resolutions, decisions."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from ninja import Router, Schema
from pydantic import Field

from tinhso.core.places import actions
from tinhso.core.places.domain import UNIT_TYPES, Kind, Move, Plan, Unit
from tinhso.core.places.models import Place, PlaceChoice, PlaceQuerySet, Resolution, Succession, lineage
from tinhso.core.search.models import Row
from tinhso.kit.doors import Request, needs, open_to_all
from tinhso.kit.refusals import Refusal

router = Router(tags=["places"])
ROWS = 100
Limit = Annotated[int, Field(ge=1, le=ROWS)]
Plain = r"^[^\x00]*$"
Text = Annotated[str, Field(min_length=1, max_length=120, pattern=Plain)]
UnitCode = Annotated[str, Field(pattern=r"^\d{2}(\d|\d{3}(-\d{2,3})?)?$")]
SensibleDay = Annotated[date, Field(ge=date(1900, 1, 1), le=date(2200, 1, 1))]


class PlaceOut(Schema):
    """A place. Area in km², centre in degrees (WGS 84); null is not known. `valid_to` is the first day without it."""

    uuid: UUID
    code: str
    name: str
    full_name: str
    kind: Kind
    unit_type: str
    area_km2: Decimal | None
    population: int | None
    lat: float | None
    lon: float | None
    valid_from: date | None
    valid_to: date | None


class SuccessionOut(Schema):
    """`new` took over `old`, whole or in part, on `effective`."""

    old: PlaceOut
    new: PlaceOut
    part: bool
    share: Decimal | None
    number: str
    effective: date


class PlaceDetail(PlaceOut):
    """A place with what is above it and what it came from and became."""

    parent: PlaceOut | None
    before: list[SuccessionOut]
    after: list[SuccessionOut]


class UnitIn(Schema):
    """A unit that begins."""

    code: UnitCode
    name: Text
    kind: Kind
    unit_type: Text
    parent: Annotated[str, Field(max_length=12, pattern=Plain)] = ""
    lat: Annotated[float | None, Field(ge=7, le=24)] = None
    lon: Annotated[float | None, Field(ge=101, le=118)] = None
    area_km2: Annotated[Decimal | None, Field(ge=0, lt=100_000, decimal_places=2)] = None
    population: Annotated[int | None, Field(ge=0, lt=10**9)] = None


class MoveIn(Schema):
    """An old unit goes to a new one."""

    old: UnitCode
    new: UnitCode
    part: bool = False
    share: Annotated[Decimal | None, Field(gt=0, le=1, decimal_places=6)] = None


class PlanIn(Schema):
    """A resolution."""

    number: Annotated[str, Field(min_length=1, max_length=60, pattern=Plain)]
    issued: SensibleDay
    effective: SensibleDay
    title: Annotated[str, Field(min_length=1, max_length=300, pattern=Plain)]
    opens: Annotated[list[UnitIn], Field(max_length=20_000)]
    moves: Annotated[list[MoveIn], Field(min_length=1, max_length=20_000)]


class ResolutionOut(Schema):
    """A resolution and how far it has come."""

    uuid: UUID
    number: str
    title: str
    issued: date
    effective: date
    confirmed_at: datetime | None
    applied_at: datetime | None


class FaultOut(Schema):
    """Why a plan cannot be carried out: the unit and a sentence."""

    code: str
    sentence: str


class PreviewOut(Schema):
    """What would happen; nothing has changed."""

    faults: list[FaultOut]
    closes: list[PlaceOut]
    opens: int
    villages: int
    waiting: int


class ChoiceOut(Schema):
    """A row that waits for a person to say to which successor it belongs."""

    uuid: UUID
    kind: str
    ref: UUID
    title: str
    old: PlaceOut
    successors: list[PlaceOut]


class SettleIn(Schema):
    """The successor's uuid."""

    new: UUID


class UnknownType(Refusal):
    sentence = _("The type of the new unit does not belong to a code of this length.")
    field = "unit_type"


@router.get("/", response=list[PlaceOut])
@open_to_all
def places(
    request: Request,
    kind: Kind = Kind.PROVINCE,
    on: SensibleDay | None = None,
    after: UUID | None = None,
    limit: Limit = 50,
) -> Sequence[Place]:
    """Places of a kind in the order of their names, today or on a day; the next page begins `after` the last uuid."""
    return _listed(_on(Place.objects.of_kind(kind), on), after, limit)


@router.get("/now", response=list[PlaceDetail])
@open_to_all
def now(request: Request, q: str) -> list[dict[str, object]]:
    """Which commune is mine now: old and new places that fit a name, each with what became of it."""
    rows = Row.objects.find(q, rights=request.rights, kinds=["place", "former_place"], limit=12)
    found = {str(one.uuid): one for one in _with_parent().filter(uuid__in=[row.ref for row in rows])}
    return [_detail(found[row.ref]) for row in rows if row.ref in found]


@router.get("/resolutions", response=list[ResolutionOut])
@needs("reorganise_places")
def resolutions(request: Request, before: UUID | None = None, limit: Limit = 50) -> Sequence[Resolution]:
    """Resolutions, the newest first."""
    return list(Resolution.objects.defer("plan").before(str(before or ""))[:limit])


@router.post("/resolutions", response=ResolutionOut)
@needs("reorganise_places")
def draft_resolution(request: Request, given: PlanIn) -> Resolution:
    """Enter a resolution; nothing changes yet."""
    if any(unit.unit_type.casefold() not in UNIT_TYPES[unit.kind] for unit in given.opens):
        raise UnknownType
    plan = Plan(
        number=given.number,
        issued=given.issued,
        effective=given.effective,
        title=given.title,
        opens=tuple(Unit(**unit.dict()) for unit in given.opens),
        moves=tuple(Move(**move.dict()) for move in given.moves),
    )
    return actions.draft_resolution(plan, by=request.actor, at=request.at)


@router.get("/resolutions/{uuid}/preview", response=PreviewOut)
@needs("reorganise_places")
def preview(request: Request, uuid: UUID) -> PreviewOut:
    """What carrying it out would do."""
    seen = actions.preview(get_object_or_404(Resolution, uuid=uuid))
    return PreviewOut(
        faults=[FaultOut(code=fault.code, sentence=str(fault.sentence)) for fault in seen.faults],
        closes=[PlaceOut.from_orm(one) for one in seen.closes],
        opens=len(seen.opens),
        villages=seen.villages,
        waiting=seen.waiting,
    )


@router.post("/resolutions/{uuid}/confirm", response=ResolutionOut)
@needs("reorganise_places")
def confirm_resolution(request: Request, uuid: UUID) -> Resolution:
    """Order that it be carried out on its day."""
    found = get_object_or_404(Resolution, uuid=uuid)
    return actions.confirm_resolution(found, by=request.actor, at=request.at)


@router.delete("/resolutions/{uuid}", response={204: None})
@needs("reorganise_places")
def discard_resolution(request: Request, uuid: UUID) -> HttpResponse:
    """Throw a draft away."""
    actions.discard_resolution(get_object_or_404(Resolution, uuid=uuid), by=request.actor, at=request.at)
    return HttpResponse(status=204)


@router.get("/choices", response=list[ChoiceOut])
@needs("settle_places")
def choices(request: Request, after: UUID | None = None, limit: Limit = 50) -> list[ChoiceOut]:
    """Rows of divided places that wait for a person."""
    seen = PlaceChoice.objects.open().seen_by(request.rights.places("settle_places"))
    rows = seen.select_related("old").prefetch_related("old__successions__new").following(str(after or ""))
    return [
        ChoiceOut(
            uuid=row.uuid,
            kind=row.kind,
            ref=row.ref,
            title=row.title,
            old=PlaceOut.from_orm(row.old),
            successors=[PlaceOut.from_orm(way.new) for way in row.old.successions.all()],
        )
        for row in rows[:limit]
    ]


@router.post("/choices/{uuid}/settle", response={204: None})
@needs("settle_places")
def settle(request: Request, uuid: UUID, given: SettleIn) -> HttpResponse:
    """Say to which successor a row belongs."""
    seen = PlaceChoice.objects.seen_by(request.rights.places("settle_places"))
    new = get_object_or_404(Place, uuid=given.new)
    actions.settle(get_object_or_404(seen, uuid=uuid), new=new, by=request.actor, at=request.at)
    return HttpResponse(status=204)


@router.get("/{key}", response=PlaceDetail)
@open_to_all
def place(request: Request, key: str) -> dict[str, object]:
    """One place by its code or uuid."""
    return _detail(_place_or_404(key))


@router.get("/{key}/below", response=list[PlaceOut])
@open_to_all
def below(
    request: Request, key: str, on: SensibleDay | None = None, after: UUID | None = None, limit: Limit = 50
) -> Sequence[Place]:
    """What lies directly below a place, today or on a day."""
    return _listed(_on(Place.objects.filter(parent=_place_or_404(key)), on), after, limit)


def _on(rows: PlaceQuerySet, day: date | None) -> PlaceQuerySet:
    return rows.current() if day is None else rows.on(day)


def _listed(rows: PlaceQuerySet, after: UUID | None, limit: int) -> Sequence[Place]:
    last = Place.objects.filter(uuid=after).first() if after else None
    return list(rows.after((last.sort_key, last.pk) if last else None)[:limit])


def _with_parent() -> PlaceQuerySet:
    return Place.objects.select_related("parent")


def _place_or_404(key: str) -> Place:
    found = Place.objects.known_by(key)
    if found is None:
        raise Http404
    return found


def _detail(here: Place) -> dict[str, object]:
    return {
        **PlaceOut.from_orm(here).dict(),
        "parent": here.parent,
        "before": [_step(step) for step in lineage([here], forward=False)],
        "after": [_step(step) for step in lineage([here], forward=True)],
    }


def _step(step: Succession) -> dict[str, object]:
    return {
        "old": step.old,
        "new": step.new,
        "part": step.part,
        "share": step.share,
        "number": step.resolution.number,
        "effective": step.resolution.effective,
    }
