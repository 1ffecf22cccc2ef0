"""Money that came, what waits for a person, what goes back, and the transfers between accounts of the books."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import F, Q, Sum

from tinhso.core.accounts.models import Account
from tinhso.core.payments.domain.rails import RailCode
from tinhso.core.payments.domain.states import Book, Mismatch, Outcome, RefundState, Settlement
from tinhso.core.payments.models.cash import CashDay
from tinhso.core.payments.models.intents import Attempt, Intent
from tinhso.core.payments.models.payees import LedgerAccount, PayeeAccount
from tinhso.kit.actors import Rights
from tinhso.kit.prepared import Objects

PATIENCE = timedelta(days=3)


class CreditQuerySet(models.QuerySet["Credit"]):
    def reported(self, provider: str, provider_ref: str) -> Credit | None:
        """The money that a provider reported under this number, first or second."""
        teller = str(provider)
        return next(iter(_FIRST_TOLD(teller, provider_ref) or _TOLD_AGAIN(teller, provider_ref)), None)

    def of_day(self, payee: PayeeAccount, since: datetime, until: datetime) -> Self:
        """What came to an account between two moments."""
        return self.filter(payee=payee, paid_at__gte=since, paid_at__lt=until).order_by("paid_at", "id")


class Credit(models.Model):
    """Money that came, once, by whatever way we heard of it. Every đồng of it is somewhere: the database checks.

    provider, provider_ref   who told us, and under which number: told twice is the same money
    also_by, also_ref        a second one who told of it (the webhook and the statement)
    bank_ref    the bank's own number of the transfer, where it was told
    content     the memo as the bank passed it on
    order_code  the first order code found in it
    applied, held, elsewhere, returning, returned   where its đồng are: at the intent, waiting for a person, in another
                book (unknown income, a gateway's payout), promised back, gone back
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    payee = models.ForeignKey(PayeeAccount, models.PROTECT, related_name="credits")
    rail = models.CharField(max_length=10, choices=[(rail.value, rail.value) for rail in RailCode])
    provider = models.CharField(max_length=20)
    provider_ref = models.CharField(max_length=80)
    also_by = models.CharField(max_length=20, default="", blank=True)
    also_ref = models.CharField(max_length=80, default="", blank=True)
    bank_ref = models.CharField(max_length=60, default="", blank=True)
    amount = models.BigIntegerField()
    content = models.CharField(max_length=300, default="", blank=True)
    order_code = models.CharField(max_length=19, default="", blank=True)
    paid_at = models.DateTimeField()
    came_at = models.DateTimeField()
    intent = models.ForeignKey(Intent, models.PROTECT, null=True, related_name="credits")
    attempt = models.ForeignKey(Attempt, models.PROTECT, null=True, related_name="credits")
    cash_day = models.ForeignKey(CashDay, models.PROTECT, null=True, related_name="credits")
    outcome = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Outcome])
    applied = models.BigIntegerField(default=0)
    held = models.BigIntegerField(default=0)
    elsewhere = models.BigIntegerField(default=0)
    returning = models.BigIntegerField(default=0)
    returned = models.BigIntegerField(default=0)

    objects = CreditQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["provider", "provider_ref"], name="credit_told_once"),
            models.UniqueConstraint(
                fields=["also_by", "also_ref"], condition=~Q(also_ref=""), name="credit_told_again_once"
            ),
            models.UniqueConstraint(
                fields=["payee", "bank_ref", "amount"], condition=~Q(bank_ref=""), name="credit_of_a_transfer_once"
            ),
            models.UniqueConstraint(fields=["intent"], condition=Q(outcome="settled"), name="intent_settled_once"),
            models.CheckConstraint(condition=Q(amount__gt=0), name="credit_is_money"),
            models.CheckConstraint(
                condition=Q(
                    amount=F("applied") + F("held") + F("elsewhere") + F("returning") + F("returned"),
                    applied__gte=0,
                    held__gte=0,
                    elsewhere__gte=0,
                    returning__gte=0,
                    returned__gte=0,
                ),
                name="credit_is_all_somewhere",
            ),
            models.CheckConstraint(
                condition=~Q(outcome__in=["settled", "part"]) | Q(intent__isnull=False), name="credit_settles_something"
            ),
        ]
        indexes = [
            models.Index(fields=["payee", "paid_at"], name="credit_of_a_day"),  # the day's page of an account
            models.Index(fields=["payee", "order_code", "amount"], name="credit_of_a_code"),  # told by two
        ]


_FIRST_TOLD = Objects(lambda provider, ref: Credit.objects.filter(provider=provider, provider_ref=ref))
_TOLD_AGAIN = Objects(lambda provider, ref: Credit.objects.filter(also_by=provider, also_ref=ref).exclude(also_ref=""))
ALONE_BY_CODE = Objects(
    lambda payee, code, amount: (
        Credit.objects.select_for_update()
        .filter(payee=payee, order_code=code, amount=amount, rail=RailCode.BANK, also_ref="")
        .order_by("id")
    )
)
"""Transfers of a sum with an order code that only one teller has told of, their rows held."""


