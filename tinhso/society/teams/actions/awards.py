"""Proposals for awards: made with the numbers of a period, withdrawn, let go. What the council does is in `council`,
what the head decides in `deciding`.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from tinhso.core.accounts.actions import require
from tinhso.core.cases.actions import next_number, open_case
from tinhso.core.cases.actions.acting import carry_out
from tinhso.core.cases.models import Case, Definition
from tinhso.core.organisations.models import Organisation
from tinhso.core.places.models import Place
from tinhso.events.definitions import Code
from tinhso.events.log import record
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import NotYours, Refusal
from tinhso.society.teams.actions.helping import NobodyThere
from tinhso.society.teams.actions.teams import KEEP, TeamGone, office_of
from tinhso.society.teams.domain.awarding import Level, Proposer, Span, Whom
from tinhso.society.teams.domain.periods import Period
from tinhso.society.teams.domain.ranking import Work
from tinhso.society.teams.domain.words import Position
from tinhso.society.teams.events import AwardEnded, AwardProposed
from tinhso.society.teams.models import Award, AwardKind, Member, News, Seat, Team
from tinhso.society.teams.models.ranking import work_of_member, work_of_team

WORKFLOW = "teams.award"
LATEST = timedelta(days=366)
"""So long after a period has ended one may still be proposed for it."""


class AwardClosed(Refusal):
    sentence = _("Nobody is proposed for this award any more. Choose another.")
    field = "kind"


class NotForThem(Refusal):
    sentence = _("This award is for somebody else: choose a whole team or one member, as it says.")
    field = "member"


class NotForThisTime(Refusal):
    sentence = _("Choose a quarter or a year that has begun, as the award says, and not longer ago than a year.")
    field = "period"


class NothingProved(Refusal):
    sentence = _("The books know nothing that was done in this time. Write the work down first.")
    field = "period"


class ProposedAlready(Refusal):
    sentence = _("This was proposed already for the same time. Look at the list of awards.")
    field = "period"


class NotForOneself(Refusal):
    sentence = _("Nobody proposes themselves. Ask the head of the team or the commune.")
    field = "member"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """Who is proposed for what. `member` None: the whole team."""

    kind: AwardKind
    team: Team
    member: Member | None
    period: Period
    reasons: str


@transaction.atomic
def propose_award(proposal: Proposal, *, by: Actor, at: datetime) -> Award:
    """Propose a team or a member; the numbers of the period go along and stay as they are today.

    Raises NotYours, TeamGone, AwardClosed, NotForThem, NotForOneself, NotForThisTime, NothingProved, ProposedAlready,
    NobodyThere.
    """
    team = Team.objects.select_for_update(of=("self",)).select_related("place__parent").get(pk=proposal.team.pk)
    proposer = proposes_as(proposal.kind, team, by=by, at=at)
    _refuse(proposal, team, by=by, at=at)
    work = work_of_member(proposal.member, proposal.period) if proposal.member else work_of_team(team, proposal.period)
    if not any(work.measures):
        raise NothingProved

    award = _opened(proposal, team, work, by=by, at=at)

    proposed = AwardProposed(kind=Code(proposal.kind.code), period=Code(proposal.period.code), proposer=proposer)
    record(proposed, about=award, by=by, at=at, place=team.place_id)
    return award


def proposes_as(kind: AwardKind, team: Team, *, by: Actor, at: datetime) -> Proposer:
    """As whom somebody may propose a team or one of it for an award. Raises NotYours."""
    mine = Member.objects.now().of_person(by.person).filter(team=team).first()
    if mine and mine.position == Position.HEAD and Proposer.HEAD in kind.proposers:
        return Proposer.HEAD
    if mine and Proposer.MEMBER in kind.proposers:
        return Proposer.MEMBER
    if Proposer.OFFICER not in kind.proposers:
        raise NotYours
    require(by, KEEP, at=at, place=team.place_id)
    return Proposer.OFFICER


@transaction.atomic
def withdraw_award(award: Award, *, by: Actor, at: datetime) -> Award:
    """Who proposed takes it back, or who keeps the teams there. It may be proposed again. Raises NotYours, NotNow."""
    award = locked_award(award)
    if by.account is None or by.account != award.proposed_by_id:
        require(by, KEEP, at=at, place=award.team.place_id)
    return _end(award, "withdraw", by=by, at=at)


@transaction.atomic
def lapse_awards(awards: Iterable[Award], *, at: datetime) -> None:
    """What is still open is considered no more: the team has ended, the member was forgotten."""
    for award in awards:
        _end(locked_award(award), "lapse", by=Actor.system(), at=at)


@transaction.atomic
def forget_awarded(person: UUID, *, at: datetime) -> None:
    """Someone is forgotten: what is open about them lapses, and no word about them stays, in the news neither."""
    mine = Award.objects.of_person(person)
    lapse_awards(mine.open().order_by("pk"), at=at)
    Seat.objects.filter(award__in=mine).update(words="")
    News.objects.filter(pk__in=mine.values("news")).update(subject="–", words="–")
    mine.update(reasons="", words="")


def locked_award(award: Award) -> Award:
    """The proposal as it is now, and nobody else's until the transaction ends."""
    return Award.objects.select_for_update(of=("self",)).for_page().get(pk=award.pk)


