"""Awards for machines: propose, call the council, say what one thinks, decide."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404
from ninja import Router, Schema, Status
from pydantic import Field

from tinhso.core.accounts.models import Account
from tinhso.core.cases.actions import NotNow
from tinhso.kit.doors import Request, signed_in
from tinhso.society.teams.actions import awards, council, deciding
from tinhso.society.teams.actions.awards import Proposal
from tinhso.society.teams.api.schemas import A_PAGE, After, Text, a_page, note
from tinhso.society.teams.domain.awarding import Says
from tinhso.society.teams.domain.periods import Period
from tinhso.society.teams.models import Award, AwardKind, Member, Team

router = Router(tags=["teams"])
KEEP = "keep_teams"


class AwardKindOut(Schema):
    """An award there is. `council`: so many opinions are needed."""

    code: str
    title: str
    level: str
    whom: str
    span: str
    proposers: list[str]
    council: int
    source: str


class AwardOut(Schema):
    """A proposal. `member` null: the whole team; the numbers are those of its period on the day of the proposal."""

    uuid: UUID
    code: str
    kind: str
    team: UUID
    member: UUID | None
    who: str
    period: str
    state: str
    reasons: str
    visits: int
    people: int
    taught: int
    households: int
    proposed_at: datetime
    due_at: datetime

    @classmethod
    def of(cls, one: Award) -> Self:
        work = one.work
        return cls(
            uuid=one.uuid, code=one.ref, kind=one.kind.code, team=one.team.uuid,
            member=one.member.uuid if one.member else None, who=one.who, period=one.period, state=one.case.state,
            reasons=one.reasons, visits=work.visits, people=work.people, taught=work.taught,
            households=work.households, proposed_at=one.proposed_at, due_at=one.case.due_at,
        )  # fmt: skip


class AwardPage(Schema):
    rows: list[AwardOut]
    next: str


class ProposalIn(Schema):
    """`period` as `2026-q4` or `2026`."""

    kind: Annotated[str, Field(max_length=40)]
    member: UUID | None = None
    period: Annotated[str, Field(max_length=7)]
    reasons: Annotated[str, Field(min_length=1, max_length=2000, pattern=r"^[^\x00]*\S[^\x00]*$")]


class AwardStepIn(Schema):
    """`members`: accounts that get a seat; `says` with `words`: an opinion; `words`: of a decision."""

    members: Annotated[list[UUID], Field(max_length=30)] = []
    says: Says = Says.NOTHING
    words: Text = ""


@router.get("/award-kinds", response=list[AwardKindOut])
@signed_in
def kinds(request: Request) -> list[AwardKindOut]:
    """Which awards there are."""
    rows = AwardKind.objects.filter(closed_at=None).order_by("pk")
    return [AwardKindOut.from_orm(one) for one in rows]


@router.get("/awards", response=AwardPage)
@signed_in
def listed(request: Request, after: After = None) -> AwardPage:
    """The proposals I may see, the newest first, fifty at a time."""
    last = Award.objects.filter(uuid=after).values_list("pk", flat=True).first() if after else None
    found = Award.objects.reached(request.rights, request.actor).newest_first(last).for_page()
    rows, following = a_page(found[: A_PAGE + 1])
    note(request, [one.member.person.uuid for one in rows if one.member])
    return AwardPage(rows=[AwardOut.of(one) for one in rows], next=following)


@router.get("/awards/{uuid}", response=AwardOut)
@signed_in
def one(request: Request, uuid: UUID) -> AwardOut:
    """One proposal."""
    return _told(request, _reached(request, uuid))


@router.post("/teams/{uuid}/awards", response={201: AwardOut})
@signed_in
def propose(request: Request, uuid: UUID, body: ProposalIn) -> Status[AwardOut]:
    """Propose a team of mine, or of my commune, or somebody in it.

    Refused: NotYours, TeamGone, AwardClosed, NotForThem, NotForOneself, NotForThisTime, NothingProved, ProposedAlready,
    NobodyThere.
    """
    team = get_object_or_404(Team.objects.worked_in(request.rights, request.actor.person, KEEP), uuid=uuid)
    period = Period.read(body.period)
    if period is None:
        raise Http404
    members = Member.objects.now().for_page().filter(team=team)
    told = Proposal(
        kind=get_object_or_404(AwardKind, code=body.kind), team=team, period=period, reasons=body.reasons,
        member=get_object_or_404(members, uuid=body.member) if body.member else None,
    )  # fmt: skip
    made = awards.propose_award(told, by=request.actor, at=request.at)
    return Status(201, _told(request, made))


@router.post("/awards/{uuid}/steps/{step}", response=AwardOut)
@signed_in
def do(request: Request, uuid: UUID, step: Annotated[str, Field(max_length=20)], body: AwardStepIn) -> AwardOut:
    """One step: council, opinion, grant, refuse, withdraw. A decision is signed with a PIN on its page only.

    Refused: NotYours, NotNow, NotOfTheCouncil, CouncilTooSmall, SaidAlready, NothingSaid, AnotherDecides,
    AnswerMissing.
    """
    found = _reached(request, uuid)
    if step not in STEPS:
        raise NotNow
    return _told(request, STEPS[step](request, found, body))


def _reached(request: Request, uuid: UUID) -> Award:
    return get_object_or_404(Award.objects.reached(request.rights, request.actor).for_page(), uuid=uuid)


def _told(request: Request, one: Award) -> AwardOut:
    note(request, [one.member.person.uuid] if one.member else [])
    return AwardOut.of(one)


def _call(request: Request, one: Award, body: AwardStepIn) -> Award:
    accounts = list(Account.objects.filter(uuid__in=body.members, is_active=True))
    return council.call_council(one, accounts, by=request.actor, at=request.at)


def _say(request: Request, one: Award, body: AwardStepIn) -> Award:
    return council.give_opinion(one, says=body.says, words=body.words[:500], by=request.actor, at=request.at)


def _grant(request: Request, one: Award, body: AwardStepIn) -> Award:
    return deciding.grant_award(one, words=body.words, by=request.actor, at=request.at)


def _refuse(request: Request, one: Award, body: AwardStepIn) -> Award:
    return deciding.refuse_award(one, reason=body.words, by=request.actor, at=request.at)


def _withdraw(request: Request, one: Award, _body: AwardStepIn) -> Award:
    return awards.withdraw_award(one, by=request.actor, at=request.at)


STEPS: Mapping[str, Callable[[Request, Award, AwardStepIn], Award]] = {
    "council": _call,
    "opinion": _say,
    "grant": _grant,
    "refuse": _refuse,
    "withdraw": _withdraw,
}
