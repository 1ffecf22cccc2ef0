"""Directives for machines: the list, one with its thread, issuing, steps. Files are handed in on pages."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Self
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Router, Schema, Status
from pydantic import Field

from tinhso.core.cases.models.questions import cursor_of
from tinhso.core.organisations.models import Organisation
from tinhso.core.places.models import Place
from tinhso.kit.doors import Request, needs
from tinhso.operations.directives.actions import deciding, doing
from tinhso.operations.directives.actions.issuing import Order, issue_directive
from tinhso.operations.directives.apps import ISSUE, SEE
from tinhso.operations.directives.domain.words import Better, NoteKind, Verdict
from tinhso.operations.directives.models import Directive
from tinhso.operations.directives.models.outcomes import at_issue, verdict_of
from tinhso.operations.directives.models.readings import read

router = Router(tags=["directives"])
A_PAGE = 50
Line = Annotated[str, Field(min_length=1, max_length=160, pattern=r"^[^\x00]*$")]
Words = Annotated[str, Field(max_length=4000, pattern=r"^[^\x00]*$")]
Code = Annotated[str, Field(max_length=100, pattern=r"^[a-z0-9_.]*$")]


class OrderIn(Schema):
    """What is wanted: `lead` and `coordinating` are uuids of offices, `place` of a place; shares in per cent."""

    title: Line
    lead: UUID
    content: Annotated[Words, Field(min_length=1)]
    deadline: date
    evidence: Annotated[str, Field(max_length=400, pattern=r"^[^\x00]*$")] = ""
    coordinating: Annotated[list[UUID], Field(max_length=50)] = []
    alert: UUID | None = None
    indicator: Code = ""
    place: UUID | None = None
    better: Better | None = None
    target: Annotated[Decimal, Field(max_digits=14, decimal_places=2)] | None = None


class StepIn(Schema):
    """What goes with a step: `words` of an answer, `reason`, `until`."""

    words: Words = ""
    reason: Annotated[str, Field(max_length=2000, pattern=r"^[^\x00]*$")] = ""
    until: date | None = None


class NoteOut(Schema):
    """One line of the thread."""

    kind: NoteKind
    words: str
    office: str
    post: str
    until: date | None
    at: datetime


class DirectiveLine(Schema):
    """One line of the list."""

    uuid: UUID
    ref: str
    title: str
    state: str
    lead: str
    due_at: datetime

    @classmethod
    def of(cls, one: Directive) -> Self:
        return cls(
            uuid=one.uuid, ref=one.ref, title=one.title, state=one.case.state, lead=one.case.agency.name,
            due_at=one.case.due_at,
        )  # fmt: skip


class DirectivePage(Schema):
    """Some directives, the one due first comes first; `next` asks for more, empty at the end."""

    rows: list[DirectiveLine]
    next: str


class DirectiveOut(Schema):
    """One directive; numbers are null where they are not known, `verdict` null where no number shall move."""

    line: DirectiveLine
    issuer: str
    content: str
    evidence: str
    indicator: str
    alert: UUID | None
    at_issue: float | None
    now: float | None
    target: Decimal | None
    verdict: Verdict | None
    notes: list[NoteOut]

    @classmethod
    def of(cls, one: Directive, at: datetime) -> Self:
        before, found = (at_issue(one), read(one, timezone.localdate(at))) if one.indicator else (None, None)
        notes = one.notes.select_related("office", "post").order_by("pk")
        return cls(
            line=DirectiveLine.of(one), issuer=one.issuer.name, content=one.content, evidence=one.evidence,
            indicator=one.indicator, alert=one.alert, at_issue=before.value if before else None,
            now=found.own.value if found else None, target=one.target,
            verdict=verdict_of(one, found, before) if found and before else None,
            notes=[
                NoteOut(
                    kind=NoteKind(note.kind), words=note.words, office=note.office.name if note.office else "",
                    post=note.post.title if note.post else "", until=note.until, at=note.made_at,
                )
                for note in notes
            ],
        )  # fmt: skip


@router.get("/", response=DirectivePage)
@needs(SEE)
def list_directives(
    request: Request, waiting: bool = False, state: Code = "", after: Annotated[str, Field(max_length=40)] = ""
) -> DirectivePage:
    """Those within reach; `waiting`: only those that wait for the asker's side."""
    rows = Directive.objects.reached(request.rights)
    rows = rows.to_do(request.rights) if waiting else rows
    found = list((rows.filter(case__state=state) if state else rows).for_page().by_due(after)[: A_PAGE + 1])
    shown = found[:A_PAGE]
    following = cursor_of(shown[-1].case) if len(found) > A_PAGE else ""
    return DirectivePage(rows=[DirectiveLine.of(one) for one in shown], next=following)


