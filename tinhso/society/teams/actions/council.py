"""The council about an award: who has a seat, and what each of them says once. Neither who proposed nor who would get
it has a seat.
"""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from tinhso.core.accounts.actions import require
from tinhso.core.accounts.models import Account, Post
from tinhso.core.cases.actions import NotNow
from tinhso.core.cases.actions.acting import carry_out
from tinhso.events.log import record
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import NotYours, Refusal
from tinhso.society.teams.actions.awards import locked_award
from tinhso.society.teams.actions.teams import KEEP
from tinhso.society.teams.domain.awarding import Says
from tinhso.society.teams.events import CouncilCalled, OpinionGiven
from tinhso.society.teams.models import Award, Member, Seat
from tinhso.society.teams.models.awards import COUNCIL


class CouncilTooSmall(Refusal):
    sentence = _("This award asks for more members of the council. Choose some more.")
    field = "members"


class NotOfTheCouncil(Refusal):
    sentence = _("Who proposed it, or would get it, or has no post there, has no seat in the council.")
    field = "members"


class SaidAlready(Refusal):
    sentence = _("You have said what you think. It stays as it is.")


class NothingSaid(Refusal):
    sentence = _("Choose what you think.")
    field = "says"


def may_sit(award: Award, *, at: datetime) -> list[Account]:
    """Who can have a seat: whoever has a post at the place of the case, but for who proposed and who would get it."""
    posts = Post.objects.in_force(at).filter(place=award.case.place_id).exclude(account=award.proposed_by_id)
    there = Account.objects.filter(is_active=True, pk__in=posts.values("account")).exclude(_would_get(award))
    return list(there.select_related("person").order_by("person__sort_key", "pk"))


@transaction.atomic
def call_council(award: Award, accounts: Collection[Account], *, by: Actor, at: datetime) -> Award:
    """Give seats; who has one and is not named any more loses it, unless they have said something.

    Raises NotYours, NotNow, NotOfTheCouncil, CouncilTooSmall.
    """
    award = locked_award(award)
    require(by, KEEP, at=at, place=award.team.place_id)
    wanted, said = {one.pk for one in accounts}, _said(award)
    if not wanted - said <= {one.pk for one in may_sit(award, at=at)}:
        raise NotOfTheCouncil
    if len(wanted | said) < award.kind.council:
        raise CouncilTooSmall

    award.case = carry_out(award.case, "convene", by=by, at=at)
    award.seats.filter(says=Says.NOTHING).exclude(account__in=wanted).delete()
    Seat.objects.bulk_create([Seat(award=award, account_id=one) for one in wanted], ignore_conflicts=True)
    record(CouncilCalled(seats=award.seats.count()), about=award, by=by, at=at, place=award.team.place_id)
    _go_on(award, by=by, at=at)
    return award


@transaction.atomic
def give_opinion(award: Award, *, says: Says, words: str, by: Actor, at: datetime) -> Award:
    """A member of the council says what they think, once. The last one who is there hands it to the head.

    Raises NotYours, NotNow, SaidAlready, NothingSaid.
    """
    award = locked_award(award)
    if award.case.state != COUNCIL:
        raise NotNow
    seat = award.seats.filter(account=by.account or 0).first()
    if seat is None or by.account not in {one.pk for one in may_sit(award, at=at)}:
        raise NotYours
    if seat.says:
        raise SaidAlready
    if not says:
        raise NothingSaid

    seat.says, seat.words, seat.said_at = says, words.strip(), at
    seat.save(update_fields=["says", "words", "said_at"])
    given = len(_said(award))
    award.case = carry_out(award.case, "opine", answers={"opinions": given}, by=by, at=at)

    record(OpinionGiven(given=given), about=award, by=by, at=at, place=award.team.place_id)
    _go_on(award, by=by, at=at)
    return award


def gone(award: Award, *, at: datetime) -> set[int]:
    """Accounts with a seat who left before they said anything: nobody waits for them."""
    silent = set(award.seats.filter(says=Says.NOTHING).values_list("account", flat=True))
    return silent - {one.pk for one in may_sit(award, at=at)}


def _go_on(award: Award, *, by: Actor, at: datetime) -> None:
    """To the head, once everybody who is there has said something and there are opinions enough."""
    waiting = award.seats.filter(says=Says.NOTHING).exclude(account__in=gone(award, at=at))
    if len(_said(award)) >= award.kind.council and not waiting.exists():
        award.case = carry_out(award.case, "conclude", by=by, at=at)


def _said(award: Award) -> set[int]:
    return set(award.seats.exclude(says=Says.NOTHING).values_list("account", flat=True))


def _would_get(award: Award) -> Q:
    """Accounts of the member, or of anyone in the team that is proposed as a whole."""
    nominees = (
        Member.objects.filter(pk=award.member_id)
        if award.member_id
        else Member.objects.filter(team=award.team_id, left_at=None)
    )
    return Q(person__in=nominees.values("person__uuid")) | Q(person__merged_into__in=nominees.values("person"))
