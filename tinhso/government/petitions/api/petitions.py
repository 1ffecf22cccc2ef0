"""Petitions for machines: send, follow, take back, rate; the steps of an office. The same actions as the pages."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema, Status
from pydantic import BaseModel, Field

from tinhso.core.accounts.models.mandates import for_whom_in
from tinhso.core.cases.actions import NotNow, choices, concerns
from tinhso.core.cases.actions.slips import secret, token
from tinhso.core.files.models import File
from tinhso.core.people.actions import read_person
from tinhso.core.people.domain.words import ReadReason
from tinhso.core.people.models import Person
from tinhso.government.petitions.actions import answering, handling, publishing
from tinhso.government.petitions.actions.files import Brought
from tinhso.government.petitions.actions.sending import SYSTEM, Said, send_petition
from tinhso.government.petitions.domain.words import LONGEST, Action, FileKind, Kind, Way
from tinhso.government.petitions.models import Letter, Petition
from tinhso.government.petitions.models.hot import asked_petition
from tinhso.government.petitions.models.lines import PetitionLine as Line
from tinhso.government.petitions.models.lines import open_lines
from tinhso.government.petitions.models.sending import current_person, place_of_code, topic_of_code
from tinhso.kit.doors import Request, needs, open_to_all, signed_in

router = Router(tags=["petitions"])
NO_NUL = r"^[^\x00]*$"
HANDLE, TAKE_IN = "handle_cases", "take_in_petitions"
A_PAGE = 50
Code = Annotated[str, Field(max_length=60, pattern=r"^[\w.\-]+$")]
Text = Annotated[str, Field(max_length=LONGEST, pattern=NO_NUL)]


class FileIn(Schema):
    """A file that was kept before by `/api/files`."""

    file: UUID
    kind: FileKind


class NewPetition(Schema):
    """What somebody says. `place` is the code of the village or commune; `person` who asks, for an officer who types.

    anonymous   no account and no person is kept; the code and its secret are the only way back
    """

    kind: Kind
    topic: Code
    place: Code
    words: Text = ""
    language: Annotated[str, Field(max_length=12, pattern=r"^[a-z\-]+$")] = "vi"
    anonymous: bool = False
    urgent: bool = False
    may_show: bool = False
    lat: Annotated[float, Field(ge=-90, le=90)] | None = None
    lon: Annotated[float, Field(ge=-180, le=180)] | None = None
    files: Annotated[list[FileIn], Field(max_length=10)] = []
    person: UUID | None = None
    by_phone: bool = False


class StepIn(Schema):
    """What is written with a step, and the version of the case that was seen. `answer`: of a publication."""

    words: Text = ""
    answer: Text = ""
    seen: int | None = None


class RatingIn(Schema):
    faces: Annotated[int, Field(ge=1, le=5)]
    words: Annotated[str, Field(max_length=500, pattern=NO_NUL)] = ""


class Received(Schema):
    """The receipt."""

    uuid: UUID
    code: str
    secret: str
    token: str
    office: str
    due_at: datetime


class PetitionLine(BaseModel):
    """A line of a list. No `ninja.Schema`: making fifty of those costs more than all else that a list does."""

    uuid: UUID
    code: str
    title: str
    state: str
    office: str
    due_at: datetime
    late: bool

    @classmethod
    def of(cls, petition: Petition, at: datetime) -> Self:
        case = petition.case
        return cls(
            uuid=petition.uuid, code=case.ref, title=case.title, state=case.state, office=case.agency.name,
            due_at=case.due_at, late=case.is_late(at),
        )  # fmt: skip


class Done(Schema):
    """Where a step led."""

    uuid: UUID
    state: str
    due_at: datetime
    version: int


class LetterOut(Schema):
    kind: str
    words: str
    written_at: datetime
    file: UUID | None


class PetitionWhole(PetitionLine):
    """A petition with what was said and written. `actions`: what may be done with it now."""

    kind: Kind
    topic: str
    words: str
    place: str
    language: str
    channel: Way
    letters: list[LetterOut]
    actions: list[str]
    version: int


class Page(BaseModel):
    """Some petitions, those due soonest first; `next` asks for what follows, empty: nothing does."""

    rows: list[PetitionLine]
    next: str


@router.post("/petitions", response={201: Received})
@open_to_all
def send(request: Request, body: NewPetition) -> Status[Received]:
    """Say something, with or without an account. Send an `Idempotency-Key`: the same key sends once."""
    topic = topic_of_code(body.topic)
    place = place_of_code(body.place)
    if topic is None or place is None:
        raise Http404
    person, channel = _asker(request, body)
    said = Said(
        kind=body.kind, topic=topic, place=place, channel=channel, words=body.words, language=body.language,
        applicant=person, anonymous=body.anonymous, urgent=body.urgent, may_show=body.may_show,
        point=(body.lat, body.lon) if body.lat is not None and body.lon is not None else None,
        brought=[_brought(request, one) for one in body.files],
    )  # fmt: skip
    petition = send_petition(said, by=request.actor, at=request.at)
    case = petition.case
    kept = Received(
        uuid=petition.uuid, code=case.ref, secret=secret(case), token=token(case), office=case.agency.name,
        due_at=case.due_at,
    )  # fmt: skip
    return Status(201, kept)


@router.get("/petitions/mine", response=list[PetitionLine])
@signed_in
def mine(request: Request) -> list[PetitionLine]:
    """What I sent, or whoever I act for; the newest 50."""
    person = for_whom_in(request.actor, SYSTEM, at=request.at)
    found = Petition.objects.for_page().of_person(person)[:A_PAGE] if person else []
    return [PetitionLine.of(petition, request.at) for petition in found]


@router.get("/petitions", response=Page)
@needs(HANDLE)
def listed(
    request: Request,
    topic: Annotated[str, Query(max_length=60)] = "",
    state: Annotated[str, Query(max_length=40)] = "",
    after: Annotated[str, Query(max_length=40)] = "",
) -> Page:
    """The open ones within my reach, of a topic or in a state if one is named, due soonest first, 50 at a time."""
    found = open_lines(request.rights, topic=topic, state=state, after=after)
    return Page(rows=[_line(one, request.at) for one in found.rows], next=found.next)


@router.get("/petitions/{uuid}", response=PetitionWhole)
@signed_in
def one(request: Request, uuid: UUID) -> PetitionWhole:
    """A petition of mine or of my office. That an office read it is kept for who asked to see."""
    petition = _concerning(request, uuid)
    case, own = petition.case, for_whom_in(request.actor, SYSTEM, at=request.at)
    is_mine = own is not None and own == case.applicant_id
    if case.applicant and not is_mine:
        read_person(case.applicant, reason=ReadReason.CASE, case=case.ref, by=request.actor, at=request.at)
    offered = choices(case, by=request.actor, rights=request.rights, at=request.at)
    return PetitionWhole(
        **PetitionLine.of(petition, request.at).model_dump(),
        kind=Kind(petition.kind), topic=petition.topic.code, words=petition.words, place=petition.place.code,
        language=petition.language, channel=Way(petition.channel),
        letters=[_letter(letter) for letter in _letters(petition, office=not is_mine)],
        actions=[choice.rule.code for choice in offered], version=case.version,
    )  # fmt: skip


@router.post("/petitions/{uuid}/actions/{action}", response=Done)
@signed_in
def do(request: Request, uuid: UUID, action: Code, body: StepIn) -> Done:
    """Do one step: as the office within one's reach, or as who asked."""
    petition = _named(request, uuid)
    if action == Action.PUBLISH:
        return _done(_published(request, petition, body))
    seen = {"seen": body.seen} if action in OF_THE_OFFICE else {}
    if action in _WORDLESS:
        return _done(_WORDLESS[action](petition, by=request.actor, at=request.at, **seen))
    if action not in _WORDED:
        raise NotNow
    return _done(_WORDED[action](petition, words=body.words, by=request.actor, at=request.at, **seen))


