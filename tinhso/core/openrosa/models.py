"""Phones with ODK Collect that members let in, and what came from them."""

import uuid
from datetime import datetime, timedelta
from typing import NamedTuple, Self

from django.db import models
from django.db.models import Count, Max, Q

from tinhso.core.accounts.models import Account


class HandsetQuerySet(models.QuerySet["Handset"]):
    def in_force(self, at: datetime) -> Self:
        return self.filter(revoked_at=None, ends_at__gt=at, account__is_active=True)

    def of_account(self, account: int | None) -> Self:
        """Those of a member, the newest first."""
        return self.filter(account=account).order_by("-id")


class Handset(models.Model):
    """A phone on which ODK Collect speaks for a member, with a password of its own. The password is shown once.

    username   what Collect sends with it; it names no one
    digest     SHA-256 of the password: a random secret needs no slow hash
    seen_at    when it last asked for something, to the hour
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    account = models.ForeignKey(Account, models.PROTECT, related_name="+")
    title = models.CharField(max_length=80)
    username = models.CharField(max_length=40, unique=True)
    digest = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    objects = HandsetQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=models.F("made_at")), name="handset_ends_after_start")
        ]


class Counted(NamedTuple):
    """Submissions of one form in one state."""

    form: str
    state: str
    number: int
    last: datetime


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def of_account(self, account: int | None) -> Self:
        """What came from a member's phones, the newest first."""
        return self.filter(account=account).order_by("-id")

    def refused(self) -> Self:
        """What waits for a person."""
        return self.filter(state=Submission.State.REFUSED)

    def open(self) -> Self:
        """What waits for something."""
        return self.filter(state__in=(Submission.State.WAITING, Submission.State.REFUSED))

    def lately(self, at: datetime) -> Self:
        """Of the last thirty days."""
        return self.filter(came_at__gt=at - timedelta(days=30))

    def counted(self) -> "list[Counted]":
        """How many of each form are in each state, and when the last came: no one is named."""
        rows = self.values("form", "state").annotate(number=Count("id"), last=Max("came_at"))
        return [Counted(**row) for row in rows.order_by("form", "state")]


class Submission(models.Model):
    """One filled form as Collect sent it; kept whole until its door has taken it in or a person put it away.

    instance   its name for ever, made by Collect; of what could not be read, made of its content
    sha256     of the XML: the same name with other words is another submission
    xml        empty once it is done: then what it said lives where its door put it
    made_at    when the form was finished, by our clock
    reasons    why its door did not take it in: `label` and `said` of each
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        ACCEPTED = "accepted"
        REFUSED = "refused"
        AWAY = "away"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    handset = models.ForeignKey(Handset, models.PROTECT, related_name="submissions")
    account = models.ForeignKey(Account, models.PROTECT, related_name="+", db_index=False)
    instance = models.UUIDField()
    sha256 = models.CharField(max_length=64)
    form = models.CharField(max_length=80, default="", blank=True)
    version = models.CharField(max_length=80, default="", blank=True)
    device = models.CharField(max_length=100, default="", blank=True)
    xml = models.BinaryField()
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    ref = models.CharField(max_length=80, default="", blank=True)
    reasons = models.JSONField(default=list)
    made_at = models.DateTimeField()
    came_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "instance", "sha256"], name="submission_once"),  # also `_kept`
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "accepted", "refused", "away"]), name="submission_state_known"
            ),
        ]
        indexes = [
            models.Index(fields=["account"], condition=Q(state="refused"), name="submissions_refused"),  # every home
            models.Index(fields=["came_at"], name="submissions_by_age"),  # what came lately, what is old
        ]

    @property
    def is_over(self) -> bool:
        """Whether nothing more is done with it."""
        return self.state in (self.State.ACCEPTED, self.State.AWAY)


class Attachment(models.Model):
    """A photo or a recording of a submission that is not done yet, exactly as it came: nothing has opened it."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="attachments", db_index=False)
    name = models.CharField(max_length=200)
    size = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["submission", "name"], name="attachment_once")  # also of a submission
        ]