def ship_awards(path: Path) -> None:
    """Enter the awards that come with the product where none of their code is known."""
    known = set(AwardKind.objects.values_list("code", flat=True))
    AwardKind.objects.bulk_create(
        AwardKind(titles=told.pop("title"), **told)
        for told in json.loads(path.read_text(encoding="utf-8"))
        if told["code"] not in known
    )


def end_proposal(award: Award, action: str, *, reason: str = "", by: Actor, at: datetime) -> Award:
    """Carry out a step that ends a locked proposal without an award."""
    answers = {"reason": reason} if reason else None
    award.case = carry_out(award.case, action, answers=answers, by=by, at=at)
    award.live = award.case.outcome == "refused"
    award.save(update_fields=["live"])
    ended = AwardEnded(kind=Code(award.kind.code), how=Code(award.case.outcome))
    record(ended, about=award, by=by, at=at, place=award.team.place_id)
    return award


def _end(award: Award, action: str, *, by: Actor, at: datetime) -> Award:
    return end_proposal(award, action, by=by, at=at)


def _refuse(proposal: Proposal, team: Team, *, by: Actor, at: datetime) -> None:
    kind, member, period = proposal.kind, proposal.member, proposal.period
    if team.ended_at is not None:
        raise TeamGone
    if kind.closed_at is not None:
        raise AwardClosed
    if (member is not None) != (kind.whom == Whom.MEMBER) or (member and (member.team_id != team.pk or member.left_at)):
        raise NotForThem
    if member and Member.objects.of_person(by.person).filter(pk=member.pk).exists():
        raise NotForOneself
    today = timezone.localdate(at)
    if (period.quarter > 0) != (kind.span == Span.QUARTER) or not period.first <= today <= period.last + LATEST:
        raise NotForThisTime
    live = Award.objects.filter(kind=kind, period=period.code, team=team, live=True)
    if live.filter(member=member).exists():
        raise ProposedAlready


def _opened(proposal: Proposal, team: Team, work: Work, *, by: Actor, at: datetime) -> Award:
    try:
        with transaction.atomic():
            return Award.objects.create(
                case=_case(proposal, team, by=by, at=at), kind=proposal.kind, team=team, member=proposal.member,
                period=proposal.period.code, reasons=proposal.reasons.strip(), visits=work.visits, people=work.people,
                taught=work.taught, households=work.households, proposed_by_id=by.account, proposed_at=at,
            )  # fmt: skip
    except IntegrityError as there:
        raise ProposedAlready from there


def _case(proposal: Proposal, team: Team, *, by: Actor, at: datetime) -> Case:
    kind = proposal.kind
    place = Place.objects.home() if kind.level == Level.PROVINCE else team.commune
    with override("vi"):
        title = f"{kind.title} · {team.place.name}"
    return open_case(
        Definition.objects.published().get(code=WORKFLOW), ref=_number(at), title=title,
        applicant=proposal.member.person if proposal.member else None, place=place, agency=_office(place),
        values={"kind": kind.code, "level": kind.level, "council": kind.council, "opinions": 0},
        received_at=at, by=by, at=at,
    )  # fmt: skip


def _office(place: Place) -> Organisation:
    office = office_of(place)
    if office is None:
        raise NobodyThere
    return office


def _number(at: datetime) -> str:
    """`KT-261122-0042`: the day and a number that people can say."""
    day = timezone.localdate(at)
    return f"KT-{day:%y%m%d}-{next_number(f'award:{day:%m%d}', day.year):04}"
