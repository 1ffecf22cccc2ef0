"""What was asked for, and the tries to pay it on gateways."""

from __future__ import annotations

import uuid
from collections.abc import Collection
from datetime import datetime
from typing import Self
from uuid import UUID

from django.db import models
from django.db.models import F, Q

from tinhso.core.payments.domain.rails import RailCode
from tinhso.core.payments.domain.states import OPEN_ATTEMPTS, STANDING, AttemptState, IntentState
from tinhso.core.payments.models.payees import PayeeAccount
from tinhso.kit.actors import Rights
from tinhso.kit.matters import AT_MOST, earlier
from tinhso.kit.prepared import Objects

MOST = 9_999_999_999
"""Đồng: the most that every rail can carry (VNPAY writes hundredths in twelve digits)."""


class IntentQuerySet(models.QuerySet["Intent"]):
    def standing(self) -> Self:
        """Asked for or paid."""
        return self.filter(state__in=[state.value for state in STANDING])

    def asked(self) -> Self:
        return self.filter(state=IntentState.ASKED)

    def about(self, system: str, subject: UUID) -> Self:
        """What a system asked for one of its things, the latest first."""
        return self.filter(system=system, subject=subject).order_by("-id")

    def standing_for(self, system: str, subjects: Collection[UUID]) -> Self:
        """What stands for some of a system's things."""
        return self.standing().filter(system=system, subject__in=subjects)

    def overdue(self, at: datetime) -> Self:
        """Asked for, and the deadline passed."""
        return self.asked().filter(deadline__lt=at).order_by("deadline", "id")

    def of_payer(self, person: UUID) -> Self:
        """What a person was asked for, the latest first."""
        return self.filter(payer=person).order_by("-id")

    def visible_to(self, rights: Rights) -> Self:
        """One's own, and those of the accounts that one sees."""
        payees = PayeeAccount.objects.visible_to(rights)
        own = Q(payer=rights.person) if rights.person else Q(pk=None)
        return self.filter(own | Q(payee__in=payees))


class Intent(models.Model):
    """A payment that a system asks for: of whom, for what, to which account, how much, until when.

    system, subject, purpose   who asks, for which of its things, and which of its payments: at most one stands for each
    label      what it is for, in the payer's words; never a name
    payer      who owes it; None when anyone may pay. Whoever pays, it is paid
    received   đồng that came for it so far; less than `amount` only while a part is missing or was forgiven
    refunded   đồng of these that went back
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    order_code = models.CharField(max_length=19, unique=True)
    system = models.CharField(max_length=40)
    subject = models.UUIDField()
    purpose = models.CharField(max_length=40)
    label = models.CharField(max_length=200)
    payer = models.UUIDField(null=True)
    payee = models.ForeignKey(PayeeAccount, models.PROTECT, related_name="intents")
    amount = models.BigIntegerField()
    received = models.BigIntegerField(default=0)
    refunded = models.BigIntegerField(default=0)
    state = models.CharField(max_length=10, default=IntentState.ASKED)
    place = models.BigIntegerField(null=True)
    asked_at = models.DateTimeField()
    deadline = models.DateTimeField()
    paid_at = models.DateTimeField(null=True)
    rail = models.CharField(max_length=10, default="", blank=True)
    ended_at = models.DateTimeField(null=True)

    objects = IntentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["system", "subject", "purpose"],
                condition=Q(state__in=[state.value for state in sorted(STANDING)]),
                name="intent_stands_once",
            ),
            models.CheckConstraint(condition=Q(amount__gt=0, amount__lte=MOST), name="intent_amount_is_payable"),
            models.CheckConstraint(
                condition=Q(received__gte=0, received__lte=F("amount")), name="intent_takes_no_more_than_asked"
            ),
            models.CheckConstraint(
                condition=Q(refunded__gte=0, refunded__lte=F("received")), name="intent_refunds_what_came"
            ),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in IntentState]), name="intent_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["paid", "refunded"]) | Q(paid_at__isnull=False), name="intent_paid_has_a_time"
            ),
        ]
        indexes = [
            models.Index(fields=["system", "subject"], name="intent_of_a_thing"),  # a system asks about its thing
            models.Index(fields=["payer", "id"], name="intent_of_a_payer"),  # my payments
            models.Index(fields=["deadline"], name="intent_overdue", condition=Q(state="asked")),  # expiring
            models.Index(fields=["payee", "paid_at"], name="intent_of_a_day"),  # the day's page of an account
        ]

    @property
    def due(self) -> int:
        """Đồng that are still missing."""
        return self.amount - self.received

    @property
    def is_open(self) -> bool:
        return self.state == IntentState.ASKED

    @property
    def is_paid(self) -> bool:
        return self.state == IntentState.PAID


def _of_payer(person: UUID, before: datetime, below: int) -> IntentQuerySet:
    return Intent.objects.filter(earlier("asked_at", before, below), payer=person).order_by("-asked_at", "-id")


OPEN = Objects(lambda person, before, below: _of_payer(person, before, below).asked()[:AT_MOST])
ENDED = Objects(lambda *point: _of_payer(*point).exclude(state=IntentState.ASKED)[:AT_MOST])
"""A person's own: what is still to pay, and what is not or no longer."""
NAMED = Objects(lambda code, payee: Intent.objects.select_for_update(of=("self",)).filter(order_code=code, payee=payee))
"""The intent of an account with an order code, its row held."""


class AttemptQuerySet(models.QuerySet["Attempt"]):
    def open(self) -> Self:
        """Not known yet how they ended."""
        return self.filter(state__in=[state.value for state in OPEN_ATTEMPTS])

    def by_ref(self, rail: RailCode, ref: str) -> Attempt | None:
        """The attempt that a gateway's message is about."""
        return self.filter(rail=rail, ref=ref).select_related("intent__payee").first()

    def to_ask(self, at: datetime) -> Self:
        """Those to ask the gateway about now, the longest waiting first."""
        return self.open().filter(ask_at__lte=at).order_by("ask_at", "id")


class Attempt(models.Model):
    """One try to pay an intent on a gateway.

    ref           what the gateway calls the order: the order code and a running number
    provider_ref  the gateway's number of the transaction, once it said one
    method        the gateway's own word for a way of paying; empty: the payer chooses there
    code          the gateway's own word for how it ended
    ask_at        when we ask it next how the order stands
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    intent = models.ForeignKey(Intent, models.PROTECT, related_name="attempts")
    rail = models.CharField(max_length=10, choices=[(rail.value, rail.value) for rail in RailCode])
    ref = models.CharField(max_length=24)
    amount = models.BigIntegerField()
    state = models.CharField(max_length=10, default=AttemptState.STARTED)
    provider_ref = models.CharField(max_length=60, default="", blank=True)
    code = models.CharField(max_length=20, default="", blank=True)
    method = models.CharField(max_length=20, default="", blank=True)
    url = models.CharField(max_length=1000, default="", blank=True)
    started_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ask_at = models.DateTimeField()
    asked_times = models.PositiveSmallIntegerField(default=0)

    objects = AttemptQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["rail", "ref"], name="attempt_ref_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="attempt_amount_is_payable"),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in AttemptState]), name="attempt_state_known"
            ),
        ]
        indexes = [models.Index(fields=["ask_at"], name="attempt_to_ask", condition=Q(state__in=["started", "unsure"]))]