class MismatchQuerySet(models.QuerySet["MoneyMatter"]):
    def open(self) -> Self:
        """Those that wait for a person, the longest waiting first."""
        return self.filter(settled_at=None).order_by("opened_at", "id")

    def forgotten(self, at: datetime) -> Self:
        """Those that wait for so long that somebody above must hear of it, and were not told of yet."""
        return self.open().filter(opened_at__lt=at - PATIENCE, told_at=None)

    def visible_to(self, rights: Rights, permission: str = "settle_money") -> Self:
        return self.filter(credit__payee__in=PayeeAccount.objects.visible_to(rights, permission))


class MoneyMatter(models.Model):
    """Money that waits for a person of the office whose account it came to: why, and what they did about it.

    told_at   when the log told that nobody has looked after it for too long
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    credit = models.ForeignKey(Credit, models.PROTECT, related_name="matters")
    kind = models.CharField(max_length=10, choices=[(kind.value, kind.value) for kind in Mismatch])
    amount = models.BigIntegerField()
    opened_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    how = models.CharField(max_length=10, default="", blank=True)
    reason = models.CharField(max_length=300, default="", blank=True)

    objects = MismatchQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["credit"], condition=Q(settled_at=None), name="money_waits_for_one_person_once"
            ),
            models.CheckConstraint(condition=Q(amount__gt=0), name="matter_is_about_money"),
            models.CheckConstraint(
                condition=Q(settled_at=None, how="")
                | Q(settled_at__isnull=False, how__in=[how.value for how in Settlement]),
                name="matter_settled_somehow",
            ),
        ]
        indexes = [
            models.Index(fields=["opened_at", "id"], name="matter_open", condition=Q(settled_at=None)),  # the queue
        ]

    def is_late(self, at: datetime) -> bool:
        """Whether somebody should have looked after it by now."""
        return self.opened_at < at - PATIENCE


class RefundQuerySet(models.QuerySet["Refund"]):
    def open(self) -> Self:
        """Neither done nor refused, the longest waiting first."""
        return self.filter(ended_at=None).order_by("asked_at", "id")

    def visible_to(self, rights: Rights) -> Self:
        return self.filter(credit__payee__in=PayeeAccount.objects.visible_to(rights, "ask_refund"))

    def to_send(self, at: datetime) -> Self:
        """Those that a gateway is to be asked for, or about, now."""
        states = [RefundState.APPROVED, RefundState.UNSURE]
        return self.filter(state__in=states, by_hand=False, ask_at__lte=at).order_by("ask_at", "id")


class Refund(models.Model):
    """Money that goes back the way it came, or by hand with the number of the slip.

    book      out of which book it is paid: what the intent had got, what was held, unknown income
    ref       names it towards the rail, the same however often it is asked
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    credit = models.ForeignKey(Credit, models.PROTECT, related_name="refunds")
    amount = models.BigIntegerField()
    book = models.CharField(max_length=10, choices=[(book.value, book.value) for book in Book])
    reason = models.CharField(max_length=300)
    state = models.CharField(max_length=10, default=RefundState.ASKED)
    by_hand = models.BooleanField()
    ref = models.CharField(max_length=24, unique=True)
    slip = models.CharField(max_length=80, default="", blank=True)
    asked_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    approved_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    ask_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = RefundQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="refund_is_money"),
            models.CheckConstraint(
                condition=Q(state__in=[state.value for state in RefundState]), name="refund_state_known"
            ),
            models.CheckConstraint(
                condition=Q(book__in=["income", "held", "unknown"]), name="refund_comes_from_whose_it_is"
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | Q(approved_at__isnull=False), name="refund_done_was_approved"
            ),
        ]
        indexes = [
            models.Index(fields=["asked_at", "id"], name="refund_open", condition=Q(ended_at=None)),  # the queue
        ]


class TransferQuerySet(models.QuerySet["BookTransfer"]):
    def balance_of(self, account: LedgerAccount) -> int:
        """Debits less credits of an account of the books, in đồng."""
        into = self.filter(debit=account).aggregate(sum=Sum("amount"))["sum"] or 0
        out_of = self.filter(credit=account).aggregate(sum=Sum("amount"))["sum"] or 0
        return int(into - out_of)


class BookTransfer(models.Model):
    """Đồng that go from one account of the books to another. Written once: the database refuses to change or remove it.

    One row names both sides, so that the sum over all accounts is zero whatever is written, by hand or by mistake.

    key   what it books (`settle:…`): the same is never booked twice
    """

    key = models.CharField(max_length=60, unique=True)
    debit = models.ForeignKey(LedgerAccount, models.PROTECT, related_name="+")
    credit = models.ForeignKey(LedgerAccount, models.PROTECT, related_name="+")
    amount = models.BigIntegerField()
    at = models.DateTimeField()
    money = models.ForeignKey(Credit, models.PROTECT, null=True, related_name="transfers")
    refund = models.ForeignKey(Refund, models.PROTECT, null=True, related_name="transfers")
    cash_day = models.ForeignKey(CashDay, models.PROTECT, null=True, related_name="transfers")

    objects = TransferQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount__gt=0), name="transfer_is_money"),
            models.CheckConstraint(condition=~Q(debit=F("credit")), name="transfer_has_two_sides"),
        ]