@router.post("/", response={201: DirectiveOut})
@needs(ISSUE)
def issue(request: Request, told: OrderIn) -> Status[DirectiveOut]:
    """Give an office a task. 404 for an office or a place that is not known."""
    rest = told.model_dump(exclude={"lead", "coordinating", "place"})
    order = Order(
        lead=_office(told.lead), coordinating=[_office(uuid) for uuid in told.coordinating],
        place=get_object_or_404(Place.objects.current(), uuid=told.place) if told.place else None, **rest,
    )  # fmt: skip
    made = issue_directive(order, by=request.actor, at=request.at)
    return Status(201, DirectiveOut.of(_reached(request, made.uuid), request.at))


@router.get("/{uuid}", response=DirectiveOut)
@needs(SEE)
def get_directive(request: Request, uuid: UUID) -> DirectiveOut:
    """One, with its thread and what came of it."""
    return DirectiveOut.of(_reached(request, uuid), request.at)


@router.post("/{uuid}/{step}", response=DirectiveOut)
@needs(SEE)
def take_step(request: Request, uuid: UUID, step: Code, told: StepIn) -> DirectiveOut:
    """One step: receive, start, answer, ask_time, contribute; grant, refuse, accept, send_back, close, recall."""
    if step not in STEPS:
        raise Http404
    STEPS[step](_reached(request, uuid), request, told)
    return DirectiveOut.of(_reached(request, uuid), request.at)


Take = Callable[[Directive, Request, StepIn], object]
STEPS: Mapping[str, Take] = {
    "receive": lambda one, asked, _told: doing.receive_directive(one, by=asked.actor, at=asked.at),
    "start": lambda one, asked, _told: doing.start_directive(one, by=asked.actor, at=asked.at),
    "answer": lambda one, asked, told: doing.answer_directive(one, words=told.words, by=asked.actor, at=asked.at),
    "contribute": lambda one, asked, told: doing.contribute(one, words=told.words, by=asked.actor, at=asked.at),
    "ask_time": lambda one, asked, told: doing.ask_more_time(
        one, reason=told.reason, until=told.until or asked.at.date(), by=asked.actor, at=asked.at
    ),
    "grant": lambda one, asked, told: deciding.grant_more_time(
        one, until=told.until or asked.at.date(), by=asked.actor, at=asked.at
    ),
    "refuse": lambda one, asked, told: deciding.refuse_more_time(one, reason=told.reason, by=asked.actor, at=asked.at),
    "accept": lambda one, asked, told: deciding.accept_answer(one, words=told.words, by=asked.actor, at=asked.at),
    "send_back": lambda one, asked, told: deciding.send_back(one, reason=told.reason, by=asked.actor, at=asked.at),
    "close": lambda one, asked, _told: deciding.close_directive(one, by=asked.actor, at=asked.at),
    "recall": lambda one, asked, told: deciding.recall_directive(one, reason=told.reason, by=asked.actor, at=asked.at),
}


def _reached(request: Request, uuid: UUID) -> Directive:
    return get_object_or_404(Directive.objects.reached(request.rights).for_page(), uuid=uuid)


def _office(uuid: UUID) -> Organisation:
    return get_object_or_404(Organisation.objects.current().offices(), uuid=uuid)
