"""Help that is asked for, for machines."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

from django.shortcuts import get_object_or_404
from ninja import Router, Schema, Status
from pydantic import Field

from tinhso.core.cases.actions import NotNow
from tinhso.core.cases.actions.slips import secret, token
from tinhso.core.people.domain.phones import read_phone
from tinhso.core.people.models import Person
from tinhso.core.places.models import Place
from tinhso.kit.actors import Actor
from tinhso.kit.doors import Request, needs, open_to_all, signed_in
from tinhso.society.teams.actions import helping
from tinhso.society.teams.actions.helping import Wish
from tinhso.society.teams.api.schemas import A_PAGE, After, Language, PlaceCode, Short, Text, a_page, note
from tinhso.society.teams.domain.words import Help
from tinhso.society.teams.models import HelpRequest, Member

router = Router(tags=["teams"])
KEEP = "keep_teams"


class WishIn(Schema):
    """What somebody asks for: `place` is the code of the village; a telephone, or a neighbour who knows the way."""

    place: PlaceCode
    help: Help
    language: Language = "vi"
    name: Annotated[str, Field(max_length=80, pattern=r"^[^\x00]*$")] = ""
    phone: Short | None = None
    neighbour: Short = ""
    words: Text = ""


class Received(Schema):
    """The slip: who holds it follows the request without an account."""

    uuid: UUID
    code: str
    secret: str
    token: str


class RequestOut(Schema):
    """A request. Who asks and how to find them is told to who is asked to help, or keeps the teams there."""

    uuid: UUID
    code: str
    state: str
    help: Help
    language: str
    place: str
    asked_at: datetime
    who: str
    phone: str | None
    neighbour: str
    words: str
    member: UUID | None

    @classmethod
    def of(cls, one: HelpRequest) -> Self:
        return cls(
            uuid=one.uuid, code=one.ref, state=one.case.state, help=Help(one.help), language=one.language,
            place=one.place.code, asked_at=one.asked_at, who=one.who, phone=one.phone, neighbour=one.neighbour,
            words=one.words, member=one.member.uuid if one.member else None,
        )  # fmt: skip


class RequestPage(Schema):
    rows: list[RequestOut]
    next: str


class StepIn(Schema):
    """`member`: whom an officer asks; `reason`: why nobody could help."""

    member: UUID | None = None
    reason: Annotated[str, Field(max_length=300, pattern=r"^[^\x00]*$")] = ""


@router.post("/requests", response={201: Received})
@open_to_all
def ask(request: Request, body: WishIn) -> Status[Received]:
    """Ask for somebody to come, with an account or without. Refused: NoWayToYou, AskedAlready, NobodyThere."""
    officer, own = request.rights.may(KEEP), request.actor.for_person or request.actor.person
    applicant = Person.objects.current().filter(uuid=own).first() if own and not officer else None
    place = get_object_or_404(Place.objects.current().select_related("parent"), code=body.place)
    told = body.model_dump(exclude={"place", "phone"})
    wish = Wish(
        **told, place=place, phone=read_phone(body.phone) if body.phone else None, applicant=applicant,
        channel="phone" if officer else "page",
    )  # fmt: skip
    by = request.actor if request.rights.signed_in else Actor(channel=request.actor.channel)
    made = helping.ask_help(wish, by=by, at=request.at)
    return Status(201, Received(uuid=made.uuid, code=made.ref, secret=secret(made.case), token=token(made.case)))


@router.get("/requests", response=RequestPage)
@needs(KEEP)
def listed(request: Request, after: After = None) -> RequestPage:
    """Everything open where I keep the teams, the oldest first, fifty at a time."""
    places = request.rights.places(KEEP)
    found = HelpRequest.objects.open().for_page()
    found = found if places is None else found.filter(place__in=places)
    last = HelpRequest.objects.filter(uuid=after).values_list("pk", flat=True).first() if after else None
    rows, following = a_page(found.oldest_first(last)[: A_PAGE + 1])
    note(request, [one.case.applicant_id for one in rows])
    return RequestPage(rows=[RequestOut.of(one) for one in rows], next=following)


@router.get("/requests/mine", response=list[RequestOut])
@signed_in
def mine(request: Request) -> list[RequestOut]:
    """What waits for me, or what I have taken on."""
    rows = list(HelpRequest.objects.waiting_for(request.actor.person).for_page().order_by("pk")[:A_PAGE])
    note(request, [one.case.applicant_id for one in rows])
    return [RequestOut.of(one) for one in rows]


@router.get("/requests/{uuid}", response=RequestOut)
@signed_in
def one(request: Request, uuid: UUID) -> RequestOut:
    """A request of mine, one that waits for me, or one where I keep the teams."""
    found = _reached(request, uuid)
    if found.case.applicant_id != request.actor.person:
        note(request, [found.case.applicant_id])
    return RequestOut.of(found)


@router.post("/requests/{uuid}/steps/{step}", response=RequestOut)
@signed_in
def do(request: Request, uuid: UUID, step: Annotated[str, Field(max_length=20)], body: StepIn) -> RequestOut:
    """One step: accept, decline (who was asked), finish, withdraw, ask, close (who keeps the teams).

    Refused: NotYours, NotNow, AnswerMissing.
    """
    found = _reached(request, uuid)
    if step not in STEPS:
        raise NotNow
    STEPS[step](request, found, body)
    return RequestOut.of(HelpRequest.objects.for_page().get(pk=found.pk))


def _reached(request: Request, uuid: UUID) -> HelpRequest:
    return get_object_or_404(HelpRequest.objects.reached(request.rights, request.actor.person).for_page(), uuid=uuid)


def _accept(request: Request, one: HelpRequest, _body: StepIn) -> None:
    helping.accept_help(one, _me(request, one), by=request.actor, at=request.at)


def _decline(request: Request, one: HelpRequest, _body: StepIn) -> None:
    helping.decline_help(one, _me(request, one), by=request.actor, at=request.at)


def _finish(request: Request, one: HelpRequest, _body: StepIn) -> None:
    helping.finish_help(one, by=request.actor, at=request.at)


def _withdraw(request: Request, one: HelpRequest, _body: StepIn) -> None:
    helping.withdraw_help(one, by=request.actor, at=request.at)


def _ask(request: Request, one: HelpRequest, body: StepIn) -> None:
    commune = one.place.parent or one.place
    near = Member.objects.now().for_page().filter(team__place__path__startswith=commune.path)
    helping.ask_member(one, get_object_or_404(near, uuid=body.member), by=request.actor, at=request.at)


def _close(request: Request, one: HelpRequest, body: StepIn) -> None:
    helping.close_help(one, reason=body.reason, by=request.actor, at=request.at)


STEPS: Mapping[str, Callable[[Request, HelpRequest, StepIn], None]] = {
    "accept": _accept,
    "decline": _decline,
    "finish": _finish,
    "withdraw": _withdraw,
    "ask": _ask,
    "close": _close,
}


def _me(request: Request, one: HelpRequest) -> Member:
    """As which member the asker was asked. Raises Http404."""
    mine = Member.objects.now().of_person(request.actor.person)
    return get_object_or_404(mine.filter(asked__request=one)[:1])
