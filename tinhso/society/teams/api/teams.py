"""Teams and their members for machines."""

from typing import Annotated, Self
from uuid import UUID

from django.shortcuts import get_object_or_404
from ninja import Router, Schema, Status
from pydantic import Field

from tinhso.core.people.domain.phones import read_phone
from tinhso.core.people.models import Person
from tinhso.core.places.models import Place
from tinhso.kit.doors import Request, needs, signed_in
from tinhso.society.teams.actions import members, teams
from tinhso.society.teams.actions.members import Profile
from tinhso.society.teams.api.schemas import A_PAGE, After, Commune, Language, PlaceCode, Short, a_page, note, place_of
from tinhso.society.teams.domain.words import Help, Position
from tinhso.society.teams.models import Member, Team

router = Router(tags=["teams"])
SEE, KEEP = "see_teams", "keep_teams"


class TeamLine(Schema):
    """A team. `place` is the code of its village or commune."""

    uuid: UUID
    place: str
    name: str
    members: int | None = None

    @classmethod
    def of(cls, team: Team) -> Self:
        return cls(uuid=team.uuid, place=team.place.code, name=team.name, members=getattr(team, "members_now", None))


class TeamPage(Schema):
    rows: list[TeamLine]
    next: str


class MemberOut(Schema):
    """Somebody in a team: what their work needs, never number, birth or home. `phone` only for who keeps the team."""

    uuid: UUID
    name: str
    position: Position
    languages: list[str]
    skills: list[str]
    area: str
    phone: str | None


class TeamWhole(TeamLine):
    people: list[MemberOut]


class TeamIn(Schema):
    place: PlaceCode


class ProfileIn(Schema):
    """What a member is and can do. `shown`: they agreed that neighbours see first name and telephone."""

    position: Position = Position.MEMBER
    phone: Short | None = None
    languages: Annotated[list[Language], Field(max_length=12)] = []
    skills: Annotated[list[Help], Field(max_length=12)] = []
    area: Annotated[str, Field(max_length=200, pattern=r"^[^\x00]*$")] = ""
    shown: bool = False

    @property
    def profile(self) -> Profile:
        """As the actions take it. Raises the refusal of a telephone that is none."""
        return Profile(
            position=self.position, phone=read_phone(self.phone) if self.phone else None, languages=self.languages,
            skills=[one.value for one in self.skills], area=self.area, shown=self.shown,
        )  # fmt: skip


class MemberIn(ProfileIn):
    person: UUID


@router.get("/teams", response=TeamPage)
@needs(SEE)
def listed(request: Request, commune: Commune = "", after: After = None) -> TeamPage:
    """Teams within reach by the name of their village, fifty at a time; of one commune if its code is named."""
    found = Team.objects.reached(request.rights, SEE)
    if commune:
        found = found.below(place_of(request, commune))
    last = Team.objects.filter(uuid=after).values_list("place__sort_key", "pk").first() if after else None
    rows, following = a_page(found.listed(last)[: A_PAGE + 1])
    return TeamPage(rows=[TeamLine.of(one) for one in rows], next=following)


@router.post("/teams", response={201: TeamLine})
@needs(KEEP)
def form_team(request: Request, body: TeamIn) -> Status[TeamLine]:
    """A village gets its team. Refused: TeamThere, NoPlaceOfATeam."""
    place = get_object_or_404(Place.objects.current().select_related("parent"), code=body.place)
    return Status(201, TeamLine.of(teams.form_team(place, by=request.actor, at=request.at)))


@router.get("/teams/mine", response=list[TeamLine])
@signed_in
def mine(request: Request) -> list[TeamLine]:
    """The teams in which I am."""
    own = Member.objects.now().of_person(request.actor.person).values("team")
    return [TeamLine.of(one) for one in Team.objects.standing().filter(pk__in=own).listed(None)]


@router.get("/teams/{uuid}", response=TeamWhole)
@needs(SEE)
def one(request: Request, uuid: UUID) -> TeamWhole:
    """One team with its members. Whose names were told is kept."""
    team = get_object_or_404(Team.objects.reached(request.rights, SEE), uuid=uuid)
    people = list(team.members.filter(left_at=None).for_page())
    note(request, [member.person.uuid for member in people])
    keeps = request.rights.may(KEEP, place=team.place_id)
    line = TeamLine.of(team).model_dump() | {"members": len(people)}
    return TeamWhole(**line, people=[_member(member, keeps=keeps) for member in people])


@router.post("/teams/{uuid}/end", response={204: None})
@needs(KEEP)
def end(request: Request, uuid: UUID) -> Status[None]:
    """The team is no more. Refused: TeamGone."""
    team = get_object_or_404(Team.objects.reached(request.rights, KEEP), uuid=uuid)
    teams.end_team(team, by=request.actor, at=request.at)
    return Status(204, None)


@router.post("/teams/{uuid}/members", response={201: MemberOut})
@needs(KEEP)
def join(request: Request, uuid: UUID, body: MemberIn) -> Status[MemberOut]:
    """Somebody of the register joins. Refused: TeamGone, MemberThere, HeadThere."""
    team = get_object_or_404(Team.objects.reached(request.rights, KEEP), uuid=uuid)
    people = Person.objects.living().within(request.rights.places("read_person"))
    person = get_object_or_404(people, uuid=body.person)
    added = members.add_member(team, person, body.profile, by=request.actor, at=request.at)
    note(request, [person.uuid])
    return Status(201, _member(added, keeps=True))


@router.put("/members/{uuid}", response=MemberOut)
@needs(KEEP)
def change(request: Request, uuid: UUID, body: ProfileIn) -> MemberOut:
    """What a member is and can do, put right. Refused: MemberGone, HeadThere."""
    member = _kept(request, uuid)
    note(request, [member.person.uuid])
    return _member(members.change_member(member, body.profile, by=request.actor, at=request.at), keeps=True)


@router.delete("/members/{uuid}", response={204: None})
@needs(KEEP)
def leave(request: Request, uuid: UUID) -> Status[None]:
    """A member leaves; what they did stays. Refused: MemberGone."""
    members.remove_member(_kept(request, uuid), by=request.actor, at=request.at)
    return Status(204, None)


def _kept(request: Request, uuid: UUID) -> Member:
    kept = Team.objects.reached(request.rights, KEEP)
    return get_object_or_404(Member.objects.now().for_page(), uuid=uuid, team__in=kept)


def _member(one: Member, *, keeps: bool) -> MemberOut:
    return MemberOut(
        uuid=one.uuid, name=one.person.shown, position=Position(one.position), languages=one.languages,
        skills=one.skills, area=one.area, phone=one.phone if keeps else None,
    )  # fmt: skip
