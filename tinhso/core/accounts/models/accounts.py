"""Someone who can sign in."""

import uuid
from datetime import datetime
from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.backends.base import SessionBase
from django.db import models

from tinhso.core.accounts.domain import Kind, Nobody
from tinhso.kit.actors import Actor, Rights


class AccountManager(BaseUserManager["Account"]):
    def who_asks(self, session: SessionBase, *, at: datetime) -> tuple[Actor, Rights]:
        """The actor and the rights behind a session."""
        return Actor(), Nobody()


class Account(AbstractBaseUser):
    """Someone who can sign in. Who they are is a person, what they may do is a post.

    `version` grows whenever what the account may do changes: a cached answer to "may they?" dies with it.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    username = models.CharField(max_length=150, unique=True)
    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in Kind], default=Kind.CITIZEN)
    person = models.UUIDField(null=True)
    is_active = models.BooleanField(default=True)
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[AccountManager] = AccountManager()
    USERNAME_FIELD = "username"
