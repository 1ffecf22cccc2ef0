"""Dossiers for machines: file, follow, carry through, rate. The same actions as the pages."""

from datetime import datetime
from typing import Annotated, Any, Self, TypeVar
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Router, Schema, Status
from pydantic import Field, JsonValue

from tinhso.core.accounts.models.mandates import for_whom_in
from tinhso.core.cases.actions import choices, concerns
from tinhso.core.cases.actions.slips import NotFound, find_by_secret, secret, token
from tinhso.core.people.actions import read_person
from tinhso.core.people.domain.words import ReadReason
from tinhso.core.people.models import Person
from tinhso.government.procedures.actions.checking import Handed
from tinhso.government.procedures.actions.drafts import SCOPE, version_of
from tinhso.government.procedures.actions.filing import WrongOffice, file_dossier
from tinhso.government.procedures.actions.following import rate_dossier
from tinhso.government.procedures.actions.handling import Step, take_step_of
from tinhso.government.procedures.actions.signing import decide_with_key
from tinhso.government.procedures.domain.steps import Action, Brought, Door, Release
from tinhso.government.procedures.models import Dossier, Procedure, ProcedureVersion
from tinhso.government.procedures.models.filing import commune_coded, current_person, usable_version
from tinhso.government.procedures.models.hot import asked_dossier
from tinhso.government.procedures.models.offices import counter_of
from tinhso.government.procedures.models.story import thread
from tinhso.government.procedures.models.tracked import dossier_of
from tinhso.kit.doors import Request, needs, open_to_all, signed_in

router = Router(tags=["dossiers"])
NO_NUL = r"^[^\x00]*$"
A_PAGE = 50
HANDLE = "handle_cases"
Thing = TypeVar("Thing")
Code = Annotated[str, Field(max_length=40, pattern=r"^[\w.\-]+$")]
Text = Annotated[str, Field(max_length=2000, pattern=NO_NUL)]


class PaperIn(Schema):
    """One paper that is handed in: for which line of the list, how it came, and its file if it is digital."""

    listed: Code
    brought: Brought
    file: UUID | None = None
    kept: UUID | None = None


class NewDossier(Schema):
    """A filing. `place` is the code of the commune; `person` who applies, for an officer at a counter."""

    procedure: Code
    place: Code
    answers: Annotated[dict[str, JsonValue], Field(max_length=300)] = {}
    papers: Annotated[list[PaperIn], Field(max_length=60)] = []
    hand_back: Release = Release.IN_PERSON
    person: UUID | None = None


class StepIn(Schema):
    """A step: answers to its form, the papers it asks for, the version of the case that was seen.

    pin   of one's key: a decision with it is signed
    """

    answers: Annotated[dict[str, JsonValue], Field(max_length=60)] = {}
    papers: Annotated[list[Code], Field(max_length=60)] = []
    seen: int | None = None
    pin: Annotated[str, Field(max_length=64, pattern=NO_NUL)] = ""


class RatingIn(Schema):
    faces: Annotated[int, Field(ge=1, le=5)]
    words: Annotated[str, Field(max_length=500, pattern=NO_NUL)] = ""


class TrackIn(Schema):
    code: Code
    secret: Annotated[str, Field(max_length=20, pattern=NO_NUL)]


class Knot(Schema):
    """One step of the thread; `state` is done, now, broken or empty for what is to come."""

    title: str
    state: str
    at: datetime | None


class Followed(Schema):
    """What tracking tells: no name and no answer of the applicant."""

    code: str
    procedure: str
    state: str
    office: str
    due_at: datetime
    late: bool
    ended: bool
    thread: list[Knot]

    @classmethod
    def of(cls, dossier: Dossier, at: datetime) -> Self:
        case = dossier.case
        return cls(
            code=case.ref,
            procedure=case.title,
            state=case.state,
            office=case.agency.name,
            due_at=case.due_at,
            late=case.is_late(at),
            ended=case.ended_at is not None,
            thread=[Knot(title=line.title, state=line.state, at=line.at) for line in thread(case, "vi")],
        )


class Filed(Schema):
    """The receipt."""

    uuid: UUID
    code: str
    secret: str
    token: str
    due_at: datetime


class DossierLine(Schema):
    uuid: UUID
    code: str
    procedure: str
    state: str
    due_at: datetime
    late: bool

    @classmethod
    def of(cls, dossier: Dossier, at: datetime) -> Self:
        case = dossier.case
        return cls(
            uuid=dossier.uuid,
            code=case.ref,
            procedure=case.title,
            state=case.state,
            due_at=case.due_at,
            late=case.is_late(at),
        )


class DossierWhole(DossierLine):
    """A dossier for the office: what was declared (identity numbers masked), and what may be done now."""

    applicant: UUID | None
    door: Door
    answers: dict[str, Any]
    papers: list[PaperIn]
    actions: list[str]
    version: int


