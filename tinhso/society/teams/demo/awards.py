"""Three proposals: one was given, one waits for the head, one for the council."""

from collections.abc import Sequence
from datetime import timedelta

from tinhso.core.accounts.demo import persona
from tinhso.core.accounts.models import Account
from tinhso.kit.actors import Actor
from tinhso.kit.demo import Demo
from tinhso.society.teams.actions.awards import Proposal, propose_award
from tinhso.society.teams.actions.council import call_council, give_opinion, may_sit
from tinhso.society.teams.actions.deciding import grant_award
from tinhso.society.teams.domain.awarding import Says
from tinhso.society.teams.domain.periods import Period
from tinhso.society.teams.models import Award, AwardKind, Member, Team
from tinhso.society.teams.models.ranking import work_of_member, work_of_team

REASONS = "Tuần nào tổ cũng tới từng nhà, kể cả nhà xa nhất; nhiều bà con nay tự nộp hồ sơ được."


def make_awards(demo: Demo) -> None:
    """In the commune of Thoa's team, by the people of its desk."""
    thoa = Member.objects.now().of_person(persona("thoa").person_id).select_related("team__place__parent").first()
    if thoa is None:
        return
    others = Team.objects.standing().below(thoa.team.commune).exclude(pk=thoa.team_id).order_by("pk")
    team, member = others.first(), Member.objects.now().filter(team__in=others).order_by("rank", "pk").first()
    if team and (given := _proposed(demo, "commune_team_quarter", team, None, by="hac", days=9)):
        _heard(demo, given, days=7)
        grant_award(given, words="", by=_who("muon"), at=demo.now - timedelta(days=5))
    if member and (ready := _proposed(demo, "commune_member_quarter", member.team, member, by="hac", days=4)):
        _heard(demo, ready, days=2)
    waiting = _proposed(demo, "commune_team_quarter", thoa.team, None, by="thoa", days=2)
    if waiting:
        _called(demo, waiting, days=1)


def _proposed(demo: Demo, code: str, team: Team, member: Member | None, *, by: str, days: int) -> Award | None:
    """For this quarter or, where nothing was done in it yet, the one before."""
    at, kind = demo.now - timedelta(days=days), AwardKind.objects.get(code=code)
    for period in (Period.of(at.date()), Period.of(at.date()).before):
        work = work_of_member(member, period) if member else work_of_team(team, period)
        if any(work.measures):
            told = Proposal(kind=kind, team=team, member=member, period=period, reasons=REASONS)
            return propose_award(told, by=_who(by), at=at)
    return None


def _called(demo: Demo, award: Award, *, days: int) -> Sequence[Account]:
    """Hặc and others of the commune's house sit in the council, as many as it asks for and one more."""
    at, hac = demo.now - timedelta(days=days), persona("hac")
    able = sorted(may_sit(award, at=at), key=lambda one: (one != hac, one.pk))
    council = able[: award.kind.council + 1]
    call_council(award, council, by=_who("hac"), at=at)
    return council


def _heard(demo: Demo, award: Award, *, days: int) -> None:
    for account in _called(demo, award, days=days):
        by = Actor(account=account.pk, person=account.person_id)
        give_opinion(award, says=Says.YES, words="", by=by, at=demo.now - timedelta(days=days - 1))


def _who(name: str) -> Actor:
    account = persona(name)
    return Actor(account=account.pk, person=account.person_id, post=account.posts.values_list("pk", flat=True).first())
