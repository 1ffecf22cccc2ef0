"""Definitions for machines: read, check, keep as a draft, compare, walk samples, publish, retire."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from ninja import Router, Schema, Status
from pydantic import Field

from tinhso.core.calendar.domain import TermTooLongError
from tinhso.core.cases.actions import publish_definition, retire_definition
from tinhso.core.cases.actions.keeping import KEEP, province_calendar, write_definition
from tinhso.core.cases.domain.definition import parse
from tinhso.core.cases.domain.diff import Sort, changes
from tinhso.core.cases.domain.faults import BadDefinition, Fault
from tinhso.core.cases.domain.samples import read_sample
from tinhso.core.cases.domain.simulation import Hand, Stage, simulate
from tinhso.core.cases.models import Definition
from tinhso.core.cases.models import Status as Life
from tinhso.kit.doors import Request, needs

router = Router()
ROWS = 100
Code = Annotated[str, Field(max_length=80, pattern=r"^[^\x00]*$")]


class LineOut(Schema):
    """A version in a list."""

    uuid: UUID
    code: str
    version: int
    system: str
    status: Life
    made_at: datetime
    published_at: datetime | None


class DefinitionOut(LineOut):
    """A version with its document of the published schema."""

    document: dict[str, Any]


class DocumentIn(Schema):
    """A document of the schema at `/cases/definition.schema.json`."""

    document: dict[str, Any]


class FaultOut(Schema):
    """Something to put right: a JSON path, and a sentence in the reader's language."""

    path: str
    sentence: str


class FaultsOut(Schema):
    """All that was found; nothing was kept."""

    code: str
    detail: str
    faults: list[FaultOut]

    @classmethod
    def of(cls, bad: BadDefinition) -> "FaultsOut":
        listed = [FaultOut(path=fault.path, sentence=fault.sentence) for fault in bad.faults]
        return cls(code=bad.code, detail=str(bad.told), faults=listed)


class ChangeOut(Schema):
    """A difference between two versions, said in the reader's language."""

    sort: Sort
    path: str
    sentence: str


class SampleIn(Schema):
    """`opened_at`, perhaps `received_at` and `values`, and `steps`: each with `action`, `at`, `by`, `answers`.

    Moments are written `2026-02-12T09:00`, on the province's clock.
    """

    sample: dict[str, Any]


class StageOut(Schema):
    """How the sample stands after a step; `refusal` says why the step was refused, then nothing changed."""

    at: datetime
    action: str
    by: str
    state: str
    due_at: datetime
    step_due_at: datetime | None
    clock: Hand
    late: bool
    refusal: str

    @classmethod
    def of(cls, stage: Stage) -> "StageOut":
        return cls(
            at=stage.at,
            action=stage.tried,
            by=stage.by,
            state=stage.state.code,
            due_at=stage.due_at,
            step_due_at=stage.step_due_at,
            clock=stage.hand,
            late=stage.is_late,
            refusal=stage.refusal,
        )


@router.get("/", response=list[LineOut])
@needs(KEEP)
def definitions(request: Request, after: Code = "", code: Code = "") -> list[Definition]:
    """At most a hundred versions by code, then the newest first; `after` is the last code of the page before."""
    rows = Definition.objects.without_document().filter(code__gt=after).order_by("code", "-version")
    return list((rows.filter(code=code) if code else rows)[:ROWS])


@router.post("/check", response={200: list[FaultOut]})
@needs(KEEP)
def check(request: Request, body: DocumentIn) -> list[FaultOut]:
    """What is wrong with a document; nothing is kept. An empty list: it could be published."""
    try:
        parse(body.document)
    except BadDefinition as bad:
        return FaultsOut.of(bad).faults
    return []


@router.post("/", response={201: DefinitionOut, 409: FaultsOut})
@needs(KEEP)
def draft(request: Request, body: DocumentIn) -> Status[Definition | FaultsOut]:
    """Keep a document as the draft of its code."""
    try:
        return Status(201, write_definition(body.document, by=request.actor, at=request.at))
    except BadDefinition as bad:
        return Status(409, FaultsOut.of(bad))


@router.get("/{uuid}", response=DefinitionOut)
@needs(KEEP)
def definition(request: Request, uuid: UUID) -> Definition:
    return _found(uuid)


@router.get("/{uuid}/changes", response=list[ChangeOut])
@needs(KEEP)
def changed(request: Request, uuid: UUID, since: UUID) -> list[ChangeOut]:
    """What a version changes since another one of the same code."""
    after, before = _found(uuid), _found(since)
    if after.code != before.code:
        raise Http404
    told = changes(before.blueprint, after.blueprint, get_language() or "vi")
    return [ChangeOut(sort=one.sort, path=one.path, sentence=one.sentence) for one in told]


@router.post("/{uuid}/simulate", response={200: list[StageOut], 409: FaultsOut})
@needs(KEEP)
def walk(request: Request, uuid: UUID, body: SampleIn) -> Status[list[StageOut] | FaultsOut]:
    """Walk a sample case through a version; nothing is kept."""
    found, calendar = _found(uuid), province_calendar()
    try:
        sample = read_sample(body.sample, calendar.zone)
        stages = simulate(found.blueprint, sample, calendar, get_language() or "vi")
    except BadDefinition as bad:
        return Status(409, FaultsOut.of(bad))
    except TermTooLongError:
        return Status(409, FaultsOut.of(BadDefinition([Fault("$.steps", _("No calendar reaches that far."))])))
    return Status(200, [StageOut.of(stage) for stage in stages])


@router.post("/{uuid}/publish", response=LineOut)
@needs(KEEP)
def publish(request: Request, uuid: UUID) -> Definition:
    """Open new cases by this draft from now on; running cases stay on theirs."""
    return publish_definition(_found(uuid), by=request.actor, at=request.at)


@router.post("/{uuid}/retire", response=LineOut)
@needs(KEEP)
def retire(request: Request, uuid: UUID) -> Definition:
    """Open no new cases by it."""
    return retire_definition(_found(uuid), by=request.actor, at=request.at)


def _found(uuid: UUID) -> Definition:
    return get_object_or_404(Definition, uuid=uuid)