@router.post("/petitions/{uuid}/rating", response={204: None})
@signed_in
def rate(request: Request, uuid: UUID, body: RatingIn) -> Status[None]:
    """Say how the answer was, once for each; a bad one opens it again, once."""
    petition = _named(request, uuid)
    answering.rate_petition(petition, faces=body.faces, words=body.words, by=request.actor, at=request.at)
    return Status(204, None)


OF_THE_OFFICE = frozenset(
    {
        Action.TAKE_IN, Action.WITHHOLD, Action.ASK_MORE, Action.PROPOSE_ANSWER, Action.RETURN_ANSWER, Action.ANSWER,
        Action.REFUSE,
    }
)  # fmt: skip
"""Steps that refuse when somebody else was first."""
_WORDLESS: Mapping[str, Callable[..., Petition]] = {
    Action.TAKE_IN: handling.take_in,
    Action.WITHHOLD: publishing.withhold_petition,
    Action.WITHDRAW: handling.withdraw,
    Action.REOPEN: answering.reopen_petition,
}
_WORDED: Mapping[str, Callable[..., Petition]] = {
    Action.ASK_MORE: handling.ask_more,
    Action.GIVE_MORE: handling.give_more,
    Action.PROPOSE_ANSWER: answering.propose_answer,
    Action.RETURN_ANSWER: answering.return_answer,
    Action.ANSWER: answering.answer_petition,
    Action.REFUSE: handling.refuse,
}


