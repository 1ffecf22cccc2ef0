"""Strategies, targets and figures for machines."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Self
from uuid import UUID

from django.shortcuts import get_object_or_404
from ninja import File as FileParam
from ninja import Form, Router, Schema, Status
from ninja.files import UploadedFile
from pydantic import Field, Json

from tinhso.core.places.models import Place
from tinhso.kit.doors import Request, needs
from tinhso.operations.strategy.actions import figures as acts
from tinhso.operations.strategy.actions.strategies import (
    ADOPT,
    ENTER,
    SET,
    Aim,
    adopt_strategy,
    enter_strategy,
    set_target,
)
from tinhso.operations.strategy.domain.documents import Number, StrategyTold, Year
from tinhso.operations.strategy.domain.words import Direction, FigureState, Origin, Standing, Why
from tinhso.operations.strategy.models import Figure, Strategy, Target
from tinhso.operations.strategy.models.boards import Row, board_of, rows_of

router = Router(tags=["strategies"])
A_PAGE = 50
Line = Annotated[str, Field(min_length=1, max_length=300, pattern=r"^[^\x00]*\S[^\x00]*$")]
Word = Annotated[str, Field(max_length=40, pattern=r"^[a-z0-9_]*$")]


class StrategyOut(Schema):
    """A paper. `area`: what its figures are about, where that is not the place of today."""

    code: str
    number: str
    titles: dict[str, str]
    issuer: str
    area: str
    place: UUID
    signed: date | None
    begins: int
    until: int
    source: str
    adopted: bool

    @classmethod
    def of(cls, found: Strategy) -> Self:
        plain = ("code", "number", "titles", "issuer", "area", "begins", "until", "source")
        return cls(
            place=found.place.uuid, signed=found.signed_on, adopted=found.adopted_at is not None,
            **{name: getattr(found, name) for name in plain},
        )  # fmt: skip


class TargetOut(Schema):
    """A target as it stands. `fan`: year, low, middle, high of 80 of 100 futures; null is unknown, never 0."""

    uuid: UUID
    goal: str
    code: str
    titles: dict[str, str]
    unit: str
    direction: Direction
    method: str
    owner: UUID | None
    owner_post: str
    baseline_year: int | None
    baseline: Decimal | None
    year: int | None
    value: Decimal | None
    standing: Standing
    why: Why
    last_year: int | None
    last: float | None
    needed_a_year: float | None
    probability: float | None
    fan: list[list[float]]

    @classmethod
    def of(cls, row: Row) -> Self:
        target, version, outlook = row.target, row.version, row.outlook
        return cls(
            goal=target.goal.code, owner=target.owner.uuid if target.owner else None,
            baseline_year=version.baseline_year if version else None, baseline=version.baseline if version else None,
            year=version.year if version else None, value=version.value if version else None,
            standing=row.standing, why=Why(outlook.why) if outlook else Why.NO_FIGURE,
            last_year=outlook.year if outlook else None, last=outlook.value if outlook else None,
            needed_a_year=outlook.needed if outlook else None, probability=outlook.probability if outlook else None,
            fan=outlook.fan if outlook else [],
            **{name: getattr(target, name) for name in ("uuid", "code", "titles", "unit", "method", "owner_post")},
            direction=target.way,
        )  # fmt: skip


class BoardOut(StrategyOut):
    targets: list[TargetOut]


class FigureOut(Schema):
    """A figure of a year with what it rests on. `whole_year` is false for a part of a year."""

    uuid: UUID
    target: UUID
    year: int
    value: Decimal
    method: str
    origin: Origin
    source: str
    parts: dict[str, Decimal]
    whole: Decimal | None
    whole_year: bool
    state: FigureState
    withdrawn_why: str

    @classmethod
    def of(cls, row: Figure) -> Self:
        plain = ("uuid", "year", "value", "method", "source", "parts", "whole", "whole_year", "withdrawn_why")
        return cls(
            target=row.target.uuid, origin=Origin(row.origin), state=FigureState(row.state),
            **{name: getattr(row, name) for name in plain},
        )  # fmt: skip


class AimIn(Schema):
    year: Year
    value: Number
    baseline_year: Year | None = None
    baseline: Number | None = None
    reason: Line


class FigureIn(Schema):
    """A figure as it is declared. `parts`: JSON, code → part; `whole`: of amounts."""

    year: Year
    value: Number | None = None
    unit: Word
    method: Word
    parts: Json[dict[str, Number]] = {}
    whole: Number | None = None

    def told(self) -> acts.FigureTold:
        return acts.FigureTold(**self.model_dump())


class WithdrawIn(Schema):
    why: Line


@router.get("/", response=list[StrategyOut])
@needs(acts.SEE)
def strategies(request: Request, until: int | None = None, after: str = "") -> list[StrategyOut]:
    """The newest first, 50 at a time; `until` and `after` are those of the last of the page before."""
    end = None if until is None else (until, after)
    return [StrategyOut.of(one) for one in Strategy.objects.listed().before(end)[:A_PAGE]]


@router.post("/", response={201: StrategyOut})
@needs(ENTER)
def enter(request: Request, body: StrategyTold) -> Status[StrategyOut]:
    """A whole paper, as a draft for the province."""
    made = enter_strategy(body, Place.objects.home(), by=request.actor, at=request.at)
    return Status(201, StrategyOut.of(made))


@router.get("/{code}", response=BoardOut)
@needs(acts.SEE)
def board(request: Request, code: str) -> BoardOut:
    """A paper with all its targets as they stand."""
    found = _strategy(code)
    targets = [TargetOut.of(row) for row in board_of(found)]
    return BoardOut(**StrategyOut.of(found).model_dump(), targets=targets)


@router.post("/{code}/adopt", response=StrategyOut)
@needs(ADOPT)
def adopt(request: Request, code: str) -> StrategyOut:
    return StrategyOut.of(adopt_strategy(_strategy(code), by=request.actor, at=request.at))


@router.get("/targets/{uuid}", response=TargetOut)
@needs(acts.SEE)
def target(request: Request, uuid: UUID) -> TargetOut:
    return TargetOut.of(rows_of([_target(uuid)])[0])


@router.put("/targets/{uuid}", response=TargetOut)
@needs(SET)
def change_target(request: Request, uuid: UUID, body: AimIn) -> TargetOut:
    """Set it anew, with the reason; what was set before stays."""
    set_target(_target(uuid), Aim(**body.model_dump()), by=request.actor, at=request.at)
    return TargetOut.of(rows_of([_target(uuid)])[0])


@router.get("/targets/{uuid}/figures", response=list[FigureOut])
@needs(acts.SEE)
def figures(request: Request, uuid: UUID) -> list[FigureOut]:
    """All figures by year, those that compete side by side."""
    return [FigureOut.of(row) for row in Figure.objects.filter(target=_target(uuid)).select_related("target").beside()]


@router.post("/targets/{uuid}/figures", response={201: FigureOut})
@needs(acts.DECLARE)
def declare(request: Request, uuid: UUID, body: Form[FigureIn], evidence: FileParam[UploadedFile]) -> Status[FigureOut]:
    """Declare a figure with the paper it stands in; it waits for another person."""
    made = acts.declare_figure(_target(uuid), body.told(), evidence=evidence, by=request.actor, at=request.at)
    return Status(201, FigureOut.of(made))


@router.post("/figures/{uuid}/verify", response=FigureOut)
@needs(acts.VERIFY)
def verify(request: Request, uuid: UUID) -> FigureOut:
    return FigureOut.of(acts.verify_figure(_figure(uuid), by=request.actor, at=request.at))


@router.post("/figures/{uuid}/withdraw", response=FigureOut)
@needs(acts.SEE)
def withdraw(request: Request, uuid: UUID, body: WithdrawIn) -> FigureOut:
    return FigureOut.of(acts.withdraw_figure(_figure(uuid), why=body.why, by=request.actor, at=request.at))


def _strategy(code: str) -> Strategy:
    return get_object_or_404(Strategy.objects.select_related("place"), code=code)


def _target(uuid: UUID) -> Target:
    return get_object_or_404(Target.objects.select_related("goal__strategy", "owner"), uuid=uuid)


def _figure(uuid: UUID) -> Figure:
    return get_object_or_404(Figure.objects.select_related("target"), uuid=uuid)
