"""The lines to providers, and what they reported."""

from datetime import datetime

from django.db import models

from tinhso.core.notices.domain.channels import CHANNEL_WORDS, Channel
from tinhso.kit.passport import Text


class Gateway(models.Model):
    """How the line of a channel is, shared by all workers: while it fails nobody calls before `next_call`.

    month            first day of the month that `parts` and `spent` count: what was promised to the provider in it
    spent            đồng
    budget_told_at   when the log was told that the month's budget is used up
    """

    channel = models.CharField(max_length=10, unique=True)
    failures = models.PositiveIntegerField(default=0)
    failing_since = models.DateTimeField(null=True)
    next_call = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=40, default="", blank=True)
    month = models.DateField(null=True)
    parts = models.PositiveIntegerField(default=0)
    spent = models.PositiveBigIntegerField(default=0)
    budget_told_at = models.DateTimeField(null=True)
    codes_stopped_at = models.DateTimeField(null=True)

    @classmethod
    def of(cls, channel: Channel) -> "Gateway":
        """The line of a channel; as it was before anyone called when nobody did."""
        return cls.objects.get_or_create(channel=channel.value)[0]

    def may_be_called(self, at: datetime) -> bool:
        return self.next_call is None or self.next_call <= at

    @property
    def channel_said(self) -> Text:
        return CHANNEL_WORDS[Channel(self.channel)]


class Report(models.Model):
    """A provider's report, kept for a fortnight so that one that comes twice does nothing."""

    provider = models.CharField(max_length=20)
    number = models.CharField(max_length=80)
    received_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["provider", "number"], name="report_once")]
        indexes = [models.Index(fields=["received_at"], name="report_to_forget")]  # the daily sweep
