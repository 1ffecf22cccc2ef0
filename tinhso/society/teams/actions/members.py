"""Members: join, change, are trained, leave, are forgotten."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from tinhso.core.accounts.actions import require
from tinhso.core.people.models import Person
from tinhso.events.log import record
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import NotYours, Refusal
from tinhso.society.teams.actions.teams import KEEP, RANKS, locked
from tinhso.society.teams.domain.words import Position
from tinhso.society.teams.events import MemberChanged, MemberJoined, MemberLeft, MemberTrained
from tinhso.society.teams.models import Member, Team, Training

TOLD = ("position", "rank", "phone", "languages", "skills", "area", "shown_at")


class MemberThere(Refusal):
    sentence = _("This person is in the team already.")
    field = "person"


class HeadThere(Refusal):
    sentence = _("The team has a head already. Give that person another position first.")
    field = "position"


class MemberGone(Refusal):
    sentence = _("This person is no longer in the team.")


class TrainingKnown(Refusal):
    sentence = _("This training is noted already.")
    field = "title"


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What a member is and can do. `phone` is E.164, `languages` and `skills` are codes.

    shown   whether neighbours may see first name and telephone: only when the member said so
    """

    position: Position = Position.MEMBER
    phone: str | None = None
    languages: list[str] = field(default_factory=list)
    skills: list[str] = field(default_factory=list)
    area: str = ""
    shown: bool = False


@transaction.atomic
def add_member(team: Team, person: Person, profile: Profile, *, by: Actor, at: datetime) -> Member:
    """Someone joins a team. Raises NotYours, TeamGone, MemberThere, HeadThere."""
    team = locked(team)
    require(by, KEEP, at=at, place=team.place_id)
    if Member.objects.filter(team=team, person=person, left_at=None).exists():
        raise MemberThere

    member = Member(team=team, person=person, joined_at=at)
    _tell(member, profile, at=at)
    _saved(member)

    record(MemberJoined(position=profile.position), about=member, by=by, at=at, place=team.place_id)
    return member


@transaction.atomic
def change_member(member: Member, profile: Profile, *, by: Actor, at: datetime) -> Member:
    """Put right what a member is or can do. Raises NotYours, MemberGone, HeadThere."""
    member = _standing(member)
    require(by, KEEP, at=at, place=member.team.place_id)

    _tell(member, profile, at=at)
    _saved(member)
    return _changed(member, by=by, at=at)


@transaction.atomic
def show_myself(member: Member, *, shown: bool, by: Actor, at: datetime) -> Member:
    """A member says themselves whether neighbours may see first name and telephone. Raises NotYours, MemberGone."""
    member = _standing(member)
    if by.person != member.person.uuid:
        raise NotYours

    member.shown_at = (member.shown_at or at) if shown else None
    member.save(update_fields=["shown_at"])
    return _changed(member, by=by, at=at)


@transaction.atomic
def remove_member(member: Member, *, by: Actor, at: datetime) -> Member:
    """A member leaves the team. Raises NotYours, MemberGone."""
    member = _standing(member)
    require(by, KEEP, at=at, place=member.team.place_id)

    member.left_at, member.shown_at = at, None
    member.save(update_fields=["left_at", "shown_at"])

    record(MemberLeft(), about=member, by=by, at=at, place=member.team.place_id)
    return member


@transaction.atomic
def note_training(member: Member, *, title: str, on: date | None, by: Actor, at: datetime) -> Training:
    """A member took part in a training. Raises NotYours, MemberGone, TrainingKnown."""
    member = _standing(member)
    require(by, KEEP, at=at, place=member.team.place_id)
    if Training.objects.filter(member=member, title=title).exists():
        raise TrainingKnown

    training = Training.objects.create(member=member, title=title, on=on, noted_at=at)

    record(MemberTrained(), about=member, by=by, at=at, place=member.team.place_id)
    return training


@transaction.atomic
def note_trainings(members: Iterable[Member], *, title: str, on: date | None, by: Actor, at: datetime) -> int:
    """Several took part in a training; of whom it is noted already it stays. Says of how many it is noted now.

    Raises NotYours, MemberGone.
    """
    noted = 0
    for member in members:
        with suppress(TrainingKnown):
            note_training(member, title=title, on=on, by=by, at=at)
            noted += 1
    return noted


@transaction.atomic
def forget_member(person: UUID, *, at: datetime) -> None:
    """Someone is forgotten: they leave, and no telephone and no word about them stays."""
    mine = Member.objects.of_person(person)
    mine.filter(left_at=None).update(left_at=at)
    mine.update(phone=None, area="", languages=[], skills=[], shown_at=None)


@transaction.atomic
def follow_merge(kept: UUID, *, at: datetime) -> None:
    """Two rows of one person became one: in a team where both were, they are once."""
    rows = Member.objects.of_person(kept).filter(left_at=None).order_by("team", "rank", "pk")
    seen = set[int]()
    for member in rows.select_for_update(of=("self",)):
        if member.team_id in seen:
            member.left_at, member.shown_at = at, None
            member.save(update_fields=["left_at", "shown_at"])
        seen.add(member.team_id)


def _standing(member: Member) -> Member:
    rows = Member.objects.select_for_update(of=("self",)).select_related("team", "person")
    found = rows.filter(pk=member.pk, left_at=None).first()
    if found is None:
        raise MemberGone
    return found


def _tell(member: Member, profile: Profile, *, at: datetime) -> None:
    member.position, member.rank = profile.position, RANKS[profile.position]
    member.phone, member.area = profile.phone, profile.area.strip()
    member.languages, member.skills = list(profile.languages), list(profile.skills)
    member.shown_at = (member.shown_at or at) if profile.shown else None


def _saved(member: Member) -> None:
    try:
        with transaction.atomic():
            member.save()
    except IntegrityError as taken:
        raise HeadThere from taken


def _changed(member: Member, *, by: Actor, at: datetime) -> Member:
    shown = member.shown_at is not None
    changed = MemberChanged(position=Position(member.position), shown=shown)
    record(changed, about=member, by=by, at=at, place=member.team.place_id)
    return member
