"""Someone who can sign in."""

import uuid
from dataclasses import replace
from datetime import datetime
from typing import Self
from uuid import UUID

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.sessions.backends.base import SessionBase
from django.db import models
from django.db.models import Q

from tinhso.core.accounts.domain import Held, Kind, Nobody, Role
from tinhso.core.accounts.models.posts import Post
from tinhso.core.accounts.models.rights import held_by, known_at, passed
from tinhso.core.accounts.models.sessions import ACTING, Holder, SessionStore, keep_alive
from tinhso.core.accounts.models.tokens import AccessToken
from tinhso.core.people.models import Person
from tinhso.kit.actors import Actor, Channel, Rights

VISITOR: tuple[Actor, Rights] = (Actor(), Nobody())


class AccountQuerySet(models.QuerySet["Account"]):
    """Finds accounts, and answers for every request who asks and what they may do."""

    def visible_to(self, rights: Rights, permission: str = "see_accounts", *, at: datetime) -> Self:
        """Accounts with a post in the asker's part; one that looks over everything also sees those without a post."""
        places, agencies = rights.places(permission), rights.agencies(permission)
        if places is None and agencies is None:
            return self
        posts = Post.objects.not_ended(at)
        posts = posts if places is None else posts.filter(place__in=places)
        posts = posts if agencies is None else posts.filter(organisation__in=agencies)
        seen = [
            row[0]
            for row in posts.values_list("id", "place", "organisation")
            if rights.may(permission, place=row[1], agency=row[2])
        ]
        return self.filter(posts__in=seen).distinct()

    def colleagues_in(self, post: Post, *, at: datetime) -> Self:
        """Who else works in the same office now."""
        there = Post.objects.in_force(at).filter(organisation=post.organisation_id)
        return self.filter(posts__in=there, is_active=True).exclude(pk=post.account_id).distinct()

    def who_asks(self, session: SessionBase, *, at: datetime) -> tuple[Actor, Rights]:
        """The actor and the rights behind a session; a visitor when it is nobody's, has ended, or its account is shut.

        One query, which also tells whether the account's rights changed since this process last gathered them.
        """
        opened = session.opened() if isinstance(session, SessionStore) else None
        if opened is None or opened.holder is None:
            return VISITOR
        keep_alive(session.session_key or "", opened, at=at)
        held = held_by(opened.holder, at=at)
        passed(opened.holder.id, at=at)
        actor = Actor(account=opened.holder.id, person=opened.holder.person, post=held.post)
        return _acting(actor, session.get(ACTING), at), held.rights.with_unread(opened.holder.unread)

    def who_bears(self, token: str, *, at: datetime) -> tuple[Actor, Rights]:
        """The actor and the rights behind a machine's token; a visitor when it is unknown, ended or withdrawn."""
        found = AccessToken.objects.borne(token, at=at)
        if found is None or not found.account.is_active:
            return VISITOR
        found.used(at)
        held = held_by(found.account.holder, at=at)
        actor = Actor(account=found.account.id, person=found.account.person_id, post=held.post, channel=Channel.API)
        return actor, held.rights.only(found.scope)

    def rights_of(self, actor: Actor, *, at: datetime) -> Rights:
        """The rights of an actor, for actions; one query unless the door of this request has just looked."""
        known = known_at(actor.account, at=at) if actor.account else None
        if known is not None:
            return known
        account = self.filter(id=actor.account, is_active=True).first() if actor.account else None
        return held_by(account.holder, at=at).rights if account else Nobody()

    def roles_of(self, actor: Actor, *, at: datetime) -> frozenset[Role]:
        """The roles of the posts an actor holds now, their own and lent ones."""
        rights = self.rights_of(actor, at=at)
        return rights.roles if isinstance(rights, Held) else frozenset()

    def named(self, username: str) -> "Account | None":
        """The account with this user name, in any case."""
        return self.filter(username=username.strip().casefold()).first()


class Account(AbstractBaseUser):
    """Someone who can sign in. Who they are is a person, what they may do is a post.

    version   grows whenever what the account may do changes: a gathered answer to "may they?" dies with it
    issuer, subject   whom the national identity says they are; a citizen's account is found by this pair alone
    closes_at when it is closed for good, because its holder asked for it and may still think better of it
    level     identity level by which it was last proven (Decree 69/2024/NĐ-CP): 0 by an office, 1 basic, 2 full
    unread    messages that its holder has not read; counted here so that a page learns it with the session
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    username = models.CharField(max_length=150, unique=True)
    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in Kind])
    person = models.ForeignKey(Person, models.PROTECT, to_field="uuid", null=True, related_name="accounts")
    issuer = models.CharField(max_length=200, default="", blank=True)
    subject = models.CharField(max_length=255, default="", blank=True)
    level = models.PositiveSmallIntegerField(default=0)
    is_active = models.BooleanField(default=True)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closes_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)
    unread = models.PositiveIntegerField(default=0, db_default=0)

    objects = AccountQuerySet.as_manager()
    USERNAME_FIELD = "username"

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["issuer", "subject"], condition=~Q(issuer=""), name="account_one_per_identity"
            ),
            models.CheckConstraint(condition=Q(kind__in=[kind.value for kind in Kind]), name="account_kind_known"),
            models.CheckConstraint(condition=Q(level__lte=2), name="account_level_known"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(is_active=False), name="account_closed_is_not_active"
            ),
        ]
        indexes = [
            models.Index(fields=["closes_at"], name="accounts_that_close", condition=Q(closes_at__isnull=False)),
        ]  # whose time to think is over

    @property
    def is_staff_member(self) -> bool:
        """Whether it signs in by the officers' door."""
        return self.kind == Kind.STAFF

    @property
    def holder(self) -> Holder:
        """What gathering its rights needs."""
        return Holder(self.id, Kind(self.kind), self.person_id, self.version, self.unread)

    @property
    def called(self) -> str:
        """How a page names them: the person's full name, or the user name."""
        return self.person.full_name if self.person else self.username


def _acting(actor: Actor, acting: list[str] | None, at: datetime) -> Actor:
    """The actor as the one who helps the person chosen in the session, until the mandate ends."""
    if not acting or at >= datetime.fromisoformat(acting[2]):
        return actor
    return replace(actor, for_person=UUID(acting[0]), mandate=UUID(acting[1]))