def _published(request: Request, petition: Petition, body: StepIn) -> Petition:
    shown = publishing.publish_petition(
        petition, words=body.words, answer=body.answer, by=request.actor, at=request.at, seen=body.seen
    )
    return shown.petition


def _line(one: Line, at: datetime) -> PetitionLine:
    return PetitionLine(
        uuid=one.uuid, code=one.ref, title=one.title, state=one.state, office=one.office, due_at=one.due_at,
        late=one.is_late(at),
    )  # fmt: skip


def _asker(request: Request, body: NewPetition) -> tuple[Person | None, Way]:
    """Who asks and by which door. Raises Http404 for a person whom the asker may not serve."""
    own = request.actor.for_person or request.actor.person
    if request.rights.may(TAKE_IN) and body.person != own:
        channel = Way.PHONE if body.by_phone else Way.COUNTER
        reached = Person.objects.reached(request.rights, "read_person")
        return (get_object_or_404(reached, uuid=body.person) if body.person else None), channel
    if body.person not in (None, own):
        raise Http404
    channel = Way.HELPER if request.actor.for_person else Way.PAGE
    return (current_person(own) if own else None), channel


def _brought(request: Request, one: FileIn) -> Brought:
    """A file of the one who sends; nobody names another's."""
    mine = File.objects.filter(kept_by=request.actor.account, forgotten_at=None)
    file = mine.filter(uuid=one.file).first() if request.actor.account else None
    if file is None:
        raise Http404
    return Brought(kind=one.kind, file=file)


def _named(request: Request, uuid: UUID) -> Petition:
    """A petition that concerns the asker, with no more of it than that tells. Raises Http404 for any other."""
    found = asked_petition(uuid)
    if found is None or not concerns(found.case, request.actor, request.rights, at=request.at):
        raise Http404
    return found


def _concerning(request: Request, uuid: UUID) -> Petition:
    found = get_object_or_404(Petition.objects.for_page(), uuid=uuid)
    if not concerns(found.case, request.actor, request.rights, at=request.at):
        raise Http404
    return found


def _letters(petition: Petition, *, office: bool) -> list[Letter]:
    """What was written; who asked reads what was sent."""
    letters = petition.letters.order_by("pk")
    return list(letters if office else letters.exclude(sent_at=None))


def _letter(letter: Letter) -> LetterOut:
    return LetterOut(kind=letter.kind, words=letter.words, written_at=letter.written_at, file=letter.file)


def _done(petition: Petition) -> Done:
    case = petition.case
    return Done(uuid=petition.uuid, state=case.state, due_at=case.due_at, version=case.version)
