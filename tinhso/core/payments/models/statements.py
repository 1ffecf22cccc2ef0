"""Bank statements that were sent in as files: each line, what was wrong with it, which money it is."""

import uuid

from django.db import models
from django.db.models import Q

from tinhso.core.accounts.models import Account
from tinhso.core.payments.models.payees import PayeeAccount


class Statement(models.Model):
    """One file of one account. Read first, looked at by a person, then taken in; the same file is there once.

    sha256    of the file
    taken_to  the row up to which its money was taken in
    taken_at  when all of it was
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    payee = models.ForeignKey(PayeeAccount, models.PROTECT, related_name="statements")
    name = models.CharField(max_length=140)
    sha256 = models.CharField(max_length=64)
    read_by = models.ForeignKey(Account, models.PROTECT, null=True, related_name="+")
    read_at = models.DateTimeField()
    taken_to = models.PositiveIntegerField(default=0)
    taken_at = models.DateTimeField(null=True)
    matched = models.PositiveIntegerField(default=0)
    held = models.PositiveIntegerField(default=0)
    known = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["payee", "sha256"], name="statement_file_once")]


class StatementLine(models.Model):
    """A line of it. `fault` says why it cannot be taken.

    name   what the money is called by this teller: the same line bears it in every file of the account
    """

    statement = models.ForeignKey(Statement, models.CASCADE, related_name="lines")
    row = models.PositiveIntegerField()
    paid_at = models.DateTimeField(null=True)
    amount = models.BigIntegerField(null=True)
    content = models.CharField(max_length=300, default="", blank=True)
    bank_ref = models.CharField(max_length=60, default="", blank=True)
    fault = models.CharField(max_length=20, default="", blank=True)
    name = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["statement", "row"], name="statement_row_once"),
            models.CheckConstraint(
                condition=~Q(fault="") | Q(paid_at__isnull=False, amount__isnull=False), name="statement_line_is_whole"
            ),
        ]
