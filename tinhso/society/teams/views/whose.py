"""Which teams and members one may open."""

from uuid import UUID

from django.http import Http404
from django.shortcuts import get_object_or_404

from tinhso.core.places.models import Place
from tinhso.kit.doors import Request
from tinhso.society.teams.models import Member, Team, looking

SEE, KEEP = "see_teams", "keep_teams"


def team_in_reach(request: Request, uuid: UUID, permission: str = SEE) -> Team:
    """A standing team where the asker holds the permission (404 for any other)."""
    return get_object_or_404(Team.objects.reached(request.rights, permission), uuid=uuid)


def member_in_reach(request: Request, uuid: UUID, permission: str = KEEP) -> Member:
    """A member of such a team (404 for any other)."""
    teams = Team.objects.reached(request.rights, permission)
    return get_object_or_404(Member.objects.now().for_page(), uuid=uuid, team__in=teams)


def uuid_or_none(typed: str) -> UUID | None:
    """What stands in an address, when it is a uuid."""
    try:
        return UUID(typed)
    except ValueError:
        return None


def place_looked_at(request: Request) -> Place:
    """As `models.looking` says it; 404 for a commune out of reach."""
    place = looking.place_looked_at(request.rights, request.actor.post, request.GET.get("commune", ""))
    if place is None:
        raise Http404
    return place
