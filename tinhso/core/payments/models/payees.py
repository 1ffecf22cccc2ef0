"""Accounts that money is paid to, and the four eyes that keep them right."""

from __future__ import annotations

import uuid
from typing import Self

from django.db import models
from django.db.models import F, Q

from tinhso.core.accounts.models import Account
from tinhso.core.organisations.models import Organisation
from tinhso.core.payments.domain.states import Book
from tinhso.kit.actors import Rights
from tinhso.kit.prepared import Objects


class PayeeQuerySet(models.QuerySet["PayeeAccount"]):
    def open(self) -> Self:
        """Those that take money now."""
        return self.filter(closed_at=None)

    def numbered(self, number: str) -> PayeeAccount | None:
        """The open account with this number, as a bank's message names it."""
        return self.open().filter(number=number.strip()).order_by("id").first()

    def collecting_for(self, organisation: Organisation) -> PayeeAccount | None:
        """The account by which the state collects for an office: its own, or that of the nearest office above it."""
        office: Organisation | None = organisation
        while office is not None:
            if found := self.open().filter(collects=True, organisation=office).order_by("id").first():
                return found
            office = office.parent
        return None

    def visible_to(self, rights: Rights, permission: str = "see_payments") -> Self:
        """Those of the offices in which one holds a permission, and of the offices above: they collect for these."""
        agencies, places = rights.agencies(permission), rights.places(permission)
        if agencies is None and places is None:
            return self
        found = self if places is None else self.filter(organisation__place__in=places)
        if agencies is None:
            return found
        above = Organisation.objects.filter(Q(parts__in=agencies) | Q(parts__parts__in=agencies))
        return found.filter(Q(organisation__in=agencies) | Q(organisation__in=above))


class PayeeAccount(models.Model):
    """A bank account that money is paid to.

    holder    as the bank prints it; payers compare it with what their app shows
    bank_bin  six digits of NAPAS that name the bank
    collects  whether the state collects here: then the books keep it, and a receipt is given. Otherwise the money is
              the payee's own from the first second; it is noted, never booked
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="payee_accounts")
    holder = models.CharField(max_length=120)
    bank_bin = models.CharField(max_length=6)
    number = models.CharField(max_length=19)
    collects = models.BooleanField()
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    objects = PayeeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["bank_bin", "number"], condition=Q(closed_at=None), name="payee_account_open_once"
            ),
            models.CheckConstraint(condition=~Q(bank_bin="") & ~Q(number=""), name="payee_account_is_named"),
        ]
        indexes = [models.Index(fields=["number"], name="payee_by_number")]  # a bank's message

    def __str__(self) -> str:
        return f"{self.holder} · {self.number}"


class PayeeProposal(models.Model):
    """A wish to open or close an account that money is paid to. It holds when a second person has agreed."""

    class Kind(models.TextChoices):
        OPEN = "open"
        CLOSE = "close"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(max_length=5, choices=Kind)
    payee = models.ForeignKey(PayeeAccount, models.PROTECT, null=True, related_name="proposals")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    holder = models.CharField(max_length=120)
    bank_bin = models.CharField(max_length=6)
    number = models.CharField(max_length=19)
    collects = models.BooleanField()
    proposed_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    agreed = models.BooleanField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("proposed_by")), name="payee_takes_two_persons"
            ),
            models.CheckConstraint(
                condition=Q(decided_at=None, agreed=None) | Q(decided_at__isnull=False, agreed__isnull=False),
                name="payee_proposal_decided_whole",
            ),
        ]
        indexes = [models.Index(fields=["id"], name="payee_proposal_open", condition=Q(decided_at=None))]


class Till(models.Model):
    """A desk where cash is taken for one payee account. `code` stands on the slips, before the number."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    payee = models.ForeignKey(PayeeAccount, models.PROTECT, related_name="tills")
    code = models.CharField(max_length=12, unique=True)
    name = models.CharField(max_length=80)
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class LedgerQuerySet(models.QuerySet["LedgerAccount"]):
    def of(self, payee: PayeeAccount, book: Book, *, detail: str = "") -> LedgerAccount:
        """The account of this kind in a payee's books, made when it is first needed."""
        for found in _LEDGER(payee.pk, book.value, str(detail)):
            return found
        made, _new = self.get_or_create(payee=payee, book=book, detail=detail)
        return made


class LedgerAccount(models.Model):
    """One account in a payee's books. `detail` tells gateways and tills apart: the rail's code, the till's."""

    payee = models.ForeignKey(PayeeAccount, models.PROTECT, related_name="books")
    book = models.CharField(max_length=10)
    detail = models.CharField(max_length=12, default="", blank=True)

    objects = LedgerQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["payee", "book", "detail"], name="ledger_account_once"),
            models.CheckConstraint(condition=Q(book__in=[book.value for book in Book]), name="ledger_book_known"),
        ]


_LEDGER = Objects(lambda payee, book, detail: LedgerAccount.objects.filter(payee=payee, book=book, detail=detail))