@router.post("/dossiers", response={201: Filed})
@signed_in
def file(request: Request, body: NewDossier) -> Status[Filed]:
    """File for oneself, for whom one acts, or, with the right to take in, for a person at the counter.

    Send an `Idempotency-Key`: the same key files once.
    """
    version, place = _version(body.procedure, at=request.at), _found(commune_coded(body.place[:12]))
    agency = counter_of(place)
    if agency is None:
        raise WrongOffice
    person, door = _applicant(request, body.person)
    dossier = file_dossier(
        version,
        applicant=person,
        answers=body.answers,
        papers=[Handed(listed=one.listed, brought=one.brought, file=one.file, kept=one.kept) for one in body.papers],
        door=door,
        place=place,
        agency=agency,
        hand_back=body.hand_back,
        by=request.actor,
        at=request.at,
    )
    case = dossier.case
    kept = Filed(uuid=dossier.uuid, code=case.ref, secret=secret(case), token=token(case), due_at=case.due_at)
    return Status(201, kept)


@router.get("/dossiers/mine", response=list[DossierLine])
@signed_in
def mine(request: Request) -> list[DossierLine]:
    """What I filed, or whoever I act for; the newest 50."""
    person = for_whom_in(request.actor, SCOPE, at=request.at)
    found = Dossier.objects.for_page().of_person(person)[:A_PAGE] if person else []
    return [DossierLine.of(dossier, request.at) for dossier in found]


@router.post("/dossiers/track", response=Followed)
@open_to_all
def track(request: Request, body: TrackIn) -> Followed:
    """How a dossier stands, by its code and the nine digits. Wrong pairs are limited."""
    address = request.META.get("REMOTE_ADDR", "")
    case = find_by_secret(body.code, body.secret, address=address, at=request.at)
    if case.system != "procedures":
        raise NotFound
    return Followed.of(dossier_of(case), request.at)


@router.get("/dossiers/{uuid}", response=DossierWhole)
@needs(HANDLE)
def one(request: Request, uuid: UUID) -> DossierWhole:
    """A dossier of one's own office. That it was read is kept for the applicant to see."""
    dossier = _in_reach(request, uuid)
    case = dossier.case
    if case.applicant:
        read_person(case.applicant, reason=ReadReason.CASE, case=case.ref, by=request.actor, at=request.at)
    papers = dossier.papers.filter(replaced_at=None).order_by("pk")
    offered = choices(case, by=request.actor, rights=request.rights, at=request.at)
    return DossierWhole(
        **DossierLine.of(dossier, request.at).model_dump(),
        applicant=case.applicant_id,
        door=Door(dossier.door),
        answers=case.values,
        papers=[PaperIn(listed=paper.listed, brought=Brought(paper.brought), file=paper.file) for paper in papers],
        actions=[choice.rule.code for choice in offered],
        version=case.version,
    )


@router.post("/dossiers/{uuid}/actions/{action}", response=DossierLine)
@signed_in
def do(request: Request, uuid: UUID, action: Code, body: StepIn) -> DossierLine:
    """Do one step of the definition: as the office within one's reach, or as the applicant."""
    step = Step(action=action, answers=body.answers, papers=tuple(body.papers))
    if action == Action.DECIDE and body.pin:
        signed = decide_with_key(_in_reach(request, uuid), body.pin, by=request.actor, at=request.at, seen=body.seen)
        return DossierLine.of(signed, request.at)
    try:
        dossier = take_step_of(uuid, step, by=request.actor, rights=request.rights, at=request.at, seen=body.seen)
    except Dossier.DoesNotExist:
        raise Http404 from None
    return DossierLine.of(dossier, request.at)


@router.post("/dossiers/{uuid}/rating", response={204: None})
@signed_in
def rate(request: Request, uuid: UUID, body: RatingIn) -> Status[None]:
    """Say how it was, once, when it is finished."""
    dossier = _seen(request, uuid)
    rate_dossier(dossier, faces=body.faces, words=body.words, by=request.actor, at=request.at)
    return Status(204, None)


def _version(code: str, *, at: datetime) -> ProcedureVersion:
    """By which version of the law one files today. Raises Http404 for a code that nobody knows, NotFiledNow."""
    usable = usable_version(code, timezone.localdate(at))
    return usable or version_of(get_object_or_404(Procedure.objects.coded(code)), at=at)


def _found(thing: Thing | None) -> Thing:
    if thing is None:
        raise Http404
    return thing


def _applicant(request: Request, uuid: UUID | None) -> tuple[Person, Door]:
    """Who applies and by which door. Raises Http404 for a person whom the asker may not serve."""
    own = for_whom_in(request.actor, SCOPE, at=request.at)
    if uuid is None or uuid == own:
        door = Door.HELPER if request.actor.for_person else Door.OWN
        return _found(current_person(own) if own else None), door
    if not request.rights.may("take_in_dossiers"):
        raise Http404
    return get_object_or_404(Person.objects.reached(request.rights, "read_person"), uuid=uuid), Door.COUNTER


def _seen(request: Request, uuid: UUID) -> Dossier:
    """A dossier within reach, or of the one who acts or for whom they act. Raises Http404 for any other."""
    try:
        dossier = asked_dossier(uuid)
    except Dossier.DoesNotExist:
        raise Http404 from None
    if not concerns(dossier.case, request.actor, request.rights, at=request.at):
        raise Http404
    return dossier


def _in_reach(request: Request, uuid: UUID) -> Dossier:
    """A dossier of one's own office, with all that is told of it. Raises Http404 for any other."""
    found = get_object_or_404(Dossier.objects.for_page(), uuid=uuid)
    if not request.rights.may(HANDLE, place=found.case.place_id, agency=found.case.agency_id):
        raise Http404
    return found
