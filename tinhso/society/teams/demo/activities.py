"""Four months of visits, help desks, trainings and campaigns; some villages were forgotten."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.utils import timezone

from tinhso.kit.actors import Actor
from tinhso.kit.demo import Demo
from tinhso.society.teams.actions.activities import Result, finish_activity, plan_activity, record_visit
from tinhso.society.teams.domain.words import ActivityKind, Help
from tinhso.society.teams.models import Member, Team

SYSTEM = Actor.system()
FORGOTTEN = 0.25
"""So many teams did nothing for more than two months."""
BUSY, MORE_VISITS = 4, 5
"""So many teams went to so many more houses lately: enough to be compared."""
GATHERINGS = (
    (ActivityKind.MARKET, "Chợ phiên xã: quét mã, trả tiền không cần tiền mặt"),
    (ActivityKind.TRAINING, "Nhà văn hóa bản: cài VNeID, nộp hồ sơ trên mạng"),
    (ActivityKind.CAMPAIGN, "Ra quân: nhận ra tin nhắn lừa đảo"),
)


def make_activities(demo: Demo) -> None:
    """For every team of the demo some visits; for some of them what the whole village comes to."""
    teams = list(Team.objects.standing().order_by("pk").prefetch_related("members"))
    for number, team in enumerate(teams):
        _of_team(demo, team, number)
        demo.step(0.5 + 0.4 * (number + 1) / len(teams))


def _of_team(demo: Demo, team: Team, number: int) -> None:
    members, chance = list(team.members.filter(left_at=None)), demo.random
    least = 65 if number and chance.random() < FORGOTTEN else 1
    visits = 3 + (MORE_VISITS + number if number < BUSY else 0)
    for ago in sorted(chance.sample(range(least, least + 20 if number < BUSY else 85), visits), reverse=True):
        at = demo.now - timedelta(days=ago)
        record_visit(team, _visit(demo, timezone.localdate(at)), members=members[:1], by=SYSTEM, at=at)
    kind, title = GATHERINGS[number % len(GATHERINGS)]
    if number < len(GATHERINGS):
        _gathering(demo, team, kind, title, members, demo.now - timedelta(days=12 + number))
    if number == 0 or chance.random() < FORGOTTEN:
        day = timezone.localdate(demo.now) + timedelta(days=number % 4)
        plan_activity(team, kind=kind, title=title, on=day, members=members[:2], by=SYSTEM, at=demo.now)


def _visit(demo: Demo, on: date) -> Result:
    chance = demo.random
    helped = dict.fromkeys(chance.sample(list(Help)[:-1], chance.randint(1, 2)), chance.randint(1, 3))
    spoken = chance.choice(("vi", "thai", "thai", "mong"))
    return Result(on=on, helped=helped, people=max(helped.values()), taught=chance.randint(0, 2), language=spoken)


def _gathering(demo: Demo, team: Team, kind: ActivityKind, title: str, members: Sequence[Member], at: datetime) -> None:
    day = timezone.localdate(at)
    planned = plan_activity(team, kind=kind, title=title, on=day, members=members, by=SYSTEM, at=at - timedelta(days=7))
    many = demo.random.randint(18, 45)
    result = Result(on=day, helped={Help.IDENTITY: many, Help.PAYMENT: many // 2}, people=many, taught=many // 3)
    finish_activity(planned, result, members=members, by=SYSTEM, at=at)
