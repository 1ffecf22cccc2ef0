"""What teams are and did, counted from their tables for a place and what lies directly below it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Sum

from tinhso.core.places.domain import Kind
from tinhso.core.places.models import Place
from tinhso.kit.actors import Rights
from tinhso.society.teams.domain.words import ActivityKind
from tinhso.society.teams.models.activities import Activity, Given
from tinhso.society.teams.models.teams import Member, MemberQuerySet, Team, TeamQuerySet

SEE = "see_teams"


@dataclass(frozen=True, slots=True)
class Share:
    """Members among the people of a place. `population`: None where nobody entered it."""

    teams: int
    members: int
    population: int | None

    @property
    def per_hundred(self) -> float | None:
        return 100 * self.members / self.population if self.population else None


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamNumbers:
    """The numbers of a place: its teams of this moment, and what was done in a period.

    below       each commune of a province, or village of a commune, by name
    visits_in   visits to households by the place below, by its id
    households  different ones that were visited; only where the visit says which
    speaking    members by language; who speaks two counts twice
    """

    whole: Share
    below: list[tuple[Place, Share]]
    visits: int
    visits_in: Mapping[int, int]
    visits_spoken: Mapping[str, int]
    households: int
    people: int
    taught: int
    helped: Mapping[str, int]
    speaking: Mapping[str, int]


def team_numbers(rights: Rights, place: Place, *, first: date, last: date) -> TeamNumbers:
    """Count what the asker may count below a place; days are included."""
    teams = Team.objects.reached(rights, SEE).below(place).order_by()
    members = Member.objects.now().filter(team__in=teams.values("pk")).order_by()
    done = Activity.objects.done().filter(place__path__startswith=place.path, on__range=(first, last)).order_by()
    done = done.filter(team__in=teams.values("pk"))
    visits = done.filter(kind=ActivityKind.VISIT)
    sums = done.aggregate(people=Sum("people", default=0), taught=Sum("taught", default=0))
    seen = visits.aggregate(all=Count("pk"), households=Count("household", distinct=True))
    helped = Given.objects.filter(activity__in=done.values("pk")).values_list("help").annotate(sum=Sum("people"))
    shares = _shares(place, teams, members)
    return TeamNumbers(
        whole=Share(teams.count(), members.count(), _population(place, shares)),
        below=shares, visits=seen["all"], households=seen["households"], people=sums["people"], taught=sums["taught"],
        visits_in=_by_part(visits.values_list("place", "place__parent").annotate(many=Count("pk")), place),
        visits_spoken=dict(visits.values_list("language").annotate(many=Count("pk"))),
        helped=dict(helped), speaking=_speaking(members),
    )  # fmt: skip


def _population(place: Place, shares: Iterable[tuple[Place, Share]]) -> int | None:
    """The place's own; else that of all below it together, where it is known of each."""
    parts = [share.population for _there, share in shares]
    known = [part for part in parts if part]
    return place.population or (sum(known) if known and len(known) == len(parts) else None)


def _shares(place: Place, teams: TeamQuerySet, members: MemberQuerySet) -> list[tuple[Place, Share]]:
    formed = _by_part(teams.values_list("place", "place__parent").annotate(many=Count("pk")), place)
    inside = _by_part(members.values_list("team__place", "team__place__parent").annotate(many=Count("pk")), place)
    below = Place.objects.current().filter(parent=place).by_name()
    return [(one, Share(formed[one.pk], inside[one.pk], one.population)) for one in below]


def _by_part(rows: Iterable[tuple[Any, ...]], place: Place) -> Counter[int]:
    """Counts by village (with the id of its commune) added up by what lies directly below a place."""
    found = Counter[int]()
    by_commune = place.kind != Kind.COMMUNE
    for village, commune, many in rows:
        found[commune if by_commune and commune != place.pk else village] += many
    return found


def _speaking(members: MemberQuerySet) -> Counter[str]:
    return Counter(code for spoken in members.values_list("languages", flat=True) for code in spoken)
