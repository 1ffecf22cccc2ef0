"""Bank statements: read and shown first, then taken in, thousands of lines at once."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tinhso.core.payments.actions.cash import require_at
from tinhso.core.payments.actions.reconciling import Told, take_many
from tinhso.core.payments.domain.statements import Line, NotAStatement, read_csv, read_xlsx
from tinhso.core.payments.events import StatementImported
from tinhso.core.payments.models import PayeeAccount, Statement, StatementLine
from tinhso.events.log import record
from tinhso.kit.actors import Actor
from tinhso.kit.refusals import Refusal

AT_ONCE = 2_000
"""Lines of one transaction: others write between two of them. Broken off, the rest is taken in the next time."""
PROVIDER = "statement"


class NotReadable(Refusal):
    sentence = _("No column of this file is named as a date and an amount. Send the statement as the bank gave it.")
    field = "file"


class NothingInIt(Refusal):
    sentence = _("No money came in this statement.")
    field = "file"


def read_statement(payee: PayeeAccount, *, name: str, path: Path, is_sheet: bool, by: Actor, at: datetime) -> Statement:
    """Read a file and keep its lines to be looked at; the same file is read once. Takes no money in.

    Raises NotYours, NotReadable, NothingInIt.
    """
    require_at(payee, "import_statement", by=by, at=at)
    content = path.read_bytes()
    sha256 = hashlib.sha256(content).hexdigest()
    try:
        lines = list(read_xlsx(path) if is_sheet else read_csv(content))
    except NotAStatement as wrong:
        raise NotReadable from wrong
    if not lines:
        raise NothingInIt
    with transaction.atomic():
        statement, new = Statement.objects.get_or_create(
            payee=payee, sha256=sha256, defaults={"name": name[:140], "read_by_id": by.account, "read_at": at}
        )
        if new:
            StatementLine.objects.bulk_create(_kept(statement, lines), batch_size=AT_ONCE)
    return statement


def _kept(statement: Statement, lines: Iterable[Line]) -> Iterator[StatementLine]:
    for line in lines:
        yield StatementLine(
            statement=statement,
            row=line.row,
            paid_at=line.paid_at,
            amount=line.amount,
            content=line.content,
            bank_ref=line.bank_ref,
            fault=line.fault or "",
        )


def take_statement(statement: Statement, *, by: Actor, at: datetime) -> Statement:
    """Take in its money, some lines at a time. Taken in again, or read from another file, the same money is the same.

    Raises NotYours.
    """
    require_at(statement.payee, "import_statement", by=by, at=at)
    lines = _named(statement)
    while some := list(islice(lines, AT_ONCE)):
        _take_some(statement, some, by=by, at=at)
    return _conclude(statement, by=by, at=at)


Named = tuple[StatementLine, str]


def _named(statement: Statement) -> Iterator[Named]:
    """Lines not yet taken, each with a name that the same line bears in every file of this account."""
    twins: Counter[tuple[object, ...]] = Counter()
    for line in statement.lines.filter(fault="").order_by("row").iterator(AT_ONCE):
        same = (line.bank_ref, line.paid_at, line.amount, line.content)
        twins[same] += 1
        if line.credit_id is None:
            yield line, _name(statement.payee_id, same, twins[same])


def _name(payee: int, same: tuple[object, ...], number: int) -> str:
    return hashlib.sha256(repr((payee, *map(str, same), number)).encode()).hexdigest()[:40]


@transaction.atomic
def _take_some(statement: Statement, some: list[Named], *, by: Actor, at: datetime) -> None:
    told = [_told(line, name) for line, name in some]
    credits_of = take_many(statement.payee, PROVIDER, told, by=by, at=at)
    for line, name in some:
        line.credit_id = credits_of.money[name]
    StatementLine.objects.bulk_update([line for line, _name in some], ["credit"], batch_size=500)
    Statement.objects.filter(pk=statement.pk).update(
        matched=credits_of.matched + statement.matched,
        held=credits_of.held + statement.held,
        known=credits_of.known + statement.known,
    )
    statement.refresh_from_db(fields=["matched", "held", "known"])


def _told(line: StatementLine, name: str) -> Told:
    if line.paid_at is None or line.amount is None:
        raise ValueError("a line without fault has both")
    return Told(name=name, amount=line.amount, content=line.content, paid_at=line.paid_at, bank_ref=line.bank_ref)


@transaction.atomic
def _conclude(statement: Statement, *, by: Actor, at: datetime) -> Statement:
    statement = (
        Statement.objects.select_for_update(of=("self",)).select_related("payee__organisation").get(pk=statement.pk)
    )
    if statement.taken_at:
        return statement

    statement.taken_at = at
    statement.save(update_fields=["taken_at"])

    done = StatementImported(
        lines=statement.lines.count(),
        matched=statement.matched,
        held=statement.held,
        known=statement.known,
        faulty=statement.lines.exclude(fault="").count(),
    )
    record(done, about=statement, by=by, at=at, place=statement.payee.organisation.place_id)
    return statement
