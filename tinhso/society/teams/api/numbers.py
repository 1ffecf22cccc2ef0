"""Cover, numbers and ranking of teams for machines. What is of few is null, as on the pages."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Annotated, Any, TypeVar

from django.http import Http404
from django.utils import timezone
from ninja import Query, Router, Schema

from tinhso.core.places.domain import Kind
from tinhso.kit.doors import Request, needs
from tinhso.kit.suppressing import told_groups
from tinhso.society.teams.api.schemas import Commune, place_of
from tinhso.society.teams.domain.periods import Period
from tinhso.society.teams.domain.ranking import Ranked, ranked
from tinhso.society.teams.models.activities import cover_of
from tinhso.society.teams.models.numbers import team_numbers
from tinhso.society.teams.models.ranking import work_of_communes, work_of_teams

router = Router(tags=["teams"])
SEE, A_QUARTER = "see_teams", timedelta(days=91)
Key = TypeVar("Key")


class CoverOut(Schema):
    """A village with the days since somebody was there; null: nobody ever was."""

    place: str
    name: str
    days: int | None


class ShareOut(Schema):
    """What lies directly below the place; `visits` of few is null."""

    place: str
    name: str
    teams: int
    members: int
    population: int | None
    visits: int | None


class TeamNumbersOut(Schema):
    """The numbers of a period; groups of fewer than five are left out."""

    first: date
    last: date
    teams: int
    members: int
    population: int | None
    visits: int
    people: int
    taught: int
    helped: dict[str, int]
    speaking: dict[str, int]
    visits_spoken: dict[str, int]
    below: list[ShareOut]


class RankOut(Schema):
    """One of those compared. Rates are per 100 households, null where few; `rank` null: not compared."""

    place: str
    name: str
    rank: int | None
    households: int
    visits: float | None
    people: float | None
    taught: float | None


@router.get("/cover", response=list[CoverOut])
@needs(SEE)
def cover(request: Request, commune: Commune = "") -> list[CoverOut]:
    """The villages of a commune, those where nobody was for longest first. 404 where no commune is named or held."""
    place = place_of(request, commune)
    if place.kind != Kind.COMMUNE:
        raise Http404
    lines = cover_of(place, timezone.localdate(request.at))
    return [CoverOut(place=line.place.code, name=line.place.full_name, days=line.days) for line in lines]


@router.get("/numbers", response=TeamNumbersOut)
@needs(SEE)
def numbers(
    request: Request, commune: Commune = "", first: date | None = None, last: date | None = None
) -> TeamNumbersOut:
    """Teams, members and what was done, of a commune or of the province; a quarter when no day is named."""
    end = last or timezone.localdate(request.at)
    begin = first or end - A_QUARTER
    found = team_numbers(request.rights, place_of(request, commune), first=begin, last=end)
    told = told_groups(found.visits_in)
    return TeamNumbersOut(
        first=begin, last=end, teams=found.whole.teams, members=found.whole.members,
        population=found.whole.population, visits=found.visits, people=found.people, taught=found.taught,
        helped=_told(found.helped), speaking=_told(found.speaking), visits_spoken=_told(found.visits_spoken),
        below=[
            ShareOut(
                place=place.code, name=place.full_name, teams=share.teams, members=share.members,
                population=share.population, visits=found.visits_in[place.pk] if place.pk in told else None,
            )
            for place, share in found.below
        ],
    )  # fmt: skip


@router.get("/ranking", response=list[RankOut])
@needs(SEE)
def ranking(request: Request, commune: Commune = "", period: Annotated[str, Query(max_length=7)] = "") -> list[RankOut]:
    """The teams of a commune, or the communes of the province, for a quarter (`2026-q4`) or a year (`2026`)."""
    place = place_of(request, commune)
    of = Period.read(period) if period else Period.of(timezone.localdate(request.at))
    if of is None:
        raise Http404
    if place.kind == Kind.COMMUNE:
        return [_rank(one, one.key.place.code, one.key.name) for one in ranked(work_of_teams(place, of))]
    return [_rank(one, one.key.code, one.key.full_name) for one in ranked(work_of_communes(place, of))]


def _rank(one: Ranked[Any], place: str, name: str) -> RankOut:
    visits, people, taught = one.rates
    return RankOut(
        place=place, name=name, rank=one.place, households=one.work.households, visits=visits, people=people,
        taught=taught,
    )  # fmt: skip


def _told(sizes: Mapping[str, int]) -> dict[str, int]:
    return {key: sizes[key] for key in told_groups(sizes)}
