"""Giving and ending posts, lending them, being away."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tinhso.core.accounts.actions.allowed import require, require_self, rights_changed
from tinhso.core.accounts.domain.rights import MAY_GIVE, NEEDS_TWO, Role
from tinhso.core.accounts.events import (
    AbsenceRecorded,
    DelegationEnded,
    PostConfirmed,
    PostDelegated,
    PostEnded,
    PostGiven,
    PostMoved,
)
from tinhso.core.accounts.models import Absence, Account, Delegation, Post
from tinhso.core.organisations.models import Organisation
from tinhso.core.places.models import Place
from tinhso.events.definitions import Code
from tinhso.events.log import record
from tinhso.kit.actors import Actor, Channel
from tinhso.kit.refusals import NotYours, Refusal


class AlreadyHeld(Refusal):
    sentence = _("This person already holds this post.")
    field = "role"


class EndsTooSoon(Refusal):
    sentence = _("The end must come after the beginning.")
    field = "ends_at"


class NotToYourself(Refusal):
    sentence = _("Nobody gives a post to themselves, or agrees to their own wish. Ask a colleague.")


class RoleTooHigh(Refusal):
    sentence = _("From your post you cannot give this role. The registrar of the province can.")
    field = "role"


class AccountShut(Refusal):
    sentence = _("This account is shut. Let it in again first.")


class AlreadyEnded(Refusal):
    sentence = _("This has already ended.")


class BeyondThePost(Refusal):
    sentence = _("A post cannot be lent for longer than it lasts.")
    field = "ends_at"


class NoReason(Refusal):
    sentence = _("Write in a few words why.")
    field = "reason"


@transaction.atomic
def give_post(
    account: Account,
    *,
    organisation: Organisation,
    role: Role,
    title: str,
    place: Place,
    starts_at: datetime,
    ends_at: datetime | None,
    by: Actor,
    at: datetime,
) -> Post:
    """Give someone a post. A role over all agencies waits for a second person, see `confirm_post`.

    Raises NotYours, NotToYourself, RoleTooHigh, AccountShut, EndsTooSoon, AlreadyHeld.
    """
    account = Account.objects.select_for_update().get(pk=account.pk)
    require(by, "give_post", at=at, place=place.pk, agency=organisation.pk)
    _refuse_giving(account, role, by, at)
    if ends_at is not None and ends_at <= starts_at:
        raise EndsTooSoon
    if Post.objects.not_ended(at).filter(account=account, organisation=organisation, role=role, place=place).exists():
        raise AlreadyHeld

    post = Post.objects.create(
        account=account,
        organisation=organisation,
        role=role,
        title=title.strip(),
        place=place,
        starts_at=starts_at,
        ends_at=ends_at,
        given_by_id=by.account,
        confirmed_at=at if _alone(by) and role in NEEDS_TWO else None,
    )
    rights_changed(account.id)

    given = PostGiven(
        account=account.uuid,
        organisation=organisation.uuid,
        role=Code(role.value),
        starts_at=starts_at,
        ends_at=ends_at,
    )
    record(given, about=post, by=by, at=at, place=place.pk)
    return post


@transaction.atomic
def confirm_post(post: Post, *, by: Actor, at: datetime) -> Post:
    """Agree, as a second person, to a post that looks over all agencies.

    Raises NotYours, NotToYourself, RoleTooHigh, AlreadyEnded.
    """
    post = _locked(post)
    require(by, "give_post", at=at, place=post.place_id, agency=post.organisation_id)
    _refuse_giving(post.account, Role(post.role), by, at)
    if by.account == post.given_by_id:
        raise NotToYourself
    if post.confirmed_at or (post.ends_at and post.ends_at <= at):
        raise AlreadyEnded

    post.confirmed_at = at
    post.save(update_fields=["confirmed_at"])
    rights_changed(post.account_id)

    record(
        PostConfirmed(account=post.account.uuid, role=Code(post.role)), about=post, by=by, at=at, place=post.place_id
    )
    return post


@transaction.atomic
def end_post(post: Post, *, by: Actor, at: datetime, ends_at: datetime | None = None) -> Post:
    """End a post now, or at a later moment; what was lent from it ends with it. Raises NotYours, AlreadyEnded."""
    post = _locked(post)
    require(by, "end_post", at=at, place=post.place_id, agency=post.organisation_id)
    ends = max(ends_at or at, at)
    if post.ends_at and post.ends_at <= at:
        raise AlreadyEnded

    lent_to = list(post.delegations.values_list("to", flat=True))
    post.ends_at = max(ends, post.starts_at)
    post.save(update_fields=["ends_at"])
    rights_changed(post.account_id, *lent_to)

    ended = PostEnded(account=post.account.uuid, role=Code(post.role), ends_at=post.ends_at)
    record(ended, about=post, by=by, at=at, place=post.place_id)
    return post


@transaction.atomic
def delegate_post(
    post: Post, *, to: Account, starts_at: datetime, ends_at: datetime, reason: str, by: Actor, at: datetime
) -> Delegation:
    """Lend one's post to a colleague for a time. What was lent cannot be lent on.

    Raises NotYours, NotToYourself, AccountShut, AlreadyEnded, EndsTooSoon, BeyondThePost, NoReason.
    """
    post = _locked(post)
    require_self(by, post.account)
    if to.pk == post.account_id:
        raise NotToYourself
    if not to.is_active:
        raise AccountShut
    if not Post.objects.in_force(at).filter(pk=post.pk).exists():
        raise AlreadyEnded
    if ends_at <= max(starts_at, at):
        raise EndsTooSoon
    if post.ends_at and ends_at > post.ends_at:
        raise BeyondThePost
    if not reason.strip():
        raise NoReason

    lent = Delegation.objects.create(post=post, to=to, starts_at=starts_at, ends_at=ends_at, reason=reason.strip())
    rights_changed(to.pk)

    record(PostDelegated(to=to.uuid, starts_at=starts_at, ends_at=ends_at), about=post, by=by, at=at)
    return lent


@transaction.atomic
def end_delegation(delegation: Delegation, *, by: Actor, at: datetime) -> Delegation:
    """Take a lent post back, or give it back. Raises NotYours, AlreadyEnded."""
    delegation = Delegation.objects.select_for_update().get(pk=delegation.pk)
    if by.account not in (delegation.post.account_id, delegation.to_id):
        raise NotYours
    if delegation.ends_at <= at:
        raise AlreadyEnded

    delegation.ends_at = max(at, delegation.starts_at)
    delegation.save(update_fields=["ends_at"])
    rights_changed(delegation.to_id)

    record(DelegationEnded(to=delegation.to.uuid), about=delegation.post, by=by, at=at)
    return delegation


@transaction.atomic
def record_absence(account: Account, *, first_day: date, last_day: date, by: Actor, at: datetime) -> Absence:
    """Note days on which someone is away; a second note from the same first day replaces the first.

    The holder may, and who holds `record_absence` over one of their posts. Raises NotYours, EndsTooSoon.
    """
    account = Account.objects.select_for_update().get(pk=account.pk)
    if by.account != account.id:
        _require_over_one_post(account, by, at)
    if last_day < first_day:
        raise EndsTooSoon(field="last_day")

    absence, _new = Absence.objects.update_or_create(
        account=account, first_day=first_day, defaults={"last_day": last_day}
    )

    record(AbsenceRecorded(first_day=first_day, last_day=last_day), about=absence, by=by, at=at)
    return absence


@transaction.atomic
def move_posts(*, old: int, new: int, by: Actor, at: datetime) -> int:
    """Hand the posts of a place (id) that is no more to its successor. Returns how many moved."""
    posts = list(Post.objects.not_ended(at).filter(place=old).order_by("id"))
    for post in posts:
        move_post(post, new=new, by=by, at=at)
    return len(posts)


@transaction.atomic
def hand_over_posts(*, old: Organisation, new: Organisation, by: Actor, at: datetime) -> int:
    """An office handed over to another: its people work there from now on. Returns how many posts moved."""
    posts = list(Post.objects.not_ended(at).filter(organisation=old).order_by("id"))
    for post in posts:
        move_post(post, organisation=new.pk, by=by, at=at)
    return len(posts)


@transaction.atomic
def move_post(post: Post, *, new: int | None = None, organisation: int | None = None, by: Actor, at: datetime) -> None:
    """Move a post to another place or office (ids). Where its holder has the same post there already, this one ends."""
    post = _locked(post)
    place, office = new or post.place_id, organisation or post.organisation_id
    there = Post.objects.not_ended(at).filter(account=post.account_id, role=post.role, place=place, organisation=office)
    if there.exists():
        post.ends_at = max(at, post.starts_at)
    else:
        post.place_id, post.organisation_id = place, office
    post.save(update_fields=["ends_at", "place", "organisation"])
    rights_changed(post.account_id, *post.delegations.values_list("to", flat=True))

    record(PostMoved(account=post.account.uuid), about=post, by=by, at=at, place=place)


def _locked(post: Post) -> Post:
    Account.objects.select_for_update().get(pk=post.account_id)
    return Post.objects.select_for_update(of=("self",)).select_related("account").get(pk=post.pk)


def _refuse_giving(account: Account, role: Role, by: Actor, at: datetime) -> None:
    if not account.is_active:
        raise AccountShut
    if _alone(by):
        return
    if by.account == account.id:
        raise NotToYourself
    held = Account.objects.roles_of(by, at=at)
    if not any(role in MAY_GIVE.get(mine, frozenset()) for mine in held):
        raise RoleTooHigh


def _require_over_one_post(account: Account, by: Actor, at: datetime) -> None:
    for place, agency in Post.objects.not_ended(at).filter(account=account).values_list("place", "organisation"):
        if Account.objects.rights_of(by, at=at).may("record_absence", place=place, agency=agency):
            return
    require(by, "record_absence", at=at, place=-1)


def _alone(by: Actor) -> bool:
    """Whether the product itself acts: an import or the demo, which has no second person to ask."""
    return by.account is None and by.channel is Channel.SYSTEM
