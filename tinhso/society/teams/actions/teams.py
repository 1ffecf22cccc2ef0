"""Teams: formed, ended, handed over when villages become one."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from tinhso.core.accounts.actions import require
from tinhso.core.organisations.models import Organisation
from tinhso.core.places.domain import Kind
from tinhso.core.places.models import Place
from tinhso.events.log import record
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import Refusal
from tinhso.society.teams.domain.words import Position
from tinhso.society.teams.events import TeamEnded, TeamFormed, TeamMoved
from tinhso.society.teams.models import Cover, Member, Team

KEEP = "keep_teams"
WHERE = frozenset({Kind.COMMUNE.value, Kind.VILLAGE.value})


class TeamThere(Refusal):
    sentence = _("This village has a team already. Add members to it.")
    field = "place"


class NoPlaceOfATeam(Refusal):
    sentence = _("A team belongs to a village, or to a commune as a whole, as it is called today.")
    field = "place"


class TeamGone(Refusal):
    sentence = _("This team is no more. Look at the list of teams again.")


@transaction.atomic
def form_team(place: Place, *, by: Actor, at: datetime) -> Team:
    """A village gets its team. Raises NotYours, NoPlaceOfATeam, TeamThere."""
    require(by, KEEP, at=at, place=place.pk)
    if place.kind not in WHERE or not place.stands:
        raise NoPlaceOfATeam
    try:
        with transaction.atomic():
            team = Team.objects.create(place=place, formed_at=at)
    except IntegrityError as there:
        raise TeamThere from there

    record(TeamFormed(), about=team, by=by, at=at, place=place.pk)
    return team


@transaction.atomic
def end_team(team: Team, *, by: Actor, at: datetime) -> Team:
    """The team is no more; its members leave it. Raises NotYours, TeamGone."""
    team = locked(team)
    require(by, KEEP, at=at, place=team.place_id)

    Member.objects.filter(team=team, left_at=None).update(left_at=at, shown_at=None)
    return _end(team, into=None, by=by, at=at)


def office_of(place: Place) -> Organisation | None:
    """The committee of a commune, or of the province."""
    offices = Organisation.objects.current().agencies().filter(parent=None, place=place)
    return offices.order_by("pk").first()


def locked(team: Team) -> Team:
    """The standing team as it is now, and nobody else's until the transaction ends. Raises TeamGone."""
    found = Team.objects.select_for_update().filter(pk=team.pk, ended_at=None).first()
    if found is None:
        raise TeamGone
    return found


@transaction.atomic
def hand_over_place(*, old: int, new: int, by: Actor, at: datetime) -> None:
    """What stood at a place that went whole to another: the team goes there, or into the team that is there."""
    for team in Team.objects.standing().select_for_update().filter(place=old):
        _hand_over(team, new, by=by, at=at)
    for cover in Cover.objects.filter(place=old):
        note_cover(new, cover.last_on)


def note_cover(place: int, on: date) -> None:
    """Somebody was there on that day; an earlier day changes nothing."""
    cover, new = Cover.objects.get_or_create(place_id=place, defaults={"last_on": on})
    if not new and cover.last_on < on:
        Cover.objects.filter(pk=cover.pk, last_on__lt=on).update(last_on=on)


@transaction.atomic
def hand_over_team(team: Team, *, new: int, by: Actor, at: datetime) -> None:
    """A person said to which successor of a divided place the team belongs. A team that is gone stays so."""
    for row in Team.objects.standing().select_for_update().filter(pk=team.pk):
        _hand_over(row, new, by=by, at=at)


def _hand_over(team: Team, new: int, *, by: Actor, at: datetime) -> None:
    there = Team.objects.standing().select_for_update().filter(place=new).exclude(pk=team.pk).first()
    if there is not None:
        _join(team, there, at=at)
        _end(team, into=there, by=by, at=at)
        return
    old, team.place_id = team.place_id, new
    team.save(update_fields=["place"])
    record(TeamMoved(old=old, new=new), about=team, by=by, at=at, place=new)


def _join(team: Team, there: Team, *, at: datetime) -> None:
    """The members of one team go to another, which keeps its head; who is in both stays once."""
    known = set(Member.objects.filter(team=there, left_at=None).values_list("person", flat=True))
    has_head = Member.objects.filter(team=there, left_at=None, position=Position.HEAD).exists()
    for member in Member.objects.select_for_update().filter(team=team, left_at=None):
        if member.person_id in known:
            member.left_at, member.shown_at = at, None
        else:
            member.team = there
            if has_head and member.position == Position.HEAD:
                member.position, member.rank = Position.DEPUTY, RANKS[Position.DEPUTY]
        member.save(update_fields=["team", "position", "rank", "left_at", "shown_at"])


def _end(team: Team, *, into: Team | None, by: Actor, at: datetime) -> Team:
    team.ended_at, team.successor = at, into
    team.save(update_fields=["ended_at", "successor"])
    record(TeamEnded(into=into.pk if into else None), about=team, by=by, at=at, place=team.place_id)
    return team


RANKS = {position: rank for rank, position in enumerate(Position)}
"""Where a position stands in the list of a team."""
