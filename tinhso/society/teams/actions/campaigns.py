"""One plan for all teams of a commune or of the province: each has it among its own, and writes its own result."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tinhso.core.accounts.actions import require
from tinhso.core.places.models import Place
from tinhso.events.log import Fact, record_all
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import Refusal
from tinhso.society.teams.actions.activities import PlannedInThePast
from tinhso.society.teams.actions.teams import KEEP
from tinhso.society.teams.domain.words import ActivityKind, ActivityState
from tinhso.society.teams.events import ActivityPlanned
from tinhso.society.teams.models import Activity, Team


class PlannedForAll(Refusal):
    sentence = _("All teams have this in their plan already.")
    field = "title"


@transaction.atomic
def plan_for_all(place: Place, *, kind: ActivityKind, title: str, on: date, by: Actor, at: datetime) -> int:
    """Plan the same day for every standing team below a place that has not planned it; says for how many.

    Raises NotYours, PlannedInThePast, PlannedForAll.
    """
    require(by, KEEP, at=at, place=place.pk)
    if on < timezone.localdate(at):
        raise PlannedInThePast
    planned = Activity.objects.planned().filter(kind=kind, title=title.strip(), on=on)
    teams = list(Team.objects.standing().below(place).exclude(pk__in=planned.values("team")).order_by("pk"))
    if not teams:
        raise PlannedForAll

    made = Activity.objects.bulk_create(
        Activity(
            kind=kind, state=ActivityState.PLANNED, team=team, place_id=team.place_id, title=title.strip(), on=on,
            written_by_id=by.account, written_at=at,
        )
        for team in teams
    )  # fmt: skip

    record_all([Fact(ActivityPlanned(kind=kind), one, one.place_id) for one in made], by=by, at=at)
    return len(made)
