"""What teams plan and do, for machines. Photos come with the forms of the pages."""

from datetime import date
from typing import Annotated, Self
from uuid import UUID

from django.shortcuts import get_object_or_404
from ninja import Query, Router, Schema, Status
from pydantic import Field

from tinhso.kit.doors import Request, signed_in
from tinhso.society.teams.actions import activities
from tinhso.society.teams.actions.activities import MOST_PEOPLE, Result
from tinhso.society.teams.api.schemas import A_PAGE, After, Language, Short, Text, a_page
from tinhso.society.teams.domain.words import ActivityKind, ActivityState, Help
from tinhso.society.teams.models import Activity, Member, Team
from tinhso.society.teams.models.activities import ActivityQuerySet

router = Router(tags=["teams"])
SEE, KEEP = "see_teams", "keep_teams"
Many = Annotated[int, Field(ge=0, le=MOST_PEOPLE)]
Members = Annotated[list[UUID], Field(max_length=200)]


class ActivityOut(Schema):
    """An activity: its plan, and its result once it is done. `members` are uuids of members."""

    uuid: UUID
    team: UUID
    place: str
    kind: ActivityKind
    state: ActivityState
    title: str
    on: date
    members: list[UUID]
    people: int
    taught: int
    helped: dict[Help, int]
    language: str
    words: str
    photos: int

    @classmethod
    def of(cls, one: Activity) -> Self:
        return cls(
            uuid=one.uuid, team=one.team.uuid, place=one.place.code, kind=ActivityKind(one.kind),
            state=ActivityState(one.state), title=one.title, on=one.on,
            members=[member.uuid for member in one.members.all()], people=one.people, taught=one.taught,
            helped={Help(line.help): line.people for line in one.given.all()}, language=one.language, words=one.words,
            photos=len(one.photos.all()),
        )  # fmt: skip


class ActivityPage(Schema):
    rows: list[ActivityOut]
    next: str


class PlanIn(Schema):
    kind: ActivityKind
    title: Short = ""
    on: date
    members: Members = []


class ResultIn(Schema):
    """What came of it. `helped`: people by what they were helped by; `household`: the number on its paper."""

    on: date
    helped: dict[Help, Many] = {}
    people: Many = 0
    taught: Many = 0
    language: Language = "vi"
    words: Text = ""
    household: Annotated[str, Field(max_length=20, pattern=r"^[^\x00]*$")] = ""
    members: Members = []

    @property
    def result(self) -> Result:
        told = self.model_dump(exclude={"members", "helped"})
        return Result(**told, helped=self.helped)


class WhyIn(Schema):
    why: Annotated[str, Field(min_length=1, max_length=300, pattern=r"^[^\x00]*\S[^\x00]*$")]


@router.get("/teams/{uuid}/activities", response=ActivityPage)
@signed_in
def listed(
    request: Request, uuid: UUID, state: Annotated[ActivityState | None, Query()] = None, after: After = None
) -> ActivityPage:
    """What a team of mine, or within reach, plans and did; the newest first, fifty at a time."""
    team = _team(request, uuid, SEE)
    found = _whole(Activity.objects.filter(team=team, **({"state": state} if state else {})))
    last = found.filter(uuid=after).first() if after else None
    rows, following = a_page(found.before(last)[: A_PAGE + 1])
    return ActivityPage(rows=[ActivityOut.of(one) for one in rows], next=following)


@router.get("/activities/{uuid}", response=ActivityOut)
@signed_in
def one(request: Request, uuid: UUID) -> ActivityOut:
    """One activity of a team of mine, or within reach."""
    return ActivityOut.of(_activity(request, uuid, SEE))


@router.post("/teams/{uuid}/activities", response={201: ActivityOut})
@signed_in
def plan(request: Request, uuid: UUID, body: PlanIn) -> Status[ActivityOut]:
    """Plan something. Refused: TeamGone, PlannedInThePast."""
    team = _team(request, uuid)
    told = body.model_dump(exclude={"members"})
    made = activities.plan_activity(team, **told, members=_members(team, body.members), by=request.actor, at=request.at)
    return Status(201, ActivityOut.of(made))


@router.post("/teams/{uuid}/visits", response={201: ActivityOut})
@signed_in
def visit(request: Request, uuid: UUID, body: ResultIn) -> Status[ActivityOut]:
    """Write down a visit to a household. Refused: TeamGone, NotDoneYet, TooLongAgo, NothingDone."""
    team = _team(request, uuid)
    members = _members(team, body.members)
    made = activities.record_visit(team, body.result, members=members, by=request.actor, at=request.at)
    return Status(201, ActivityOut.of(made))


@router.post("/activities/{uuid}/finish", response=ActivityOut)
@signed_in
def finish(request: Request, uuid: UUID, body: ResultIn) -> ActivityOut:
    """What was planned was done. Refused: AlreadyOver, NotDoneYet, TooLongAgo, NothingDone."""
    one = _activity(request, uuid)
    members = _members(one.team, body.members)
    return ActivityOut.of(
        activities.finish_activity(one, body.result, members=members, by=request.actor, at=request.at)
    )


@router.post("/activities/{uuid}/off", response=ActivityOut)
@signed_in
def call_off(request: Request, uuid: UUID, body: WhyIn) -> ActivityOut:
    """What was planned is not done. Refused: AlreadyOver."""
    one = _activity(request, uuid)
    return ActivityOut.of(activities.call_off(one, why=body.why, by=request.actor, at=request.at))


def _team(request: Request, uuid: UUID, permission: str = KEEP) -> Team:
    return get_object_or_404(Team.objects.worked_in(request.rights, request.actor.person, permission), uuid=uuid)


def _activity(request: Request, uuid: UUID, permission: str = KEEP) -> Activity:
    teams = Team.objects.worked_in(request.rights, request.actor.person, permission)
    return get_object_or_404(_whole(Activity.objects.filter(team__in=teams)), uuid=uuid)


def _whole(found: ActivityQuerySet) -> ActivityQuerySet:
    return found.for_page().prefetch_related("members", "given", "photos")


def _members(team: Team, named: list[UUID]) -> list[Member]:
    return list(Member.objects.now().filter(team=team, uuid__in=named))
