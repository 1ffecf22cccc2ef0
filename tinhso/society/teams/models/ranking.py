"""What each team and each member did in a period, for comparing them. A few queries for a commune or the province."""

from collections import Counter
from collections.abc import Mapping

from django.db.models import Count, Q, Sum

from tinhso.core.people.models import Household
from tinhso.core.places.domain import Kind
from tinhso.core.places.models import Place
from tinhso.society.teams.domain.periods import Period
from tinhso.society.teams.domain.ranking import Work
from tinhso.society.teams.domain.words import ActivityKind
from tinhso.society.teams.models.activities import Activity, ActivityQuerySet
from tinhso.society.teams.models.teams import Member, Team

VISITS = Count("pk", filter=Q(kind=ActivityKind.VISIT))


def work_of_teams(commune: Place, period: Period) -> dict[Team, Work]:
    """Each standing team below a commune by the name of its village."""
    teams = list(Team.objects.standing().below(commune).select_related("place__parent").order_by("place__sort_key"))
    done, houses = _done("team", _activities(commune, period)), _households(commune)
    return {one: done.get(one.pk, Work()) + Work(households=houses[one.place_id]) for one in teams}


def work_of_communes(province: Place, period: Period) -> dict[Place, Work]:
    """Each commune in which a team stands, by name; the households are those of its villages with a team."""
    teams = Team.objects.standing().below(province).values_list("place", "place__parent", "place__kind")
    above = {place: (parent if kind == Kind.VILLAGE else None) or place for place, parent, kind in teams.order_by()}
    done, houses, found = _done("place", _activities(province, period)), _households(province), dict[int, Work]()
    for place, commune in above.items():
        found[commune] = found.get(commune, Work()) + done.get(place, Work()) + Work(households=houses[place])
    return {one: found[one.pk] for one in Place.objects.filter(pk__in=found).by_name()}


def work_of_members(commune: Place, period: Period) -> dict[Member, Work]:
    """Each member of those teams; what several did together counts for each. Households are those of their village."""
    members = Member.objects.now().for_page().filter(team__place__path__startswith=commune.path)
    done, houses = _done("members", _activities(commune, period)), _households(commune)
    return {one: done[one.pk] + Work(households=houses[one.team.place_id]) for one in members if one.pk in done}


def work_of_team(team: Team, period: Period) -> Work:
    """What one team did."""
    return _done("team", _activities(team.place, period).filter(team=team)).get(team.pk, Work()) + _around(team)


def work_of_member(member: Member, period: Period) -> Work:
    """What one member did, alone and with others."""
    done = _done("members", _activities(member.team.place, period).filter(members=member))
    return done.get(member.pk, Work()) + _around(member.team)


def _around(team: Team) -> Work:
    return Work(households=_households(team.place)[team.place_id])


def _activities(place: Place, period: Period) -> ActivityQuerySet:
    done = Activity.objects.done().filter(place__path__startswith=place.path)
    return done.filter(on__range=(period.first, period.last), team__ended_at=None).order_by()


def _done(whose: str, activities: ActivityQuerySet) -> Mapping[int, Work]:
    """Sums by team, place or member."""
    sums = activities.values_list(whose).annotate(visits=VISITS, helped=Sum("people"), learnt=Sum("taught"))
    return {key: Work(visits, people, taught) for key, visits, people, taught in sums if key is not None}


def _households(place: Place) -> Counter[int]:
    """Households by village; those of a whole commune by its own id, too."""
    below = Household.objects.filter(place__path__startswith=place.path).order_by()
    found = Counter[int]()
    for village, commune, kind, many in below.values_list("place", "place__parent", "place__kind").annotate(
        Count("pk")
    ):
        found[village] += many
        if kind == Kind.VILLAGE:
            found[commune] += many
    return found
