"""What was told to whom, and by which ways it went."""

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from tinhso.core.notices.domain.channels import CHANNEL_WORDS, STATE_TONES, STATE_WORDS, Channel, State
from tinhso.core.notices.domain.wording import Said, say
from tinhso.core.notices.models.kinds import Kind, Wording
from tinhso.kit.actors import Rights
from tinhso.kit.passport import Text

_CHANNELS = [(channel.value, channel.value) for channel in Channel]
_STATES = [(state.value, state.value) for state in State]


class NoticeQuerySet(models.QuerySet["Notice"]):
    def of(self, people: Iterable[uuid.UUID]) -> Self:
        """What someone was told, under all rows that were merged into theirs, the newest first."""
        return self.filter(person__in=people).select_related("wording__kind").order_by("-told_at", "-id")

    def unread(self) -> Self:
        return self.filter(read_at=None)

    def newest(self, *, before: str = "") -> Self:
        """The newest first; those after the row with this id in that order, when an address names one."""
        rows = self.order_by("-told_at", "-id")
        last = Notice.objects.filter(pk=int(before)).first() if before.isdigit() and len(before) < 19 else None
        if last is None:
            return rows
        return rows.filter(Q(told_at__lt=last.told_at) | Q(told_at=last.told_at, id__lt=last.pk))

    def within(self, rights: Rights, permission: str) -> Self:
        """Those told to people of the asker's places."""
        places = rights.places(permission)
        return self if places is None else self.filter(place__in=places)

    def stuck(self) -> Self:
        """Those for which no way is left, oldest first."""
        return self.filter(stuck_at__isnull=False).order_by("stuck_at", "id")


class Notice(models.Model):
    """One person told one thing, once: what happened (`cause`) and whom (`person`) are unique together.

    cause      what it follows from: the number of a log entry, or a name like `reminder-<uuid>`
    wording    the words it was told in, also when newer ones are in use
    values     what stands in the gaps; emptied when the person is forgotten
    place      id of the person's home when it was told, by which staff may see it
    link       where it leads on these pages
    plan       channels that are still to be tried, in order
    until      after this moment nobody wants to hear it any more
    stuck_at   since when it waits for a person, because no way is left
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    wording = models.ForeignKey(Wording, models.PROTECT, related_name="+", db_index=False)
    person = models.UUIDField()
    cause = models.CharField(max_length=80)
    values = models.JSONField()
    language = models.CharField(max_length=3, default="vi")
    place = models.BigIntegerField(null=True)
    link = models.CharField(max_length=200, default="", blank=True)
    plan = models.JSONField(default=list)
    until = models.DateTimeField(null=True)
    told_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    stuck_at = models.DateTimeField(null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "cause"], name="notice_once_per_event_and_person"),
            models.CheckConstraint(
                condition=Q(read_at=None) | Q(read_at__gte=F("told_at")), name="notice_read_after_it_was_told"
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-told_at", "-id"], name="notice_of_person"),  # the inbox
            models.Index(fields=["person"], name="notice_unread", condition=Q(read_at=None)),  # counting anew
            models.Index(fields=["place", "-told_at", "-id"], name="notice_of_place"),  # what was sent
            models.Index(fields=["stuck_at", "id"], name="notice_stuck", condition=Q(stuck_at__isnull=False)),  # queue
        ]

    @property
    def kind(self) -> Kind:
        return self.wording.kind

    def said(self, language: str = "") -> Said:
        """The message in words: in the language it was told in, or another."""
        spoken, words = self.wording.words_in(language or self.language)
        return say(words, self.kind.declared, self.values, language=spoken, base=settings.ADDRESS)


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    def due(self, channel: Channel, at: datetime) -> Self:
        """What a channel is to send now and nobody has in hand, the longest waiting first."""
        free = Q(claimed_until=None) | Q(claimed_until__lte=at)
        return self.filter(free, channel=channel, state=State.WAITING, due__lte=at).order_by("due", "id")

    def by_hand(self, at: datetime) -> Self:
        """Slips and calls that wait for a person and are still worth it, the oldest first."""
        current = Q(notice__until=None) | Q(notice__until__gt=at)
        waiting = self.filter(current, state=State.WAITING, channel__in=(Channel.PAPER, Channel.VOICE), due__lte=at)
        return waiting.select_related("notice__wording__kind").order_by("due", "id")

    def within(self, rights: Rights, permission: str) -> Self:
        places = rights.places(permission)
        return self if places is None else self.filter(place__in=places)


class Delivery(models.Model):
    """One way of one notice.

    order          1 for the first way that was tried
    due            not before this moment: quiet hours, limits, the evening's digest, another try
    unsure         a call was begun and no answer to it was read
    claimed_until  a worker is at it until then
    print          keyed hash of the number it went to, by which limits are counted
    provider       what the provider calls it
    carrier        the message of the same evening that it travels in
    parts, cost    text messages that were paid for; their price in đồng
    handed_by      account of whoever handed it over or made the call
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    notice = models.ForeignKey(Notice, models.CASCADE, related_name="deliveries", db_index=False)
    channel = models.CharField(max_length=10, choices=_CHANNELS)
    order = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=10, choices=_STATES, default=State.WAITING)
    place = models.BigIntegerField(null=True)
    due = models.DateTimeField()
    digest = models.BooleanField(default=False)
    attempts = models.PositiveSmallIntegerField(default=0)
    unsure = models.BooleanField(default=False)
    claimed_until = models.DateTimeField(null=True)
    print = models.CharField(max_length=64, default="", blank=True)
    provider = models.CharField(max_length=80, default="", blank=True)
    carrier = models.ForeignKey("self", models.CASCADE, null=True, related_name="carried")
    parts = models.PositiveSmallIntegerField(default=0)
    cost = models.PositiveIntegerField(default=0)
    tried_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=40, default="", blank=True)
    handed_by = models.BigIntegerField(null=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["notice", "channel"], name="notice_way_once"),
            models.CheckConstraint(condition=Q(channel__in=list(Channel)), name="notice_way_known"),
            models.CheckConstraint(condition=Q(state__in=list(State)), name="notice_way_state_known"),
            models.CheckConstraint(
                condition=~Q(state="delivered") | Q(delivered_at__isnull=False), name="notice_way_arrived_when"
            ),
        ]
        indexes = [
            models.Index(fields=["channel", "due", "id"], name="notice_way_due", condition=Q(state="waiting")),  # due()
            models.Index(fields=["print", "sent_at"], name="notice_way_to_number", condition=~Q(print="")),  # limits
            models.Index(
                fields=["place", "due", "id"],
                name="notice_way_by_hand",
                condition=Q(state="waiting", channel__in=["paper", "voice"]),
            ),  # the slips of a village
            models.Index(fields=["sent_at", "channel"], name="notice_way_by_month"),  # costs
            models.Index(fields=["channel", "provider"], name="notice_way_of_provider", condition=~Q(provider="")),
        ]  # the last: reports that name the provider's own number

    @property
    def way(self) -> Channel:
        return Channel(self.channel)

    @property
    def channel_said(self) -> Text:
        return CHANNEL_WORDS[self.way]

    @property
    def state_said(self) -> Text:
        return STATE_WORDS[State(self.state)]

    @property
    def tone(self) -> str:
        return STATE_TONES[State(self.state)]
