"""Indices for machines: catalogues with their schema, an assessment explained, published tables."""

from typing import Annotated, Any, Self
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from ninja import Router, Schema
from pydantic import Field

from tinhso.kit.doors import Request, needs, open_to_all
from tinhso.operations.index.apps import SEE
from tinhso.operations.index.domain.catalogue import schema
from tinhso.operations.index.domain.formulas import Why
from tinhso.operations.index.models import Assessment, CatalogueVersion, Standing
from tinhso.operations.index.models.explained import Explained, From, explain

router = Router(tags=["index"])
Word = Annotated[str, Field(max_length=40, pattern=r"^[a-z0-9.\-]*$")]


class CatalogueLine(Schema):
    """One version of an index."""

    code: str
    version: str
    level: str
    status: str
    first_year: int
    last_year: int | None
    digest: str


class ComponentPoints(Schema):
    """One component: `points` null where a figure is not known, with the reason; never 0 instead."""

    code: str
    most: float | None
    points: float | None
    why: Why | None
    origin: From
    verified: float | None
    evidence: int


class Points(Schema):
    """An index of one place. `unknown`: points that rest on nothing known, on the same scale."""

    place: str
    year: int
    catalogue: str
    version: str
    state: str
    points: float | None
    unknown: float
    scale: int
    components: list[ComponentPoints]

    @classmethod
    def of(cls, explained: Explained) -> Self:
        found, score = explained.assessment, explained.score
        return cls(
            place=found.place.code, year=found.round.year, catalogue=explained.catalogue.code,
            version=explained.catalogue.version, state=found.state, points=score.points, unknown=score.unknown,
            scale=explained.catalogue.scale,
            components=[_component(explained, one.code) for one in explained.catalogue.components],
        )  # fmt: skip


class StandingLine(Schema):
    """One province in a published table."""

    province: str
    rank: int | None
    rank_kind: str
    value: float | None
    mains: dict[str, float]
    source: str


@router.get("/catalogue.schema.json")
@open_to_all
def get_schema(request: Request) -> dict[str, Any]:
    """The JSON Schema of a catalogue."""
    return schema()


@router.get("/catalogues", response=list[CatalogueLine])
@open_to_all
def list_catalogues(request: Request) -> list[CatalogueVersion]:
    """Every version of every index."""
    return list(CatalogueVersion.objects.listed().defer("document"))


@router.get("/catalogues/{code}/{version}")
@open_to_all
def get_catalogue(request: Request, code: Word, version: Word) -> dict[str, Any]:
    """One version as it was published."""
    found = CatalogueVersion.objects.filter(code=code, version=version).first()
    if found is None:
        raise Http404
    document: dict[str, Any] = found.document
    return document


@router.get("/standings/{year}", response=list[StandingLine])
@open_to_all
def list_standings(request: Request, year: int, provinces: int = 63) -> list[Standing]:
    """The published table of a year as far as it is known, best first."""
    return list(Standing.objects.table(year, provinces)) if 2000 <= year <= 2100 and 0 < provinces < 100 else []


@router.get("/assessments/{uuid}", response=Points)
@needs(SEE)
def get_assessment(request: Request, uuid: UUID) -> Points:
    """Every point of a place in a round, and on what it rests."""
    return Points.of(explain(get_object_or_404(Assessment.objects.whole().reached(request.rights), uuid=uuid)))


def _component(explained: Explained, code: str) -> ComponentPoints:
    found = explained.score.component(code)
    if found is None:
        raise KeyError(code)
    claim, agreed = explained.claims.get(code), explained.verified_share(found.component)
    return ComponentPoints(
        code=code, most=found.component.most, points=found.won, why=found.outcome.why,
        origin=explained.origin(found.component), verified=None if agreed is None else agreed * found.most,
        evidence=len(claim.evidence.all()) if claim else 0,
    )  # fmt: skip
