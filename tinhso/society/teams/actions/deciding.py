"""The head decides about an award: the decision is a paper, signed where the head has a key, and the team is told."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from tinhso.core.accounts.actions import require
from tinhso.core.accounts.models import Post
from tinhso.core.cases.actions.acting import carry_out
from tinhso.core.files.actions.keeping import keep_made
from tinhso.core.files.actions.keys import OpenKey, key_of_person, open_key, open_seal
from tinhso.core.files.actions.signing import Paper, sign_paper
from tinhso.core.files.models import File
from tinhso.events.definitions import Code
from tinhso.events.log import record
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import NotYours, Refusal
from tinhso.society.teams.actions.awards import end_proposal, locked_award
from tinhso.society.teams.actions.news import put_out
from tinhso.society.teams.domain.awarding import Level, Whom
from tinhso.society.teams.domain.papers import AwardPaper, award_pdf
from tinhso.society.teams.events import AwardGranted
from tinhso.society.teams.models import Award, Member

DECIDE = "decide_awards"
SUBJECT, LONGEST_WHY = 80, 400


class NoKey(Refusal):
    sentence = _("You have no key for signing. Leave the PIN empty: the decision is printed and signed by hand.")
    field = "pin"


class AnotherDecides(Refusal):
    sentence = _("Another person decides about what you proposed, or what is for you or your team.")


def grant_with_key(award: Award, pin: str, *, words: str, by: Actor, at: datetime) -> Award:
    """Open one's key and decide with a signed paper. A wrong PIN is counted though nothing else happens.

    Raises NoKey, what `open_key`, `sign_paper` and `grant_award` raise.
    """
    key = key_of_person(by.person, at=at)
    if key is None:
        raise NoKey
    return grant_award(award, words=words, opened=open_key(key, pin, by=by, at=at), by=by, at=at)


@transaction.atomic
def grant_award(award: Award, *, words: str = "", opened: OpenKey | None = None, by: Actor, at: datetime) -> Award:
    """Give the award: case, paper, news to the team. Raises NotYours, NotNow, AnotherDecides."""
    award = locked_award(award)
    post = _decides(award, by=by, at=at)
    award.case = carry_out(award.case, "grant", by=by, at=at)
    award.words = words.strip()
    award.paper = _paper(award, post, opened, by=by, at=at).uuid
    with override("vi"):
        told = award.reasons or award.kind.title
        award.news = put_out(
            award.team.place, subject=award.kind.title[:SUBJECT], by=by, at=at,
            words=f"{award.who}: {told[:LONGEST_WHY]}",
        )  # fmt: skip
    award.save(update_fields=["words", "paper", "news"])

    kind = award.kind
    granted = AwardGranted(kind=Code(kind.code), level=Level(kind.level), whom=Whom(kind.whom))
    record(granted, about=award, by=by, at=at, place=award.team.place_id)
    return award


@transaction.atomic
def refuse_award(award: Award, *, reason: str, by: Actor, at: datetime) -> Award:
    """Do not give it, with the reason. Raises NotYours, NotNow, AnotherDecides, AnswerMissing."""
    award = locked_award(award)
    _decides(award, by=by, at=at)
    award.words = reason.strip()
    award.save(update_fields=["words"])
    return end_proposal(award, "refuse", reason=reason, by=by, at=at)


def _decides(award: Award, *, by: Actor, at: datetime) -> Post:
    """The post of the head who decides. Raises NotYours, AnotherDecides."""
    require(by, DECIDE, at=at, place=award.case.place_id, agency=award.case.agency_id)
    if by.account is None or by.account == award.proposed_by_id:
        raise AnotherDecides
    mine = Member.objects.now().of_person(by.person).filter(team=award.team)
    if (mine.filter(pk=award.member_id) if award.member_id else mine).exists():
        raise AnotherDecides
    held = Post.objects.in_force(at).filter(account=by.account).select_related("organisation")
    post = held.filter(pk=by.post or 0).first() or held.order_by("-pk").first()
    if post is None:
        raise NotYours
    return post


def _paper(award: Award, post: Post, opened: OpenKey | None, *, by: Actor, at: datetime) -> File:
    """The decision, kept; signed and sealed where there is a key."""
    with override("vi"):
        content, name = award_pdf(_said(award, post), at=at), f"khen-thuong-{award.ref}.pdf"
        title = award.kind.title
    person = award.member.person.uuid if award.member else None
    if opened is None:
        return keep_made(content, name=name, about=award, person=person, place=award.team.place_id, by=by, at=at)
    if opened.row.holder != by.person:
        raise NotYours
    paper = Paper(
        content=content, name=name, title=title, about=award, post=post.title, person=person, place=award.team.place_id
    )
    return sign_paper(paper, officer=opened, seal=open_seal(post.organisation.uuid, at=at), by=by, at=at).file


def _said(award: Award, post: Post) -> AwardPaper:
    holder, work = post.account.person, award.work
    return AwardPaper(
        office=award.case.agency.name, place=award.case.place.name, ref=award.ref, title=award.kind.title,
        who=award.who, period=award.of_period, reasons=award.reasons, words=award.words, source=award.kind.source,
        work=work, opinions=award.seats.exclude(says="").count(), post=post.title,
        signer=holder.full_name if holder else "",
    )  # fmt: skip
